/** A day of a calendar on the wall, `YYYY-MM-DD`: neither clock nor zone. Days compare as text. */
export type Day = string;

const DAY_MS = 86_400_000;
const two = (n: number) => String(n).padStart(2, "0");

const toDay = (year: number, month: number, day: number): Day =>
  `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;

/** Days since 1970-01-01, for arithmetic. */
export const numberOfDay = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

export function dayOfNumber(n: number): Day {
  const at = new Date(n * DAY_MS);
  return toDay(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
}

export const addDays = (day: Day, days: number): Day => dayOfNumber(numberOfDay(day) + days);

/** The corresponding day so many months later; where that month has none, its last. */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const at = year * 12 + month - 1 + months;
  const last = new Date(Date.UTC(Math.floor(at / 12), (at % 12) + 1, 0)).getUTCDate();
  return toDay(Math.floor(at / 12), (at % 12) + 1, Math.min(date, last));
}

/** 1 Monday to 7 Sunday (ISO 8601). */
export const weekday = (day: Day): number => ((((numberOfDay(day) + 3) % 7) + 7) % 7) + 1;
