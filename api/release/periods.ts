import { type Slice, suppress } from "./suppress.js";

/** A calendar month as a number, so that months can be counted: 2026-03-01 ↔ 24314. */
export const monthNumber = (day: string): number =>
  Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

export const firstDay = (month: number): string =>
  `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`;

/** Months a number may cover. Each divides the next, so periods nest and start with the year. */
const EVERY = [1, 3, 6, 12] as const;

/** The first month of the period that ends with a month, if one does and begins late enough. */
export function periodEnding(last: number, every: number, first: number): number | null {
  const start = last - every + 1;
  return (last + 1) % every === 0 && start >= first ? start : null;
}

export interface Coverage {
  firstMonth: string | null;
  lastMonth: string | null;
  months: number;
}

/** What whole periods cover of the months from `first` to `last`. */
export function coverage(first: string, last: string | null, every: number): Coverage {
  const start = Math.ceil(monthNumber(first) / every) * every;
  const end = last === null ? start : Math.floor((monthNumber(last) + 1) / every) * every;
  return end > start
    ? { firstMonth: firstDay(start), lastMonth: firstDay(end - 1), months: end - start }
    : { firstMonth: null, lastMonth: null, months: 0 };
}

/** Counts of a category by month, over both partitions. */
export type MonthlyCounts = ReadonlyMap<number, Slice["counts"]>;

/** The counts of several months as one slice. */
export function pooled(
  monthly: MonthlyCounts,
  months: readonly number[],
  overlaps: Slice["overlaps"],
): Slice {
  const sum = (side: 0 | 1): number[] =>
    overlaps[side].map((_, area) =>
      months.reduce((n, m) => n + (monthly.get(m)?.[side][area] ?? 0), 0),
    );
  return { counts: [sum(0), sum(1)], overlaps };
}

/** Below this share of its incidents told, a category's numbers would mislead more than inform. */
const TOLD_MIN = 0.5;

/**
 * How many months a category's numbers shall cover: the fewest with which at least half of its
 * incidents would have been told so far. Fixed with the areas, because two periods that overlap
 * could be subtracted.
 */
export function chooseEvery(
  monthly: MonthlyCounts,
  first: number,
  last: number,
  overlaps: Slice["overlaps"],
): number {
  for (const every of EVERY) {
    let told = 0,
      all = 0;
    for (let month = first; month <= last; month++) {
      const start = periodEnding(month, every, first);
      if (start === null) continue;
      const months = Array.from({ length: every }, (_, i) => start + i);
      const slice = pooled(monthly, months, overlaps);
      const [hidden] = suppress(slice);
      slice.counts[0].forEach((n, area) => {
        all += n;
        if (!hidden[area]) told += n;
      });
    }
    if (all > 0 && told >= all * TOLD_MIN) return every;
  }
  return EVERY.at(-1)!;
}
