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
import { AreaValue } from "./area-value.js";
import { type Declaration, type DeclaredName, type Field, isOwn } from "./declaration.js";
import { DECLARED } from "./declared.js";
import { described, describeField } from "./describe.js";
import { AreaInput, ClockInput, DayRangeInput, Direction, RangeInput } from "./inputs.js";
import { hasOwnPlace, isLayer, type Layer } from "./layers/index.js";
import { Node } from "./node.js";
import { Day, GeoJSON, Instant, Json } from "./scalars.js";

/** The GraphQL classes of one layer or register, made from its declaration. */
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

const regular = (name: string) => (name.endsWith("s") ? `${name}es` : `${name}s`);

/** A key of a layer's filter; `before` is what it was called until the release after this one. */
export interface FilterName {
  name: string;
  before?: string;
}

/** Kinds of fields that a filter asks by a list of values. */
const BY_LIST: ReadonlySet<Field["type"]["kind"]> = new Set(["code", "text", "reference"]);

/** By several of them: its category answers to `categories`, others to their plural. */
function filterNameIn(layer: Declaration, field: Field): FilterName {
  if (!BY_LIST.has(field.type.kind)) return { name: field.name };
  if (field.name === layer.category) return { name: "categories" };
  return field.plural
    ? { name: field.plural, before: regular(field.name) }
    : { name: regular(field.name) };
}

/** Made once: a name that is put together anew is looked up as slowly as it was made. */
const filterNames = new WeakMap<Field, FilterName>();

/** The key by which its filter asks for a field. */
export function filterName(layer: Declaration, field: Field): FilterName {
  let name = filterNames.get(field);
  if (!name) filterNames.set(field, (name = filterNameIn(layer, field)));
  return name;
}

/** Fields a filter may ask for: texts that say so, and whatever is no text. */
export const isFilterable = (field: Field): boolean =>
  field.type.kind === "text"
    ? field.filtered === true
    : !["instant", "area", "json"].includes(field.type.kind);

const isOrderable = (field: Field): boolean =>
  field.type.kind !== "reference" &&
  field.type.kind !== "boolean" &&
  field.type.kind !== "area" &&
  field.type.kind !== "json" &&
  !(field.type.kind === "text" && field.type.multiline);

const orderKey = (field: Field): string => field.column.toUpperCase();

export function scalarOf(field: Field): () => unknown {
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
    case "area":
      return () => AreaValue;
    case "json":
      return () => Json;
    case "reference":
      return () => ID;
  }
}

export const inputName = (field: Field): string =>
  field.type.kind === "reference" ? `${field.name}Id` : field.name;

export const layerDescription = (layer: Declaration): string =>
  described(layer.description.replace(/\.$/, ""), layer.label.zh);

type AddField = (name: string, of: () => unknown, nullable: boolean, description: string) => void;

function addPlace(layer: Layer, add: AddField): void {
  add(
    "geometry",
    () => GeoJSON,
    true,
    layer.coarseColumn
      ? "The place (位置); snapped to about 100 m for viewers who may not see the exact one."
      : "The place (位置).",
  );
  add(
    "centroid",
    () => [Float],
    true,
    "A point on it (代表点): longitude and latitude in degrees, WGS 84.",
  );
  if (layer.geometry === "MultiPolygon" || layer.geometry === "Geometry")
    add("areaM2", () => Float, true, "Area in square metres on the ellipsoid (面积).");
  if (layer.geometry === "MultiLineString" || layer.geometry === "Geometry")
    add("lengthM", () => Float, true, "Length in metres on the ellipsoid (长度).");
  add("distance", () => Float, true, "Distance in metres to orderBy.near (距离); null without it.");
}

function objectType(layer: Declaration): ClassType {
  const type = named(layer.typeName);
  const add: AddField = (name, of, nullable, description) =>
    declare(type, name, GqlField(of as () => ClassType, { nullable, description }));
  add("id", () => ID, false, "County and uuid, unique over all layers (标识).");
  add("county", () => Int, false, "Six digits of the county (区县代码).");
  for (const field of layer.fields)
    add(
      inputName(field),
      scalarOf(field),
      !(field.required && field.sensitivity === "open"),
      describeField(field),
    );
  if (isLayer(layer)) addPlace(layer, add);
  add(
    "version",
    () => Int,
    false,
    "Version (版本), raised by every change; a change names the version it was made from.",
  );
  add("createdAt", () => Instant, false, "When it was first written here (创建时间).");
  add("updatedAt", () => Instant, false, "When it was last changed (更新时间).");
  add(
    "updatedBy",
    () => String,
    true,
    "Who last changed it (更新人), like person:LOGIN; to others than staff only themselves.",
  );
  add(
    "updatedByName",
    () => String,
    true,
    "What that person is called (更新人姓名); null for programs, and to others than staff.",
  );
  add(
    "retiredAt",
    () => Instant,
    true,
    "When it was retired (停用时间); objects are never deleted by a change.",
  );
  ObjectType(layer.typeName, {
    description: layerDescription(layer),
    implements: Node,
    simpleResolvers: true,
  })(type);
  return type;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "Where a page stands in its list (分页). Pages are walked forward, with first and after.",
})
export class PageInfo {
  @GqlField(() => Boolean, {
    description: "More rows follow (有下一页): ask with after: endCursor.",
  })
  hasNextPage!: boolean;
  @GqlField(() => Boolean, { description: "Rows came before this page (有上一页)." })
  hasPreviousPage!: boolean;
  @GqlField(() => String, {
    nullable: true,
    description: "Cursor of the page's first row (起始游标); null when the page is empty.",
  })
  startCursor!: string | null;
  @GqlField(() => String, {
    nullable: true,
    description:
      "Cursor of the page's last row (结束游标); null when the page is empty. Opaque: " +
      "give it back as it is, with the same filter and order.",
  })
  endCursor!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "One group of a grouped count (分组计数)." })
