import type { Interval } from "./chance-range.js";

/** The places that something may have among all, 1 the highest. */
export interface SharedRank {
  readonly first: number;
  readonly last: number;
  readonly of: number;
}

/**
 * Ranks of numbers that are known as intervals: surely behind those whose interval lies above,
 * surely before those whose interval lies below; what overlaps shares places. A single order of
 * counts tells chance for news (Goldstein and Spiegelhalter 1996, "League tables and their
 * limitations").
 */
export function sharedRanks(intervals: readonly Interval[]): SharedRank[] {
  const lows = intervals.map((i) => i.low).sort((a, b) => a - b),
    highs = intervals.map((i) => i.high).sort((a, b) => a - b),
    of = intervals.length;
  return intervals.map(({ low, high }) => ({
    first: 1 + of - countUpTo(lows, high, true),
    last: of - countUpTo(highs, low, false),
    of,
  }));
}

/** How many of sorted numbers are below a value, or equal to it too. */
function countUpTo(sorted: readonly number[], value: number, orEqual: boolean): number {
  let low = 0,
    high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value || (orEqual && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
