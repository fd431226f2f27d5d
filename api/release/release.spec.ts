import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { COUNTY, id, openSmallCounty } from "../../test/fixtures/small-county.js";
import { forEachEngine } from "../../test/harness/engines.js";
import type { Services } from "../core/services.js";
import type { Progress } from "../jobs/handlers.js";
import { Threads } from "../jobs/threads.js";
import { bounds, type Known } from "./attacker.fixture.js";
import { firstDay, monthNumber } from "./periods.js";
import { readRelease } from "./release.queries.js";
import { releaseHandler } from "./release.service.js";
import { THRESHOLD } from "./suppress.js";

interface Answer {
  id: string;
  firstMonth: string;
  lastMonth: string;
  months: number;
  areas: { id: string; partition: string }[];
  categories: { category: string; every: number; lastMonth: string | null; months: number }[];
  counts: { area: string; month: string; months: number; category: string; count: number }[];
  totals: {
    area: string;
    category: string;
    atLeast: number;
    published: number;
    months: number;
  }[];
}

const threads = new Threads();
/** A run that nobody follows or ends. */
const progressOf = ({ db }: Services) =>
  ({
    cursor: null,
    phase: async () => {},
    step: async (work) => void (await db.transaction(work)),
    thread: (task) => threads.run(task),
  }) satisfies Partial<Progress> as Partial<Progress> as Progress;
let jobs = 0;

async function publish(services: Services, newAreas = false): Promise<void> {
  const id = `0190c000-0000-7000-8000-${String(++jobs).padStart(12, "0")}`;
  const job = { county: COUNTY, id, input: newAreas ? { newAreas } : {} };
  await releaseHandler(services.db)(job as never, progressOf(services));
}

/** Households for areas of their own, and three categories: busy, middling and quiet. */
async function populate({ db }: Services): Promise<void> {
  await db.rows(sql`delete from incident`);
  await db.rows(sql`
    insert into household
      (county_id, id, created_by, updated_by, code, grid_id, geom, coarse)
    select ${COUNTY}, ('0190d000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'f', 'f',
      'R' || i, g.id, p, ST_SnapToGrid(p, 0.001)
    from generate_series(1, 160) i,
      lateral (select ST_SetSRID(ST_MakePoint(107 + (i * 7919 % 997) / 997.0 * 0.02,
        29 + (i * 104729 % 991) / 991.0 * 0.02), 4326) p) x
      join grid g on ST_Covers(g.geom, p)`);
  await db.rows(sql`
    insert into incident (county_id, id, created_by, updated_by, title, category, level, status,
      occurred_from, occurred_until, reported_at, geom)
    select ${COUNTY}, ('0190e000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'f', 'f', 't',
      case when i % 20 < 13 then '0102' when i % 20 < 18 then '0603' else '0701' end, 4, 'CLOSED',
      t, t, t, ST_SetSRID(ST_MakePoint(107 + (i * 6737 % 10007) / 10007.0 * 0.02,
        29 + (i * 3571 % 10009) / 10009.0 * 0.02), 4326)
    from generate_series(1, 1800) i, lateral (select (date_trunc('month', now()
      at time zone 'Asia/Shanghai') - make_interval(months => 24) + make_interval(hours =>
      (i * 7907 % 17280))) at time zone 'Asia/Shanghai' as t) x`);
}

/** The ground cut along every border that was ever published over. */
async function overlay({ db }: Services): Promise<Map<string, string[]>> {
  const rows = await db.rows<{ piece: number; area: string }>(sql`
    with cut as (select row_number() over () as piece, (d).geom from (select ST_Dump(ST_Polygonize(
      line)) d from (select ST_Union(ST_Boundary(geom)) line from release_area) u) x)
    select c.piece::int, a.id as area from cut c
      join release_area a on ST_Covers(a.geom, ST_PointOnSurface(c.geom))`);
  const of = new Map<string, string[]>();
  for (const { piece, area } of rows) of.set(area, [...(of.get(area) ?? []), `p${piece}`]);
  return of;
}