export class CountRow {
  @GqlField(() => String, {
    description:
      "What the group stands for (分组键): id of the grid, code, level, day like 2026-03-01, " +
      "month like 2026-03, or hour of the week from Monday 00:00 as 0 to 167; empty for none.",
  })
  key!: string;
  @GqlField(() => String, {
    nullable: true,
    description: "Name of the grid or of the code, Chinese (名称); null where there is none.",
  })
  label!: string | null;
  @GqlField(() => Int, { description: "Number of rows in the group (数量)." })
  count!: number;
}

function connectionTypes(
  layer: Declaration,
  object: ClassType,
): { edge: ClassType; connection: ClassType } {
  const edge = named(`${layer.typeName}Edge`);
  const field = (type: ClassType, name: string, of: () => unknown, description: string) =>
    declare(type, name, GqlField(of as () => ClassType, { description }));
  field(edge, "cursor", () => String, "Where this row stands (游标): ask on with after.");
  field(edge, "node", () => object, described("The row itself", layer.label.zh));
  ObjectType({
    simpleResolvers: true,
    description: described("A row of the page with its cursor", layer.label.zh),
  })(edge);
  const connection = named(`${layer.typeName}Connection`);
  field(connection, "nodes", () => [object], described("The page's rows", layer.label.zh));
  field(connection, "edges", () => [edge], "The page's rows, each with its cursor (带游标的行).");
  field(connection, "pageInfo", () => PageInfo, "Where the page stands in the list (分页).");
  // totalCount and counts are resolvers: they cost a query, and only who asks pays (api/layers).
  ObjectType({
    simpleResolvers: true,
    description: described(
      "A page of a list, with what can be counted of the list",
      layer.label.zh,
    ),
  })(connection);
  return { edge, connection };
}

type Add = (name: string, of: () => unknown, description: string, now?: string) => void;

/** The keys of a filter by one field: its own, and what it was called before. */
function addFieldFilter(layer: Declaration, field: Field, add: Add): void {
  const { name, before } = filterName(layer, field);
  const { kind } = field.type;
  if (kind === "area" || kind === "json") return;
  const of = FILTER_TYPES[kind];
  const description = described(
    `${field.description}${HOW_FILTERED[kind]}`,
    field.label.zh,
    ...(field.type.kind === "code" ? [codesOf(field.type.table)] : []),
  );
  add(name, of, description);
  if (before) add(before, of, description, name);
  if (field.type.kind !== "date" || !isLayer(layer)) return;
  add(`${field.name}From`, () => Day, description, `${name}: { from }`);
  add(`${field.name}To`, () => Day, description, `${name}: { before }`);
}

const codesOf = (table: string) =>
  `From the table \`${table}\` of categories; a code of two digits takes all below it.`;

const FILTER_TYPES: Record<Exclude<Field["type"]["kind"], "area" | "json">, () => unknown> = {
  code: () => [String],
  text: () => [String],
  instant: () => [Instant],
  reference: () => [ID],
  boolean: () => Boolean,
  date: () => DayRangeInput,
  integer: () => RangeInput,
  number: () => RangeInput,
};

const HOW_FILTERED: Record<keyof typeof FILTER_TYPES, string> = {
  code: ": one of these codes",
  text: ": exactly one of these",
  instant: ": exactly one of these",
  reference: ": one of these ids",
  boolean: "",
  date: ": a range of days",
  integer: "",
  number: "",
};

