import { type SQL, sql } from "drizzle-orm";
import { weekLine } from "../../geo/hotspots/week-line.js";
import { WEEK_MINUTES, WEEKS_BEFORE, type WeekSpan } from "../../geo/time/times-of-week.js";

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
 * `start` is its minute of the week, `minutes` how long it lasts.
 */
export function shareOfWeek(
  start: SQL,
  minutes: SQL,
  spans: readonly WeekSpan[] | null,
): SQL | null {
  if (spans === null) return null;
  if (spans.length === 0) return sql`0::float8`;
  const { marks, base, slope, share } = weekLine(spans);
  const at = (t: SQL) => sql`(1 + width_bucket(${t}, ${floats(marks)}))`;
  const gone = (t: SQL) => sql`((${floats(base)})[${at(t)}] + ${t} * (${floats(slope)})[${at(t)}])`;
  const end = sql`(${start} + ${minutes})`;
  return sql`(case
    when ${minutes} <= 1 then (${floats(slope)})[${at(start)}]
    when ${minutes} >= ${sql.raw(String(WEEK_MINUTES))}
      then ${sql.raw(String(share))}::float8
    else (${gone(end)} - ${gone(start)}) / ${minutes} end)`;
}
