import { type SQL, sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import type { Database, Runner } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import { zoneOf } from "../counties/local-day.js";
import { releasedUntil } from "../counties/released-until.js";
import { gridsToday, groundOf } from "../grids/grids.service.js";
import { homes } from "../households/households.service.js";
import { firstOnRecord } from "../incidents/incidents.service.js";
import { mergeAreas } from "./merge-areas.js";

const HOUSEHOLDS_MIN = 20;
/** Side of a fixed cell in degrees: about a kilometre. */
const CELL = 0.01;
/** Less common ground than this is rounding of borders, not an overlap. */
const OVERLAP_M2 = 1;

interface Piece {
  id: string;
  name: string;
  households: number;
  neighbours: number[];
}

function gridPieces(run: Runner, county: number): Promise<Piece[]> {
  return run.rows<Piece>(sql`
    with g as (select * from ${gridsToday(county)} t),
    n as (select row_number() over (order by code collate "C", id) - 1 as i, * from g)
    select id, name,
      (select count(*)::int from ${homes(county)} h where h.grid_id = n.id) as households,
      array(select m.i::int from n m
        where m.id <> n.id and m.geom && n.geom and ST_Intersects(m.geom, n.geom)) as neighbours
    from n order by i`);
}

function cellPieces(run: Runner, county: number): Promise<Piece[]> {
  const cell = sql`${CELL}::float8`;
  return run.rows<Piece>(sql`
    with ground as (select ST_Extent(geom) as box from ${gridsToday(county)} t),
    c as (select floor(x)::int as cx, floor(y)::int as cy from ground,
      generate_series(floor(ST_XMin(box) / ${cell})::int, floor(ST_XMax(box) / ${cell})::int) x,
      generate_series(floor(ST_YMin(box) / ${cell})::int, floor(ST_YMax(box) / ${cell})::int) y),
    n as (select row_number() over (order by cy, cx) - 1 as i, cx, cy from c),
    h as (select floor(ST_X(geom) / ${cell})::int as cx, floor(ST_Y(geom) / ${cell})::int as cy,
      count(*)::int as n from ${homes(county)} t group by 1, 2)
    select n.cx || ',' || n.cy as id, n.cx || ',' || n.cy as name, coalesce(h.n, 0) as households,
      array(select m.i::int from n m
        where abs(m.cx - n.cx) + abs(m.cy - n.cy) = 1) as neighbours
    from n left join h using (cx, cy) order by i`);
}

const cellShape = (ids: readonly string[]): SQL => {
  const corner = (k: number, plus: number) =>
    sql`(split_part(c, ',', ${k}::int)::int + ${plus}::int) * ${CELL}::float8`;
  return sql`(
    select ST_Multi(ST_UnaryUnion(ST_Collect(
      ST_MakeEnvelope(${corner(1, 0)}, ${corner(2, 0)}, ${corner(1, 1)}, ${corner(2, 1)}, 4326))))
    from unnest(${sql.param([...ids])}::text[]) c)`;
};

async function writeAreas(
  tx: Runner,
  county: number,
  release: string,
  partition: "grid" | "cell",
  pieces: readonly Piece[],
): Promise<void> {
  const groups = mergeAreas(
    pieces.map((p) => ({ weight: p.households, neighbours: p.neighbours })),
    HOUSEHOLDS_MIN,
  );
  const count = Math.max(...groups) + 1;
  for (let g = 0; g < count; g++) {
    const members = pieces.filter((_, i) => groups[i] === g);
    const ids = members.map((m) => m.id);
    const shape = partition === "grid" ? groundOf(county, ids) : cellShape(ids);
    const households = members.reduce((sum, m) => sum + m.households, 0);
    const name =
      partition === "grid"
        ? members[0]!.name + (members.length > 1 ? ` +${members.length - 1}` : "")
        : String(g + 1);
    await tx.rows(sql`
      insert into release_area
        (county_id, id, release_id, partition, name, households, area_km2, geom)
      select ${county}, ${uuid()}::uuid, ${release}::uuid, ${partition}, ${name},
        ${Math.round(households / 10) * 10}::int,
        round((ST_Area(s::geography) / 1e6)::numeric, 2)::float8, s
      from (select ST_Multi(ST_CollectionExtract(ST_MakeValid(${shape}), 3)) s) x`);
  }
}

/**
 * Makes a release's areas: grids in force today, and cells of a fixed raster, merged until each
 * holds at least 20 households. They hold from the month after the last that was ever released.
 */
export async function makeAreas(db: Database, county: number, release: string): Promise<void> {
  const grids = await gridPieces(db, county);
  if (grids.length === 0)
    throw new Refusal(
      "CONFLICT",
      "There are no grids in force, so there is nothing to publish by.",
    );
  const cells = await cellPieces(db, county);
  await db.transaction(async (tx) => {
    // A month that the records begin in the middle of is not whole.
    await tx.rows(sql`
      insert into release (county_id, id, published_at, first_month, last_month)
      values (${county}, ${release}::uuid, clock_timestamp(), coalesce(
        ${releasedUntil(county)} + interval '1 month',
        date_trunc('month', (${firstOnRecord(county)} at time zone ${zoneOf(county)})
          + interval '1 month' - interval '1 day'),
        date_trunc('month', now() at time zone ${zoneOf(county)}))::date, null)`);
    await writeAreas(tx, county, release, "grid", grids);
    await writeAreas(tx, county, release, "cell", cells);
  });
}

/** A release's areas by partition, and which of them overlap. */
export interface Areas {
  ids: [string[], string[]];
  overlaps: [number[][], number[][]];
}

export async function areasOf(run: Runner, county: number, release: string): Promise<Areas> {
  const rows = await run.rows<{ id: string; partition: string }>(sql`
    select id, partition from release_area
    where county_id = ${county} and release_id = ${release}::uuid order by id`);
  const ids: Areas["ids"] = [
    rows.filter((r) => r.partition === "grid").map((r) => r.id),
    rows.filter((r) => r.partition === "cell").map((r) => r.id),
  ];
  const pairs = await run.rows<{ a: string; b: string }>(sql`
    select a.id as a, b.id as b from release_area a
      join release_area b on b.county_id = a.county_id and b.release_id = a.release_id
        and b.partition = 'cell' and a.geom && b.geom
    where a.county_id = ${county} and a.release_id = ${release}::uuid and a.partition = 'grid'
      and ST_Area(ST_Intersection(a.geom, b.geom)::geography) > ${OVERLAP_M2}`);
  const index = [
    new Map(ids[0].map((id, i) => [id, i])),
    new Map(ids[1].map((id, i) => [id, i])),
  ] as const;
  const overlaps: Areas["overlaps"] = [ids[0].map(() => []), ids[1].map(() => [])];
  for (const { a, b } of pairs) {
    const i = index[0].get(a)!,
      j = index[1].get(b)!;
    overlaps[0][i]!.push(j);
    overlaps[1][j]!.push(i);
  }
  return { ids, overlaps };
}
