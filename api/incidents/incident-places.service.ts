import { type SQL, sql } from "drizzle-orm";
import { incident } from "../../db/tables/index.js";
import { type HexScale, hexFloorsSql, hexOfFloorsSql } from "../../geo/hotspots/hexagon.js";
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

export interface PlacedBins {
  /**
   * Hexagons that hold incidents as text, a comma between: `q r n`; asked for twice as wide too
   * `q r Q R n`, those that share both.
   */
  bins: string;
  cells: number;
  total: number;
  /** Of an earlier release, and not measured yet: on no cell. */
  unmeasured: number;
}

/** A hexagon is made of at most so many combinations of its three floors. */
const PARTS = 6;

const HEXAGON = hexOfFloorsSql({ a: "a", b: "b", c: "c" });
const TWICE = hexOfFloorsSql({ a: "floor(a / 2)", b: "floor(b / 2)", c: "floor(c / 2)" });
const asColumns = ({ q, r }: typeof HEXAGON, names: readonly [string, string]): SQL =>
  sql.raw(`(${q})::int as ${names[0]}, (${r})::int as ${names[1]}`);

/**
 * Counts on hexagons, from the columns in metres alone. One value instead of a row a cell: a driver
 * takes longer to read those than SQL to count them. Rows are read once, and grouped by the floors
 * that hexagons of both sizes are made of; summing those for each size in SQL too would make
 * PostgreSQL think so dear of the statement that it compiles it at length.
 * @param most cells are read, and one more, by which it is told that there are more
 */
export async function hexagonBins(
  run: Runner,
  question: AskedPlaces,
  { scale, isTwice }: { scale: HexScale; isTwice: boolean },
  most: number,
): Promise<PlacedBins> {
  const { a, b, c } = hexFloorsSql(scale, "x_m", "y_m");
  const floors = sql.raw(`${a} as a, ${b} as b, ${c} as c`);
  const of = sql`${asColumns(HEXAGON, ["q", "r"])}${isTwice ? sql`, ${asColumns(TWICE, ["wq", "wr"])}` : sql``}`;
  const wide = isTwice ? sql` || wq || ' ' || wr || ' '` : sql``;
  const [row] = await run.rows<PlacedBins & { parts: number }>(
    sql`
    with met as (
      select ${floors}, count(*) as n from ${incident} where ${placedRows(question)}
      group by 1, 2, 3 limit ${PARTS * most + 1})
    select coalesce(string_agg(q || ' ' || r || ' '${wide} || n, ',') filter (where q is not null),
        '') as bins,
      ${isTwice ? sql`count(distinct (q, r)) filter (where q is not null)` : sql`count(q)`}::int as cells,
      coalesce(sum(n), 0)::int as total, coalesce(sum(parts), 0)::int as parts,
      coalesce(sum(n) filter (where q is null), 0)::int as unmeasured
    from (select ${of}, sum(n)::int as n, count(*)::int as parts from met
      group by ${isTwice ? sql`1, 2, 3, 4` : sql`1, 2`}) b`,
    "long",
  );
  const { parts, cells, ...bins } = row!;
  question.access.notes.counts(bins.total);
  // Where not all was read, there is more than that.
  return { ...bins, cells: parts > PARTS * most ? most + 1 : cells };
}

/** Areas as what to select from. */
export interface AreasSql {
  /** `code`, `geom`. */
  areas: SQL;
  /** `grid`, `code`: the area that an incident of a grid (uuid) lies in, wherever in it. */
  known: SQL;
}

/**
 * Incidents in each of some areas, by the areas' codes; one on a border is in the first by code.
 * `""`: all that were asked for, in whatever area. What an incident's grid tells is not looked for
 * on the ground: of a million that takes half a minute.
 */
export async function countsInAreas(
  run: Runner,
  question: AskedPlaces,
  { areas, known }: AreasSql,
): Promise<Map<string, number>> {
  const rows = await run.rows<{ code: string; n: number }>(
    sql`
    with known as materialized (select grid, code from ${known} k),
    byGrid as materialized (select grid_id as grid, count(*) as n from ${incident}
      where ${placedRows(question)} group by 1),
    elsewhere as materialized (select id, geom from ${incident} where ${placedRows(question)}
      and (grid_id is null or grid_id not in (select grid from known)))
    select code, sum(n)::int as n from (
      select code, n from byGrid join known using (grid)
      union all
      select min(a.code collate "C"), 1 from ${areas} a
        join elsewhere i on ST_Covers(a.geom, i.geom) group by i.id) c
    group by 1
    union all select '', coalesce(sum(n), 0)::int from byGrid`,
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

/** How many of some cells' incidents lie in a grid; null: in none. */
export interface CellGrid {
  q: number;
  r: number;
  /** Uuid. */
  grid: string | null;
  n: number;
}

/** In which grids incidents of some hexagons lay when they happened. */
export const gridsOfCells = (
  run: Runner,
  question: AskedPlaces,
  scale: HexScale,
  cells: readonly { q: number; r: number }[],
): Promise<CellGrid[]> => {
  const { a, b, c } = hexFloorsSql(scale, "x_m", "y_m");
  const floors = sql.raw(`${a} as a, ${b} as b, ${c} as c`);
  const of = (key: "q" | "r") => sql`${sql.param(cells.map((cell) => cell[key]))}::int[]`;
  return run.rows<CellGrid>(
    sql`
    with met as (
      select ${floors}, grid_id from ${incident} where ${placedRows(question)}),
    placed as (
      select ${asColumns(HEXAGON, ["q", "r"])}, grid_id from met)
    select q, r, grid_id::text as grid, count(*)::int as n
    from placed join unnest(${of("q")}, ${of("r")}) as cell(q, r) using (q, r)
    group by 1, 2, 3`,
    "long",
  );
};
