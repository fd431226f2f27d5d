import { type SQL, sql } from "drizzle-orm";
import { fieldOf, LAYERS, type Layer, type LayerName } from "../../schema/layers/index.js";
import type { Transaction } from "../core/database.js";
import { gridOfRow } from "./grid-in-force.js";
import { keepMemberships } from "./memberships.js";
import { type Because, type Reassigned, recordReassigned } from "./reassigned.js";

// Derived places: which grid a row belongs to, and where a row is that joins two others. All ways of
// writing come through here, for one row or a hundred thousand: a set is a relation, never a loop.

const relation = (ids: readonly string[]): SQL =>
  sql`select id from unnest(${sql.param([...ids])}::uuid[]) as n(id)`;

const idsOf = (rows: readonly Reassigned[]): SQL => relation(rows.map((r) => r.id));

/**
 * What follows once subjects (a relation with `id`) are written, moved or retired: their
 * memberships, and the rows that join them to others.
 */
export async function followPlaces(
  tx: Transaction,
  county: number,
  layer: Layer,
  subjects: SQL,
  because: Because,
): Promise<void> {
  await keepMemberships(tx, county, layer, subjects);
  for (const joining of LAYERS)
    if (joinsRowsOf(joining, layer)) await followEnds(tx, county, joining, subjects, because);
}

/** The same for one row. */
export const followPlace = (
  tx: Transaction,
  county: number,
  layer: Layer,
  id: string,
  because: Because,
): Promise<void> => followPlaces(tx, county, layer, relation([id]), because);

/**
 * Borders were drawn, moved or taken away: what stands inside the changed faces (a relation with
 * `face`) belongs to the grid that is in force there now. What happened keeps the grid it had; what
 * had none gets the one that, as is now known, was in force where and when it happened. Answers who
 * was given another grid, by layer.
 */
export async function redrawGrids(
  tx: Transaction,
  county: number,
  faces: SQL,
  because: Because,
): Promise<Map<LayerName, string[]>> {
  const found = new Map<LayerName, string[]>();
  for (const layer of LAYERS) {
    if (!layer.placed) continue;
    const rows = await reassignInside(tx, county, layer, faces, because);
    if (rows.length === 0) continue;
    found.set(
      layer.name,
      rows.map((r) => r.id),
    );
    await recordReassigned(tx, county, layer, rows, because);
    await followPlaces(tx, county, layer, idsOf(rows), because);
  }
  return found;
}

const joinsRowsOf = (joining: Layer, layer: Layer): boolean =>
  joining.joins?.some((name) => {
    const { type } = fieldOf(joining, name);
    return type.kind === "reference" && type.to === layer.name;
  }) ?? false;

/** `offset 0`: the embedded engine's estimate of a spatial join fails on tables of a few rows. */
function reassignInside(
  tx: Transaction,
  county: number,
  layer: Layer,
  faces: SQL,
  because: Because,
): Promise<Reassigned[]> {
  const table = sql.identifier(layer.table);
  const place = sql`t.${sql.identifier(layer.geometryColumn)}`;
  const time = layer.time ? sql`t.${sql.identifier(layer.time.from)}` : sql`now()`;
  const settled = layer.placed === "then" ? sql`and t.grid_id is null` : sql``;
  return tx.rows<Reassigned>(sql`
    with inside as materialized (
      select distinct x.id from (${faces}) f cross join lateral (
        select t.id from ${table} t where t.county_id = ${county} and t.retired_at is null
          and ${place} && f.face and ST_Intersects(${place}, f.face) ${settled} offset 0) x),
    another as materialized (
      select t.id, t.grid_id as was, ${gridOfRow(county, layer, { place, time })} as grid
      from inside join ${table} t on t.county_id = ${county} and t.id = inside.id)
    update ${table} t set grid_id = another.grid, version = t.version + 1,
      updated_at = clock_timestamp(), updated_by = ${because.actor}
    from another where t.county_id = ${county} and t.id = another.id
      and another.was is distinct from another.grid
    returning t.id, t.version, another.was, another.grid, ${place} as place,
      null::text as "wasAt", null::text as "isAt"`);
}

/** Rows that join others lie where these are now, and belong to the grid of the first. */
async function followEnds(
  tx: Transaction,
  county: number,
  layer: Layer,
  moved: SQL,
  because: Because,
): Promise<void> {
  const [first, second] = layer.joins!.map((name) => fieldOf(layer, name));
  if (first?.type.kind !== "reference" || second?.type.kind !== "reference") return;
  const table = sql.identifier(layer.table);
  const place = sql.identifier(layer.geometryColumn);
  const ends = LAYERS.find((l) => first.type.kind === "reference" && l.name === first.type.to)!;
  const [from, to] = [sql.identifier(first.column), sql.identifier(second.column)];
  const end = sql.identifier(ends.geometryColumn);
  const rows = await tx.rows<Reassigned>(sql`
    with moved as materialized (${moved}),
    touched as materialized (
      select t.id from moved join ${table} t on t.county_id = ${county} and t.${from} = moved.id
      union
      select t.id from moved join ${table} t on t.county_id = ${county} and t.${to} = moved.id),
    another as materialized (
      select t.id, t.grid_id as was, t.${place} as was_at, a.grid_id as grid,
        ST_Multi(ST_MakeLine(a.${end}, b.${end})) as line
      from touched join ${table} t on t.county_id = ${county} and t.id = touched.id
      join ${sql.identifier(ends.table)} a on a.county_id = ${county} and a.id = t.${from}
      join ${sql.identifier(ends.table)} b on b.county_id = ${county} and b.id = t.${to}
      where t.retired_at is null)
    update ${table} t set ${place} = another.line, grid_id = another.grid,
      version = t.version + 1, updated_at = clock_timestamp(), updated_by = ${because.actor}
    from another where t.county_id = ${county} and t.id = another.id
      and (another.was is distinct from another.grid
        or ST_AsBinary(another.was_at) <> ST_AsBinary(another.line))
    returning t.id, t.version, another.was, another.grid,
      ST_Collect(another.was_at, another.line) as place,
      ST_AsGeoJSON(another.was_at, 7) as "wasAt", ST_AsGeoJSON(another.line, 7) as "isAt"`);
  if (rows.length === 0) return;
  await recordReassigned(tx, county, layer, rows, because);
  await keepMemberships(tx, county, layer, idsOf(rows));
}
