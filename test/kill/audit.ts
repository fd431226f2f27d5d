import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "../../api/core/database.js";
import { readOn } from "../../api/events/event-log.js";
import { BEGINNING, type Position } from "../../api/events/position.js";
import { STEPS } from "./life.js";

/** A reader of the log that is never quicker than its position: what it has seen, how often. */
export class Follower {
  private position: Position = BEGINNING;
  private readonly seen = new Map<string, number>();

  constructor(private readonly db: () => Database) {}

  /** Reads what is there now; a reading that fails is read again from the same place. */
  async read(): Promise<void> {
    for (let more = true; more; ) {
      const batch = await readOn(this.db(), this.position, 500);
      for (const { id } of batch.events) this.seen.set(id, (this.seen.get(id) ?? 0) + 1);
      this.position = batch.to;
      more = batch.more;
    }
  }

  /** Every event of the log once, none else. */
  async check(): Promise<void> {
    await this.read();
    const events = await this.db().rows<{ id: string }>(sql`select id from event`);
    expect([...this.seen].filter(([, n]) => n !== 1)).toEqual([]);
    expect([...this.seen.keys()].sort()).toEqual(events.map(({ id }) => id).sort());
  }
}

/** Hundreds of deaths leave hundreds of jobs behind: as long as they become fewer, it waits. */
const STANDSTILL_MS = 30_000;

async function untilDone(db: Database): Promise<void> {
  let before = "";
  for (let moved = Date.now(); ; await delay(100)) {
    const open = await db.rows(sql`select kind, state, count(*)::int as n, max(error) as error
      from job where state <> 'done' group by 1, 2 order by 1, 2`);
    if (open.length === 0) return;
    const now = JSON.stringify(open);
    if (now !== before) moved = Date.now();
    before = now;
    if (Date.now() - moved > STANDSTILL_MS) expect(open, "jobs that nobody does").toEqual([]);
  }
}

/** What was said to be done is; what is there was done once, and is told once. */
export async function audit(
  db: Database,
  acknowledged: ReadonlyMap<string, number>,
): Promise<{ rows: number; versions: number; jobs: number }> {
  await untilDone(db);
  const nothing = async (what: string, query: ReturnType<typeof sql>) =>
    expect(await db.rows(query), what).toEqual([]);
  const rows = await db.rows<{ id: string; version: number }>(
    sql`select id, version from camera where name in ('新点位') or name like '改 %'`,
  );
  const versions = new Map(rows.map(({ id, version }) => [id, version]));
  const lost = [...acknowledged].filter(([id, version]) => (versions.get(id) ?? 0) < version);
  expect(lost, "acknowledged and lost").toEqual([]);
  await nothing(
    "each version has its line in the history",
    sql`select c.id, c.version, count(h.version) as n from camera c
      left join history h on h.county_id = c.county_id and h.subject_id = c.id
      where c.name = '新点位' or c.name like '改 %'
      group by 1, 2 having count(h.version) <> c.version`,
  );
  await nothing(
    "each version has one event, and no event is of a version that is not",
    sql`select subject_id, version, count(e.id), count(h.version) from event e
      full join history h using (county_id, subject_id, version)
      where e.subject_kind = 'cameras' or h.subject_kind = 'cameras'
      group by 1, 2 having count(e.id) <> 1 or count(h.version) <> 1`,
  );
  await nothing(
    "each version has one job that follows it, done once",
    sql`select f.subject, f.version, count(*) from followed f group by 1, 2 having count(*) <> 1
      union all select h.subject_id, h.version, 0 from history h
      where h.subject_kind = 'cameras'
        and not exists (select from followed where subject = h.subject_id and version = h.version)
      union all select f.subject, f.version, -1 from followed f
      where not exists (select from history where subject_id = f.subject and version = f.version)`,
  );
  await nothing(
    "each job of steps took each step once",
    sql`select j.id from job j left join stepped s on s.job = j.id where j.kind = 'steps'
      group by 1 having count(*) <> ${STEPS} or count(distinct s.step) <> ${STEPS}`,
  );
  const [{ jobs } = { jobs: 0 }] = await db.rows<{ jobs: number }>(
    sql`select count(*)::int as jobs from job`,
  );
  return { rows: rows.length, versions: rows.reduce((n, r) => n + r.version, 0), jobs };
}
