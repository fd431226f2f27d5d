import type { Random } from "../../../geo/random.js";
import { searchQuery } from "../../../geo/search.js";
import { CountBy } from "../../../schema/inputs.js";
import { filterName, inputName, isFilterable } from "../../../schema/layer-types.js";
import type { Field, Layer } from "../../../schema/layers/index.js";
import { COUNTY, VILLAGES } from "../../fixtures/small-county.js";
import { BOX, NAMES, somewhere, star } from "./rows.js";

export type Answered = Record<string, any>;

/** What of a list is asked for: its document. */
export interface Shape {
  layer: Layer;
  fields: string[];
  /** References that are followed. */
  follow: string[];
  form: "nodes" | "edges" | "raw";
  counts: CountBy[];
}

/** A list as it is asked for. */
export interface Question extends Shape {
  filter: Record<string, any>;
  orderBy: { field: string; direction: "ASC" | "DESC"; near?: [number, number] } | null;
  first: number;
}

/** Whose names and exact places are read, and so under a purpose. */
export const needsPurpose = (layer: Layer): boolean => layer.geometrySensitivity === "place";

/** What the viewer of this test sees clear, and may thus compare by. */
const isClear = (layer: Layer, field: Field): boolean =>
  needsPurpose(layer) || !["personal", "place", "sector"].includes(field.sensitivity);

const MEASURES: Partial<Record<Layer["geometry"], string[]>> = {
  MultiPolygon: ["areaM2", "centroid"],
  MultiLineString: ["lengthM"],
};
export const plainFields = (layer: Layer): string[] => [
  "id",
  "county",
  "version",
  "createdAt",
  "updatedAt",
  "updatedBy",
  "retiredAt",
  "geometry",
  ...layer.fields.map(inputName),
];

const several = <T>(items: readonly T[], random: Random, least = 1): T[] => {
  const found = items.filter(() => random.chance(0.4));
  while (found.length < Math.min(least, items.length)) found.push(random.pick(items));
  return [...new Set(found)];
};

const moment = (random: Random) =>
  new Date(Date.UTC(2025, random.integer(6, 17), random.integer(1, 28), random.integer(0, 23)))
    .toISOString()
    .replace(".000Z", "Z");
const day = (random: Random) =>
  new Date(Date.UTC(2025, random.integer(0, 22), random.integer(1, 28))).toISOString().slice(0, 10);

function area(rows: Rows, random: Random): Answered {
  const at = somewhere(random);
  const wide = random.between(0.002, 0.014);
  switch (random.integer(0, 5)) {
    case 0:
      return {
        polygon: { type: "Polygon", coordinates: [star(at, wide, random.integer(3, 12), random)] },
      };
    case 1: {
      const ring = (x: number) => [star([x, at[1]], 0.004, random.integer(3, 8), random)];
      return {
        polygon: {
          type: "MultiPolygon",
          coordinates: [ring(BOX.west + 0.004), ring(BOX.west + 0.015)],
        },
      };
    }
    case 2:
      return { bbox: [at[0] - wide, at[1] - wide, at[0] + wide / 2, at[1] + wide] };
    case 3:
      return { circle: { center: at, metres: random.integer(150, 1600) } };
    case 4:
      return {
        grids: several(
          rows.of("grids").map((g) => g["id"]),
          random,
        ),
      };
    default:
      return random.chance(0.8)
        ? { villages: [random.pick(Object.values(VILLAGES))] }
        : { county: COUNTY };
  }
}

/** The rows of each layer, read once. */
export interface Rows {
  of(layer: Layer["name"]): readonly Answered[];
}

function valueFilter(field: Field, rows: readonly Answered[], random: Random): unknown {
  const known = [...new Set(rows.map((r) => r[inputName(field)]).filter((v) => v !== null))];
  if (known.length === 0) return undefined;
  const two = () => [random.pick(known), random.pick(known)].sort((a, b) => (a < b ? -1 : 1));
  const [low, high] = two();
  const end = random.integer(0, 2);
  switch (field.type.kind) {
    case "code":
      return several(known, random).map((c: string) =>
        /^\d{4}$/.test(c) && random.chance(0.3) ? c.slice(0, 2) : c,
      );
    case "text":
    case "reference":
      return several(known.slice(0, 12), random);
    case "boolean":
      return random.chance(0.5);
    case "date":
      return { ...(end !== 1 ? { from: low } : {}), ...(end !== 0 ? { before: high } : {}) };
    default:
      return { ...(end !== 1 ? { min: low } : {}), ...(end !== 0 ? { max: high } : {}) };
  }
}

