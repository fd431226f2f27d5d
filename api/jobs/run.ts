import type { Database, Runner, Transaction } from "../core/database.js";
import { type Progress, RunEnded, type Standing } from "./handlers.js";
import type { JobPhase, JobRow } from "./job.js";
import {
  endRun,
  type Failure,
  forgetEnded,
  forgetRun,
  type Hold,
  keepProgress,
  lockHold,
} from "./jobs.queries.js";
import type { Threads, ThreadTask } from "./threads.js";

/** Figures without a cursor are written at most so often; a person reads them. */
const WRITTEN_EVERY_MS = 200;

/** One attempt at a job: what its handler sees of it, and how it is told to end. */
export class Run implements Progress {
  readonly hold: Hold;
  /** The handler ended the job itself, with its last part. */
  finished = false;
  private readonly ending = new AbortController();
  private readonly phases: JobPhase[];
  private now: JobPhase | null;
  private writtenAt = 0;
  private unwritten: Standing | undefined;

  constructor(
    readonly job: JobRow,
    private readonly db: Database,
    private readonly held: {
      holder: string;
      holdMs: number;
      leavesNoTrace: boolean;
      threads: Threads;
      changed: (id: string) => void;
    },
  ) {
    const { county, id, attempts, phases, phase, done, total } = job;
    this.hold = { county, id, holder: held.holder, attempt: attempts };
    this.phases = [...phases];
    this.now = phase === null ? null : { phase, done, total };
  }

  get cursor(): unknown {
    return this.job.cursor;
  }
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  end(why: RunEnded["why"]): void {
    if (!this.signal.aborted) this.ending.abort(new RunEnded(why));
  }

  async report(done: number, total: number | null, cursor?: unknown): Promise<void> {
    this.signal.throwIfAborted();
    this.unwritten = { done, total };
    if (this.now) this.now = { ...this.now, done, total };
    if (cursor === undefined && performance.now() - this.writtenAt < WRITTEN_EVERY_MS) return;
    await this.keep(this.db, { done, total, cursor });
    this.held.changed(this.job.id);
  }

  async phase(phase: string, total: number | null = null): Promise<void> {
    this.signal.throwIfAborted();
    await this.keep(this.db, { phase, done: 0, total });
    this.held.changed(this.job.id);
  }

  async step(work: (tx: Transaction) => Promise<Standing>): Promise<void> {
    this.signal.throwIfAborted();
    await this.db.transaction(async (tx) => {
      this.heed(await lockHold(tx, this.hold));
      await this.keep(tx, await work(tx));
    });
    this.held.changed(this.job.id);
  }

  async finish(work: (tx: Transaction) => Promise<unknown>): Promise<void> {
    this.signal.throwIfAborted();
    await this.db.transaction(async (tx) => {
      const result = (await work(tx)) ?? null;
      // Ended last: that locks the job's row, and what takes longer than a hold could not renew it,
      // was taken over, and began again for ever.
      this.heed(await endRun(tx, this.hold, { state: "done", result }));
      if (this.held.leavesNoTrace) await forgetEnded(tx, this.hold);
    });
    this.finished = true;
  }

  /** It was tried as often as it may be. */
  async giveUp(failure: Failure): Promise<void> {
    if (this.held.leavesNoTrace) await forgetRun(this.db, this.hold);
    else await endRun(this.db, this.hold, { state: "dead", ...failure });
  }

  thread<T>(task: Omit<ThreadTask, "signal">): Promise<T> {
    return this.held.threads.run<T>({ ...task, signal: this.signal });
  }

  async done(run: Runner, result: unknown): Promise<void> {
    if (this.held.leavesNoTrace) await forgetRun(run, this.hold);
    else await endRun(run, this.hold, { state: "done", result: result ?? null });
  }

  /** Writes the last figures, which a person who asks later wants to see. */
  async settle(): Promise<void> {
    if (this.unwritten) await this.keep(this.db, this.unwritten);
  }

  private async keep(run: Runner, standing: Standing): Promise<void> {
    const { phase = this.now?.phase ?? null, done, total, cursor } = standing;
    // A cursor takes a process that was killed back into a phase: then the later ones are undone.
    if (this.now && phase !== this.now.phase) {
      const again = this.phases.findIndex((p) => p.phase === phase);
      if (again >= 0) this.phases.splice(again);
      else this.phases.push(this.now);
    }
    this.now = phase === null ? null : { phase, done, total };
    this.unwritten = undefined;
    this.writtenAt = performance.now();
    const steps = { done: Math.round(done), total: total === null ? null : Math.round(total) };
    const kept = { phase, ...steps, phases: this.phases, cursor };
    this.heed(await keepProgress(run, this.hold, kept, this.held.holdMs));
  }

  private heed(held: { cancelled: boolean } | null): void {
    if (!held) this.end("taken over");
    else if (held.cancelled) this.end("cancelled");
    this.signal.throwIfAborted();
  }
}
