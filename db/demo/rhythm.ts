import type { Random } from "../../geo/random.js";

/**
 * How a kind of incident breathes: by hour, weekday (Monday first) and month, and with the
 * festivals. Relative weights.
 */
export interface Rhythm {
  hours: readonly number[];
  week: readonly number[];
  year: readonly number[];
  spring: number;
  tombs: number;
  national: number;
  trend: number;
}

/** Hours as bumps: [hour of the peak, width, height] over a floor, round the clock. */
export const bumps = (
  floor: number,
  ...peaks: [hour: number, width: number, height: number][]
): number[] =>
  Array.from(
    { length: 24 },
    (_, h) =>
      floor +
      peaks.reduce((s, [at, width, height]) => {
        const away = Math.min(Math.abs(h - at), 24 - Math.abs(h - at));
        return s + height * Math.exp(-((away / width) ** 2) / 2);
      }, 0),
  );

export const HOURS = {
  night: bumps(0.25, [2, 2.4, 1.4], [22, 2, 0.5]),
  evening: bumps(0.15, [20, 2.4, 1.5], [23, 1.6, 0.7]),
  day: bumps(0.06, [10, 1.8, 1.3], [15.5, 2, 1.1]),
  rush: bumps(0.12, [8, 1.1, 1.4], [18, 1.4, 1.5], [12, 1.5, 0.5]),
  market: bumps(0.04, [8, 1.8, 1.7], [16.5, 1.6, 0.8]),
  away: bumps(0.3, [10.5, 2.2, 1], [15, 2.2, 0.9], [2.5, 1.6, 0.9]),
  meals: bumps(0.15, [11.5, 1.2, 1.1], [18.2, 1.4, 1.5]),
  afternoon: bumps(0.08, [15, 2, 1.6]),
  round: bumps(0.5, [7, 2, 0.5], [19, 3, 0.6]),
} as const;
export const WEEK = {
  flat: [1, 1, 1, 1, 1, 1, 1],
  office: [1.25, 1.15, 1.1, 1.1, 1.05, 0.6, 0.5],
  weekend: [0.8, 0.8, 0.85, 0.9, 1.25, 1.6, 1.35],
} as const;
export const YEAR = {
  flat: [1, 0.9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  summer: [0.5, 0.5, 0.7, 0.9, 1.2, 1.6, 1.9, 1.8, 1.3, 0.9, 0.6, 0.5],
  winter: [1.7, 1.6, 1.2, 0.9, 0.7, 0.6, 0.6, 0.7, 0.8, 0.9, 1.2, 1.6],
  dry: [1.6, 2, 2.2, 1.5, 0.6, 0.3, 0.5, 0.7, 0.4, 0.5, 0.8, 1.2],
  flood: [0.1, 0.1, 0.3, 0.7, 1.4, 2.8, 3.4, 2.4, 1.2, 0.4, 0.15, 0.1],
  term: [0.6, 0.5, 1.2, 1.2, 1.2, 1.1, 0.5, 0.5, 1.4, 1.2, 1.2, 1.1],
  yearEnd: [1.6, 0.9, 0.8, 0.8, 0.9, 0.9, 0.9, 0.9, 1, 1, 1.2, 1.6],
} as const;

/**
 * Days of the Spring Festival (first of the first lunar month); a lunar calendar for a
 * demonstration would be too much.
 */
const SPRING = [
  "2020-01-25",
  "2021-02-12",
  "2022-02-01",
  "2023-01-22",
  "2024-02-10",
  "2025-01-29",
  "2026-02-17",
  "2027-02-06",
  "2028-01-26",
  "2029-02-13",
  "2030-02-03",
  "2031-01-23",
  "2032-02-11",
].map((d) => Date.parse(d));
export const DAY = 86_400_000;

/** Weights of the days from `first` (UTC midnight of the local date) on. */
export function dayWeights(rhythm: Rhythm, first: number, days: number): Float64Array {
  const weights = new Float64Array(days);
  for (let d = 0; d < days; d++) {
    const at = first + d * DAY,
      date = new Date(at),
      month = date.getUTCMonth(),
      dom = date.getUTCDate();
    let w =
      rhythm.week[(date.getUTCDay() + 6) % 7]! *
      rhythm.year[month]! *
      (1 + (rhythm.trend * d) / days);
    if (SPRING.some((s) => at >= s - 3 * DAY && at < s + 12 * DAY)) w *= rhythm.spring;
    if (month === 3 && dom >= 3 && dom <= 6) w *= rhythm.tombs;
    if (month === 9 && dom <= 7) w *= rhythm.national;
    weights[d] = w;
  }
  return weights;
}

/** Draws indices in proportion to weights in O(log n). */
export function sampler(weights: ArrayLike<number>): (random: Random) => number {
  const sums = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) sums[i] = total += weights[i]!;
  return (random) => {
    const goal = random.next() * total;
    let low = 0,
      high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > goal) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