function filterType(layer: Declaration): ClassType {
  const type = named(`${layer.typeName}Filter`);
  const add: Add = (name, of, description, now) => {
    const deprecated = now ? { deprecationReason: `Written \`${now}\` now.` } : {};
    const options = { nullable: true, description, ...deprecated };
    declare(type, name, GqlField(of as () => ClassType, options));
  };
  if (isLayer(layer)) add("area", () => AreaInput, "Where (范围).");
  else {
    add("county", () => Int, "Of this county (区县), by its six digits.");
    if (layer.through)
      add("area", () => AreaInput, `Where (范围): of the ${layer.through.join(" or ")} it names.`);
  }
  if (layer.search.length > 0)
    add(
      "text",
      () => String,
      "Part of a name, code or its pinyin (文字): dcxq finds 东城小区. At most 100 characters.",
    );
  if (layer.time) {
    add("from", () => Instant, "Happened at or after this moment (起), by occurredFrom.");
    add("to", () => Instant, "Happened before this moment (止), by occurredFrom.");
    add("hours", () => [Int], "Local hours of the day (时段), 0 to 23.");
    add("weekdays", () => [Int], "Local weekdays (星期), 1 Monday to 7 Sunday.");
    add(
      "clock",
      () => [ClockInput],
      "At one of these times of the week (时段), by occurredFrom; at most 50.",
    );
  }
  if (layer.time && isLayer(layer) && layer.geometry === "Point")
    add(
      "notAt",
      () => [[Float]],
      "Not within a metre of these places (排除地点), longitude and latitude in degrees; at most 200.",
    );
  for (const field of layer.fields) if (isFilterable(field)) addFieldFilter(layer, field, add);
  if (layer.dated) add("on", () => Day, "In force on this day (生效日); default today.");
  add("changedSince", () => Instant, "Changed at or after this moment (更新时间).");
  add("retired", () => Boolean, "Retired objects instead of present ones (已停用).");
  const bound = "at most 40 filters in all, 5 deep; county, on and retired stand outside.";
  add("and", () => [type], `All of these hold too (并且); ${bound}`);
  add("or", () => [type], `At least one of these holds too (或者); ${bound}`);
  add("not", () => type, `This does not hold (排除), or nobody knows whether it does; ${bound}`);
  InputType(`${layer.typeName}Filter`, {
    description: described("Which rows; all conditions hold together", `${layer.label.zh}筛选`),
  })(type);
  return type;
}

function orderType(layer: Declaration): ClassType {
  const placed = isLayer(layer);
  const values: Record<string, string> = {
    ID: "ID",
    ...(placed ? { DISTANCE: "DISTANCE" } : {}),
    UPDATED_AT: "UPDATED_AT",
  };
  const valuesConfig: Record<string, { description: string }> = {
    ID: { description: "By id (标识): the order in which they were written here." },
    ...(placed
      ? { DISTANCE: { description: "By distance to `near` (距离), nearest first." } }
      : {}),
    UPDATED_AT: { description: "By when they were last changed (更新时间)." },
  };
  for (const field of layer.fields.filter(isOrderable)) {
    values[orderKey(field)] = field.name;
    valuesConfig[orderKey(field)] = {
      description: described(`By ${lowerFirst(field.description)}`, field.label.zh),
    };
  }
  registerEnumType(values, {
    name: `${layer.typeName}OrderField`,
    description: described("What a list can be ordered by", `${layer.label.zh}排序`),
    valuesConfig,
  });
  const type = named(`${layer.typeName}Order`);
  const add = (name: string, of: () => unknown, options: object) =>
    declare(type, name, GqlField(of as () => ClassType, options));
  add("field", () => values, { description: "By what (排序字段)." });
  add("direction", () => Direction, {
    nullable: true,
    description: placed
      ? "Which way (方向). Default ASC; DISTANCE is always nearest first."
      : "Which way (方向). Default ASC.",
  });
  if (placed)
    add("near", () => [Float], {
      nullable: true,
      description: "Longitude and latitude in degrees (参考点), for DISTANCE.",
    });
  InputType(`${layer.typeName}Order`, {
    description: described("The order of a list", `${layer.label.zh}排序`),
  })(type);
  return type;
}

const lowerFirst = (text: string) =>
  /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;

const PLACE = "The place (位置), WGS 84; at most 50,000 vertices.";

function changeTypes(layer: Declaration): { createInput: ClassType; changesInput: ClassType } {
  const createInput = named(`Create${layer.typeName}Input`);
  const changesInput = named(`${layer.typeName}Changes`);
  const add = (type: ClassType, name: string, of: () => unknown, options: object) =>
    declare(type, name, GqlField(of as () => ClassType, options));
  add(createInput, "county", () => Int, { description: "Six digits of the county (区县代码)." });
  if (hasOwnPlace(layer)) {
    add(createInput, "geometry", () => GeoJSON, { description: PLACE });
    add(changesInput, "geometry", () => GeoJSON, { description: PLACE, nullable: true });
  }
  for (const field of layer.fields.filter((f) => !f.derived && !f.bySteps)) {
    const description = describeField(field, "written");
    const of = scalarOf(field);
    add(createInput, inputName(field), of, { nullable: !field.required, description });
    add(changesInput, inputName(field), of, { nullable: true, description });
  }
  // What its own domain writes has mutations of its own, with inputs of their own.
  if (isOwn(layer)) return { createInput, changesInput };
  InputType(`Create${layer.typeName}Input`, {
    description: described("What a new one is made of", layer.label.zh),
  })(createInput);
  InputType(`${layer.typeName}Changes`, {
    description: described("Only what changes; null empties a field", layer.label.zh),
  })(changesInput);
  return { createInput, changesInput };
}

function typesOf(layer: Declaration): LayerTypes {
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
  DECLARED.map((layer) => [layer.name, typesOf(layer)]),
) as Record<DeclaredName, LayerTypes>;
