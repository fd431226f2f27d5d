import { minutesIn, WEEK_MINUTES, type WeekSpan } from "../time/times-of-week.js";

/**
 * Minutes of some spans that came before any minute of two weeks, as a broken line: after `i` of the
 * marks they are `base[i] + t * slope[i]`. What an interval has of the spans is a difference.
 */
export interface WeekLine {
  readonly marks: readonly number[];
  readonly base: readonly number[];
  /** 1 inside of a span, 0 outside. */
  readonly slope: readonly number[];
  /** The spans' share of a week. */
  readonly share: number;
}

export function weekLine(spans: readonly WeekSpan[]): WeekLine {
  const marks: number[] = [],
    base = [0],
    slope = [0];
  let before = 0;
  for (const week of [0, WEEK_MINUTES])
    for (const [f, t] of spans) {
      const [from, to] = [f + week, t + week];
      marks.push(from, to);
      base.push(before - from);
      slope.push(1);
      before += to - from;
      base.push(before);
      slope.push(0);
    }
  return { marks, base, slope, share: minutesIn(spans) / WEEK_MINUTES };
}

/** How many of some marks, which are whole, lie at or before each minute up to `minutes`. */
export function marksPassed(marks: readonly number[], minutes: number): Int32Array<ArrayBuffer> {
  const passed = new Int32Array(minutes);
  let i = 0;
  for (let minute = 0; minute < minutes; minute++) {
    while (i < marks.length && marks[i] <= minute) i++;
    passed[minute] = i;
  }
  return passed;
}
