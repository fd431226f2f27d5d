import { sql } from "drizzle-orm";
import type { Runner } from "../database.js";
import { instantSql } from "../layers/select.js";

/**
 * The newest release with its areas and counts; counts of earlier months are read from the releases
 * that published them.
 */
export async function readRelease(
  run: Runner,
  county: number,
  month: string | null,
): Promise<object | null> {
  const [release] = await run.rows<{ id: string }>(sql`
    select id, ${instantSql(sql`published_at`)} as "publishedAt", first_month::text as "firstMonth", last_month::text as "lastMonth"
    from release where county_id = ${county} order by published_at desc limit 1`);
  if (!release) return null;
  const areas = await run.rows(sql`
    select id, partition, name, households, area_km2 as "areaKm2", ST_AsGeoJSON(geom, 7)::json as geometry from release_area where county_id = ${county} and release_id = ${release.id}::uuid order by partition, name collate "C"`);
  const counts = await run.rows(sql`
    select c.area_id as area, c.month::text as month, c.category, c.count from release_count c join release_area a on a.county_id = c.county_id and a.id = c.area_id
    where c.county_id = ${county} and a.release_id = ${release.id}::uuid ${month ? sql`and c.month = ${month}::date` : sql``} order by c.month, a.name collate "C", c.category`);
  return { ...release, areas, counts };
}
