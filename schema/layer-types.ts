import "reflect-metadata";
import {
  Float,
  Field as GqlField,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { AreaInput, Direction, RangeInput } from "./inputs.js";
import { type Field, LAYERS, type Layer, type LayerName } from "./layers/index.js";
import { Day, GeoJSON, Instant } from "./scalars.js";

/** The GraphQL classes of one layer, made from its declaration. */
export interface LayerTypes {
  object: ClassType;
  edge: ClassType;
  connection: ClassType;
  filter: ClassType;
  order: ClassType;
  createInput: ClassType;
  changesInput: ClassType;
}

type ClassType = new () => object;
type Declare = (target: object, name: string) => void;

const named = (name: string): ClassType => ({ [name]: class {} })[name]!;
const declare = (type: ClassType, name: string, decorator: unknown) =>
  (decorator as Declare)(type.prototype as object, name);

const plural = (name: string) =>
  name === "category" ? "categories" : name.endsWith("s") ? `${name}es` : `${name}s`;

/**
 * Name of a code field's filter: the layer's category answers to `categories`, others to their own
 * plural.
 */
export const filterName = (layer: Layer, field: Field): string =>
  field.type.kind === "reference"
    ? plural(field.name)
    : field.name === layer.category
      ? "categories"
      : plural(field.name);

/** Fields a filter may ask for: codes, references, numbers, booleans and the object's own code. */
export const isFilterable = (field: Field): boolean =>
  (field.type.kind !== "text" && field.type.kind !== "instant") ||
  field.name === "code" ||
  field.name === "number" ||
  field.name === "villageCode";

const isOrderable = (field: Field): boolean =>
  field.type.kind !== "reference" &&
  field.type.kind !== "boolean" &&
  !(field.type.kind === "text" && field.type.multiline);

const orderKey = (field: Field): string => field.column.toUpperCase();

function scalarOf(field: Field): () => unknown {
  switch (field.type.kind) {
    case "text":
    case "code":
      return () => String;
    case "integer":
      return () => Int;
    case "number":
      return () => Float;
    case "boolean":
      return () => Boolean;
    case "date":
      return () => Day;
    case "instant":
      return () => Instant;
    case "reference":
      return () => ID;
  }
}

export const inputName = (field: Field): string =>
  field.type.kind === "reference" ? `${field.name}Id` : field.name;

const describe = (field: Field): string => {
  const masked =
    field.sensitivity === "personal" || field.sensitivity === "place"
      ? " Masked unless the role needs it and a purpose is given."
      : "";
  return `${field.label.zh}. ${field.description}${field.description.endsWith(".") ? "" : "."}${masked}`;
};

function objectType(layer: Layer): ClassType {
  const type = named(layer.typeName);
  const add = (name: string, of: () => unknown, nullable: boolean, description?: string) =>
    declare(
      type,
      name,
      GqlField(of as () => ClassType, { nullable, ...(description ? { description } : {}) }),
    );
  add("id", () => ID, false, "County and uuid.");
  add("county", () => Int, false, "Six digits of the county.");
  for (const field of layer.fields)
    add(
      inputName(field),
      scalarOf(field),
      !(field.required && field.sensitivity === "open"),
      describe(field),
    );
  add(
    "geometry",
    () => GeoJSON,
    true,
    layer.coarseColumn
      ? "The place; snapped to about 100 m for viewers who may not see the exact one."
      : "The place.",
  );
  add("centroid", () => [Float], true, "Longitude and latitude of a point on it.");
  if (layer.geometry === "MultiPolygon" || layer.geometry === "Geometry")
    add("areaM2", () => Float, true, "Square metres on the ellipsoid.");
  if (layer.geometry === "MultiLineString" || layer.geometry === "Geometry")
    add("lengthM", () => Float, true, "Metres on the ellipsoid.");
  add("distance", () => Float, true, "Metres to orderBy.near; null without it.");
  add(
    "version",
    () => Int,
    false,
    "Raised by every change; a change names the version it was made from.",
  );
  add("createdAt", () => Instant, false);
  add("updatedAt", () => Instant, false);
  add("updatedBy", () => String, true);
  add(
    "retiredAt",
    () => Instant,
    true,
    "When it was retired; objects are never deleted by a change.",
  );
  ObjectType(layer.typeName, {
    description: `${layer.label.zh}. ${layer.description}`,
    simpleResolvers: true,
  })(type);
  return type;
}

@ObjectType({ simpleResolvers: true })
class PageInfo {
  @GqlField(() => Boolean)
  hasNextPage!: boolean;
  @GqlField(() => Boolean)
  hasPreviousPage!: boolean;
  @GqlField(() => String, { nullable: true })
  startCursor!: string | null;
  @GqlField(() => String, { nullable: true })
  endCursor!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "One group of a grouped count." })
export class CountRow {
  @GqlField(() => String, { description: "Id of the grid, code, day, month, or hour of the week." })
  key!: string;
  @GqlField(() => String, { nullable: true })
  label!: string | null;
  @GqlField(() => Int)
  count!: number;
}

