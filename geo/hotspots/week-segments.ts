import { WEEK_MINUTES, type WeekSpan } from "../time/times-of-week.js";

/**
 * The week cut at every hour and wherever some spans begin or end, laid out twice, so that an
 * interval of less than a week that runs past its end is one stretch. Minutes since Monday 00:00.
 */
export interface WeekSegments {
  /** Where each segment begins: two weeks of them, the first at 0. */
  readonly marks: readonly number[];
  /** Segments of one week. */
  readonly size: number;
}

export function weekSegments(spans: readonly WeekSpan[]): WeekSegments {
  const cuts = new Set(spans.flat().filter((m) => m < WEEK_MINUTES));
  for (let minute = 0; minute < WEEK_MINUTES; minute += 60) cuts.add(minute);
  const week = [...cuts].sort((a, b) => a - b);
  return { marks: [...week, ...week.map((m) => m + WEEK_MINUTES)], size: week.length };
}

/**
 * Incidents that begin in one segment and end in another, as the sums from which their shares
 * follow: s and e are the minutes of their beginnings and ends, L = e - s.
 */
export interface SegmentSums {
  /** Null: they last a week or longer, and may have happened in any. */
  readonly from: number | null;
  /** Null: they happened in the segment in which they begin. */
  readonly to: number | null;
  readonly n: number;
  /** Σ 1/L, Σ s/L, Σ e/L. */
  readonly rate: number;
  readonly begun: number;
  readonly ended: number;
}

const lengthOf = ({ marks }: WeekSegments, i: number): number =>
  (marks[i + 1] ?? 2 * WEEK_MINUTES) - marks[i];

/**
 * Aoristic weights of many incidents over the segments of a week (rules of aoristic.ts), from their
 * sums: what begins in a segment has its rest, what ends there its part, what goes through all of
 * it. The weights add up to the incidents.
 */
export function spreadOverSegments(
  segments: WeekSegments,
  rows: readonly SegmentSums[],
): Float64Array {
  const { marks, size } = segments,
    rates = new Float64Array(2 * size + 1),
    weights = new Float64Array(size);
  let everywhere = 0;
  for (const { from, to, n, rate: each, begun, ended } of rows) {
    if (from === null) everywhere += n / WEEK_MINUTES;
    else if (to === null) weights[from % size] += n;
    else if (to === from) weights[from % size] += ended - begun;
    else {
      weights[from % size] += (marks[from] + lengthOf(segments, from)) * each - begun;
      weights[to % size] += ended - marks[to] * each;
      rates[from + 1] += each;
      rates[to] -= each;
    }
  }
  let rate = 0;
  for (let i = 0; i < 2 * size; i++) {
    rate += rates[i];
    weights[i % size] += rate * lengthOf(segments, i);
  }
  for (let i = 0; i < size; i++) weights[i] += everywhere * lengthOf(segments, i);
  return weights;
}

/** Whether a segment lies in spans, at whose ends the week is cut. */
export const isInSpans = (
  { marks }: WeekSegments,
  i: number,
  spans: readonly WeekSpan[] | null,
): boolean => spans === null || spans.some(([from, to]) => marks[i] >= from && marks[i] < to);

/**
 * How many incidents touch each of some parts of the week, whatever their share of it: an incident
 * is counted once in each part that it touches within the spans. `partOf` tells a segment's part by
 * its minute.
 */
export function touchedParts(
  segments: WeekSegments,
  rows: readonly SegmentSums[],
  spans: readonly WeekSpan[] | null,
  partOf: (minute: number) => number,
  parts: number,
): Float64Array<ArrayBuffer> {
  const { marks, size } = segments,
    counts = new Float64Array(parts),
    seen = new Int32Array(parts).fill(-1);
  const part = Array.from({ length: size }, (_, i) =>
    isInSpans(segments, i, spans) ? partOf(marks[i]) : -1,
  );
  rows.forEach(({ from, to, n }, row) => {
    const first = from ?? 0,
      last = from === null ? size - 1 : Math.min(to ?? from, first + size - 1);
    for (let i = first; i <= last; i++) {
      const p = part[i % size];
      if (p < 0 || seen[p] === row) continue;
      seen[p] = row;
      counts[p] += n;
    }
  });
  return counts;
}
