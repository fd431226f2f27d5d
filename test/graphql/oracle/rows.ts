import type { Geometry, Position } from "geojson";
import type { Engine } from "../../../db/engine/engine.js";
import { type Random, randomOf } from "../../../geo/random.js";
import { searchText } from "../../../geo/search.js";
import {
  type Field,
  fieldOf,
  LAYERS,
  type Layer,
  type LayerName,
} from "../../../schema/layers/index.js";
import { COUNTY, type Table, uuid, VILLAGES } from "../../fixtures/small-county.js";

/** The small county's corner and sides, in degrees. */
export const BOX = { west: 107, south: 29, side: 0.02 };
const HOW_MANY: Partial<Record<LayerName, number>> = { incidents: 240, villages: 0 };
const MANY = 36;
/** Rows of the small county itself have the numbers before. */
const FIRST_NUMBER = 1000;

/** Names that look alike, fold alike or sort strangely. */
export const NAMES = [
  "东城小区1幢",
  "東城小區2幢",
  "𠮷家湾3号",
  "ＡＢＣ大厦",
  "abc building",
  "Zürich 路",
  "重庆路12号",
  "100%_折\\扣",
  "井盖松动",
  "路灯不亮",
];

const round = (value: number, digits: number) => Number(value.toFixed(digits));

export const somewhere = (random: Random): [number, number] => [
  round(BOX.west + BOX.side * random.next(), 7),
  round(BOX.south + BOX.side * random.next(), 7),
];

/** A star of a few corners: every ray from its middle meets it once. */
export function star(
  [x, y]: readonly [number, number],
  radius: number,
  corners: number,
  random: Random,
): Position[] {
  const ring = Array.from({ length: corners }, (_, i) => {
    const reach = radius * random.between(0.4, 1);
    const angle = (2 * Math.PI * (i + 0.3)) / corners;
    return [round(x + reach * Math.cos(angle), 7), round(y + reach * Math.sin(angle), 7)];
  });
  return [...ring, ring[0]!];
}

function shape(kind: Layer["geometry"], random: Random): Geometry {
  const at = somewhere(random);
  if (kind === "Point") return { type: "Point", coordinates: at };
  const asLine = kind === "MultiLineString" || (kind === "Geometry" && random.chance(0.5));
  const ring = star(at, random.between(0.0002, 0.003), random.integer(4, 7), random);
  return asLine
    ? { type: "MultiLineString", coordinates: [ring.slice(0, random.integer(2, 4))] }
    : { type: "MultiPolygon", coordinates: [[ring]] };
}

const day = (random: Random) =>
  new Date(Date.UTC(2025, random.integer(0, 20), random.integer(1, 28))).toISOString().slice(0, 10);
const moment = (random: Random) =>
  new Date(
    Date.UTC(2025, random.integer(6, 17), random.integer(1, 28), 0, random.integer(0, 1439)),
  ).toISOString();

type Codes = ReadonlyMap<string, readonly string[]>;

function drawnValue(layer: Layer, field: Field, codes: Codes, n: number, random: Random): unknown {
  const { type } = field;
  if (!field.required && random.chance(0.15)) return null;
  // Codes of villages, grids and cameras are unique among the living.
  if (field.name === "code") return `${layer.singular.slice(0, 2).toUpperCase()}-${n}`;
  switch (type.kind) {
    case "text":
      return field.name === "villageCode"
        ? random.pick(Object.values(VILLAGES))
        : random.pick(NAMES).slice(0, type.max);
    case "code":
      return codes.get(type.table)?.length ? random.pick(codes.get(type.table)!) : null;
    case "integer":
      return random.integer(type.min ?? 0, Math.min(type.max ?? 9, (type.min ?? 0) + 9));
    case "number":
      return round(random.between(type.min ?? 0, Math.min(type.max ?? 9, 360)), 1);
    case "boolean":
      return random.chance(0.5);
    case "date":
      return day(random);
    case "instant":
      return moment(random);
    case "area":
    case "json":
      return null;
    case "reference":
      return uuid(
        type.to.replace(/s$/, "") as Table,
        random.integer(1, type.to === "buildings" || type.to === "grids" ? 3 : 2),
      );
  }
}

