import { sql } from "drizzle-orm";
import { township } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";

/** Present townships of a county, by code: these, or all. */
export const townshipsNow = (
  run: Runner,
  county: number,
  codes: readonly string[] | null,
): Promise<{ code: string; name: string }[]> =>
  run.rows<{ code: string; name: string }>(sql`
    select ${township.code} as code, ${township.name} as name from ${township}
    where ${township.countyId} = ${county} and ${township.retiredAt} is null
      ${codes ? sql`and ${township.code} = any(${sql.param([...codes])}::text[])` : sql``}
    order by ${township.code} collate "C"`);

/** Outlines of present townships, as GeoJSON text in EPSG:4326. */
export const townshipShapes = (
  run: Runner,
  county: number,
  codes: readonly string[],
): Promise<{ code: string; shape: string }[]> =>
  run.rows<{ code: string; shape: string }>(sql`
    select ${township.code} as code, ST_AsGeoJSON(${township.geom}, 7) as shape from ${township}
    where ${township.countyId} = ${county} and ${township.retiredAt} is null
      and ${township.code} = any(${sql.param([...codes])}::text[])`);

/** Codes of townships by their uuids. */
export async function townshipCodes(
  run: Runner,
  county: number,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await run.rows<{ code: string }>(sql`
    select ${township.code} as code from ${township} where ${township.countyId} = ${county}
      and ${township.id} = any(${sql.param([...ids])}::uuid[])`);
  return rows.map((r) => r.code);
}
