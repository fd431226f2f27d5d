import { type SQL, sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import { ewkbHex, pointOfEwkb } from "../../db/ewkb.js";
import type { searchText } from "../../geo/search.js";
import { snapGeometry } from "../../geo/snap.js";
import type { Declaration } from "../../schema/declaration.js";
import { inputName } from "../../schema/layer-types.js";
import { hasOwnPlace, isLayer } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import { parseId } from "../core/identifier.js";
import type { Reserve } from "../numbering/numbering.service.js";
import type { Fault, Values } from "./command.js";
import type { ProposedSet } from "./rules.js";

export const column = (name: string): SQL => sql`${sql.identifier(name)}`;
export const of = (alias: "s" | "o" | "t", name: string): SQL =>
  sql`${sql.raw(alias)}.${sql.identifier(name)}`;

/** Lists of columns as one piece of text: composing them one by one costs more than running them. */
export const columns = (names: readonly string[]): SQL =>
  sql.raw(names.map((name) => `"${name}"`).join(", "));
export const allOf = (alias: "s", names: readonly string[]): SQL =>
  sql.raw(names.map((name) => `${alias}."${name}"`).join(", "));

/** Where something is; null of what has no place. */
export const placeColumn = (of: Declaration, alias?: string): SQL => {
  if (!isLayer(of)) return sql`null::geometry`;
  const name = column(of.geometryColumn);
  return alias ? sql`${sql.raw(alias)}.${name}` : name;
};

/** Why a place is not one of the layer's. */
export function placeFault(layer: Declaration, geometry: Geometry | null): Fault | null {
  if (!hasOwnPlace(layer)) return null;
  if (!geometry) return { field: "geometry", kind: "required", reason: "is required" };
  const kind = layer.geometry;
  const fits =
    kind === "Geometry"
      ? /Polygon|LineString/.test(geometry.type)
      : kind === geometry.type || kind === `Multi${geometry.type}`;
  if (fits) return null;
  const are = kind === "Geometry" ? "lines or polygons" : kind;
  const reason = `${layer.label.en} are ${are}, not ${geometry.type}`;
  return { field: "geometry", kind: "place", reason };
}

/** Single forms become multi where the column is multi. */
function inColumn(layer: Declaration, geometry: Geometry): Geometry {
  if (layer.geometry !== `Multi${geometry.type}` || geometry.type === "GeometryCollection")
    return geometry;
  return { type: layer.geometry, coordinates: [geometry.coordinates] } as Geometry;
}

/** What the columns of a row get: values by column, references as uuids, the place as hex EWKB. */
export function columnsOf(
  layer: Declaration,
  values: Values,
  geometry: Geometry | null | undefined,
): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const field of layer.fields) {
    const value = values[inputName(field)];
    if (value === undefined) continue;
    columns[field.column] =
      field.type.kind === "reference" && value !== null ? parseId(value as string).id : value;
  }
  if (geometry && isLayer(layer))
    columns[layer.geometryColumn] = ewkbHex(inColumn(layer, snapGeometry(geometry)));
  return columns;
}

/** What a row is found by, of a layer that is searched. */
export function searchColumn(
  layer: Declaration,
  values: Values,
  search: typeof searchText,
): { search_text?: string } {
  if (layer.search.length === 0) return {};
  return { search_text: search(layer.search.map((name) => values[name] as string | null)) };
}

type Columns = Record<string, unknown>;

const isEmpty = (name: string) => (row: Columns) => (row[name] ?? "") === "";

type Points = ReadonlyMap<string, readonly [lon: number, lat: number]>;

function pointsOf(layer: Declaration, rows: readonly Columns[]): Points {
  const points = new Map<string, [number, number]>();
  if (!isLayer(layer) || layer.geometry !== "Point") return points;
  for (const { id, [layer.geometryColumn]: place } of rows)
    if (typeof place === "string") points.set(id as string, pointOfEwkb(place));
  return points;
}

/** Of rows that SQL knows. */
async function pointsIn(tx: Runner, layer: Declaration, from: SQL): Promise<Points> {
  if (!isLayer(layer) || layer.geometry !== "Point") return new Map();
  const place = of("s", layer.geometryColumn);
  const rows = await tx.rows<{ id: string; lon: number; lat: number }>(
    sql`select s.id, ST_X(${place}) as lon, ST_Y(${place}) as lat from ${from}`,
  );
  return new Map(rows.map(({ id, lon, lat }) => [id, [lon, lat]]));
}

/** New rows, as JSON that becomes rows of the layer's table. */
export function newRows(county: number, layer: Declaration, rows: readonly Columns[]): ProposedSet {
  const table = column(layer.table);
  return {
    county,
    layer,
    action: "create",
    from: sql`json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json) s`,
    points: async () => pointsOf(layer, rows),
    without: async (name) => rows.filter(isEmpty(name)).length,
    changes: () => sql`true`,
  };
}

/** New rows that SQL knows already. */
export function stagedRows(
  tx: Runner,
  county: number,
  layer: Declaration,
  relation: SQL,
  numbers?: Reserve,
): ProposedSet {
  const from = sql`(${relation}) s`;
  return {
    county,
    layer,
    action: "create",
    from,
    numbers,
    points: () => pointsIn(tx, layer, from),
    async without(name) {
      const [row] = await tx.rows<{ n: number }>(
        sql`select count(*)::int as n from ${from}
          where coalesce(${of("s", name)}::text, '') = ''`,
      );
      return row!.n;
    },
    changes: () => sql`true`,
  };
}

/** Rows as they will be: those there, with the changes of `rows` (by column) laid over them. */
export function changedRows(
  county: number,
  layer: Declaration,
  rows: readonly Columns[],
): ProposedSet {
  const table = column(layer.table);
  return {
    county,
    layer,
    action: "update",
    from: sql`(select p.* from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as c(row)
      join ${table} b on b.county_id = ${county} and b.id = (c.row->>'id')::uuid
      cross join lateral jsonb_populate_record(b, c.row) as p) s`,
    points: async () => pointsOf(layer, rows),
    without: async (name) => rows.filter((row) => name in row && isEmpty(name)(row)).length,
    changes: (name) => sql`${of("s", name)} is distinct from ${of("o", name)}`,
  };
}

/** Rows as they will be, that SQL knows already; `columns` are those that may be others. */
export function stagedChanges(
  tx: Runner,
  county: number,
  layer: Declaration,
  relation: SQL,
  columns: readonly string[],
): ProposedSet {
  const given = new Set(columns),
    from = sql`(${relation}) s`;
  return {
    county,
    layer,
    action: "update",
    from,
    points: () => pointsIn(tx, layer, from),
    without: async () => 0,
    changes: (name) =>
      given.has(name) ? sql`${of("s", name)} is distinct from ${of("o", name)}` : sql`false`,
  };
}
