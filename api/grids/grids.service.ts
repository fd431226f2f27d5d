import { type SQL, sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import { badInput } from "../core/refusal.js";
import { holdsOn, todayIn } from "../policy/policy.js";
import { followHouseholds } from "../ties/ties.service.js";

export interface GridAt {
  id: string;
  villageCode: string | null;
}

/** The local day of a moment in a county, as SQL. */
export const localDay = (county: number, moment: SQL): SQL =>
  sql`(${moment} at time zone (select c.time_zone from county c where c.id = ${county}))::date`;

/**
 * The grid in force at a place on a day (default: the county's today); of two that share a border,
 * the first by code.
 */
export async function gridAt(
  tx: Runner,
  county: number,
  place: SQL,
  day?: SQL,
): Promise<GridAt | null> {
  const on = day ?? todayIn(county);
  const [row] = await tx.rows<GridAt>(sql`
    select id, village_code as "villageCode" from grid
    where county_id = ${county} and retired_at is null and valid_from <= ${on}
      and (valid_to is null or valid_to > ${on}) and ST_Covers(geom, ${place})
    order by code collate "C" limit 1`);
  return row ?? null;
}

/**
 * Present grids of a county, each named by its code or its id; of several with one code the one in
 * force, else the next. Refuses a name that no grid has.
 */
export async function gridsNamed(
  run: Runner,
  county: number,
  names: readonly string[],
): Promise<{ id: string; code: string }[]> {
  if (names.length === 0) return [];
  const rows = await run.rows<{ id: string; code: string }>(sql`
    select id, code from grid
    where county_id = ${county} and retired_at is null
      and (valid_to is null or valid_to > ${todayIn(county)})
      and (code = any(${sql.param([...names])}::text[])
        or county_id || '-' || id = any(${sql.param([...names])}::text[]))
    order by valid_from, id`);
  return names.map((name) => {
    const grid = rows.find((r) => r.code === name || `${county}-${r.id}` === name);
    if (!grid) throw badInput("grid", `grid: there is no grid ${name} in county ${county}.`);
    return grid;
  });
}

/** Codes by uuid, also of retired grids. */
export async function codesOfGrids(
  run: Runner,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await run.rows<{ id: string; code: string }>(
    sql`select id, code from grid where id = any(${sql.param([...ids])}::uuid[])`,
  );
  return new Map(rows.map((r) => [r.id, r.code]));
}

/**
 * A number that is another whenever the boundaries in force are: what anonymous callers get in the
 * place of the data's version, which tells of each report.
 */
export async function boundaryVersion(run: Runner, county: number): Promise<number> {
  const [row] = await run.rows<{ version: number }>(sql`
    select ('x' || substr(md5(coalesce(string_agg(id::text || version, ',' order by id), '')), 1, 7)
      )::bit(28)::int as version
    from grid where county_id = ${county} and retired_at is null
      and ${holdsOn(layerOf("grids"), todayIn(county))}`);
  return row!.version;
}

/** West, south, east, north of a county's grids in force, for a first view. */
export async function boundsOf(run: Runner, county: number): Promise<number[] | null> {
  const [row] = await run.rows<{ box: number[] | null }>(sql`
    select case when e is null then null
      else array[ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)] end as box
    from (select ST_Extent(geom) e from grid where county_id = ${county} and retired_at is null
      and ${holdsOn(layerOf("grids"), todayIn(county))}) x`);
  return row?.box ?? null;
}

/** Notes from which day an object belongs to a grid; the membership before it ends that day. */
export async function recordMembership(
  tx: Runner,
  layer: LayerName,
  county: number,
  subject: string,
  gridId: string | null,
): Promise<void> {
  const [current] = await tx.rows<{ grid_id: string | null }>(
    sql`select grid_id from grid_membership
      where county_id = ${county} and subject_id = ${subject}::uuid and valid_to is null`,
  );
  if (current && current.grid_id === gridId) return;
  if (current)
    await tx.rows(
      sql`update grid_membership set valid_to = greatest(${todayIn(county)}, valid_from)
        where county_id = ${county} and subject_id = ${subject}::uuid and valid_to is null`,
    );
  await tx.rows(
    sql`insert into grid_membership (county_id, id, layer, subject_id, grid_id, valid_from)
      values (${county}, ${uuid()}::uuid, ${layer}, ${subject}::uuid, ${gridId}::uuid,
        ${todayIn(county)})`,
  );
}

const PLACED = [
  { layer: "buildings", table: "building", place: sql`ST_PointOnSurface(t.geom)` },
  { layer: "households", table: "household", place: sql`t.geom` },
  { layer: "cameras", table: "camera", place: sql`t.geom` },
] as const;

/**
 * Gives buildings, households and cameras inside the given ground the grid that is in force there
 * today, with dated
 * memberships. Incidents keep theirs: it is the grid when they happened. Answers the households
 * that now belong to another grid.
 */
export async function reassignPlaces(tx: Runner, county: number, ground: SQL): Promise<string[]> {
  let households: string[] = [];
  for (const { layer, table, place } of PLACED) {
    const moved = await tx.rows<{ id: string; grid_id: string | null }>(sql`
      with changed as (
        select t.id, (select g.id from grid g where g.county_id = ${county} and g.retired_at is null
          and g.valid_from <= ${todayIn(county)}
          and (g.valid_to is null or g.valid_to > ${todayIn(county)})
          and ST_Covers(g.geom, ${place}) order by g.code collate "C" limit 1) as now_in
        from ${sql.identifier(table)} t where t.county_id = ${county} and t.retired_at is null
          and ST_Intersects(t.geom, ${ground}))
      update ${sql.identifier(table)} t set grid_id = c.now_in from changed c
      where t.county_id = ${county} and t.id = c.id and t.grid_id is distinct from c.now_in
      returning t.id, t.grid_id`);
    if (moved.length === 0) continue;
    if (layer === "households") households = moved.map((m) => m.id);
    const subjects = sql`any(${sql.param(moved.map((m) => m.id))}::uuid[])`;
    await tx.rows(
      sql`update grid_membership set valid_to = greatest(${todayIn(county)}, valid_from)
        where county_id = ${county} and subject_id = ${subjects} and valid_to is null`,
    );
    await tx.rows(sql`
      insert into grid_membership (county_id, id, layer, subject_id, grid_id, valid_from)
      select ${county}, n.id, ${layer}, n.subject, n.grid, ${todayIn(county)}
      from unnest(${sql.param(moved.map(() => uuid()))}::uuid[],
        ${sql.param(moved.map((m) => m.id))}::uuid[],
        ${sql.param(moved.map((m) => m.grid_id))}::uuid[]) as n(id, subject, grid)`);
  }
  await followHouseholds(tx, county, households);
  return households;
}