/** A row of a layer as its declaration allows it. */
function rowOf(layer: Layer, n: number, codes: Codes, random: Random): Record<string, unknown> {
  const row: Record<string, unknown> = {
    county_id: COUNTY,
    id: uuid(layer.table as Table, n),
    version: random.integer(1, 3),
    created_by: "generated",
    updated_by: "generated",
    created_at: "2025-06-01T00:00:00Z",
    updated_at: moment(random),
    retired_at: random.chance(0.12) ? moment(random) : null,
    geom: shape(layer.geometry, random),
  };
  for (const field of layer.fields) row[field.column] = drawnValue(layer, field, codes, n, random);
  if (layer.time)
    row[layer.time.until] = new Date(
      Date.parse(row[layer.time.from] as string) + random.integer(0, 9) * 3_600_000,
    ).toISOString();
  if (layer.time) {
    row["reported_at"] ??= row[layer.time.until];
    row["state_since"] ??= row["reported_at"];
    for (const counter of ["rework", "reopened", "pushed_back"]) row[counter] ??= 0;
  }
  if (layer.dated && row[layer.dated.until] !== null)
    row[layer.dated.until] = `2027-0${random.integer(1, 9)}-01`;
  if (layer.joins) {
    const [from, to] = layer.joins.map((name) => fieldOf(layer, name).column);
    row[from!] = uuid("household", FIRST_NUMBER + n);
    row[to!] = uuid("household", random.integer(1, 3));
    row["kind"] ??= "kin";
  }
  // What the database fills in where nothing is given.
  if (layer.time) {
    row["level"] ??= 4;
    row["status"] ??= "REPORTED";
  }
  if (layer.search.length > 0)
    row["search_text"] = searchText(
      layer.search.map((name) => row[fieldOf(layer, name).column] as string | null),
    );
  return row;
}

async function insert(
  engine: Engine,
  layer: Layer,
  rows: Record<string, unknown>[],
): Promise<void> {
  const columns = Object.keys(rows[0]!).map((c) => `"${c}"`);
  const values = columns.map((c) =>
    c === '"geom"' ? "ST_SetSRID(ST_GeomFromGeoJSON(x.geom), 4326)" : `r.${c}`,
  );
  const coarse = layer.coarseColumn
    ? [
        `"${layer.coarseColumn}"`,
        "ST_SnapToGrid(ST_SetSRID(ST_GeomFromGeoJSON(x.geom), 4326), 0.001)",
      ]
    : [];
  await engine.pool.query(
    `insert into "${layer.table}" (${[...columns, ...coarse.slice(0, 1)].join(", ")})
      select ${[...values, ...coarse.slice(1)].join(", ")}
      from json_array_elements($1::json) with ordinality e(row, n)
      cross join lateral json_populate_record(null::"${layer.table}", e.row) r
      cross join lateral (select $2::json -> (e.n::int - 1) as geom) x`,
    [
      JSON.stringify(rows.map(({ geom: _, ...row }) => row)),
      JSON.stringify(rows.map((row) => row["geom"])),
    ],
  );
}

/** Fills the small county's layers with rows drawn from a seed, the same on every engine. */
export async function addGeneratedRows(engine: Engine, seed: number): Promise<void> {
  const { rows } = await engine.pool.query<{ kind: string; code: string }>(
    "select kind, code from category order by kind, code",
  );
  const codes = new Map<string, string[]>();
  for (const { kind, code } of rows) codes.set(kind, [...(codes.get(kind) ?? []), code]);
  for (const layer of LAYERS) {
    const random = randomOf(seed, layer.name);
    const made = Array.from({ length: HOW_MANY[layer.name] ?? MANY }, (_, i) =>
      rowOf(layer, layer.joins ? i : FIRST_NUMBER + i, codes, random),
    );
    if (layer.joins)
      for (const [i, row] of made.entries()) row["id"] = uuid("tie", FIRST_NUMBER + i);
    if (made.length > 0) await insert(engine, layer, made);
  }
}
