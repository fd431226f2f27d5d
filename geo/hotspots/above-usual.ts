import { monteCarlo } from "../random.js";
import { FEWEST_DAYS, usualDays } from "./usual-days.js";

/** Days that are watched; what is usual is learnt from those before. */
const WATCHED_DAYS = 28;
/** The rise that is looked for: half as many again. */
const RISE = 1.5;
/**
 * Of shuffled days the sum passes its bound once in so many. More than the ninety that are promised:
 * what is usual is known from half a year only, and that costs a half (measured:
 * docs/decisions/usual-days.md).
 */
const DAYS_AN_ALARM = 200;
const SHUFFLES = 200;

export interface AboveUsual {
  /** Index of the day on which the rise began: the first of the days that make the sum. */
  readonly since: number;
  /** Incidents from that day on, and how many were usual. */
  readonly count: number;
  readonly expected: number;
}

/** The evidence of one day for a rise: Poisson's log likelihood ratio, of days that hang together less. */
const evidence = (count: number, mean: number, dispersion: number) =>
  (count * Math.log(RISE) - (RISE - 1) * mean) / dispersion;

/** The bound that shuffled days of the same area pass once in `DAYS_AN_ALARM`. */
function boundOf(
  counts: ArrayLike<number>,
  mean: (index: number) => number,
  dispersion: number,
): number {
  const random = monteCarlo(1);
  const ratios = Float64Array.from(counts, (count, i) => count / mean(i));
  const days = new Float64Array(SHUFFLES * ratios.length);
  for (let run = 0; run < SHUFFLES; run++) {
    random.shuffle(ratios);
    ratios.forEach((ratio, i) => {
      days[run * ratios.length + i] = evidence(ratio * mean(i), mean(i), dispersion);
    });
  }
  const alarms = (bound: number) => {
    let sum = 0,
      passed = 0;
    for (let i = 0; i < days.length; i++) {
      sum = i % ratios.length === 0 ? 0 : sum;
      sum = Math.max(0, sum + days[i]);
      if (sum > bound) {
        passed++;
        sum = 0;
      }
    }
    return passed;
  };
  let low = 0,
    high = 16;
  while (high - low > 0.01) {
    const bound = (low + high) / 2;
    if (alarms(bound) > days.length / DAYS_AN_ALARM) low = bound;
    else high = bound;
  }
  return high;
}

/**
 * Whether an area has had more incidents than usual for some days: the cumulative sum (Page 1954;
 * Poisson: Lucas 1985) of the last four weeks, against the days before them. `counts` are those of
 * consecutive whole days, oldest first, the last one yesterday. Null: nothing beyond chance, or too
 * few days to tell. A community has a false alarm once in more than ninety days.
 */
export function aboveUsual(counts: ArrayLike<number>): AboveUsual | null {
  const watchedFrom = counts.length - WATCHED_DAYS;
  if (watchedFrom < FEWEST_DAYS) return null;
  const known = Array.from(counts).slice(0, watchedFrom);
  const { mean, dispersion } = usualDays(known)!;
  const bound = boundOf(known, mean, dispersion);
  let sum = 0,
    since = watchedFrom,
    isAbove = false;
  for (let i = watchedFrom; i < counts.length; i++) {
    if (sum === 0) since = i;
    sum = Math.max(0, sum + evidence(counts[i], mean(i), dispersion));
    // It ends at half the bound, or it would come and go with every quiet day.
    isAbove = sum > (isAbove ? bound / 2 : bound);
  }
  if (!isAbove) return null;
  let count = 0,
    expected = 0;
  for (let i = since; i < counts.length; i++) {
    count += counts[i];
    expected += mean(i);
  }
  return { since, count, expected };
}
