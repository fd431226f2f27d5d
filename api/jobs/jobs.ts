import { AsyncResource } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { faultOf } from "../../db/engine/fault.js";
import type { Database } from "../core/database.js";
import type { Identifier } from "../core/identifier.js";
import type { Log } from "../core/log.js";
import { Refusal } from "../core/refusal.js";
import { type Handler, type HandlerOptions, LIMIT_MS, type RunEnded } from "./handlers.js";
import {
  CHANGED_CHANNEL,
  DUE_CHANNEL,
  JOB_LANES,
  type JobLane,
  type JobRow,
  pauseAfter,
  STOPPED_CHANNEL,
} from "./job.js";
import {
  endRun,
  type Failure,
  freeOrphans,
  leaveRun,
  pauseRun,
  renewHolds,
  takeDue,
  untilNextDue,
} from "./jobs.queries.js";
import { Run } from "./run.js";
import { type Schedule, Schedules, type Zones } from "./schedules.js";
import { Threads } from "./threads.js";
import { Watchers } from "./watchers.js";

/** Whose holder was not heard of for so long is taken over. */
const HOLD_MS = 20_000;
const RENEW_MS = 5_000;
/** What a notification did not tell is found by looking. */
const LOOK_MS = 5_000;
/** Behind a pooler no notification comes. */
const LOOK_DEAF_MS = 1_000;
/** How long a handler that was told to end may go on before its place is given away. */
const GRACE_MS = 5_000;
/**
 * How many jobs of a lane run at once in a process. The embedded engine does one statement at a
 * time: more would only wait inside; two urgent ones, so that one that waits for something else
 * than the database holds nobody up.
 */
const PLACES: Record<"server" | "embedded", Record<JobLane, number>> = {
  server: { urgent: 8, normal: 4, heavy: 1 },
  embedded: { urgent: 2, normal: 1, heavy: 1 },
};
/** Codes of refusals that say: later. Every other says that what was asked is wrong. */
const LATER = new Set<unknown>(["RETRY", "UNAVAILABLE", "THROTTLED"]);

export interface JobTimes {
  holdMs: number;
  renewMs: number;
  lookMs: number;
  graceMs: number;
  pause: (attempts: number) => number;
}

/**
 * The jobs of one process: takes what is due, as many as there are places in each lane, keeps its
 * holds alive, and follows what others do (docs/decisions/jobs.md).
 */
