import type { Geometry, Position } from "geojson";
import { PAGE_MAX, QUESTION_LIMIT, VALUE_LIMIT } from "../../api/cost/cost-of.js";
import { VARIABLE_DEPTH } from "../../api/graphql/limits.js";
import { TEXT_LIMIT } from "../../api/layers/filter.js";
import { NODES_MOST } from "../../api/nodes/nodes.service.js";
import { CODES_LIMIT } from "../../api/tiles/tile-query.js";
import type { Uniform } from "../../geo/random.js";
import { METRES_LIMIT, NAMED_LIMIT } from "../../schema/area-value.js";
import { LAYERS } from "../../schema/layers/index.js";
import { COUNTY, id } from "../fixtures/small-county.js";
import { pick } from "./nonsense.js";

/** What a caller may ask who keeps every limit, and goes to nine tenths of it and beyond. */
export interface Asked {
  query: string;
  variables?: Record<string, unknown>;
}

/** So much of a limit: 90 to 100 %. */
export const near = (r: Uniform, limit: number): number => Math.floor(limit * (0.9 + 0.1 * r()));

const [WEST, SOUTH, WIDTH] = [107, 29, 0.02];
const at = (x: number, y: number): Position => [
  Math.round((WEST + x * WIDTH) * 1e7) / 1e7,
  Math.round((SOUTH + y * WIDTH) * 1e7) / 1e7,
];
const box = (x: number, y: number, w: number, h: number): Position[] => [
  at(x, y),
  at(x + w, y),
  at(x + w, y + h),
  at(x, y + h),
  at(x, y),
];

/** A star: as many points as it has, each beside a notch. */
function star(n: number): Geometry {
  const ring = Array.from({ length: n - 1 }, (_, i) => {
    const [angle, radius] = [(i / (n - 1)) * 2 * Math.PI, i % 2 ? 0.5 : 0.3];
    return at(0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle));
  });
  return { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
}

/** A comb: long teeth, so that every box of an edge reaches over all of it. */
function comb(n: number): Geometry {
  const teeth = Math.floor((n - 3) / 4);
  const ring: Position[] = [at(0, 0)];
  for (let i = 0; i < teeth; i++) {
    const step = 1 / teeth;
    for (const [dx, y] of [
      [0, 1],
      [0.5, 1],
      [0.5, 0.05],
      [1, 0.05],
    ] as const)
      ring.push(at((i + dx) * step, y));
  }
  return { type: "Polygon", coordinates: [[...ring, at(1, 0), at(0, 0)]] };
}

/** Squares in rows: holes of one square, or parts. */
function squares(n: number): Position[][] {
  const count = Math.floor(n / 5);
  const side = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, i) =>
    box(
      0.01 + (0.98 * (i % side)) / side,
      0.01 + (0.98 * Math.floor(i / side)) / side,
      0.4 / side,
      0.4 / side,
    ),
  );
}
const holes = (n: number): Geometry => ({
  type: "Polygon",
  coordinates: [box(0, 0, 1, 1), ...squares(n - 5)],
});
const parts = (n: number): Geometry => ({
  type: "MultiPolygon",
  coordinates: squares(n).map((ring) => [ring]),
});
/** Strips beside one another: the boxes of all overlap in one direction. */
function strips(n: number): Geometry {
  const count = Math.floor(n / 5);
  return {
    type: "MultiPolygon",
    coordinates: Array.from({ length: count }, (_, i) => [box(i / count, 0, 0.4 / count, 1)]),
  };
}

export const polygonOf = (r: Uniform, vertices: number): Geometry =>
  pick(r, [star, comb, holes, parts, strips])(vertices);

const GROUPS = ["GRID", "CATEGORY", "TOP_CATEGORY", "DAY", "MONTH", "HOUR_OF_WEEK", "STATUS"];
const repeat = (n: number, part: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => part(i)).join(" ");
const incidentIds = (n: number) => Array.from({ length: n }, (_, i) => id("incident", 1 + i));