function connectionTypes(
  layer: Layer,
  object: ClassType,
): { edge: ClassType; connection: ClassType } {
  const edge = named(`${layer.typeName}Edge`);
  declare(
    edge,
    "cursor",
    GqlField(() => String),
  );
  declare(
    edge,
    "node",
    GqlField(() => object),
  );
  ObjectType({ simpleResolvers: true })(edge);
  const connection = named(`${layer.typeName}Connection`);
  declare(
    connection,
    "nodes",
    GqlField(() => [object]),
  );
  declare(
    connection,
    "edges",
    GqlField(() => [edge]),
  );
  declare(
    connection,
    "pageInfo",
    GqlField(() => PageInfo),
  );
  // totalCount and counts are resolvers: they cost a query, and only who asks pays (api/layers).
  ObjectType({ simpleResolvers: true })(connection);
  return { edge, connection };
}

function filterType(layer: Layer): ClassType {
  const type = named(`${layer.typeName}Filter`);
  const add = (name: string, of: () => unknown, description: string) =>
    declare(type, name, GqlField(of as () => ClassType, { nullable: true, description }));
  add("area", () => AreaInput, "Where.");
  if (layer.search.length > 0)
    add("text", () => String, "Part of a name, code or its pinyin (dcxq finds 东城小区).");
  if (layer.time) {
    add("from", () => Instant, "Happened at or after this moment (by occurredFrom).");
    add("to", () => Instant, "Happened before this moment (by occurredFrom).");
    add("hours", () => [Int], "Local hours of the day, 0 to 23.");
    add("weekdays", () => [Int], "Local weekdays, 1 Monday to 7 Sunday.");
  }
  for (const field of layer.fields) {
    if (!isFilterable(field)) continue;
    const name = filterName(layer, field);
    if (field.type.kind === "code")
      add(
        name,
        () => [String],
        `${field.label.zh}: one of these codes; a code of two digits takes all below it.`,
      );
    else if (field.type.kind === "text")
      add(name, () => [String], `${field.label.zh}: exactly one of these.`);
    else if (field.type.kind === "reference")
      add(name, () => [ID], `${field.label.zh}: one of these.`);
    else if (field.type.kind === "boolean") add(field.name, () => Boolean, field.label.zh);
    else if (field.type.kind === "date") {
      add(`${field.name}From`, () => Day, `${field.label.zh} on or after this day.`);
      add(`${field.name}To`, () => Day, `${field.label.zh} before this day.`);
    } else add(field.name, () => RangeInput, field.label.zh);
  }
  if (layer.name === "grids") add("on", () => Day, "In force on this day; default today.");
  add("changedSince", () => Instant, "Changed at or after this moment.");
  add("retired", () => Boolean, "Retired objects instead of present ones.");
  InputType(`${layer.typeName}Filter`)(type);
  return type;
}

function orderType(layer: Layer): ClassType {
  const values: Record<string, string> = {
    ID: "ID",
    DISTANCE: "DISTANCE",
    UPDATED_AT: "UPDATED_AT",
  };
  for (const field of layer.fields) if (isOrderable(field)) values[orderKey(field)] = field.name;
  registerEnumType(values, { name: `${layer.typeName}OrderField` });
  const type = named(`${layer.typeName}Order`);
  declare(
    type,
    "field",
    GqlField(() => values),
  );
  declare(
    type,
    "direction",
    GqlField(() => Direction, {
      nullable: true,
      description: "Default ASC; DISTANCE is always nearest first.",
    }),
  );
  declare(
    type,
    "near",
    GqlField(() => [Float], {
      nullable: true,
      description: "Longitude and latitude, for DISTANCE.",
    }),
  );
  InputType(`${layer.typeName}Order`)(type);
  return type;
}

function changeTypes(layer: Layer): { createInput: ClassType; changesInput: ClassType } {
  const createInput = named(`Create${layer.typeName}Input`);
  const changesInput = named(`${layer.typeName}Changes`);
  declare(
    createInput,
    "county",
    GqlField(() => Int),
  );
  // A tie is the line between its two households: it has no geometry of its own to draw.
  if (layer.name !== "ties")
    declare(
      createInput,
      "geometry",
      GqlField(() => GeoJSON),
    );
  for (const field of layer.fields.filter((f) => !f.derived)) {
    const optional = !field.required;
    declare(
      createInput,
      inputName(field),
      GqlField(scalarOf(field) as () => ClassType, {
        nullable: optional,
        description: field.label.zh,
      }),
    );
    declare(
      changesInput,
      inputName(field),
      GqlField(scalarOf(field) as () => ClassType, { nullable: true, description: field.label.zh }),
    );
  }
  if (layer.name !== "ties")
    declare(
      changesInput,
      "geometry",
      GqlField(() => GeoJSON, { nullable: true }),
    );
  InputType(`Create${layer.typeName}Input`)(createInput);
  InputType(`${layer.typeName}Changes`, {
    description: "Only what changes; null empties a field.",
  })(changesInput);
  return { createInput, changesInput };
}

function typesOf(layer: Layer): LayerTypes {
  const object = objectType(layer);
  return {
    object,
    ...connectionTypes(layer, object),
    filter: filterType(layer),
    order: orderType(layer),
    ...changeTypes(layer),
  };
}

export const LAYER_TYPES = Object.fromEntries(
  LAYERS.map((layer) => [layer.name, typesOf(layer)]),
) as Record<LayerName, LayerTypes>;
