import { logGamma, poissonUpperP } from "./poisson.js";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * What a count may be by chance when `before` were counted in another period and nothing changed:
 * negative binomial, as that is what a Poisson count is to whoever knows its mean from another count
 * alone (Jeffreys' prior: Krishnamoorthy and Peng 2011, "Improved closed-form prediction intervals
 * for binomial and Poisson distributions"). `mean` is `before` times the ratio of the lengths;
 * `size` grows narrower the more was counted, and wider by the dispersion of the days.
 */
interface Predicted {
  readonly mean: number;
  /** Of the negative binomial; infinite: Poisson. */
  readonly size: number;
}

export interface ChanceOptions {
  /** Length of the period counted over that of the period known; default 1. */
  ratio?: number;
  /** Variance of counts over their mean, 1 (default) for incidents that know nothing of each other. */
  dispersion?: number;
  /** Share of counts inside; default 0.95. */
  level?: number;
}

export interface Chance extends Interval {
  readonly expected: number;
  /** Two-sided p of a count, at most 1. */
  p(count: number): number;
}

/** Beyond so many standard deviations nothing is summed. */
const REACH = 14;

function predicted(before: number, ratio: number, dispersion: number): Predicted {
  const mean = ratio * (before + 0.5);
  return { mean, size: mean / (dispersion * (1 + ratio) - 1) };
}

/** P(X = x) of the negative binomial. */
function massAt(x: number, { mean, size }: Predicted): number {
  return Math.exp(
    logGamma(x + size) -
      logGamma(size) -
      logGamma(x + 1) +
      size * Math.log(size / (size + mean)) +
      x * Math.log(mean / (size + mean)),
  );
}

/** Where the sums begin and end: what lies outside is less than any p that is told. */
function reachOf({ mean, size }: Predicted): { from: number; to: number } {
  const deviation = Math.sqrt(mean + (mean * mean) / size);
  return {
    from: Math.max(0, Math.floor(mean - REACH * deviation)),
    to: Math.ceil(mean + 2 * REACH * deviation + 40),
  };
}

/**
 * The range of chance for a count, and the p of one. Counts of weights (a spread interval) need not
 * be whole: p then is that of the nearer whole counts, the larger one.
 */
export function chanceOf(before: number, options: ChanceOptions = {}): Chance {
  const { ratio = 1, dispersion = 1, level = 0.95 } = options;
  if (!(before >= 0 && before < Infinity))
    throw new RangeError(`A count is zero or above, got ${before}`);
  if (!(ratio > 0 && dispersion >= 1 && level > 0 && level < 1))
    throw new RangeError(
      `No such chance: ratio ${ratio}, dispersion ${dispersion}, level ${level}`,
    );
  const law = predicted(before, ratio, dispersion),
    { from, to } = reachOf(law),
    tail = (1 - level) / 2;
  // Sums from below and from above, so that a small tail is not a difference of large ones.
  const mass = new Float64Array(to - from + 1);
  mass[0] = massAt(from, law);
  const step = law.mean / (law.size + law.mean);
  for (let i = 1; i < mass.length; i++) {
    const x = from + i;
    mass[i] = mass[i - 1] * (((x - 1 + law.size) / x) * step);
  }
  const quantile = (falling: boolean): number => {
    let sum = 0;
    for (let i = 0; i < mass.length; i++) {
      const at = falling ? mass.length - 1 - i : i;
      sum += mass[at];
      if (sum > tail) return from + at;
    }
    return falling ? from : to;
  };
  const below = (k: number) => {
    let sum = 0;
    for (let x = from; x <= Math.min(k, to); x++) sum += mass[x - from];
    return sum;
  };
  const above = (k: number) => {
    let sum = 0;
    for (let x = to; x >= Math.max(k, from); x--) sum += mass[x - from];
    return sum;
  };
  return {
    expected: before * ratio,
    low: quantile(false),
    high: quantile(true),
    p: (count) => Math.min(1, 2 * Math.min(below(Math.ceil(count)), above(Math.floor(count)))),
  };
}

/**
 * The exact interval of a Poisson mean, of which `count` was counted (Garwood 1936, "Fiducial limits
 * for the Poisson distribution"); for sums of weights as for the gamma law that it is made of.
 */
export function meanInterval(count: number, level = 0.95): Interval {
  if (!(count >= 0 && count < Infinity))
    throw new RangeError(`A count is zero or above, got ${count}`);
  const tail = (1 - level) / 2;
  return {
    low: count === 0 ? 0 : meanWhere((m) => poissonUpperP(count, m) < tail, count),
    high: meanWhere((m) => poissonUpperP(count + 1, m) < 1 - tail, count),
  };
}

/** The mean up to which something holds, by halving: P(X ≥ k) grows with the mean. */
function meanWhere(holds: (mean: number) => boolean, count: number): number {
  const deviation = Math.sqrt(count + 1);
  let low = Math.max(0, count - 10 * deviation),
    high = count + 10 * deviation + 10;
  for (let i = 0; i < 60 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Variance of daily counts over their mean, weekday by weekday (Pearson's), at least 1: of days that
 * hang together chance alone makes more than a Poisson law allows. Fewer than three weeks tell
 * nothing, and are taken for 1. `days` begin on any weekday and leave none out.
 */
export function dispersionOfDays(days: ArrayLike<number>): number {
  if (days.length < 21) return 1;
  let sum = 0;
  for (let weekday = 0; weekday < 7; weekday++) {
    let count = 0,
      all = 0;
    for (let i = weekday; i < days.length; i += 7) {
      all += days[i];
      count++;
    }
    const mean = all / count;
    if (mean === 0) continue;
    for (let i = weekday; i < days.length; i += 7) sum += (days[i] - mean) ** 2 / mean;
  }
  return Math.max(1, sum / (days.length - 7));
}

/**
 * The dispersion of a part that takes a share of such counts at random: what hangs together by days
 * thins with it.
 */
export const dispersionOfShare = (dispersion: number, share: number): number =>
  1 + (dispersion - 1) * Math.min(1, Math.max(0, share));