function someText(layer: Layer, rows: readonly Answered[], random: Random): string {
  const name =
    (random.pick(rows)[random.pick(layer.search)] as string | null) ?? random.pick(NAMES);
  const characters = [...name];
  const from = random.integer(0, characters.length - 1);
  const part = characters.slice(from, from + random.integer(1, 4)).join("");
  // A blank alone is no text.
  return random.chance(0.15) || !searchQuery(part)
    ? random.pick(["jg", "ldbl", "zzz", "楼", "abc"])
    : part;
}

function filterOf(layer: Layer, rows: Rows, random: Random): Record<string, any> {
  const own = rows.of(layer.name);
  const filter: Record<string, any> = {};
  if (random.chance(0.5)) filter["area"] = area(rows, random);
  for (const field of layer.fields.filter((f) => isFilterable(f) && isClear(layer, f)))
    if (random.chance(1.2 / layer.fields.length)) {
      const value = valueFilter(field, own, random);
      if (value !== undefined) filter[filterName(layer, field).name] = value;
    }
  if (layer.time) {
    const [from, to] = [moment(random), moment(random)].sort();
    if (random.chance(0.3)) filter["from"] = from;
    if (random.chance(0.3)) filter["to"] = to;
    if (random.chance(0.2)) filter["hours"] = several([0, 3, 7, 8, 12, 18, 23], random);
    if (random.chance(0.2)) filter["weekdays"] = several([1, 2, 3, 4, 5, 6, 7], random);
  }
  if (layer.search.length > 0 && own.length > 0 && random.chance(0.2))
    filter["text"] = someText(layer, own, random);
  if (layer.dated && random.chance(0.5)) filter["on"] = day(random);
  if (random.chance(0.15)) filter["changedSince"] = moment(random);
  if (random.chance(0.12)) filter["retired"] = true;
  return filter;
}

function orderOf(layer: Layer, random: Random): Question["orderBy"] {
  const keys = layer.fields
    .filter((f) => !["reference", "boolean"].includes(f.type.kind) && isClear(layer, f))
    .filter((f) => !(f.type.kind === "text" && f.type.multiline))
    .map((f) => f.column.toUpperCase());
  const direction = random.pick(["ASC", "DESC"] as const);
  if (random.chance(0.2)) return null;
  if (random.chance(0.15)) return { field: "DISTANCE", direction, near: somewhere(random) };
  return { field: random.pick([...keys, "ID", "UPDATED_AT"]), direction };
}

const groupings = (layer: Layer): CountBy[] => [
  ...(layer.fields.some((f) => f.name === "grid") ? [CountBy.GRID] : []),
  ...(layer.category ? [CountBy.CATEGORY, CountBy.TOP_CATEGORY] : []),
  ...(layer.fields.some((f) => f.name === "status") ? [CountBy.STATUS] : []),
  ...(layer.fields.some((f) => f.name === "level") ? [CountBy.LEVEL] : []),
  ...(layer.time
    ? [CountBy.DAY, CountBy.MONTH, CountBy.WEEKDAY, CountBy.HOUR, CountBy.HOUR_OF_WEEK]
    : []),
];

export const FORMS = ["nodes", "edges", "raw"] as const;

export function shapeOf(layer: Layer, form: Shape["form"], random: Random): Shape {
  const references = layer.fields.filter((f) => f.type.kind === "reference").map((f) => f.name);
  return {
    layer,
    form,
    fields: [
      ...new Set(["id", "distance", ...several(plainFields(layer), random)]),
      ...several(MEASURES[layer.geometry] ?? [], random, 0),
    ],
    follow: form === "raw" ? [] : several(references, random, 0),
    counts: several(groupings(layer), random, 0),
  };
}

export const questionOf = (shape: Shape, rows: Rows, random: Random): Question => ({
  ...shape,
  filter: filterOf(shape.layer, rows, random),
  orderBy: orderOf(shape.layer, random),
  first: random.chance(0.1) ? 0 : random.integer(1, 60),
});

/** The document; a list of plain columns alone is the one that PostgreSQL writes as text. */
export function documentOf({ layer, fields, follow, form, counts }: Shape): string {
  const followed = follow.map((name) => `${name} { id }`);
  const node = [...fields, ...followed, ...(form === "nodes" ? ["__typename"] : [])].join(" ");
  const rows = form === "edges" ? `edges { cursor node { ${node} } }` : `nodes { ${node} }`;
  const groups = counts.map((by) => `${by}: counts(by: ${by}) { key label count }`).join(" ");
  return `query($filter: ${layer.typeName}Filter, $orderBy: ${layer.typeName}Order, $first: Int,
    $after: String) { list: ${layer.name}(filter: $filter, orderBy: $orderBy, first: $first,
    after: $after) { totalCount ${groups} ${rows}
      pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
}
