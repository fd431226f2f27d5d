import { finite } from "./check.js";

/** A map's values about their mean, with what is needed to tell a real zero from a rounded one. */
export interface Deviations {
  /** x − mean; 0 outside the mask. */
  readonly d: Float64Array;
  /** Cells inside the mask. */
  readonly n: number;
  readonly mean: number;
  /** Σ d². */
  readonly sumSquares: number;
  /** Deviations up to this count as zero: the mean of 49 times 0.1 is not 0.1. */
  readonly zero: number;
  readonly constant: boolean;
}

/**
 * Subtracts a value of the map before the mean is taken: mean(x²) − mean(x)² in doubles loses
 * everything near 1e9, the
 * differences lose nothing. Sums are compensated (Neumaier 1974).
 */
export function deviations(x: Float64Array, mask: Uint8Array | null): Deviations {
  const slots = x.length;
  const d = new Float64Array(slots);
  let n = 0,
    origin = 0,
    largest = 0;
  let sum = 0,
    lost = 0;
  for (let i = 0; i < slots; i++) {
    if (mask !== null && mask[i] === 0) continue;
    const v = finite(x[i], i);
    if (n++ === 0) origin = v;
    if (v > largest) largest = v;
    else if (-v > largest) largest = -v;
    const u = v - origin;
    d[i] = u;
    const t = sum + u;
    lost += Math.abs(sum) >= Math.abs(u) ? sum - t + u : u - t + sum;
    sum = t;
  }
  const shift = n > 0 ? (sum + lost) / n : 0;
  let squares = 0,
    widest = 0;
  for (let i = 0; i < slots; i++) {
    if (mask !== null && mask[i] === 0) continue;
    const u = (d[i] -= shift);
    squares += u * u;
    if (u > widest) widest = u;
    else if (-u > widest) widest = -u;
  }
  const rounding = 4 * Number.EPSILON * largest;
  return {
    d,
    n,
    mean: origin + shift,
    sumSquares: squares,
    zero: Math.max(rounding, 1e-12 * widest),
    constant: widest <= rounding,
  };
}

/**
 * Σ over the other cells of (x_j − their own mean)²: what Gi and the conditional Moran divide by. 0
 * when the others are all equal.
 * The closed form cancels when one cell holds nearly all the variation; then (for at most two cells
 * of a map) it is summed anew.
 */
export function othersSumSquares(dev: Deviations, mask: Uint8Array | null, i: number): number {
  const { d, n, sumSquares } = dev;
  const closed = sumSquares - (d[i] * d[i] * n) / (n - 1);
  if (closed > 1e-4 * sumSquares) return closed;
  const mean = -d[i] / (n - 1);
  let sum = 0,
    widest = 0;
  for (let j = 0; j < d.length; j++) {
    if (j === i || (mask !== null && mask[j] === 0)) continue;
    const u = d[j] - mean;
    sum += u * u;
    if (Math.abs(u) > widest) widest = Math.abs(u);
  }
  // The others' deviations carry the rounding of the spike's own size.
  return widest <= Math.max(dev.zero, 8 * Number.EPSILON * Math.abs(d[i])) ? 0 : sum;
}
