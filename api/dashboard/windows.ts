import { addDays, type Day } from "../../geo/time/day.js";
import type { Window } from "../../geo/time/earlier-window.js";
import type { LocalClock } from "../../geo/time/local-clock.js";

export const WINDOW_DAYS = 28;

export interface DaysWindow extends Window {
  first: Day;
  last: Day;
}

/** The last 28 local days that are over, so many days ago. */
export function daysWindow(clock: LocalClock, now: number): DaysWindow {
  const today = clock.dayAt(now);
  const first = addDays(today, -WINDOW_DAYS);
  return {
    ...{ first, last: addDays(today, -1) },
    ...{ from: clock.midnight(first), to: clock.midnight(today) },
  };
}

export const asFilter = ({ from, to }: Window) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});
