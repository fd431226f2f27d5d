import { addDays, type Day } from "../../geo/time/day.js";
import years from "./official-days.json" with { type: "json" };
import { type CalendarRow, type WorkingCalendar, workingCalendar } from "./working-day.js";

function* daysFrom(first: Day, last: Day): Generator<Day> {
  for (let day = first; day <= last; day = addDays(day, 1)) yield day;
}

/** The country's holidays and make-up workdays of the years whose notices were at hand. */
export const OFFICIAL_DAYS: readonly CalendarRow[] = Object.values(years).flatMap(
  ({ source, holidays, workdays }) => [
    ...holidays.flatMap(([first, last]) =>
      Array.from(daysFrom(first!, last!), (day) => ({ day, kind: "holiday" as const, source })),
    ),
    ...workdays.map((day) => ({ day, kind: "workday" as const, source })),
  ],
);

/** The country's calendar as its notices tell it. */
export const nationalCalendar = (timeZone = "Asia/Shanghai"): WorkingCalendar =>
  workingCalendar(OFFICIAL_DAYS, { timeZone, statutory: true });
