/** Some hours of some weekdays by the clock on the wall. */
export interface ClockTimes {
  /** On which they begin, 1 Monday to 7 Sunday (ISO 8601); none named: on all. */
  readonly weekdays?: readonly number[] | null;
  /** `HH:MM`; `to` may be 24:00, and before `from` it is of the next day. */
  readonly from: string;
  readonly to: string;
}

/** Minutes of the week since Monday 00:00; `to` is outside. */
export type WeekSpan = readonly [from: number, to: number];

const DAY = 24 * 60;
export const WEEK_MINUTES = 7 * DAY;
/** Seconds of weeks before 1970, the first of which began on a Monday: no local time is before. */
export const WEEKS_BEFORE = 100_000 * 604_800 + 3 * 86_400;

/** Minutes since midnight; null where a text is no time of a clock. */
export function minuteOfDay(text: string): number | null {
  const m = /^(\d{2}):(\d{2})$/.exec(text);
  if (!m) return null;
  const minute = Number(m[1]) * 60 + Number(m[2]);
  return Number(m[2]) < 60 && minute <= DAY ? minute : null;
}

/**
 * Spans of the week in their order, none touching another, never across its end: Friday 22:00 to
 * 06:00 ends on Saturday, Sunday's on Monday. A `to` equal to `from` is a whole day. Throws a
 * RangeError for what `minuteOfDay` does not read.
 */
export function spansOfWeek(times: readonly ClockTimes[]): WeekSpan[] {
  const spans: WeekSpan[] = [];
  for (const { weekdays, from, to } of times) {
    const [begin, end] = [minuteOfDay(from), minuteOfDay(to)];
    if (begin === null || end === null) throw new RangeError(`No times of a clock: ${from}, ${to}`);
    const length = end > begin ? end - begin : end + DAY - begin;
    for (const weekday of weekdays ?? [1, 2, 3, 4, 5, 6, 7]) {
      const at = ((weekday - 1) * DAY + begin) % WEEK_MINUTES;
      spans.push([at, Math.min(WEEK_MINUTES, at + length)]);
      if (at + length > WEEK_MINUTES) spans.push([0, at + length - WEEK_MINUTES]);
    }
  }
  return merged(spans);
}

function merged(spans: readonly WeekSpan[]): WeekSpan[] {
  const found: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

export const minutesIn = (spans: readonly WeekSpan[]): number =>
  spans.reduce((sum, [from, to]) => sum + to - from, 0);

/** What two lists of spans share. */
export function sharedSpans(a: readonly WeekSpan[], b: readonly WeekSpan[]): WeekSpan[] {
  const shared = a.flatMap(([from, to]) =>
    b.map(([f, t]): WeekSpan => [Math.max(from, f), Math.min(to, t)]).filter(([f, t]) => f < t),
  );
  return merged(shared);
}
