import type { Term } from "../../civic/calendar/period.js";
import { UNIT_MS } from "../../civic/calendar/period.js";
import type { WorkingCalendar } from "../../civic/calendar/working-day.js";
import {
  type ClockRun,
  isPaused,
  type Reckoning,
  reckon,
  warnAt,
} from "../../civic/steps/clock.js";

/** What a clock's row says beside its run: when the loop looks at it next, and what it told. */
export interface Standing {
  state: "running" | "paused";
  dueAt: number | null;
  warnAt: number | null;
  adviseBy: string | null;
  warnedAt: number | null;
  overdueAt: number | null;
  lateMs: number | null;
  nextAt: number | null;
}

/** What was told of a clock already. */
export type Told = Pick<Standing, "warnedAt" | "overdueAt" | "lateMs">;

export const UNTOLD: Told = { warnedAt: null, overdueAt: null, lateMs: null };

/** Whether a term is counted in a calendar's days: one of minutes and hours needs none. */
export const countsDays = ({ unit }: Term): boolean => !(unit in UNIT_MS);

/**
 * How a clock stands after something moved it. What was told stays told while it is still true: a
 * clock that has time again turns yellow and red anew.
 */
export function standingOf(
  run: ClockRun,
  warnShare: number | null,
  calendar: WorkingCalendar,
  told: Told,
  now: number,
): Standing {
  const { warnedAt, overdueAt, lateMs } = told;
  if (isPaused(run)) {
    const none = { dueAt: null, warnAt: null, adviseBy: null, nextAt: null };
    return { state: "paused", ...none, warnedAt, overdueAt, lateMs };
  }
  const { dueAt, adviseBy }: Reckoning = reckon(run, calendar, now);
  const warn = warnShare === null ? null : warnAt(run, dueAt, warnShare, now);
  const isOverdue = overdueAt !== null && dueAt <= now;
  const isWarned = warnedAt !== null && warn !== null && warn <= now;
  const next = warn === null || isWarned ? dueAt : Math.min(warn, dueAt);
  return {
    state: "running",
    dueAt,
    warnAt: warn,
    adviseBy,
    warnedAt: isWarned ? warnedAt : null,
    overdueAt: isOverdue ? overdueAt : null,
    lateMs: isOverdue ? lateMs : null,
    nextAt: isOverdue ? null : next,
  };
}
