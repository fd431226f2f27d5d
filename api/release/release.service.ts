import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import type { Database } from "../database.js";
import type { Handler } from "../jobs/jobs.service.js";
import { Refusal } from "../refusal.js";
import { mergeAreas } from "./merge-areas.js";
import { suppress } from "./suppress.js";

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

/**
 * The job that publishes what anonymous callers get. The areas are made once: grids, and cells of a
 * fixed raster, merged
 * until each holds at least 20 households. Then every whole calendar month that was not published
 * yet is, one at a time.
 */
export const releaseHandler =
  (db: Database): Handler =>
  async (job, progress) => {
    const release = await ensureAreas(db, job.county);
    const months = await monthsToPublish(db, job.county, release.lastMonth);
    const areas = await areasOf(db, job.county, release.id);
    let counts = 0;
    for (const [done, month] of months.entries()) {
      await progress.report(done, months.length);
      counts += await publishMonth(db, job.county, release.id, areas, month);
    }
    await progress.report(months.length, months.length);
    return { months: months.length, counts };
  };

async function ensureAreas(
  db: Database,
  county: number,
): Promise<{ id: string; lastMonth: string | null }> {
  const [known] = await db.rows<{ id: string; lastMonth: string | null }>(
    sql`select id, last_month::text as "lastMonth" from release where county_id = ${county} order by published_at desc limit 1`,
  );
  if (known) return known;
  const grids = await db.rows<Piece>(sql`
    with g as (select id, name, code, geom from grid where county_id = ${county} and retired_at is null and valid_from <= now()::date and (valid_to is null or valid_to > now()::date)),
    n as (select row_number() over (order by code collate "C", id) - 1 as i, * from g)
    select id, name, (select count(*)::int from household h where h.county_id = ${county} and h.grid_id = n.id and h.retired_at is null) as households,
      array(select m.i::int from n m where m.id <> n.id and m.geom && n.geom and ST_Intersects(m.geom, n.geom)) as neighbours
    from n order by i`);
  if (grids.length === 0)
    throw new Refusal(
      "CONFLICT",
      "There are no grids in force, so there is nothing to publish by.",
    );
  const cells = await db.rows<Piece>(sql`
    with ground as (select ST_Extent(geom) as box from grid where county_id = ${county} and retired_at is null),
    c as (select floor(x)::int as cx, floor(y)::int as cy from ground,
      generate_series(floor(ST_XMin(box) / ${CELL}::float8)::int, floor(ST_XMax(box) / ${CELL}::float8)::int) x, generate_series(floor(ST_YMin(box) / ${CELL}::float8)::int, floor(ST_YMax(box) / ${CELL}::float8)::int) y),
    n as (select row_number() over (order by cy, cx) - 1 as i, cx, cy from c),
    h as (select floor(ST_X(geom) / ${CELL}::float8)::int as cx, floor(ST_Y(geom) / ${CELL}::float8)::int as cy, count(*)::int as n from household where county_id = ${county} and retired_at is null group by 1, 2)
    select n.cx || ',' || n.cy as id, n.cx || ',' || n.cy as name, coalesce(h.n, 0) as households,
      array(select m.i::int from n m where abs(m.cx - n.cx) + abs(m.cy - n.cy) = 1) as neighbours
    from n left join h using (cx, cy) order by i`);
  const id = uuid();
  await db.transaction(async (tx) => {
    await tx.rows(
      sql`insert into release (county_id, id, published_at, first_month, last_month) select ${county}, ${id}::uuid, clock_timestamp(), m, null from (select coalesce(date_trunc('month', min(occurred_from at time zone (select time_zone from county where id = ${county})))::date, '1900-01-01') as m from incident where county_id = ${county}) x`,
    );
    for (const [partition, pieces] of [
      ["grid", grids],
      ["cell", cells],
    ] as const) {
      const groups = mergeAreas(
        pieces.map((p) => ({ weight: p.households, neighbours: p.neighbours })),
        HOUSEHOLDS_MIN,
      );
      const count = Math.max(...groups) + 1;
      for (let g = 0; g < count; g++) {
        const members = pieces.filter((_, i) => groups[i] === g);
        const shape =
          partition === "grid"
            ? sql`(select ST_Multi(ST_UnaryUnion(ST_Collect(geom))) from grid where county_id = ${county} and id = any(${sql.param(members.map((m) => m.id))}::uuid[]))`
            : sql`(select ST_Multi(ST_UnaryUnion(ST_Collect(ST_MakeEnvelope(split_part(c, ',', 1)::int * ${CELL}::float8, split_part(c, ',', 2)::int * ${CELL}::float8, (split_part(c, ',', 1)::int + 1) * ${CELL}::float8, (split_part(c, ',', 2)::int + 1) * ${CELL}::float8, 4326)))) from unnest(${sql.param(members.map((m) => m.id))}::text[]) c)`;
        const households = members.reduce((sum, m) => sum + m.households, 0);
        const name =
          partition === "grid"
            ? members[0]!.name + (members.length > 1 ? ` +${members.length - 1}` : "")
            : String(g + 1);
        await tx.rows(sql`
          insert into release_area (county_id, id, release_id, partition, name, households, area_km2, geom)
          select ${county}, ${uuid()}::uuid, ${id}::uuid, ${partition}, ${name}, ${Math.round(households / 10) * 10}, round((ST_Area(s::geography) / 1e6)::numeric, 2)::float8, s from (select ST_Multi(ST_CollectionExtract(ST_MakeValid(${shape}), 3)) s) x`);
      }
    }
  });
  return { id, lastMonth: null };
}

