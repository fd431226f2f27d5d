import { addDays } from "../../geo/time/day.js";
import {
  type Excluded,
  endOf,
  type Period,
  period,
  type Term,
  UNIT_MS,
} from "../calendar/period.js";
import type { WorkingCalendar } from "../calendar/working-day.js";

/** Stands still from a moment until another; null: it still does. */
export interface Pause {
  from: number;
  until: number | null;
}

/**
 * A clock as it is kept: when it began, what it allows and when it stood still. All else is worked
 * out from these and the calendar, so that a corrected calendar or another category moves it and
 * what has gone by stays gone by. Moments are milliseconds since 1970.
 */
export interface ClockRun {
  from: number;
  term: Term;
  pauses: readonly Pause[];
}

/** When a clock runs out: while it stands still, when it would if it went on now. */
export interface Reckoning extends Period {
  dueAt: number;
}

const pauseLength = ({ from, until }: Pause, now: number): number => (until ?? now) - from;

const pausedMs = ({ pauses }: ClockRun, now: number): number =>
  pauses.reduce((sum, pause) => sum + pauseLength(pause, now), 0);

/** The day it goes on is a first day again and does not count; the day it stopped did. */
function pausedDays({ pauses }: ClockRun, { clock }: WorkingCalendar, now: number): Excluded[] {
  return pauses
    .map(({ from, until }): Excluded => [addDays(clock.dayAt(from), 1), clock.dayAt(until ?? now)])
    .filter(([first, last]) => first <= last);
}

/** When a clock runs out, and by whose rule. */
export function reckon(run: ClockRun, calendar: WorkingCalendar, now: number): Reckoning {
  const { n, unit } = run.term;
  if (unit === "hour" || unit === "minute") {
    const plain = period(new Date(run.from), run.term, calendar);
    const dueAt = run.from + n * UNIT_MS[unit] + pausedMs(run, now);
    return { ...plain, deadline: new Date(dueAt).toISOString(), dueAt };
  }
  const counted = period(new Date(run.from), run.term, calendar, pausedDays(run, calendar, now));
  return { ...counted, dueAt: endOf(counted, calendar) };
}

export const isPaused = ({ pauses }: ClockRun): boolean => pauses.at(-1)?.until === null;

/** Stops it for a while; one that stands still already stands still since then. */
export const pause = (run: ClockRun, at: number): ClockRun =>
  isPaused(run) ? run : { ...run, pauses: [...run.pauses, { from: at, until: null }] };

export function resume(run: ClockRun, at: number): ClockRun {
  const last = run.pauses.at(-1);
  if (last?.until !== null) return run;
  return { ...run, pauses: [...run.pauses.slice(0, -1), { ...last, until: at }] };
}

/** Another term, as when the category changes: what has gone by, and what was paused, is kept. */
export const rebase = (run: ClockRun, term: Term): ClockRun => ({ ...run, term });

/** How a clock's time is divided at a moment; the three make up what lies between its ends. */
export interface Share {
  elapsed: number;
  paused: number;
  /** Negative: so long overdue. */
  remaining: number;
}

export function shareAt(run: ClockRun, dueAt: number, now: number): Share {
  const paused = pausedMs(run, now);
  return { elapsed: now - run.from - paused, paused, remaining: dueAt - now };
}

/** When so large a share of its running time will have gone by, if it goes on. */
export function warnAt(run: ClockRun, dueAt: number, share: number, now: number): number {
  const paused = pausedMs(run, now);
  return Math.round(run.from + paused + share * (dueAt - run.from - paused));
}

/** Green, yellow, red, grey. */
export type Lamp = "running" | "due-soon" | "overdue" | "paused";

export function lampAt(run: ClockRun, dueAt: number, share: number | null, now: number): Lamp {
  if (isPaused(run)) return "paused";
  if (now >= dueAt) return "overdue";
  return share !== null && now >= warnAt(run, dueAt, share, now) ? "due-soon" : "running";
}
