import { sql } from "drizzle-orm";
import type { Database, Runner, Transaction } from "../core/database.js";
import { zoneOf } from "../counties/local-day.js";
import { keepReleasedUntil } from "../counties/released-until.js";
import { firstOnRecord, happened } from "../incidents/incidents.service.js";
import type { Handler, Progress } from "../jobs/handlers.js";
import { threadModule } from "../jobs/threads.js";
import type { PeriodTask } from "./period-work.js";
import { firstDay, type MonthlyCounts, monthNumber, periodEnding, pooled } from "./periods.js";
import { type Released, readRelease } from "./release.queries.js";
import { type Areas, areasOf, makeAreas } from "./release-areas.js";
import { type Slice, suppress } from "./suppress.js";

export type { Released } from "./release.queries.js";

/** The newest release of a county, with all that it says. */
export const newestRelease = (run: Runner, county: number): Promise<Released | null> =>
  readRelease(run, county, null);

/** What a release's job is asked for. */
export interface ReleaseInput {
  /** Areas from the grids in force today, for the months after the last one released. */
  newAreas?: boolean;
}

interface Release {
  id: string;
  firstMonth: string;
  lastMonth: string | null;
  every: Record<string, number>;
}

/**
 * The job that publishes what anonymous callers get. Every whole calendar month that was never
 * released is, one at a time, over areas that stay what they are for these months for good.
 */
export const releaseHandler =
  (db: Database): Handler =>
  async (job, progress) => {
    const { newAreas = false } = (job.input ?? {}) as ReleaseInput;
    await progress.phase("areas");
    const release = await releaseFor(db, job.county, job.id, newAreas);
    const areas = await areasOf(db, job.county, release.id);
    const counts = new Counts(db, job.county, release.id, areas);
    const last = await lastWholeMonth(db, job.county);
    const first = monthNumber(release.firstMonth);
    if (release.lastMonth === null) {
      await progress.phase("periods");
      release.every = await fixPeriods(db, job.county, release.id, counts, last, progress);
    }
    const start = release.lastMonth === null ? first : monthNumber(release.lastMonth) + 1;
    let published = 0;
    const months = Math.max(0, last - start + 1);
    await progress.phase("months", months);
    for (let month = start; month <= last; month++) {
      const found = await countMonth(release, areas, counts, month);
      await progress.step(async (tx) => {
        await publishMonth(tx, job.county, release, month, found);
        return { done: month - start + 1, total: months };
      });
      published += found.length;
    }
    return { months, counts: published };
  };

/**
 * The release to add to: the newest, or one made now. A job that is taken over after a kill finds
 * the one it made, because it has the job's own id.
 */
async function releaseFor(
  db: Database,
  county: number,
  job: string,
  newAreas: boolean,
): Promise<Release> {
  const newest = async () =>
    (
      await db.rows<Release>(sql`
        select id, first_month::text as "firstMonth", last_month::text as "lastMonth", every
        from release where county_id = ${county} order by first_month desc, published_at desc
        limit 1`)
    )[0];
  const known = await newest();
  if (known && (!newAreas || known.id === job || known.lastMonth === null)) return known;
  await makeAreas(db, county, job);
  return (await newest())!;
}

async function lastWholeMonth(run: Runner, county: number): Promise<number> {
  const [row] = await run.rows<{ month: string }>(sql`
    select (date_trunc('month', now() at time zone ${zoneOf(county)}) - interval '1 month')::date::text
      as month`);
  return monthNumber(row!.month);
}

/** Incidents by area and top-level category, read once a month and job. */
class Counts {
  private readonly known = new Map<number, ReadonlyMap<string, Slice["counts"]>>();

  constructor(
    private readonly run: Runner,
    private readonly county: number,
    private readonly release: string,
    private readonly areas: Areas,
  ) {}

  get overlaps(): Slice["overlaps"] {
    return this.areas.overlaps;
  }

  async of(month: number): Promise<ReadonlyMap<string, Slice["counts"]>> {
    let counts = this.known.get(month);
    if (!counts) this.known.set(month, (counts = await this.read(firstDay(month))));
    return counts;
  }

  /** Counts by category and month over several months. */
  async over(months: readonly number[]): Promise<Map<string, MonthlyCounts>> {
    const found = new Map<string, Map<number, Slice["counts"]>>();
    for (const month of months)
      for (const [category, counts] of await this.of(month)) {
        if (!found.has(category)) found.set(category, new Map());
        found.get(category)!.set(month, counts);
      }
    return found;
  }

