import { type SQL, sql } from "drizzle-orm";
import { incident } from "../../db/tables/index.js";
import { type HexScale, hexSql } from "../../geo/hotspots/hexagon.js";
import type { Runner } from "../core/database.js";
import { type Filter, rowsOf } from "../layers/filter.js";
import type { Access } from "../policy/policy.js";

/** Which incidents are asked for, and how far the viewer sees them. */
export interface AskedPlaces {
  access: Access;
  filter: Filter;
}

/**
 * Rows of a question whose exact place the viewer may see: what is counted on cells tells where it
 * happened.
 */
const placedRows = ({ access, filter }: AskedPlaces): SQL => sql`
  ${rowsOf(access, filter)} and ${access.where("hotspots", () => sql`true`)}`;

/** Incidents on hexagons, as text: `q r n` of each that holds some, a comma between. */
export interface Bins {
  bins: string;
  cells: number;
  total: number;
  /** Of an earlier release, and not measured yet: on no cell. */
  unmeasured: number;
}

/**
 * Counts on hexagons, from the columns in metres alone. One value instead of a row a cell: a driver
 * takes longer to read those than SQL to count them.
 * @param most cells are read, and one more, by which it is told that there are more
 */
export async function hexagonBins(
  run: Runner,
  question: AskedPlaces,
  scale: HexScale,
  most: number,
): Promise<Bins> {
  const { q, r } = hexSql(scale, "x_m", "y_m");
  const [row] = await run.rows<Bins>(
    sql`
    select coalesce(string_agg(q::int || ' ' || r::int || ' ' || n, ',')
        filter (where q is not null), '') as bins,
      count(q)::int as cells, coalesce(sum(n), 0)::int as total,
      coalesce(sum(n) filter (where q is null), 0)::int as unmeasured
    from (select ${sql.raw(q)} as q, ${sql.raw(r)} as r, count(*) as n
      from ${incident} where ${placedRows(question)} group by 1, 2 limit ${most + 1}) b`,
    "long",
  );
  question.access.notes.counts(row!.total);
  return row!;
}

/**
 * Incidents in each of some areas, by the areas' codes; one on a border is in the first by code.
 * `""`: all that were asked for, in whatever area.
 * @param areas what to select from: `code`, `geom`
 */
export async function countsInAreas(
  run: Runner,
  question: AskedPlaces,
  areas: SQL,
): Promise<Map<string, number>> {
  const placed = sql`(select id, geom from ${incident} where ${placedRows(question)})`;
  const rows = await run.rows<{ code: string; n: number }>(
    sql`
    select code, count(*)::int as n from (
      select min(a.code collate "C") as code from ${areas} a
        join ${placed} i on ST_Covers(a.geom, i.geom) group by i.id) c
    group by 1
    union all select '', count(*)::int from ${placed} i`,
    "long",
  );
  const counts = new Map(rows.map(({ code, n }) => [code, n]));
  question.access.notes.counts(counts.get("")!);
  return counts;
}

/** Incidents of one coordinate and address, where at least five stand about a metre apart. */
export interface CrowdedSpot {
  x: number;
  y: number;
  lon: number;
  lat: number;
  address: string | null;
  n: number;
}

/** What is delicate stands on no list of places: not even that something happened there. */
function listed({ access }: AskedPlaces): SQL {
  const codes = access.layer.delicate?.codes ?? [];
  const begins = codes.map((code) => `${code}%`);
  return sql`${incident.category} not like all(${sql.param(begins)}::text[])`;
}

/** How many incidents a list of places is made of, and how many of them have an address. */
export async function countListed(
  run: Runner,
  asked: AskedPlaces,
): Promise<{ n: number; named: number }> {
  const [row] = await run.rows<{ n: number; named: number }>(
    sql`select count(*)::int as n, count(nullif(trim(address), ''))::int as named from ${incident}
      where ${placedRows(asked)} and x_m is not null and ${listed(asked)}`,
    "long",
  );
  asked.access.notes.counts(row!.n);
  return row!;
}

/**
 * Where five incidents or more may stand within a metre. Such a place lies in at most four squares
 * of a metre that meet in a corner, so one of them holds two: only around those it is looked.
 */
export const crowdedSpots = (
  run: Runner,
  asked: AskedPlaces,
  least: number,
  most: number,
): Promise<CrowdedSpot[]> =>
  run.rows<CrowdedSpot>(
    sql`
    with r as materialized (
      select x_m, y_m, ST_X(geom) as lon, ST_Y(geom) as lat, nullif(btrim(address), '') as address,
        floor(x_m) as cx, floor(y_m) as cy
      from ${incident} where ${placedRows(asked)} and x_m is not null and ${listed(asked)}
    ), c as materialized (select cx, cy, count(*) as n from r group by 1, 2
    ), aside(d) as (values (-1), (0), (1)
    ), near as (
      select s.cx, s.cy from c s cross join aside a cross join aside b
        join c on c.cx = s.cx + a.d and c.cy = s.cy + b.d
      where s.n >= 2 group by 1, 2 having sum(c.n) >= ${least}
    ), around as (
      select distinct cx + a.d as cx, cy + b.d as cy from near cross join aside a cross join aside b)
    select x_m as x, y_m as y, min(lon) as lon, min(lat) as lat, address, count(*)::int as n
    from r join around using (cx, cy) group by 1, 2, 5 limit ${most + 1}`,
    "long",
  );

/** A square metre where something happened, and how often. */
export interface Spot {
  lon: number;
  lat: number;
  n: number;
}

/** Where incidents are, by square metres, most incidents first; at most so many. */
export async function spotsOf(run: Runner, asked: AskedPlaces, most: number): Promise<Spot[]> {
  const spots = await run.rows<Spot>(
    sql`
    select min(ST_X(geom)) as lon, min(ST_Y(geom)) as lat, count(*)::int as n
    from ${incident} where ${placedRows(asked)} and x_m is not null and ${listed(asked)}
    group by round(x_m), round(y_m) order by count(*) desc, round(x_m), round(y_m)
    limit ${most + 1}`,
    "long",
  );
  asked.access.notes.counts(spots.reduce((sum, { n }) => sum + n, 0));
  return spots;
}

/** Place and day of each incident as text, `x y days` and a comma between; at most so many. */
export async function placesAndDays(
  run: Runner,
  asked: AskedPlaces,
  most: number,
): Promise<{ rows: string; n: number }> {
  const [row] = await run.rows<{ rows: string; n: number }>(
    sql`
    select coalesce(string_agg(x_m || ' ' || y_m || ' ' || days, ','), '') as rows,
      count(*)::int as n
    from (select x_m, y_m, date_part('epoch', occurred_from) / 86400 as days from ${incident}
      where ${placedRows(asked)} and x_m is not null limit ${most + 1}) p`,
    "long",
  );
  asked.access.notes.counts(row!.n);
  return row!;
}
