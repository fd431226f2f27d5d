import { sql } from "drizzle-orm";
import { layerOf } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import { badInput } from "../core/refusal.js";
import { holdsOn, todayIn } from "../policy/policy.js";

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

/** Codes of the villages that grids lie in, by the grids' uuids. */
export async function villagesOfGrids(
  run: Runner,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await run.rows<{ id: string; village: string }>(sql`
    select id, village_code as village from grid
    where id = any(${sql.param([...new Set(ids)])}::uuid[]) and village_code is not null`);
  return new Map(rows.map((r) => [r.id, r.village]));
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
