import { logGamma } from "./poisson.js";
import { usualDays } from "./usual-days.js";

export type UsualState = "BELOW" | "USUAL" | "ABOVE";

export interface UsualRange {
  readonly expected: number;
  /** The least and the largest count that are usual, both inside. */
  readonly low: number;
  readonly high: number;
  state(count: number): UsualState;
}

/** P(X = 0), P(X = 1), … of a negative binomial with this mean and variance ÷ mean. */
function masses(mean: number, dispersion: number): Float64Array {
  const size = mean / Math.max(1e-9, dispersion - 1);
  const mass = new Float64Array(Math.ceil(mean + 12 * Math.sqrt(mean * dispersion) + 20));
  const step = mean / (size + mean);
  // From the mean outwards: P(0) of a large mean is below the smallest number.
  const middle = Math.floor(mean);
  mass[middle] = Math.exp(
    logGamma(middle + size) -
      logGamma(size) -
      logGamma(middle + 1) +
      size * Math.log1p(-step) +
      middle * Math.log(step),
  );
  for (let x = middle; x + 1 < mass.length; x++)
    mass[x + 1] = mass[x] * (((x + size) / (x + 1)) * step);
  for (let x = middle; x > 0; x--) mass[x - 1] = mass[x] * (x / ((x - 1 + size) * step));
  return mass;
}

/**
 * The range in which a day's count usually lies: of the whole numbers around both quantiles the
 * pair that holds nearest to `level` of all days, with tails as even as can be. A range that held at
 * least as much would hold far more where counts are few: of an area with one incident in three days
 * {0, 1} holds 96 of 100.
 */
function nearestRange(mass: Float64Array, level: number): { low: number; high: number } {
  const upTo = new Float64Array(mass.length);
  let sum = 0;
  for (let x = 0; x < mass.length; x++) upTo[x] = sum += mass[x];
  const tail = (1 - level) / 2;
  const at = (share: number) => upTo.findIndex((p) => p >= share);
  const lowest = at(tail),
    highest = at(1 - tail);
  let best = { low: lowest, high: highest, miss: Infinity, uneven: Infinity };
  for (let low = Math.max(0, lowest - 1); low <= lowest + 1; low++)
    for (let high = Math.max(low, highest - 1); high <= highest + 1; high++) {
      const below = low === 0 ? 0 : upTo[low - 1],
        above = 1 - upTo[high];
      const miss = Math.abs(1 - below - above - level),
        uneven = Math.abs(below - above);
      if (miss < best.miss - 1e-12 || (miss < best.miss + 1e-12 && uneven < best.uneven))
        best = { low, high, miss, uneven };
    }
  return { low: best.low, high: best.high };
}

/**
 * What is usual of the day after `counts` (incidents of consecutive days up to the same hour,
 * oldest first; a half year is enough): the negative binomial of `usualDays`, widened by what its
 * level is not known. Null: fewer than eight weeks. Not a forecast: it says what would be nothing
 * out of the ordinary.
 */
export function usualRange(counts: ArrayLike<number>, level = 0.8): UsualRange | null {
  if (!(level > 0 && level < 1)) throw new RangeError(`A level lies between 0 and 1, got ${level}`);
  const usual = usualDays(counts);
  if (!usual) return null;
  const expected = usual.mean(counts.length);
  const { low, high } = nearestRange(
    masses(expected, usual.dispersion * (1 + 7 / (usual.days + 56))),
    level,
  );
  return {
    expected,
    low,
    high,
    state: (count) => (count < low ? "BELOW" : count > high ? "ABOVE" : "USUAL"),
  };
}
