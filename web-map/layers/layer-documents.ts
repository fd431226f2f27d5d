import type { Geometry } from "geojson";
import { type FieldInfo, type LayerInfo, listFieldOf } from "./layer-names.js";

/**
 * Documents for any layer, composed from what the service says of it, so that a new layer or field
 * needs no new code here.
 * A spec validates all of them against the contract.
 */
export const readableFields = (layer: LayerInfo): FieldInfo[] =>
  layer.fields.filter((f) => f.access !== "hidden");

/** Rows that have no name are called by these; jurisdictions by nothing. */
const CALLED: Readonly<Record<string, string>> = {
  households: "code",
  incidents: "title number",
  jurisdictions: "",
};

/** `gridId` → `grid { id name }`: a reader wants to know what it is called. */
function selection(field: FieldInfo): string {
  if (field.type !== "reference") return field.name;
  return `${field.name} ${refersTo(field)} { id ${CALLED[field.of ?? ""] ?? "name"} }`;
}

/** `gridId` is the id of `grid`. */
export const refersTo = (field: FieldInfo): string => field.name.replace(/Id$/, "");

/** What an object of any layer is called: what it has first of these. */
const TITLES = ["title", "name", "code", "number"];

export const titleOf = (
  object: Readonly<Record<string, unknown>> | null | undefined,
  otherwise: string,
): string => {
  const text = TITLES.map((name) => object?.[name]).find((v) => typeof v === "string" && v !== "");
  return typeof text === "string" ? text : otherwise;
};

/** Where in a building something is, from the outside in. */
export const DOORS = ["stair", "floor", "unit"] as const;

const fieldList = (layer: LayerInfo): string => readableFields(layer).map(selection).join(" ");

export const listDocument = (layer: LayerInfo): string => {
  const type = layer.typeName;
  return `query Rows($filter: ${type}Filter, $orderBy: ${type}Order, $first: Int, $after: String) {
  rows: ${listFieldOf(layer.name)}(filter: $filter, orderBy: $orderBy, first: $first,
    after: $after) {
    nodes { id version centroid ${fieldList(layer)} }
    pageInfo { hasNextPage endCursor }
  }
}`;
};

/** What a short list says of each: what it is called, what kind it is, when, behind which door. */
export const shortListDocument = (layer: LayerInfo): string => {
  const said = new Set<string>([...TITLES, ...DOORS, layer.category ?? "", "occurredFrom"]);
  const fields = readableFields(layer).filter((f) => said.has(f.name));
  const order = layer.timed ? ", orderBy: { field: OCCURRED_FROM, direction: DESC }" : "";
  return `query Short($filter: ${layer.typeName}Filter, $first: Int) {
  rows: ${listFieldOf(layer.name)}(filter: $filter, first: $first${order}) {
    nodes { id ${fields.map((f) => f.name).join(" ")} }
  }
}`;
};

/** Shapes of what lies in an area. */
export const shapesDocument = (
  layer: LayerInfo,
): string => `query Shapes($filter: ${layer.typeName}Filter, $first: Int) {
  rows: ${listFieldOf(layer.name)}(filter: $filter, first: $first) { nodes { id geometry } }
}`;

/** Some rows of a list again; null where the viewer sees them no longer. */
export const rowsDocument = (layer: LayerInfo): string => `query Again($ids: [ID!]!) {
  nodes(ids: $ids) { ... on ${layer.typeName} { id version centroid ${fieldList(layer)} } }
}`;

/** What a viewer may read of one object, by `objectDocument`. */
export type FullObject = Record<string, unknown> & {
  id: string;
  version: number;
  centroid: number[] | null;
  geometry: Geometry | null;
  retiredAt: string | null;
  updatedAt: string;
  updatedBy: string | null;
  updatedByName: string | null;
};

export const objectDocument = (layer: LayerInfo): string => `query One($id: ID!) {
  one: ${layer.singular}(id: $id) {
    id version county centroid geometry retiredAt updatedAt updatedBy updatedByName
    ${fieldList(layer)}
  }
}`;

/** How many of each layer, in one request; of layers with categories also how many of each. */
export const countsDocument = (layers: readonly LayerInfo[]): string => {
  const variables = layers.map((l) => `$${listFieldOf(l.name)}: ${l.typeName}Filter`).join(", ");
  const lists = layers.map((l) => {
    const groups = l.topCategories ? " counts(by: TOP_CATEGORY) { key count }" : "";
    return (
      `${listFieldOf(l.name)}(filter: $${listFieldOf(l.name)}, first: 1)` +
      ` { totalCount${groups} }`
    );
  });
  return `query Counts(${variables}) {\n  ${lists.join("\n  ")}\n}`;
};

/** The mutation of a step, with what its form asks. */
export const stepDocument = (action: {
  mutation?: string | null;
  reasoned: boolean;
  fields: readonly FieldInfo[];
}): string => {
  const given = action.fields.map(({ name, type, required }) => ({
    name,
    type: `${SCALARS[type]}${required ? "!" : ""}`,
  }));
  const variables = given.map(({ name, type }) => `, $${name}: ${type}`).join("");
  const args = given.map(({ name }) => `, ${name}: $${name}`).join("");
  return `mutation Step($id: ID!, $version: Int!, $reason: String${action.reasoned ? "!" : ""}${variables}) {
  done: ${action.mutation}(id: $id, version: $version, reason: $reason${args}) { id version }
}`;
};

const SCALARS: Readonly<Record<FieldInfo["type"], string>> = {
  text: "String",
  code: "String",
  integer: "Int",
  number: "Float",
  boolean: "Boolean",
  date: "Day",
  instant: "Instant",
  area: "Area",
  json: "JSON",
  reference: "ID",
};

/** What a receipt says of the object just written. */
const created = (layer: LayerInfo): string => {
  const said = readableFields(layer).filter((f) => f.name === "title" || f.name === "number");
  return `{ id version centroid ${said.map((f) => f.name).join(" ")} }`;
};

export const createDocument = (layer: LayerInfo): string => {
  const type = layer.typeName;
  return `mutation Create($input: Create${type}Input!, $idempotencyKey: String, $reason: String) {
  done: create${type}(input: $input, idempotencyKey: $idempotencyKey,
    reason: $reason) ${created(layer)}
}`;
};

export const updateDocument = (layer: LayerInfo): string => {
  const type = layer.typeName;
  return `mutation Update($id: ID!, $version: Int!, $changes: ${type}Changes!, $reason: String) {
  done: update${type}(id: $id, version: $version, changes: $changes,
    reason: $reason) ${created(layer)}
}`;
};

export const retireDocument = (
  layer: LayerInfo,
): string => `mutation Retire($id: ID!, $version: Int!, $reason: String) {
  done: retire${layer.typeName}(id: $id, version: $version, reason: $reason)
}`;

/** The service orders by what has an order: no references, no yes-or-no, no free text. */
export const isOrderable = (field: FieldInfo): boolean =>
  field.type !== "reference" && field.type !== "boolean" && !field.multiline;

export const orderKey = (field: FieldInfo): string =>
  field.name.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase();
