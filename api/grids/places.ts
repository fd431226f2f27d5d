import { type SQL, sql } from "drizzle-orm";
import { fieldOf, LAYERS, type Layer, type LayerName } from "../../schema/layers/index.js";
import type { Transaction } from "../core/database.js";
import { amendRows } from "../writing/apply.js";
import type { ChangeSet } from "../writing/change-set.js";
import type { WrittenRow } from "../writing/command.js";
import { tell } from "../writing/tell.js";
import { gridOfRow } from "./grid-in-force.js";
import { keepMemberships } from "./memberships.js";

// Derived places: which grid a row belongs to, and where a row is that joins two others. All ways of
// writing come through here, for one row or a hundred thousand: a set is a relation, never a loop.

const relation = (ids: readonly string[]): SQL =>
  sql`select id from unnest(${sql.param([...ids])}::uuid[]) as n(id)`;

const idsOf = (rows: readonly WrittenRow[]): SQL => relation(rows.map((r) => r.id));

/** Whose change it is that others follow: what follows from it belongs to its set. */
export interface Because {
  set: ChangeSet;
  /** The local day since when it is so; by default today. */
  since?: string;
}

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
  await keepMemberships(tx, county, layer, subjects, because.since);
  for (const joining of LAYERS)
    if (joinsRowsOf(joining, layer)) await followEnds(tx, county, joining, subjects, because);
}

/**
 * Borders were drawn, moved or taken away: what stands inside the changed faces (a relation with
 * `face`) belongs to the grid that is in force there now. What happened keeps the grid it had; what
 * had none gets the one that, as is now known, was in force where and when it happened. Answers who
 * was given another grid, by layer. On the first day of a grid that was dated ahead nobody calls
 * this: what is planned ahead is a plan, and the job that puts it in force does.
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
    const rows = await reassignInside(tx, county, layer, faces, because.set);
    if (rows.length === 0) continue;
    found.set(
      layer.name,
      rows.map((r) => r.id),
    );
    await followPlaces(tx, county, layer, idsOf(rows), because);
  }
  return found;
}

const joinsRowsOf = (joining: Layer, layer: Layer): boolean =>
  joining.joins?.some((name) => {
    const { type } = fieldOf(joining, name);
    return type.kind === "reference" && type.to === layer.name;
  }) ?? false;

/** Whoever is given another grid has a version, a history row and an event. */
async function reassign(
  tx: Transaction,
  set: ChangeSet,
  layer: Layer,
  rows: readonly { id: string; grid: string | null; place?: string }[],
): Promise<WrittenRow[]> {
  const places = layer.joins ? { [layer.geometryColumn]: sql`s.place::geometry` } : {};
  const written = await amendRows(tx, set, {
    layer,
    ids: rows.map((r) => r.id),
    from: sql`unnest(${sql.param(rows.map((r) => r.id))}::uuid[],
      ${sql.param(rows.map((r) => r.grid))}::uuid[],
      ${sql.param(rows.map((r) => r.place ?? null))}::text[]) as s(id, grid_id, place)`,
    columns: { grid_id: sql`s.grid_id`, ...places },
  });
  await tell(tx, { set, layer, rows: written });
  return written;
}

/** `offset 0`: the embedded engine's estimate of a spatial join fails on tables of a few rows. */
async function reassignInside(
  tx: Transaction,
  county: number,
  layer: Layer,
  faces: SQL,
  set: ChangeSet,
): Promise<WrittenRow[]> {
  const table = sql.identifier(layer.table);
  const place = sql`t.${sql.identifier(layer.geometryColumn)}`;
  const time = layer.time ? sql`t.${sql.identifier(layer.time.from)}` : sql`now()`;
  const settled = layer.placed === "then" ? sql`and t.grid_id is null` : sql``;
  const rows = await tx.rows<{ id: string; grid: string | null }>(sql`
    with inside as materialized (
      select distinct x.id from (${faces}) f cross join lateral (
        select t.id from ${table} t where t.county_id = ${county} and t.retired_at is null
          and ${place} && f.face and ST_Intersects(${place}, f.face) ${settled} offset 0) x),
    another as materialized (
      select t.id, t.grid_id as was, ${gridOfRow(county, layer, { place, time })} as grid
      from inside join ${table} t on t.county_id = ${county} and t.id = inside.id)
    select id, grid from another where was is distinct from grid order by id`);
  return reassign(tx, set, layer, rows);
}

/**
 * Rows that join others lie where these are now, and belong to the grid of the first. Asked for by
 * their end and being in force: the index is of those alone.
 */
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
  const ends = LAYERS.find((l) => first.type.kind === "reference" && l.name === first.type.to)!;
  const [from, to] = [sql.identifier(first.column), sql.identifier(second.column)];
  const end = sql.identifier(ends.geometryColumn);
  const rows = await tx.rows<{ id: string; grid: string | null; place: string }>(sql`
    with moved as materialized (${moved}),
    touched as materialized (
      select t.id from moved cross join lateral (select x.id from ${table} x
        where x.county_id = ${county} and x.${from} = moved.id and x.retired_at is null
        offset 0) t
      union
      select t.id from moved cross join lateral (select x.id from ${table} x
        where x.county_id = ${county} and x.${to} = moved.id and x.retired_at is null
        offset 0) t),
    another as materialized (
      select t.id, t.grid_id as was, t.${sql.identifier(layer.geometryColumn)} as was_at,
        a.grid_id as grid, ST_Multi(ST_MakeLine(a.${end}, b.${end})) as line
      from touched join ${table} t on t.county_id = ${county} and t.id = touched.id
      join ${sql.identifier(ends.table)} a on a.county_id = ${county} and a.id = t.${from}
      join ${sql.identifier(ends.table)} b on b.county_id = ${county} and b.id = t.${to}
      where t.retired_at is null)
    select id, grid, line::text as place from another
    where was is distinct from grid or ST_AsBinary(was_at) <> ST_AsBinary(line) order by id`);
  const joined = await reassign(tx, because.set, layer, rows);
  await keepMemberships(tx, county, layer, idsOf(joined), because.since);
}