forEachEngine((makeEngine) => {
  describe("the public release", () => {
    let services: Services;
    let first: Answer, second: Answer;
    let pieces: Map<string, string[]>;
    const read = async (month: string | null = null) =>
      (await readRelease(services.db, COUNTY, month)) as Answer;
    /** Every number ever published, as sums of pieces by month and category. */
    const everything = (): Known[] =>
      [first, second].flatMap((r) => r.counts.map((c) => ({ pieces: sumOf(c), count: c.count })));
    const sumOf = (c: { area: string; month: string; months: number; category: string }) =>
      Array.from({ length: c.months }, (_, i) => monthNumber(c.month) + i).flatMap((m) =>
        pieces.get(c.area)!.map((p) => `${p}_${m}_${c.category}`),
      );

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      await populate(services);
      await publish(services);
      // As if the last six months had not gone by yet.
      const { lastMonth } = await read();
      const then = firstDay(monthNumber(lastMonth) - 6);
      await services.db.rows(sql`
        delete from release_count
        where month + make_interval(months => months - 1) > ${then}::date`);
      await services.db.rows(sql`update release set last_month = ${then}::date`);
      await services.db.rows(sql`update county set released_until = ${then}::date`);
      first = await read();
      // The border between the first two grids moves west.
      for (const [n, west, width] of [
        [1, 107, 0.0063],
        [2, 107.0063, 0.0137],
      ] as const)
        await services.db.rows(sql`
          update grid set geom = ST_Multi(ST_MakeEnvelope(${west}::float8, 29,
            ${west + width}::float8, 29.01, 4326))
            where county_id || '-' || id = ${id("grid", n)}`);
      await publish(services, true);
      second = await read();
      pieces = await overlay(services);
    });

    it("keeps months with the areas they were released over; new areas hold for months after", async () => {
      expect(second.id).not.toBe(first.id);
      expect(monthNumber(second.firstMonth)).toBe(monthNumber(first.lastMonth) + 1);
      expect(second.counts.every((c) => c.month >= second.firstMonth)).toBe(true);
      expect(await read(first.lastMonth)).toMatchObject({ id: first.id, areas: first.areas });
      expect((await read()).id).toBe(second.id);
    });

    it("an operator who deletes the releases cannot have a month released again", async () => {
      const { db } = services;
      await db.transaction(async (tx) => {
        for (const table of ["release_count", "release_area", "release"])
          await tx.rows(sql`create table ${sql.identifier(`kept_${table}`)} as
            select * from ${sql.identifier(table)}`);
        for (const table of ["release_count", "release_area", "release"])
          await tx.rows(sql`delete from ${sql.identifier(table)}`);
      });
      await publish(services);
      const again = await read();
      expect(again.counts).toEqual([]);
      expect(again.firstMonth > second.lastMonth).toBe(true);
      await db.transaction(async (tx) => {
        for (const table of ["release_count", "release_area", "release"])
          await tx.rows(sql`delete from ${sql.identifier(table)}`);
        for (const table of ["release", "release_area", "release_count"])
          await tx.rows(sql`insert into ${sql.identifier(table)}
            select * from ${sql.identifier(`kept_${table}`)}`);
      });
    });

    it("numbers cover the fewest months with which half can be told, and never overlap", () => {
      const every = new Map(first.categories.map((c) => [c.category, c.every]));
      expect(every.get("01")).toBe(1);
      expect(every.get("07")! > every.get("01")!).toBe(true);
      const seen = new Set<string>();
      for (const c of [...first.counts, ...second.counts])
        for (let m = 0; m < c.months; m++) {
          const key = `${c.area} ${c.category} ${monthNumber(c.month) + m}`;
          expect(seen.has(key), key).toBe(false);
          seen.add(key);
        }
    });

    it("a total says of how many months it knows, and is never above the truth", async () => {
      const truth = await services.db.rows<{ area: string; category: string; n: number }>(sql`
        select a.id as area, left(i.category, 2) as category, count(*)::int as n
        from release_area a join incident i on ST_Intersects(a.geom, i.geom)
        where a.release_id = ${first.id}::uuid
          and i.occurred_from < ((${first.lastMonth}::timestamp + interval '1 month')
            at time zone 'Asia/Shanghai')
          and i.occurred_from >= (${first.firstMonth}::timestamp at time zone 'Asia/Shanghai')
        group by 1, 2`);
      const of = new Map(truth.map((t) => [`${t.area} ${t.category}`, t.n]));
      expect(first.totals.length).toBeGreaterThan(0);
      for (const t of first.totals) {
        expect(t.published).toBeLessThanOrEqual(t.months);
        expect(t.atLeast).toBeLessThanOrEqual(of.get(`${t.area} ${t.category}`)!);
        const periods = first.categories.find((c) => c.category === t.category)!;
        expect(t.months).toBe(periods.months);
        if (t.published === t.months && periods.lastMonth === first.lastMonth)
          expect(t.atLeast).toBe(of.get(`${t.area} ${t.category}`));
      }
    });

    it("with all numbers ever published an attacker finds no count below five, nor one of its months", () => {
      const known = everything();
      let attacked = 0;
      for (const release of [first, second])
        for (const { category, every, months, lastMonth } of release.categories) {
          const mine = known.filter((k) => k.pieces[0]!.endsWith(`_${category}`));
          for (let p = 0; p < months / every; p++) {
            const month = firstDay(monthNumber(lastMonth!) - (p + 1) * every + 1);
            for (const { id: area } of release.areas) {
              const published = release.counts.some(
                (c) => c.area === area && c.month === month && c.category === category,
              );
              if (published && every === 1) continue;
              // Every hidden period, and of a published one that has several months its first.
              const target = { area, month, months: published ? 1 : every, category };
              // No period is longer than a year: other years say nothing about this one.
              const near = mine.filter((k) =>
                k.pieces.some((v) => Math.abs(Number(v.split("_")[1]) - monthNumber(month)) < 12),
              );
              const [least, most] = bounds(near, sumOf(target));
              expect(least, JSON.stringify(target)).toBeLessThanOrEqual(1e-6);
              expect(most, JSON.stringify(target)).toBeGreaterThanOrEqual(THRESHOLD - 1);
              attacked++;
            }
          }
        }
      expect(attacked).toBeGreaterThan(50);
    });

    it("were months published beside the periods that hold them, the attacker would win", async () => {
      const quiet = first.categories.find((c) => c.every > 1)!;
      const count = first.counts.find((c) => c.category === quiet.category)!;
      const months = Array.from({ length: count.months }, (_, i) =>
        firstDay(monthNumber(count.month) + i),
      );
      const truth = (month: string) => ({ ...count, month, months: 1 });
      // All months but one told as they are: the one is the difference.
      const [{ n }] = (await services.db.rows<{ n: number }>(sql`
        select count(*)::int as n from release_area a join incident i
          on ST_Intersects(a.geom, i.geom)
        where a.id = ${count.area}::uuid and left(i.category, 2) = ${count.category}
          and i.occurred_from >= (${months[1]}::timestamp at time zone 'Asia/Shanghai')
          and i.occurred_from < ((${months.at(-1)}::timestamp + interval '1 month')
            at time zone 'Asia/Shanghai')`)) as [{ n: number }];
      const rest = { pieces: months.slice(1).flatMap((m) => sumOf(truth(m))), count: n };
      const [least, most] = bounds([...everything(), rest], sumOf(truth(months[0]!)));
      expect(most - least).toBeLessThan(1e-6);
    });
  });
});