  private async read(month: string): Promise<ReadonlyMap<string, Slice["counts"]>> {
    const rows = await this.run.rows<{ area: string; category: string; n: number }>(sql`
      select a.id as area, left(i.category, 2) as category, count(*)::int as n
      from ${happened(this.county)} i
        join lateral (select distinct on (r.partition) r.partition, r.id from release_area r
          where r.county_id = ${this.county} and r.release_id = ${this.release}::uuid
            and ST_Intersects(r.geom, i.geom) order by r.partition, r.id) a on true
      where i.occurred_from >= (${month}::timestamp at time zone ${zoneOf(this.county)})
        and i.occurred_from <
          ((${month}::timestamp + interval '1 month') at time zone ${zoneOf(this.county)})
      group by 1, 2`);
    const { ids } = this.areas;
    const counts = new Map<string, [number[], number[]]>();
    for (const { area, category, n } of rows) {
      if (!counts.has(category)) counts.set(category, [ids[0].map(() => 0), ids[1].map(() => 0)]);
      const side = ids[0].includes(area) ? 0 : 1;
      counts.get(category)![side][ids[side].indexOf(area)] = n;
    }
    return counts;
  }
}

const PERIOD_WORK = threadModule(import.meta.url, "./period-work");
/** How far back the choice of periods looks. */
const HISTORY_MONTHS = 36;

/** Decides, from what is known when the areas are made, how many months a number covers. */
async function fixPeriods(
  db: Database,
  county: number,
  release: string,
  counts: Counts,
  last: number,
  progress: Progress,
): Promise<Record<string, number>> {
  const [records] = await db.rows<{ first: string | null }>(sql`
    select date_trunc('month', (${firstOnRecord(county)} at time zone ${zoneOf(county)})
      + interval '1 month' - interval '1 day')::date::text as first`);
  const begin = records?.first ? monthNumber(records.first) : last + 1;
  const first = Math.max(begin, last - HISTORY_MONTHS + 1);
  const months = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const every = await progress.thread<Record<string, number>>({
    module: PERIOD_WORK,
    work: "choosePeriods",
    input: {
      categories: await counts.over(months),
      first,
      last,
      overlaps: counts.overlaps,
    } satisfies PeriodTask,
  });
  await db.rows(sql`
    update release set every = ${JSON.stringify(every)}::jsonb
    where county_id = ${county} and id = ${release}::uuid`);
  return every;
}

interface Published {
  area: string;
  category: string;
  month: string;
  months: number;
  count: number;
}

/** The periods that end with a month; the others wait for their own last month. */
async function countMonth(
  release: Release,
  areas: Areas,
  counts: Counts,
  month: number,
): Promise<Published[]> {
  const first = monthNumber(release.firstMonth);
  const published: Published[] = [];
  for (const every of new Set([1, ...Object.values(release.every)])) {
    const start = periodEnding(month, every, first);
    if (start === null) continue;
    const months = Array.from({ length: every }, (_, i) => start + i);
    for (const [category, monthly] of await counts.over(months)) {
      if ((release.every[category] ?? 1) !== every) continue;
      const slice = pooled(monthly, months, areas.overlaps);
      const hidden = suppress(slice);
      for (const side of [0, 1] as const)
        areas.ids[side].forEach((area, i) => {
          const count = slice.counts[side][i]!;
          if (!hidden[side][i])
            published.push({ area, category, month: firstDay(start), months: every, count });
        });
    }
  }
  return published;
}

async function publishMonth(
  tx: Transaction,
  county: number,
  release: Release,
  month: number,
  published: readonly Published[],
): Promise<void> {
  await tx.rows(sql`
    insert into release_count (county_id, area_id, month, months, category, count)
    select ${county}, area, month, months, category, count
    from jsonb_to_recordset(${JSON.stringify(published)}::jsonb)
      as p(area uuid, month date, months int, category text, count int)`);
  const day = firstDay(month);
  await tx.rows(sql`
    update release set last_month = ${day}::date, published_at = clock_timestamp()
    where county_id = ${county} and id = ${release.id}::uuid`);
  await keepReleasedUntil(tx, county, day);
}
