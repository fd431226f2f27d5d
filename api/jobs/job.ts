/**
 * Lanes of jobs: what somebody waits for within a second, what takes its time, and what takes hours
 * or a processor. Each has places of its own in every process.
 */
export const JOB_LANES = ["urgent", "normal", "heavy"] as const;
export type JobLane = (typeof JOB_LANES)[number];

/**
 * `failed`: refused for what it was asked, so that trying again gives the same. `dead`: tried as
 * often as it may be, left to a person.
 */
export const JOB_STATES = ["waiting", "running", "done", "failed", "dead", "cancelled"] as const;
export type JobState = (typeof JOB_STATES)[number];

export interface JobPhase {
  phase: string;
  done: number;
  total: number | null;
}

/** Why an attempt failed, as a refused request tells it under `extensions`. */
export interface JobFault {
  /** Of the refusal, or `INTERNAL` with the reason `logged`, or `process-ended` each time. */
  code: string;
  [detail: string]: unknown;
}

export interface JobRow {
  county: number;
  id: string;
  kind: string;
  lane: JobLane;
  state: JobState;
  input: unknown;
  cursor: unknown;
  result: unknown;
  error: string | null;
  fault: JobFault | null;
  phase: string | null;
  done: number;
  total: number | null;
  phases: JobPhase[];
  attempts: number;
  maxAttempts: number;
  createdBy: string;
  createdAt: string;
  runAt: string;
  finishedAt: string | null;
}

export interface NewJob {
  kind: string;
  county: number;
  input: unknown;
  actor: string;
  lane?: JobLane;
  /** Not before. */
  runAt?: Date;
  /** Of the jobs of this kind and county that have not ended, one has this key. */
  uniqueKey?: string;
  maxAttempts?: number;
}

/** Work is due in a lane: `LANE` at once, `LANE MS` in so many milliseconds. */
export const DUE_CHANNEL = "hearthgrid_jobs_due";
/** Ids, separated by commas, of jobs that may look different now. */
export const CHANGED_CHANNEL = "hearthgrid_jobs_changed";

/** The id of a job that a person stopped. */
export const STOPPED_CHANNEL = "hearthgrid_jobs_stopped";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * How long a job rests after its nth attempt failed: twice as long each time, and not all at the
 * same moment when what they need is away.
 */
export function pauseAfter(attempts: number, random: () => number = Math.random): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
  return Math.round(pause * (0.75 + random() / 2));
}
