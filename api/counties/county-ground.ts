import { sql } from "drizzle-orm";
import type { Runner } from "../core/database.js";
import { gridsToday } from "../grids/grids.service.js";
import { boxOfVillages } from "../villages/villages.service.js";

/**
 * A number that is another whenever the boundaries in force are: what anonymous callers get in the
 * place of the data's version, which tells of each report.
 */
export async function boundaryVersion(run: Runner, county: number): Promise<number> {
  const [row] = await run.rows<{ version: number }>(sql`
    select ('x' || substr(md5(coalesce(string_agg(id::text || version, ',' order by id), '')), 1, 7)
      )::bit(28)::int as version
    from ${gridsToday(county)} t`);
  return row!.version;
}

/** West, south, east, north of a county's grids in force, else of its villages, for a first view. */
export async function boundsOf(
  run: Runner,
  county: number,
  seesVillages = false,
): Promise<number[] | null> {
  const [row] = await run.rows<{ box: number[] | null }>(sql`
    select case when e is null then null
      else array[ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)] end as box
    from (select ST_Extent(geom) e from ${gridsToday(county)} t) x`);
  return row?.box ?? (seesVillages ? boxOfVillages(run, county) : null);
}
