import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type { Uniform } from "../../geo/random.js";
import { COUNTY, id, type Table } from "../fixtures/small-county.js";
import { argumentsOfSchema, type Operation, selectionOf } from "../graphql/operations.js";

export const pick = <T>(r: Uniform, list: readonly T[]): T => list[Math.floor(r() * list.length)]!;

const ring = (r: Uniform, n: number, radius: number) => {
  const points = Array.from({ length: n }, (_, i) => [
    107 + radius * Math.cos((i / n) * 2 * Math.PI) * (0.5 + r()),
    29 + radius * Math.sin((i / n) * 2 * Math.PI) * (0.5 + r()),
  ]);
  return [...points, points[0]];
};

/** Geometries of every wrongness, and some that are right but heavy. */
const GEOMETRIES: ((r: Uniform) => unknown)[] = [
  () => null,
  () => "POINT(1 2)",
  () => [],
  () => ({}),
  () => ({ type: "Point" }),
  () => ({ type: "Point", coordinates: [] }),
  () => ({ type: "Point", coordinates: ["a", "b"] }),
  () => ({ type: "Point", coordinates: [1e308, -1e308] }),
  () => ({ type: "Point", coordinates: [107, 29, 1, 2, 3] }),
  () => ({ type: "Point", coordinates: [29, 107] }),
  () => ({ type: "Point", coordinates: { length: 2 } }),
  () => ({
    type: "Polygon",
    coordinates: [
      [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ],
  }),
  () => ({
    type: "Polygon",
    coordinates: [
      [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ],
  }),
  () => ({ type: "Polygon", coordinates: [] }),
  () => ({ type: "Polygon", coordinates: [[]] }),
  () => ({ type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [0, 0] }] }),
  () => ({ type: "Feature", geometry: null }),
  () => ({
    type: "MultiPolygon",
    coordinates: [
      [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
      [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    ],
  }),
  () => ({
    type: "Polygon",
    coordinates: [
      [
        [-180, -90],
        [180, -90],
        [180, 90],
        [-180, 90],
        [-180, -90],
      ],
    ],
  }),
  (r) => ({ type: "Polygon", coordinates: [ring(r, 3000, 0.02)] }),
  (r) => ({
    type: "MultiPolygon",
    coordinates: Array.from({ length: 60 }, () => [ring(r, 40, 0.01)]),
  }),
  () => ({
    type: "LineString",
    coordinates: [
      [107, 29],
      [107, 29],
    ],
  }),
  () => ({
    type: "LineString",
    coordinates: Array.from({ length: 20_000 }, (_, i) => [
      107 + (i % 100) * 1e-4,
      29 + (i % 77) * 1e-4,
    ]),
  }),
  () => JSON.parse(`${'{"coordinates":['.repeat(60)}${"]}".repeat(60)}`),
  () => ({
    type: "Polygon",
    coordinates: Array.from({ length: 200 }, (_, k) => [
      [107 + k * 1e-4, 29],
      [107.00005 + k * 1e-4, 29],
      [107.00005 + k * 1e-4, 29.0001],
      [107 + k * 1e-4, 29],
    ]),
  }),
  () => ({
    type: "Polygon",
    coordinates: [
      [
        [107, 29],
        [107.01, 29],
        [107.01, 29.01],
        [107, 29.01],
        [107, 29],
      ],
    ],
  }),
  () => ({ type: "Point", coordinates: [107.003, 29.003] }),
];

const TEXTS = [
  "",
  " ",
  "a",
  "东城",
  "𠮷",
  "'",
  '"',
  "'; drop table incident; --",
  "%",
  "_",
  "\\",
  "%%%%%%%%%%%%%%%%%%%%%",
  "\0",
  "\u0000x",
  "\ud800",
  "a".repeat(5000),
  "东".repeat(99),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: somebody's template, as text
  "${jndi}",
  "<script>alert(1)</script>",
  "{}",
  "null",
  "NaN",
  "1e999",
  "../../etc/passwd",
  "=1+1",
  `${COUNTY}-`,
  "2147483648-0190a000-0000-7000-8001-000000000001",
  "-1-0190a000-0000-7000-8001-000000000001",
  "9999999999999-0190a000-0000-7000-8001-000000000001",
  "b2NjdXJyZWRGcm9tWyIiXQ",
  Buffer.from('ID["x",null]').toString("base64url"),
  Buffer.from('ID["510799","0190a000-0000-7000-8001-000000000001"]').toString("base64url"),
  Buffer.from('occurredFrom["infinity","0190a000-0000-7000-8001-000000000001"]').toString(
    "base64url",
  ),
  Buffer.from(
    'occurredFrom["2026-13-41 00:00:00+00","0190a000-0000-7000-8001-000000000001"]',
  ).toString("base64url"),
  Buffer.from('DISTANCE["NaN","0190a000-0000-7000-8001-000000000001"]').toString("base64url"),
  Buffer.from('ID["99999999999999999999","------------------------------------"]').toString(
    "base64url",
  ),
];
const MOMENTS = [
  "",
  "now",
  "infinity",
  "0001-01-01T00:00:00Z",
  "2026-02-30T00:00:00Z",
  "2026-01-01",
  "9999-12-31T23:59:59Z",
  "2026-01-01T25:00:00Z",
  "2026-01-01T00:00:00+99:99",
  "2026-03-01T08:30:00+08:00",
  "1999-12-31T23:59:60Z",
];
const NUMBERS = [
  0,
  -1,
  1,
  5,
  24,
  5000,
  5001,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  1e18,
  1e308,
  -0.5,
  0.1,
  NaN,
  Infinity,
  "7",
  true,
];

function plausible(r: Uniform, name: string): unknown {
  switch (name) {
    case "GeoJSON":
      return pick(r, [
        { type: "Point", coordinates: [107 + r() * 0.02, 29 + r() * 0.02] },
        { type: "Polygon", coordinates: [ring(() => 0.5, 5, 0.001 + r() * 0.01)] },
        {
          type: "LineString",
          coordinates: [
            [107, 29],
            [107 + r(), 29 + r()],
          ],
        },
      ]);
    case "Instant":
      return new Date(Date.UTC(2026, 0, 1 + Math.floor(r() * 300), 5)).toISOString();
    case "Day":
      return new Date(Date.UTC(2024, 0, 1 + Math.floor(r() * 1000))).toISOString().slice(0, 10);
    case "Int":
      return Math.floor(r() * 8);
    case "Float":
      return pick(r, [107 + r() * 0.02, 29 + r() * 0.02, r() * 100]);
    case "Boolean":
      return r() < 0.5;
    case "ID":
      return id(
        pick(r, ["incident", "grid", "building", "household", "camera", "tie"] as Table[]),
        1 + Math.floor(r() * 4),
      );
    default:
      return pick(r, [
        "东城",
        "dc",
        "01",
        "0102",
        "0603",
        "REPORTED",
        "kin",
        "N1",
        "510799001001",
        "510799001001007",
        "51079900011320000009",
        "一句话",
        "incident",
      ]);
  }
}

/**
 * A value for a type: mostly of its kind and wrong in itself, now and then of another kind, seldom
 * right.
 */
function nonsense(r: Uniform, type: GraphQLInputType, depth = 0): unknown {
  if (isNonNullType(type)) return r() < 0.03 ? null : nonsense(r, type.ofType, depth);
  if (r() < 0.02) return pick(r, [null, {}, [], "x", 0, [[[]]], { a: { b: {} } }]);
  if (isListType(type)) {
    // A long list of long lists is 200 MB, and the storm measures how long it takes to write them.
    const n = r() < 0.05 ? (depth < 2 ? 2500 : 25) : Math.floor(r() * 4);
    return Array.from({ length: n }, () => nonsense(r, type.ofType, depth + 1));
  }
  if (isEnumType(type)) return r() < 0.03 ? "NOPE" : pick(r, type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const value: Record<string, unknown> = {};
    if (type.isOneOf) {
      const f = pick(r, fields);
      value[f.name] = nonsense(r, f.type, depth + 1);
      if (r() < 0.1) value[pick(r, fields).name] = 1;
      return value;
    }
    for (const f of fields)
      if (isNonNullType(f.type) ? r() < 0.98 : r() < 0.25 && depth < 4)
        value[f.name] =
          f.name === "county"
            ? pick(r, [COUNTY, COUNTY, 0, -5, 2 ** 31 - 1])
            : nonsense(r, f.type, depth + 1);
    if (r() < 0.02) value["__proto__x"] = 1;
    return value;
  }
  // Mostly right in each part, so that the wrong part is met deep inside and not at the door.
  if (r() < 0.75) return plausible(r, getNamedType(type).name);
  switch (getNamedType(type).name) {
    case "GeoJSON":
      return pick(r, GEOMETRIES)(r);
    case "Instant":
      return pick(r, MOMENTS);
    case "Day":
      return pick(r, [
        "",
        "2026-02-30",
        "2026-01-01",
        "infinity",
        "-5000-01-01",
        "2026-1-1",
        20260101,
      ]);
    case "Int":
    case "Float":
      return pick(r, NUMBERS);
    case "Boolean":
      return pick(r, [true, false, "true", 1]);
    case "ID":
      return r() < 0.5
        ? id(
            pick(r, ["incident", "grid", "building", "household", "camera", "tie"] as Table[]),
            1 + Math.floor(r() * 4),
          )
        : pick(r, TEXTS);
    default:
      return pick(r, TEXTS);
  }
}

/** Deep, wide, repeated, recursive and unparsable documents. */
function document(r: Uniform): string {
  const n = 1 + Math.floor(r() * 400);
  return pick(r, [
    () =>
      `{ ${Array.from(
        { length: n },
        (_, i) =>
          `a${i}: incidents(first: 5000) { totalCount nodes { id title geometry grid { name } } }`,
      ).join(" ")} }`,
    () => `{ ${Array.from({ length: n }, (_, i) => `a${i}: viewer { name }`).join(" ")} }`,
    () => `{ incidents { nodes { ${"grid { name ".repeat(n)}${"} ".repeat(n)} } } }`,
    () => `query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }`,
    () =>
      `{ ${Array.from(
        { length: 30 },
        (_, i) =>
          `t${i}: ties { nodes { from { building { grid { name } } } ` +
          "to { building { grid { name } } } } }",
      ).join(" ")} }`,
    () => "{".repeat(n),
    () => "query Q { viewer { name } } query Q { viewer { name } }",
    () => `{ incidents(filter: {text: """${"x".repeat(n * 100)}"""}) { totalCount } }`,
    () =>
      `{ __schema {
        types { fields {
          type { fields { type { fields { type { fields { type { name } } } } } } } } } } }`,
    () => "mutation { __typename }",
    () => "subscription { changes(layers: [INCIDENTS]) { id } }",
    () => `{ incidents(first: -5) { nodes { id } } }`,
    () => `{ incidents(first: 99999999999999999999) { nodes { id } } }`,
    () => `query($x: Nope) { viewer { name } }`,
    () => `{ rawNodes incidents { rawNodes } }`,
    () => `${"{ ... ".repeat(n * 40)}${"}".repeat(n * 40)}`,
    () =>
      `{ grids(filter: {area: {bbox: ${"[".repeat(n * 100)}${"]".repeat(n * 100)}}}) { totalCount } }`,
    () =>
      `{ ...F0 } ${Array.from(
        { length: 30 },
        (_, i) =>
          `fragment F${i} on Query { ${i < 29 ? `...F${i + 1} ...F${i + 1}` : "viewer { name }"} }`,
      ).join(" ")}`,
    () => `{ ${"viewer { name } ".repeat(n * 40)} }`,
    () =>
      `{ ${Array.from({ length: n }, (_, i) => `a${i}: __schema { types { fields { args { type { name } } } } }`).join(" ")} }`,
  ])();
}

export function hostileRequest(
  r: Uniform,
  schema: GraphQLSchema,
): { query: string; variables?: Record<string, unknown> } {
  if (r() < 0.12) return { query: document(r) };
  const { kind, field } = pick(
    r,
    argumentsOfSchema(schema).filter(
      (a) => a.kind !== "subscription" && a.field.name !== "signOut",
    ),
  );
  const args = field.args.filter((a) => isNonNullType(a.type) || r() < 0.6);
  const named = getNamedType(field.type);
  const header = args.length
    ? `(${args.map((a) => `$${a.name}: ${a.type.toString()}`).join(", ")})`
    : "";
  const call = args.length ? `(${args.map((a) => `${a.name}: $${a.name}`).join(", ")})` : "";
  const selection = isObjectType(named) ? `{ ${selectionOf(named, r() < 0.5 ? 1 : 2)} }` : "";
  return {
    query: `${kind as Operation["kind"]}${header} { ${field.name}${call} ${selection} }`,
    variables: Object.fromEntries(args.map((a) => [a.name, nonsense(r, a.type)])),
  };
}
