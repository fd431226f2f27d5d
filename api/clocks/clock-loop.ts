import type { Database, Transaction } from "../core/database.js";
import type { Log } from "../core/log.js";
import { publish } from "../events/publish.js";
import { enqueue } from "../jobs/enqueue.js";
import { dueCounties, type Fired, fireDue } from "./clocks.queries.js";

/** So often the loop looks, if nothing it knows of is due before. */
const LOOK_MS = 1000;
/** Clocks of one transaction: some tens of milliseconds, and one event each. */
const AT_ONCE = 500;
/** After a failure, a database that is away among them. */
const REST_MS = 2000;

/** Written by nobody's hand. */
export const CLOCK_ACTOR = "clock";

/**
 * Fires what is due, county by county. Every process has one, and they need not know each other: a
 * clock is fired by an update that finds it due, so by one of them, and together with its event and
 * its job or not at all. What came due while none ran is fired at the start, marked with how late.
 */
export class ClockLoop {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly log: Log,
  ) {}

  start(): void {
    this.stopping = false;
    this.again(0);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.turn;
  }

  private again(ms: number): void {
    if (this.stopping) return;
    this.timer = setTimeout(() => {
      this.turn = this.look()
        .catch((error: Error) => {
          this.log(`clocks: ${error.message}`, "warn");
          return REST_MS;
        })
        .then((wait) => this.again(wait));
    }, ms);
    this.timer.unref();
  }

  /** Fires all that is due; answers how long it may rest. */
  private async look(): Promise<number> {
    for (;;) {
      const { counties, nextMs } = await dueCounties(this.db);
      if (counties.length === 0 || this.stopping)
        return Math.max(1, Math.min(LOOK_MS, nextMs ?? LOOK_MS));
      let fired = 0;
      for (const county of counties) fired += await this.fire(county);
      // The rest is in another process's hands: it is looked at again in case that one dies.
      if (fired === 0) return LOOK_MS / 10;
    }
  }

  private async fire(county: number): Promise<number> {
    const fired = await this.db.transaction(async (tx) => {
      const clocks = await fireDue(tx, county, AT_ONCE);
      await tell(tx, clocks);
      return clocks;
    });
    const late = fired.filter(({ lateMs }) => lateMs > 60_000).length;
    if (late > 0) this.log(`clocks: ${late} fired more than a minute late in county ${county}`);
    return fired.length;
  }
}

/** What firing means to others: an event each, and what the rule says should follow. */
async function tell(tx: Transaction, fired: readonly Fired[]): Promise<void> {
  const inOrder = [...fired].sort((a, b) => b.lateMs - a.lateMs);
  await publish(
    tx,
    inOrder.map(({ county, subjectKind, subject, kind, lamp }) => ({
      county,
      kind: `clock.${lamp}`,
      subjectKind,
      subject,
      action: "updated",
      version: null,
      actor: CLOCK_ACTOR,
      fields: [`clock.${kind}`],
      place: null,
    })),
  );
  for (const { county, subjectKind, subject, id, kind, lamp, onOverdue } of inOrder)
    if (lamp === "overdue" && onOverdue)
      await enqueue(tx, {
        kind: onOverdue,
        county,
        input: { subjectKind, subject, clock: kind },
        actor: CLOCK_ACTOR,
        lane: "urgent",
        uniqueKey: id,
      });
}
