import type { Day } from "../../geo/time/day.js";

/** What chance alone would give, both ends included. */
export interface Range {
  low: number;
  high: number;
}

/** How a number stands to that of another time. */
export interface Change {
  against: "preceding" | "lastYear";
  /** The days it is compared with, both included. */
  from: Day;
  to: Day;
  before: number;
  /** Percent of before; null where there was nothing before. */
  percent: number | null;
  /** Percent within which the change would be chance, both signs. */
  range: Range | null;
  isBeyondChance: boolean;
}

/** One part of what a question finds; the parts of a view add up to its total. */
export interface Part {
  key: string;
  /** In the viewer's language. */
  name: string;
  /** Whole, or parts where incidents of unknown moment are spread. */
  count: number;
  /** Of the period before; null: not asked. */
  before: number | null;
}

/** A grid among others: what it has per 100 households, and how sure that is. */
export interface Ranked extends Part {
  rate: number;
  range: Range;
}

/** The places that a grid's rate can stand at, the highest first: where ranges overlap, several. */
export function placesOf(all: readonly Pick<Ranked, "range">[]): [first: number, last: number][] {
  const lows = all.map(({ range }) => range.low).sort((a, b) => a - b);
  const highs = all.map(({ range }) => range.high).sort((a, b) => a - b);
  return all.map(({ range }) => {
    const surelyAbove = lows.length - firstAbove(lows, range.high);
    const surelyBelow = firstNotBelow(highs, range.low);
    return [surelyAbove + 1, all.length - surelyBelow];
  });
}

/** Index of the first that is larger; of an ascending list. */
function firstAbove(sorted: readonly number[], than: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > than) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the first that is not smaller. */
function firstNotBelow(sorted: readonly number[], than: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! >= than) high = middle;
    else low = middle + 1;
  }
  return low;
}