async function monthsToPublish(
  db: Database,
  county: number,
  last: string | null,
): Promise<string[]> {
  const rows = await db.rows<{ month: string }>(sql`
    with local as (select (now() at time zone time_zone) as now, time_zone from county where id = ${county})
    select m::date::text as month from local, generate_series(
      -- a month that the records begin in the middle of is not whole
      coalesce(${last}::date + interval '1 month', (select date_trunc('month', min(occurred_from at time zone local.time_zone) + interval '1 month' - interval '1 day') from incident where county_id = ${county})),
      date_trunc('month', local.now) - interval '1 month', interval '1 month') m order by 1`);
  return rows.map((r) => r.month);
}

interface Areas {
  ids: [string[], string[]];
  overlaps: [number[][], number[][]];
}

async function areasOf(db: Database, county: number, release: string): Promise<Areas> {
  const rows = await db.rows<{ id: string; partition: string }>(
    sql`select id, partition from release_area where county_id = ${county} and release_id = ${release}::uuid order by id`,
  );
  const ids: Areas["ids"] = [
    rows.filter((r) => r.partition === "grid").map((r) => r.id),
    rows.filter((r) => r.partition === "cell").map((r) => r.id),
  ];
  const pairs = await db.rows<{ a: string; b: string }>(sql`
    select a.id as a, b.id as b from release_area a join release_area b on b.county_id = a.county_id and b.release_id = a.release_id and b.partition = 'cell' and a.geom && b.geom
    where a.county_id = ${county} and a.release_id = ${release}::uuid and a.partition = 'grid' and ST_Area(ST_Intersection(a.geom, b.geom)::geography) > ${OVERLAP_M2}`);
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

async function publishMonth(
  db: Database,
  county: number,
  release: string,
  areas: Areas,
  month: string,
): Promise<number> {
  const rows = await db.rows<{ partition: string; area: string; category: string; n: number }>(sql`
    select a.partition, a.id as area, left(i.category, 2) as category, count(*)::int as n
    from incident i join county c on c.id = i.county_id
      join lateral (select distinct on (r.partition) r.partition, r.id from release_area r where r.county_id = i.county_id and r.release_id = ${release}::uuid and ST_Intersects(r.geom, i.geom) order by r.partition, r.id) a on true
    where i.county_id = ${county} and i.retired_at is null
      and i.occurred_from >= (${month}::timestamp at time zone c.time_zone) and i.occurred_from < ((${month}::timestamp + interval '1 month') at time zone c.time_zone)
    group by 1, 2, 3`);
  const published: { area: string; category: string; n: number }[] = [];
  for (const category of new Set(rows.map((r) => r.category))) {
    const counts: [number[], number[]] = [areas.ids[0].map(() => 0), areas.ids[1].map(() => 0)];
    for (const r of rows)
      if (r.category === category) {
        const side = r.partition === "grid" ? 0 : 1;
        counts[side][areas.ids[side].indexOf(r.area)] = r.n;
      }
    const hidden = suppress({ counts, overlaps: areas.overlaps });
    for (const side of [0, 1] as const)
      areas.ids[side].forEach((area, i) => {
        if (!hidden[side][i]) published.push({ area, category, n: counts[side][i]! });
      });
  }
  await db.transaction(async (tx) => {
    await tx.rows(sql`insert into release_count (county_id, area_id, month, category, count)
      select ${county}, a, ${month}::date, c, n from unnest(${sql.param(published.map((p) => p.area))}::uuid[], ${sql.param(published.map((p) => p.category))}::text[], ${sql.param(published.map((p) => p.n))}::int[]) as p(a, c, n)`);
    await tx.rows(
      sql`update release set last_month = ${month}::date, published_at = clock_timestamp() where county_id = ${county} and id = ${release}::uuid`,
    );
  });
  return published.length;
}
