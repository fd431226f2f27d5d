import { type Day, weekday } from "../../geo/time/day.js";
import { LocalClock } from "../../geo/time/local-clock.js";
import { STATUTORY_SOURCE, statutoryDays } from "./statutory-days.js";

/** A day that is not what its weekday says: 休 `holiday`, 班 `workday` (a made-up one). */
export interface CalendarRow {
  day: Day;
  /** `local`: a county's own day off, which says nothing of the country's days of that year. */
  kind: "holiday" | "workday" | "local";
  source: string;
}

export interface DayKind {
  /** Nobody has to act on it: a period that would end here ends later. */
  rest: boolean;
  /** What made it so, beside its being a weekday or a weekend. */
  source: string | null;
  /** The rows of its year are known. */
  known: boolean;
}

/** Which days a county works, and on whose clock its days begin. */
export interface WorkingCalendar {
  readonly clock: LocalClock;
  kindOf(day: Day): DayKind;
}

export const yearOf = (day: Day): number => Number(day.slice(0, 4));

/** A year's notice may bring the last days of the year before, which say nothing of that year. */
const isOfNextNotice = (day: Day): boolean => day.slice(5) >= "12-25";

/** The years whose days off are told by rows. */
export const yearsOf = (rows: Iterable<CalendarRow>): ReadonlySet<number> =>
  new Set(
    Array.from(rows)
      .filter(({ day, kind }) => kind !== "local" && !isOfNextNotice(day))
      .map(({ day }) => yearOf(day)),
  );

/**
 * A calendar of rows. A year without rows is counted by its weekends and, where `statutory`, the
 * days off that the country's regulation fixes.
 */
export function workingCalendar(
  rows: Iterable<CalendarRow>,
  { timeZone, statutory }: { timeZone: string; statutory: boolean },
): WorkingCalendar {
  const byDay = new Map(Array.from(rows, (row) => [row.day, row]));
  const years = yearsOf(byDay.values());
  const fixed = new Map<number, ReadonlySet<Day>>();
  const isStatutory = (day: Day): boolean => {
    const year = yearOf(day);
    let days = fixed.get(year);
    if (!days) fixed.set(year, (days = statutoryDays(year).days));
    return days.has(day);
  };
  return {
    clock: new LocalClock(timeZone),
    kindOf(day) {
      const known = years.has(yearOf(day));
      const row = byDay.get(day);
      if (row) return { rest: row.kind !== "workday", source: row.source, known };
      if (!known && statutory && isStatutory(day))
        return { rest: true, source: STATUTORY_SOURCE, known };
      return { rest: weekday(day) > 5, source: null, known };
    },
  };
}
