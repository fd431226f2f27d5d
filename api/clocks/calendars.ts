import { sql } from "drizzle-orm";
import { OFFICIAL_DAYS } from "../../civic/calendar/national-calendar.js";
import {
  type CalendarRow,
  type WorkingCalendar,
  workingCalendar,
  yearOf,
  yearsOf,
} from "../../civic/calendar/working-day.js";
import { holiday } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import { timeOfCounty } from "../counties/county-time.js";

/**
 * The days a county works: by its own rows, and of years that they do not tell by the country's
 * notices where its law holds. Read anew each time: a deadline worked out by yesterday's calendar is
 * a wrong one.
 */
export async function calendarOf(run: Runner, county: number): Promise<WorkingCalendar> {
  const { timeZone, codeProfile } = await timeOfCounty(run, county);
  const own = await run.rows<CalendarRow>(sql`
    select ${holiday.day}::text as day, ${holiday.kind} as kind, ${holiday.source} as source
    from ${holiday} where ${holiday.countyId} = ${county} and ${holiday.retiredAt} is null`);
  const statutory = codeProfile === "cn";
  const told = yearsOf(own);
  const country = statutory ? OFFICIAL_DAYS.filter(({ day }) => !told.has(yearOf(day))) : [];
  return workingCalendar([...country, ...own], { timeZone, statutory });
}

/** Calendars as one transaction needs them, each read once. */
export class Calendars {
  private readonly read = new Map<number, Promise<WorkingCalendar>>();

  constructor(private readonly run: Runner) {}

  of(county: number): Promise<WorkingCalendar> {
    let calendar = this.read.get(county);
    if (!calendar) this.read.set(county, (calendar = calendarOf(this.run, county)));
    return calendar;
  }
}
