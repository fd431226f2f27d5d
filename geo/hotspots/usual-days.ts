/** Levels drift over the seasons: a day counts half of what one counts nine weeks later. */
const HALF_LIFE_DAYS = 63;
/** Fewer days tell nothing of what is usual. */
export const FEWEST_DAYS = 56;

export interface UsualDays {
  /** Expected count of the day at `index` of the counts; their length is the day that follows. */
  mean(index: number): number;
  /** Variance of a day's count over its mean, at least 1. */
  readonly dispersion: number;
  /** Days that the level is known from, the old ones counted in part. */
  readonly days: number;
}

/**
 * What is usual of an area, from the counts of consecutive days, oldest first: a level that follows
 * the seasons, a factor a weekday drawn towards 1 by what chance makes of it (empirical Bayes), and
 * how much more than a Poisson count the days vary (Pearson's). Null: fewer than eight weeks. Holidays are days like others,
 * which makes the range wider than it need be.
 */
export function usualDays(counts: ArrayLike<number>): UsualDays | null {
  const n = counts.length;
  if (n < FEWEST_DAYS) return null;
  const sums = new Float64Array(7),
    weights = new Float64Array(7);
  let all = 0,
    days = 0;
  for (let i = 0; i < n; i++) {
    if (!(counts[i] >= 0)) throw new RangeError(`A count is zero or above, got ${counts[i]}`);
    const weight = 2 ** ((i - n) / HALF_LIFE_DAYS);
    sums[i % 7] += weight * counts[i];
    weights[i % 7] += weight;
    all += weight * counts[i];
    days += weight;
  }
  const level = (all + 0.5) / days;
  const factors = sums.map((sum, weekday) => sum / (weights[weekday] * level));
  const meansBy = (shrink: (weekday: number) => number) =>
    factors.map((factor, weekday) => level * (1 + shrink(weekday) * (factor - 1)));
  const dispersionBy = (means: Float64Array) => {
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (counts[i] - means[i % 7]) ** 2 / means[i % 7];
    return Math.max(1, squares / (n - 7));
  };
  // A factor of 0 would have no squares: half of it is kept for the first look.
  const chance = dispersionBy(meansBy(() => 0.5));
  const chanceOf = (weekday: number) => chance / (weights[weekday] * level);
  let between = 0;
  for (let weekday = 0; weekday < 7; weekday++)
    between += ((factors[weekday] - 1) ** 2 - chanceOf(weekday)) / 6;
  const means = meansBy((weekday) => (between > 0 ? between / (between + chanceOf(weekday)) : 0));
  const floored = means.map((mean) => Math.max(mean, level / 100));
  return { mean: (index) => floored[index % 7], dispersion: dispersionBy(floored), days };
}
