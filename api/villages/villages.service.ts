import { type SQL, sql } from "drizzle-orm";
import { village } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";

/** Those of the codes that no present village of the county has. */
export async function unknownVillages(
  run: Runner,
  county: number,
  codes: readonly string[],
): Promise<string[]> {
  if (codes.length === 0) return [];
  const known = await run.rows<{ code: string }>(sql`
    select code from village where county_id = ${county} and retired_at is null
      and code = any(${sql.param([...codes])}::text[])`);
  const found = new Set(known.map((v) => v.code));
  return codes.filter((code) => !found.has(code));
}

export interface VillageShape {
  code: string;
  name: string;
  kind: string | null;
  /** GeoJSON text, EPSG:4326. */
  shape: string;
}

/** Present villages of a county with their ground: these, or all. */
export const villageShapes = (
  run: Runner,
  county: number,
  codes: readonly string[] | null,
): Promise<VillageShape[]> =>
  run.rows<VillageShape>(sql`
    select ${village.code} as code, ${village.name} as name, ${village.kind} as kind,
      ST_AsGeoJSON(${village.geom}, 7) as shape
    from ${village} where ${village.countyId} = ${county} and ${village.retiredAt} is null
      ${codes ? sql`and ${village.code} = any(${sql.param([...codes])}::text[])` : sql``}
    order by ${village.code} collate "C"`);

/** A county's present villages as what to select from: `id`, `code`, `name`, `geom`. */
export const villagesNow = (county: number): SQL => sql`(
  select ${village.id} as id, ${village.code} as code, ${village.name} as name,
    ${village.geom} as geom
  from ${village} where ${village.countyId} = ${county} and ${village.retiredAt} is null)`;

/** West, south, east, north of a county's present villages in degrees; null without any. */
export async function boxOfVillages(run: Runner, county: number): Promise<number[] | null> {
  const [row] = await run.rows<{ box: number[] | null }>(sql`
    select case when e is null then null
      else array[ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)] end as box
    from (select ST_Extent(${village.geom}) e from ${village}
      where ${village.countyId} = ${county} and ${village.retiredAt} is null) x`);
  return row?.box ?? null;
}

/** Whether a code is that of a present village, in SQL. */
export const isVillage = (county: number, code: SQL): SQL => sql`exists (
  select 1 from ${village} where ${village.countyId} = ${county} and ${village.code} = ${code}
    and ${village.retiredAt} is null)`;

/** The code of the present village at a point, in SQL; of two that share a border the first. */
export const villageAt = (county: number, point: SQL): SQL => sql`(
  select ${village.code} from ${village} where ${village.countyId} = ${county}
    and ${village.retiredAt} is null and ST_Covers(${village.geom}, ${point})
  order by ${village.code} collate "C" limit 1)`;

/** Codes of villages by their names, in order. */
export async function codesOfVillages(run: Runner, names: readonly string[]): Promise<string[]> {
  const rows = await run.rows<{ code: string }>(sql`
    select ${village.code} as code from ${village}
    where ${village.name} = any(${sql.param([...names])}::text[]) order by 1`);
  return rows.map((r) => r.code);
}

/** Codes of villages by their uuids. */
export async function codesById(
  run: Runner,
  county: number,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await run.rows<{ code: string }>(sql`
    select ${village.code} as code from ${village} where ${village.countyId} = ${county}
      and ${village.id} = any(${sql.param([...ids])}::uuid[])`);
  return rows.map((r) => r.code);
}

/** How many present villages of the county belong to these townships. */
export async function countVillagesOf(
  run: Runner,
  county: number,
  townships: readonly string[],
): Promise<number> {
  const [row] = await run.rows<{ count: number }>(sql`
    select count(*)::int as count from ${village}
    where ${village.countyId} = ${county} and ${village.retiredAt} is null
      and ${village.townshipCode} = any(${sql.param([...townships])}::text[])`);
  return row!.count;
}

/** Present villages of a county by their codes. */
export async function villagesNamed(
  run: Runner,
  county: number,
  codes: readonly string[],
): Promise<Map<string, { id: string; name: string }>> {
  const rows = await run.rows<{ code: string; id: string; name: string }>(sql`
    select ${village.code} as code, ${village.id} as id, ${village.name} as name from ${village}
    where ${village.countyId} = ${county} and ${village.retiredAt} is null
      and ${village.code} = any(${sql.param([...codes])}::text[])`);
  return new Map(rows.map(({ code, ...named }) => [code, named]));
}

export interface TownVillage {
  county: number;
  code: string;
  name: string;
  /** Code of its township. */
  township: string | null;
}

/** Present villages of some counties with the townships that they belong to. */
export const villagesOfTownships = (
  run: Runner,
  counties: readonly number[],
): Promise<TownVillage[]> =>
  run.rows<TownVillage>(sql`
    select ${village.countyId} as county, ${village.code} as code, ${village.name} as name,
      ${village.townshipCode} as township
    from ${village} where ${village.countyId} = any(${sql.param([...counties])}::int[])
      and ${village.retiredAt} is null
    order by ${village.code} collate "C"`);
