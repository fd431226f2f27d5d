import { monteCarlo } from "../random.js";
import type { Deviations } from "./deviations.js";
import type { SpatialWeights } from "./spatial-weights.js";

/**
 * Conditional permutation p of local statistics (Anselin 1995): the cell keeps its value, its
 * neighbours are drawn from the other
 * cells without replacement. Gi, Gi* and local Moran are, given the cell's own value, monotone in
 * the neighbours' sum, so one draw serves all three.
 *
 * The tail is two-sided: twice the smaller of the two one-sided (count + 1)/(draws + 1), at most 1.
 * (esda's old default is half of this.)
 * Rows with a reason get p = 1. O(draws · links).
 */
export function localPermutations(
  dev: Deviations,
  weights: SpatialWeights,
  reason: Uint8Array,
  draws: number,
  seed: number,
): Float64Array {
  if (!(Number.isInteger(draws) && draws >= 1))
    throw new RangeError(`draws must be a whole number above zero, got ${draws}`);
  const { d } = dev,
    { start, weight } = weights.toCsr(),
    slots = d.length;
  const lag = new Float64Array(slots),
    p = new Float64Array(slots).fill(1);
  weights.lag(d, lag);
  // pool holds the map's cells in the order of the last shuffle, place the way back; any order is a
  // fair start for the next draw.
  const pool = new Uint32Array(dev.n),
    place = new Uint32Array(slots),
    random = monteCarlo(seed);
  let cells = 0;
  for (let i = 0; i < slots; i++)
    if (weights.mask === null || weights.mask[i]) {
      place[i] = cells;
      pool[cells++] = i;
    }
  const others = cells - 1;
  const swap = (a: number, b: number) => {
    const i = pool[a],
      j = pool[b];
    pool[a] = j;
    place[j] = a;
    pool[b] = i;
    place[i] = b;
  };
  for (let i = 0; i < slots; i++) {
    if (reason[i]) continue;
    swap(place[i], others);
    const from = start[i],
      k = start[i + 1] - from;
    // Sums that differ by rounding alone are ties, and ties count on both sides.
    const observed = lag[i],
      slack =
        1e-9 *
        (Math.abs(observed) + Math.sqrt(dev.sumSquares / dev.n) * Math.max(1, weights.rowSum[i]));
    let above = 0,
      below = 0;
    for (let draw = 0; draw < draws; draw++) {
      let sum = 0;
      for (let m = 0; m < k; m++) {
        const pick = m + random.below(others - m);
        const j = pool[pick];
        const other = pool[m];
        pool[pick] = other;
        place[other] = pick;
        pool[m] = j;
        place[j] = m;
        sum += weight === null ? d[j] : weight[from + m] * d[j];
      }
      if (sum >= observed - slack) above++;
      if (sum <= observed + slack) below++;
    }
    p[i] = Math.min(1, (2 * (Math.min(above, below) + 1)) / (draws + 1));
  }
  return p;
}
