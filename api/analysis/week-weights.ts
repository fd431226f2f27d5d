import { type SQL, sql } from "drizzle-orm";
import { minutesIn, WEEK_MINUTES, type WeekSpan } from "../../geo/time/times-of-week.js";

/** So many weeks before 1970 began on a Monday: seconds of a local time are above zero. */
const WEEKS_BEFORE = 100_000 * 604_800 + 3 * 86_400;

/** Seconds of a moment as the clock on the wall has them, whole ones. */
export const wallSeconds = (moment: SQL, ahead: SQL): SQL =>
  sql`(floor(date_part('epoch', ${moment}))::bigint + ${ahead})`;

/** Minutes of the week since Monday 00:00, of whole seconds on the wall. */
export const minuteOfWeek = (seconds: SQL): SQL =>
  sql`((${seconds} + ${sql.raw(String(WEEKS_BEFORE))}) % 604800 / 60.0::float8)`;

const floats = (values: readonly number[]): SQL => sql`${sql.param([...values])}::float8[]`;

/**
 * The share of an interval that lies in spans of the week, by the rules of geo/hotspots/aoristic:
 * of a minute or less, whether it begins there; of a week or longer, the spans' share of the week.
 * `start` is its minute of the week, `minutes` how long it lasts. Minutes of the spans that came
 * before any moment of two weeks are a broken line: what an interval has of them is a difference.
 */
export function shareOfWeek(
  start: SQL,
  minutes: SQL,
  spans: readonly WeekSpan[] | null,
): SQL | null {
  if (spans === null) return null;
  if (spans.length === 0) return sql`0::float8`;
  const twice = [0, WEEK_MINUTES].flatMap((week) => spans.map(([f, t]) => [f + week, t + week]));
  const marks: number[] = [];
  const base = [0];
  const slope = [0];
  let before = 0;
  for (const [from, to] of twice as [number, number][]) {
    marks.push(from, to);
    base.push(before - from);
    slope.push(1);
    before += to - from;
    base.push(before);
    slope.push(0);
  }
  const at = (t: SQL) => sql`(1 + width_bucket(${t}, ${floats(marks)}))`;
  const gone = (t: SQL) => sql`((${floats(base)})[${at(t)}] + ${t} * (${floats(slope)})[${at(t)}])`;
  const end = sql`(${start} + ${minutes})`;
  return sql`(case
    when ${minutes} <= 1 then (${floats(slope)})[${at(start)}]
    when ${minutes} >= ${sql.raw(String(WEEK_MINUTES))}
      then ${sql.raw(String(minutesIn(spans) / WEEK_MINUTES))}::float8
    else (${gone(end)} - ${gone(start)}) / ${minutes} end)`;
}
