import type { Transaction } from "../core/database.js";
import type { JobLane, JobRow } from "./job.js";
import type { ThreadTask } from "./threads.js";

/** Where a run stands, kept in the job's row. */
export interface Standing {
  /** What it is doing, by a code of its kind (`areas`, `months`); the figures are this phase's. */
  phase?: string;
  done: number;
  total: number | null;
  /** Where another process would go on. */
  cursor?: unknown;
}

/** What a handler gets beside its job. */
export interface Progress {
  /** Where the process before stood that left the job or died. */
  readonly cursor: unknown;
  /** Aborted when the run is to end: cancelled, taken over, out of time, left by a closing process. */
  readonly signal: AbortSignal;
  /** Says how far it is; throws when the run is to end, so that the handler does. */
  report(done: number, total: number | null, cursor?: unknown): Promise<void>;
  /** Begins a phase, with figures of its own. */
  phase(phase: string, total?: number | null): Promise<void>;
  /**
   * Does one part of the work and keeps the cursor in one transaction: after a death it was done
   * and is not done again, or it was not. Throws, with nothing done, when the job is this run's no
   * more.
   */
  step(work: (tx: Transaction) => Promise<Standing>): Promise<void>;
  /** Has something computed in a thread; it ends when the run is to end. */
  thread<T>(task: Omit<ThreadTask, "signal">): Promise<T>;
  /** Does the last part and ends the job in one transaction. What it answers is the result. */
  finish(work: (tx: Transaction) => Promise<unknown>): Promise<void>;
}

/** Does a job; what it answers is the job's result. */
export type Handler = (job: JobRow, progress: Progress) => Promise<unknown>;

export interface HandlerOptions {
  /** How long one attempt may take; by default what its lane allows. */
  limitMs?: number;
  /** A job of this kind is not kept when it ended: nobody asks for it, and the log has the rest. */
  leavesNoTrace?: boolean;
}

/** An attempt that takes longer is ended: a handler that hangs does not keep a place for ever. */
export const LIMIT_MS: Record<JobLane, number> = {
  urgent: 60_000,
  normal: 10 * 60_000,
  heavy: 6 * 3_600_000,
};

/** Why a run is to end before its work is done. */
export class RunEnded extends Error {
  constructor(readonly why: "cancelled" | "taken over" | "out of time" | "left") {
    super(`the run is to end: ${why}`);
  }
}
