import { sql } from "drizzle-orm";
import type { MultiPolygon } from "geojson";
import type { Runner } from "../core/database.js";
import { instantSql } from "../layers/select.js";
import { coverage } from "./periods.js";

/** A release as it is told; `geometry` is GeoJSON, WGS 84. */
export interface Released extends Omit<Found, "every"> {
  months: number;
  areas: {
    id: string;
    partition: "grid" | "cell";
    name: string;
    households: number;
    areaKm2: number;
    geometry: MultiPolygon;
  }[];
  categories: object[];
  counts: { area: string; month: string; months: number; category: string; count: number }[];
  totals: object[];
}

interface Found {
  id: string;
  publishedAt: string;
  firstMonth: string;
  lastMonth: string | null;
  every: Record<string, number>;
}

interface Total {
  area: string;
  category: string;
  atLeast: number;
  published: number;
}

/**
 * The newest release with its areas and counts; asked for a month, the one that published it. What
 * another release published stands there, over its own areas.
 */
export async function readRelease(
  run: Runner,
  county: number,
  month: string | null,
): Promise<Released | null> {
  const [release] = await run.rows<Found>(sql`
    select id, ${instantSql(sql`published_at`)} as "publishedAt",
      first_month::text as "firstMonth", last_month::text as "lastMonth", every
    from release where county_id = ${county}
    order by ${month ? sql`first_month > ${month}::date,` : sql``} first_month desc,
      published_at desc limit 1`);
  if (!release) return null;
  const of = sql`a.county_id = ${county} and a.release_id = ${release.id}::uuid`;
  const areas = await run.rows<Released["areas"][number]>(sql`
    select id, partition, name, households, area_km2 as "areaKm2",
      ST_AsGeoJSON(geom, 7)::json as geometry
    from release_area a where ${of} order by partition, name collate "C"`);
  const inMonth = month
    ? sql`and ${month}::date >= c.month
        and ${month}::date < c.month + make_interval(months => c.months)`
    : sql``;
  const counts = await run.rows<Released["counts"][number]>(sql`
    select c.area_id as area, c.month::text as month, c.months, c.category, c.count
    from release_count c join release_area a on a.county_id = c.county_id and a.id = c.area_id
    where ${of} ${inMonth} order by c.month, a.name collate "C", c.category`);
  const sums = await run.rows<Total>(sql`
    select c.area_id as area, c.category, sum(c.count)::int as "atLeast",
      sum(c.months)::int as published
    from release_count c join release_area a on a.county_id = c.county_id and a.id = c.area_id
    where ${of} group by 1, 2 order by 2, 1`);
  const { every, ...facts } = release;
  const named = [...new Set([...Object.keys(every), ...sums.map((s) => s.category)])].sort();
  const categories = named.map((category) => ({
    category,
    every: every[category] ?? 1,
    ...coverage(release.firstMonth, release.lastMonth, every[category] ?? 1),
  }));
  const months = new Map(categories.map((c) => [c.category, c.months]));
  return {
    ...facts,
    months: coverage(release.firstMonth, release.lastMonth, 1).months,
    areas,
    categories,
    counts,
    totals: sums.map((s) => ({ ...s, months: months.get(s.category)! })),
  };
}
