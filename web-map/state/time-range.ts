import { addDays, type Day } from "../../geo/time/day.js";
import { localClock } from "../../geo/time/local-clock.js";

/**
 * A time filter: the last so many hours, or whole local days from `from` until and including `to`
 * (YYYY-MM-DD).
 */
export type TimeRange =
  | { kind: "all" }
  | { kind: "last"; hours: number }
  | { kind: "days"; from: string | null; to: string | null };

export const LAST_HOURS = {
  timeDay: 24,
  timeWeek: 24 * 7,
  timeMonth: 24 * 30,
  timeYear: 24 * 365,
} as const;

const pad = (n: number, width = 2) => String(n).padStart(width, "0");

/** The local day of a moment. */
export const dayOf = (at: Date, timeZone: string): Day => localClock(timeZone).dayAt(at.getTime());

/** The moment at which a local day begins. */
const beginOf = (day: Day, timeZone: string): Date => new Date(localClock(timeZone).midnight(day));

export interface Period {
  from?: string;
  to?: string;
}

/**
 * What the service is asked: `from` included, `to` not. `now` is rounded to the minute, so that
 * tiles can be cached.
 */
export function periodOf(range: TimeRange, timeZone: string, now = new Date()): Period {
  if (range.kind === "all") return {};
  const whole = (at: Date) => at.toISOString().replace(/\.000Z$/, "Z");
  if (range.kind === "last")
    return {
      from: whole(new Date(Math.floor(now.getTime() / 60_000) * 60_000 - range.hours * 3_600_000)),
    };
  return {
    ...(range.from ? { from: whole(beginOf(range.from, timeZone)) } : {}),
    ...(range.to ? { to: whole(beginOf(addDays(range.to, 1), timeZone)) } : {}),
  };
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function checked(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year < 2200 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
    ? `${pad(year, 4)}-${pad(month)}-${pad(day)}`
    : null;
}

/**
 * A day as people type it: 2026-03-01, 2026/3/1, 20260301, 2026年3月1日, 3月1日, 3/1, 1 Mar 2026, today,
 * 昨天, 3天前.
 * Without a year it is the latest such day that is not after `today`. Null when it is none.
 */
export function parseDay(text: string, today: string): string | null {
  const t = text.trim().toLowerCase().replace(/\s+/g, " ");
  const ago =
    { 今天: 0, today: 0, 昨天: 1, yesterday: 1, 前天: 2 }[t] ??
    Number(/^(\d{1,4}) ?(?:天前|days? ago)$/.exec(t)?.[1] ?? NaN);
  if (Number.isFinite(ago)) return addDays(today, -ago);
  const full =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(t) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(t);
  if (full) return checked(Number(full[1]), Number(full[2]), Number(full[3]));
  const named = /^(\d{1,2})\.? ([a-z]{3})[a-z]*(?: (\d{4}))?$/.exec(t) ?? null;
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(t);
  const [month, day, year] = named
    ? [MONTHS.indexOf(named[2]!) + 1, Number(named[1]), named[3]]
    : short
      ? [Number(short[1]), Number(short[2]), undefined]
      : [0, 0, undefined];
  if (month === 0) return null;
  if (year) return checked(Number(year), month, day);
  const thisYear = Number(today.slice(0, 4));
  const found = checked(thisYear, month, day);
  return found && found > today
    ? checked(thisYear - 1, month, day)
    : (found ?? checked(thisYear - 1, month, day));
}