const KINDS: Record<string, (r: Uniform, vertices: number) => Asked> = {
  "an area's vertices": (r, vertices) => {
    const layer = pick(r, ["incidents", "buildings", "grids", "households"]);
    const asked = pick(r, [
      "totalCount",
      "nodes { id geometry }",
      layer === "grids" ? "nodes { areaM2 }" : "counts(by: GRID) { key label count }",
      "nodes { id } totalCount",
    ]);
    return {
      query: `query($p: GeoJSON!) {
        list: ${layer}(filter: { area: { polygon: $p } }, first: 20) { ${asked} } }`,
      variables: { p: polygonOf(r, near(r, vertices)) },
    };
  },
  "questions about one area": (r, vertices) => ({
    query: `query($p: GeoJSON!) { ${repeat(
      near(r, QUESTION_LIMIT / 4),
      (i) => `a${i}: incidents(filter: { area: { polygon: $p }, weekdays: [${1 + (i % 7)}] })
        { totalCount counts(by: ${GROUPS[i % GROUPS.length]}) { key count } }`,
    )} }`,
    variables: { p: polygonOf(r, near(r, vertices / 10)) },
  }),
  "different questions": (r) => ({
    query: `{ ${repeat(
      near(r, QUESTION_LIMIT),
      (i) => `a${i}: incidents(filter: { hours: [${i % 24}], weekdays: [${1 + (i % 7)}] })
        { counts(by: ${GROUPS[i % GROUPS.length]}) { key label count } }`,
    )} }`,
  }),
  "equal questions": (r) => ({
    query: `{ ${repeat(
      near(r, 300),
      (i) => `a${i}: incidents { totalCount counts(by: HOUR_OF_WEEK) { key count } }`,
    )} }`,
  }),
  values: (r) => {
    const page = near(r, PAGE_MAX);
    return {
      query: `{ incidents(first: ${page}) { nodes { id ${repeat(
        near(r, VALUE_LIMIT / page - 2),
        (i) => `f${i}: ${pick(r, ["title", "category", "geometry", "occurredFrom"])}`,
      )} } } }`,
    };
  },
  "rows with what they refer to": (r) => ({
    query: `{ incidents(first: ${near(r, PAGE_MAX)}, orderBy: { field: ${pick(r, ["TITLE", "NUMBER", "LEVEL", "UPDATED_AT"])} })
      { edges { cursor node { id title grid { id name geometry areaM2 centroid } } } pageInfo { endCursor } } }`,
  }),
  "nearest first": (r) => ({
    query: `{ incidents(first: ${near(r, PAGE_MAX)}, orderBy: { field: DISTANCE, near: [${WEST + r() * WIDTH}, ${SOUTH + r() * WIDTH}] },
      filter: { categories: ["0701"] }) { nodes { id distance } } }`,
  }),
  ids: (r) => ({
    query:
      "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Incident { title grid { name } } } }",
    variables: { ids: incidentIds(near(r, NODES_MOST)) },
  }),
  "lists in a filter": (r) => ({
    query: `query($g: [ID!]!) { incidents(filter: { area: { grids: $g } }) { totalCount nodes { id } }
      grids(filter: { area: { grids: $g } }) { totalCount } buildings(filter: { area: { grids: $g } }) { totalCount } }`,
    variables: { g: Array.from({ length: near(r, NAMED_LIMIT) }, (_, i) => id("grid", 1 + i)) },
  }),
  "a text": (r) => ({
    query: `query($t: String!) { search(text: $t, layers: [${LAYERS.map((l) => l.name.toUpperCase()).join(" ")}], first: 50) { id label }
      incidents(filter: { text: $t }) { totalCount nodes { id } } }`,
    variables: {
      t: pick(r, ["东城事件街", "ab", "a1", "銀行"])
        .repeat(TEXT_LIMIT)
        .slice(0, near(r, TEXT_LIMIT)),
    },
  }),
  "a circle": (r) => ({
    query: `query($m: Float!) { incidents(filter: { area: { circle: { center: [107.01, 29.01], metres: $m } } }, first: 100)
      { totalCount nodes { id geometry } } households(filter: { area: { circle: { center: [107.01, 29.01], metres: $m } } }) { totalCount } }`,
    variables: { m: near(r, METRES_LIMIT) },
  }),
  "the world": () => ({
    query: `{ ${repeat(4, (i) => `a${i}: incidents(filter: { area: { bbox: [-180, -90, 180, 90] } }, first: ${5 + i}) { totalCount nodes { id } }`)} }`,
  }),
  "history and records": (r) => ({
    query: `{ history(layer: GRIDS, id: "${id("grid", 1)}", first: ${near(r, 500)}) { id before after } }`,
  }),
  "a place of a new object": (r, vertices) => ({
    query: `mutation($input: CreateParcelInput!) { createParcel(input: $input) { id areaM2 centroid } }`,
    variables: { input: { county: COUNTY, name: "大", geometry: polygonOf(r, near(r, vertices)) } },
  }),
  "what the schema says": () => ({
    query:
      "{ __schema { types { name description fields { name description args { name description } } } } }",
  }),
  "fragments in fragments": (r) => {
    const n = near(r, 200);
    return {
      query: `{ incidents { nodes { ...F0 } } } ${repeat(
        n,
        (i) => `fragment F${i} on Incident { f${i}: title ${i < n - 1 ? `...F${i + 1}` : ""} }`,
      )}`,
    };
  },
};

/** A request within all limits, near one of them. */
export function requestAtLimits(r: Uniform, vertices: number): Asked & { kind: string } {
  const kind = pick(r, Object.keys(KINDS));
  return { kind, ...KINDS[kind]!(r, vertices) };
}

/** Variables as deep as may be sent, in a place whose form is another. */
export const deepVariables = (r: Uniform): Asked => {
  const depth = near(r, VARIABLE_DEPTH - 1);
  return {
    query: "query($p: GeoJSON!) { grids(filter: { area: { polygon: $p } }) { totalCount } }",
    variables: JSON.parse(`${'{"p":'.repeat(depth)}1${"}".repeat(depth)}`) as Asked["variables"],
  };
};

/** The address of a tile, with as many codes as it takes. */
export function tileAtLimits(r: Uniform): string {
  const z = Math.floor(r() * 19);
  const scale = 2 ** z;
  const x = Math.floor(((WEST + r() * WIDTH + 180) / 360) * scale);
  const lat = ((SOUTH + r() * WIDTH) * Math.PI) / 180;
  const y = Math.floor(((1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2) * scale);
  const layer = pick(r, ["incidents", "buildings", "grids", "households", "cameras", "villages"]);
  const codes = Array.from({ length: near(r, CODES_LIMIT) }, (_, i) =>
    String(100 + i).padStart(4, "0"),
  );
  const filter =
    layer === "incidents" && r() < 0.6
      ? `?from=2024-01-01T00:00:00Z&to=2026-12-01T00:00:00Z&categories=${codes.join(",")}`
      : "";
  return `/tiles/${layer}/${z}/${x}/${y}.mvt${filter}`;
}
