import { LocalClock } from "../../geo/time/local-clock.js";
import type { Database } from "../core/database.js";
import { enqueue } from "./enqueue.js";
import type { JobLane } from "./job.js";
import { moveOn, type Planned, plan, planned } from "./schedule.queries.js";
import { nextTime, ruleText, type ScheduleRule } from "./schedule-rule.js";

export interface Schedule {
  /** Also the unique key of its jobs: one that takes longer than its turn has no second beside it. */
  name: string;
  kind: string;
  lane?: JobLane;
  maxAttempts?: number;
  when: ScheduleRule;
  /** Once in each county by its clocks, or once for all. */
  of: "each county" | "the service";
}

/** The county of what is the service's own. */
const NO_COUNTY = 0;
/** A county that was added begins to have its schedules so soon. */
const COUNTIES_FRESH_MS = 60_000;
/** How far it is looked ahead: farther than to the next look. */
const AHEAD_MS = 30_000;

export type Zones = () => Promise<readonly { id: number; timeZone: string }[]>;

/**
 * Repeated work: when it is due stands in a row, so that it is asked for once whichever processes
 * run, and once after a stop however many turns were missed.
 */
export class Schedules {
  private readonly known = new Map<string, Schedule>();
  private readonly clocks = new Map<number, LocalClock>([[NO_COUNTY, new LocalClock("UTC")]]);
  private plannedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly db: Database,
    private readonly zones: Zones,
  ) {}

  add(schedule: Schedule): void {
    this.known.set(schedule.name, schedule);
    this.plannedAt = Number.NEGATIVE_INFINITY;
  }

  /** Asks for what is due; answers in how many ms the next is, null where it is far off. */
  async tick(): Promise<number | null> {
    if (this.known.size === 0) return null;
    if (performance.now() - this.plannedAt > COUNTIES_FRESH_MS) await this.planAll();
    let soonest: number | null = null;
    for (const row of await planned(this.db, [...this.known.keys()], AHEAD_MS)) {
      const clock = this.clocks.get(row.county);
      if (!clock) continue; // a county that was taken away
      const due = row.next <= row.now;
      const next = due ? await this.fire(row, row.now, clock) : row.next;
      soonest = Math.min(soonest ?? Number.POSITIVE_INFINITY, next - row.now);
    }
    return soonest;
  }

  private async fire(row: Planned, now: number, clock: LocalClock): Promise<number> {
    const { name, kind, lane, maxAttempts, when } = this.known.get(row.name)!;
    const next = nextTime(when, now, clock);
    const { county } = row;
    await this.db.transaction(async (tx) => {
      if (!(await moveOn(tx, row, next))) return;
      await enqueue(tx, {
        kind,
        county,
        input: { due: new Date(row.next).toISOString() },
        actor: "schedule",
        uniqueKey: name,
        ...(lane ? { lane } : {}),
        ...(maxAttempts ? { maxAttempts } : {}),
      });
    });
    return next;
  }

  private async planAll(): Promise<void> {
    this.plannedAt = performance.now();
    const counties = await this.zones();
    for (const { id, timeZone } of counties)
      if (this.clocks.get(id)?.timeZone !== timeZone) this.clocks.set(id, new LocalClock(timeZone));
    const rows = await planned(this.db, [...this.known.keys()], null);
    const rules = new Map(rows.map((row) => [`${row.county} ${row.name}`, row.rule]));
    const now = Date.now();
    for (const { name, when, of } of this.known.values())
      for (const county of of === "the service" ? [NO_COUNTY] : counties.map(({ id }) => id)) {
        const clock = this.clocks.get(county)!;
        const rule = "daily" in when ? `${ruleText(when)} ${clock.timeZone}` : ruleText(when);
        if (rules.get(`${county} ${name}`) === rule) continue;
        await plan(this.db, { county, name, rule, next: nextTime(when, now, clock) });
      }
  }
}
