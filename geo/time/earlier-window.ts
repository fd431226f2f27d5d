import { addDays, addMonths, type Day } from "./day.js";
import type { LocalClock } from "./local-clock.js";

/** Moments in milliseconds since 1970; `to` is outside. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;

/** Is this moment the beginning of a local day? */
const isMidnight = (at: number, clock: LocalClock): boolean =>
  clock.midnight(clock.dayAt(at)) === at;

const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / DAY_MS);

/** The moment at which the clock shows on another day what it shows now. */
function onDay(at: number, day: Day, clock: LocalClock): number {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const wall = at + clock.offsetAt(at);
  const ms = wall - Math.floor(wall / DAY_MS) * DAY_MS;
  return clock.moment({ year, month, day: date, hour: 0, minute: 0, second: 0, ms }).at;
}

/**
 * The window of the same length before this one. Windows of whole local days are compared with as
 * many days, so that a day of 23 hours is still a day.
 */
export function precedingWindow({ from, to }: Window, clock: LocalClock): Window {
  if (!isMidnight(from, clock) || !isMidnight(to, clock))
    return { from: from - (to - from), to: from };
  const days = daysBetween(clock.dayAt(from), clock.dayAt(to));
  return { from: clock.midnight(addDays(clock.dayAt(from), -days)), to: from };
}

/** The same days of the calendar a year before; of a 29 February, the 28th. */
export function windowOfLastYear({ from, to }: Window, clock: LocalClock): Window {
  const before = (at: number) => onDay(at, addMonths(clock.dayAt(at), -12), clock);
  return { from: before(from), to: before(to) };
}

/**
 * Of an earlier window as much as has passed of this one until now, by the clock on the wall where
 * both begin at one hour of the day: a day that is not over is compared with the same hours. The
 * whole of it once all has passed.
 */
export function passedOf(
  earlier: Window,
  { from, to }: Window,
  now: number,
  clock: LocalClock,
): Window {
  if (now >= to) return earlier;
  if (now <= from) return { from: earlier.from, to: earlier.from };
  const days = daysBetween(clock.dayAt(from), clock.dayAt(now));
  const until =
    clock.timeAt(from) === clock.timeAt(earlier.from)
      ? onDay(now, addDays(clock.dayAt(earlier.from), days), clock)
      : earlier.from + (now - from);
  return { from: earlier.from, to: Math.min(earlier.to, Math.max(earlier.from, until)) };
}