export class Jobs {
  private readonly holder = randomUUID();
  private readonly handlers = new Map<string, { handler: Handler; options: HandlerOptions }>();
  private readonly runs = new Map<Run, { lane: JobLane; ended: Promise<void> }>();
  private readonly watchers: Watchers;
  private readonly schedules: Schedules;
  private readonly threads = new Threads();
  private readonly times: JobTimes;
  /** Of what wakes it: a request's deadline and its lane are not its jobs'. */
  private readonly outside = new AsyncResource("hearthgrid jobs");
  private readonly unlisten: (() => Promise<void>)[] = [];
  private readonly timers: NodeJS.Timeout[] = [];
  private next: { timer: NodeJS.Timeout; at: number } | undefined;
  private lookMs: number;
  private looking: Promise<void> | undefined;
  private beating: Promise<void> | undefined;
  private again = false;
  /** Lanes of which more may wait than there were places for. */
  private readonly crowded = new Set<JobLane>();
  private heldAt = performance.now();
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly log: Log,
    zones: Zones,
    times: Partial<JobTimes> = {},
  ) {
    this.times = {
      holdMs: HOLD_MS,
      renewMs: RENEW_MS,
      lookMs: LOOK_MS,
      graceMs: GRACE_MS,
      pause: pauseAfter,
      ...times,
    };
    this.lookMs = this.times.lookMs;
    this.schedules = new Schedules(db, zones);
    this.watchers = new Watchers(db, (error) => this.warn(error));
  }

  /** How many follow a job here. */
  get open(): number {
    return this.watchers.open;
  }

  /** How many jobs run here, by lane. */
  get running(): Record<JobLane, number> {
    const n = { urgent: 0, normal: 0, heavy: 0 };
    for (const { lane } of this.runs.values()) n[lane]++;
    return n;
  }

  handle(kind: string, handler: Handler, options: HandlerOptions = {}): void {
    this.handlers.set(kind, { handler, options });
  }

  /** Has work done again and again. */
  repeat(schedule: Schedule): void {
    this.schedules.add(schedule);
  }

  async start(): Promise<void> {
    this.unlisten.push(
      await this.db.listen(DUE_CHANNEL, (text) => {
        const [, ms] = text.split(" ");
        if (ms === undefined) this.look();
        else this.lookIn(Number(ms));
      }),
      await this.db.listen(CHANGED_CHANNEL, (ids) => this.watchers.heard(ids)),
      await this.db.listen(STOPPED_CHANNEL, (id) => {
        for (const run of this.runs.keys()) if (run.job.id === id) run.end("cancelled");
      }),
    );
    this.every(this.times.renewMs, () => this.renew());
    this.beat();
  }

  /** Notifications do not come through: it is looked more often. */
  hearsNothing(): void {
    this.lookMs = Math.min(this.lookMs, LOOK_DEAF_MS);
    this.lookIn(this.lookMs);
  }

  /** Ends what runs here at its next step, and leaves it to others. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.timers.forEach(clearInterval);
    clearTimeout(this.next?.timer);
    await Promise.all(this.unlisten.map((stop) => stop()));
    for (const run of this.runs.keys()) run.end("left");
    await Promise.all([this.looking, this.beating]);
    await Promise.all([...this.runs.values()].map(({ ended }) => ended));
    await this.watchers.flush();
  }

  watch(at: Identifier): AsyncGenerator<JobRow> {
    return this.watchers.watch(at);
  }

  private every(ms: number, work: () => unknown): void {
    const timer = setInterval(work, ms);
    timer.unref();
    this.timers.push(timer);
  }

  /**
   * Looks, and again when the next job is due or a notification may have been missed; so do those
   * who follow a job.
   */
  private beat(): void {
    this.next = undefined;
    this.look();
    this.watchers.wakeAll();
    this.beating = this.upkeep()
      .catch((error: Error) => {
        this.warn(error);
        return this.lookMs;
      })
      .then((ms) => this.lookIn(ms));
  }

  /** Frees what the dead hold, asks for what is scheduled; answers when the next job is due. */
  private async upkeep(): Promise<number> {
    await this.frees();
    const scheduled = await this.schedules.tick();
    const due = await untilNextDue(this.db, [...this.handlers.keys()]);
    return Math.min(scheduled ?? Number.POSITIVE_INFINITY, due ?? Number.POSITIVE_INFINITY);
  }

  /** A timer of more than 24 days fires at once, and a plan may be due in years. */
  private lookIn(dueMs: number): void {
    const ms = Math.min(dueMs, this.lookMs);
    const at = performance.now() + ms;
    if (this.stopping || (this.next && this.next.at <= at)) return;
    clearTimeout(this.next?.timer);
    this.next = {
      at,
      timer: setTimeout(() => this.outside.runInAsyncScope(() => this.beat()), ms),
    };
    this.next.timer.unref();
  }

  private async frees(): Promise<void> {
    const freed = await freeOrphans(this.db);
    for (const { id, state } of freed) {
      this.log(`job ${id}: the process that ran it is gone; it is ${state} now`, "warn");
      this.watchers.tell(id);
    }
    if (freed.length > 0) this.look();
  }

  /** Takes what is due. Whoever wakes it while it looks has it look once more. */
  private look(): void {
    this.again = true;
    if (this.looking || this.stopping) return;
    this.looking = this.outside
      .runInAsyncScope(() => this.takeAll())
      .catch((error: Error) => this.warn(error))
      .finally(() => {
        this.looking = undefined;
        if (this.again) this.look();
      });
  }

  private async takeAll(): Promise<void> {
    while (this.again && !this.stopping) {
      this.again = false;
      const room = this.room();
      if (room.size === 0 || this.handlers.size === 0) return;
      const mine = {
        holder: this.holder,
        holdMs: this.times.holdMs,
        kinds: [...this.handlers.keys()],
      };
      const { taken, found } = await takeDue(this.db, mine, room);
      for (const [lane, places] of room)
        if (found.get(lane) === places) this.crowded.add(lane);
        else this.crowded.delete(lane);
      for (const job of taken) this.begin(job);
      // Another process took some of what was found: there may be more.
      const others = [...found.values()].reduce((n, m) => n + m, 0) - taken.length;
      if (others > 0) this.again = true;
    }
  }

  private room(): Map<JobLane, number> {
    const { running } = this;
    const places = PLACES[this.db.engine.kind];
    const free = JOB_LANES.map((lane) => [lane, places[lane] - running[lane]] as const);
    return new Map(free.filter(([, n]) => n > 0));
  }

  private begin(job: JobRow): void {
    const run = new Run(job, this.db, {
      holder: this.holder,
      holdMs: this.times.holdMs,
      leavesNoTrace: this.handlers.get(job.kind)!.options.leavesNoTrace ?? false,
      threads: this.threads,
      changed: (id) => this.watchers.tell(id),
    });
    const ended = this.attempt(run)
      .catch((error: Error) => this.warn(error))
      .then(() => {
        this.runs.delete(run);
        this.watchers.tell(job.id);
        if (this.crowded.has(job.lane) || this.looking) this.look();
      });
    this.runs.set(run, { lane: job.lane, ended });
    this.watchers.tell(job.id);
    if (this.stopping) run.end("left");
  }

  private async attempt(run: Run): Promise<void> {
    const { kind, lane } = run.job;
    const { handler, options } = this.handlers.get(kind)!;
    const limit = setTimeout(() => run.end("out of time"), options.limitMs ?? LIMIT_MS[lane]);
    try {
      const result = await this.untilEnded(run, handler(run.job, run));
      if (run.finished) return;
      await run.settle();
      await run.done(this.db, result);
    } catch (fault) {
      await this.afterFault(run, fault);
    } finally {
      clearTimeout(limit);
    }
  }

  /** A handler that does not heed its signal is waited for a little, and then for no longer. */
  private async untilEnded(run: Run, work: Promise<unknown>): Promise<unknown> {
    const { signal } = run;
    let hangs = false;
    const abandoned = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => {
        void delay(this.times.graceMs, undefined, { ref: false }).then(() => {
          hangs = true;
          reject(signal.reason);
        });
      });
    });
    abandoned.catch(() => undefined);
    try {
      return await Promise.race([work, abandoned]);
    } finally {
      if (hangs) {
        this.log(`job ${run.job.kind} ${run.job.id} did not end when it was told to`, "warn");
        work.catch(() => undefined);
      }
    }
  }

  private async afterFault(run: Run, fault: unknown): Promise<void> {
    if (run.finished) return this.warn(fault as Error);
    const { hold, signal } = run;
    const why = signal.aborted ? (signal.reason as RunEnded).why : undefined;
    if (why === "taken over") return;
    if (why === "cancelled") return void (await endRun(this.db, hold, { state: "cancelled" }));
    // Where not even that can be written the hold runs out by itself.
    if (why === "left" || faultOf(fault) === "DATABASE_UNREACHABLE")
      return void (await leaveRun(this.db, hold).then(() => this.db.notify(DUE_CHANNEL, "left")));
    await this.afterFailure(run, fault);
  }

  private async afterFailure(run: Run, fault: unknown): Promise<void> {
    const { job, hold } = run;
    const refusal = fault instanceof Refusal ? fault : undefined;
    const failure: Failure = {
      error: refusal?.message ?? "An internal error; the service's log has the rest.",
      fault: { code: "INTERNAL", ...(refusal?.extensions ?? { reason: "logged" }) },
    };
    if (!refusal) {
      const { stack } = fault as Error;
      this.log(`job ${job.kind} ${job.id} failed, attempt ${job.attempts}: ${stack}`, "error");
    }
    if (refusal && !LATER.has(refusal.extensions["code"]))
      return void (await endRun(this.db, hold, { state: "failed", ...failure }));
    if (job.attempts >= job.maxAttempts) return void (await run.giveUp(failure));
    const ms = this.times.pause(job.attempts);
    await pauseRun(this.db, hold, { ...failure, ms });
    this.lookIn(ms);
  }

  /**
   * Keeps the holds of all that runs here, whatever the handlers do. A hold that could not be kept
   * is given up here before another process may take it.
   */
  private async renew(): Promise<void> {
    if (this.runs.size === 0) {
      this.heldAt = performance.now();
      return;
    }
    const runs = [...this.runs.keys()];
    const begun = performance.now();
    const ids = runs.map(({ job }) => job.id);
    try {
      const held = await renewHolds(this.db, this.holder, ids, this.times.holdMs);
      this.heldAt = begun;
      for (const run of runs) {
        const still = held.find(
          ({ id, attempt }) => id === run.job.id && attempt === run.hold.attempt,
        );
        if (still?.cancelled) run.end("cancelled");
        else if (!still && this.runs.has(run) && !run.finished) run.end("taken over");
      }
    } catch (error) {
      this.warn(error as Error);
      if (performance.now() - this.heldAt > this.times.holdMs - this.times.renewMs)
        for (const run of runs) run.end("taken over");
    }
  }

  private warn(error: Error): void {
    this.log(`jobs: ${error.message}`, "warn");
  }
}
