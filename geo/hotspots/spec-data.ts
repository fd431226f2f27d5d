/** Shared by the specs of this folder: seeded data and slow, obvious neighbours. */

import { monteCarlo } from "../random.js";
import { weightsFromLists } from "./csr-weights.js";
import type { SpatialWeights } from "./spatial-weights.js";

export const floats = (values: ArrayLike<number>): Float64Array => Float64Array.from(values);

/** n places in a square of `side` metres and a skewed count each. */
export function scattered(
  n: number,
  side: number,
  seed: number,
): { x: Float64Array; y: Float64Array; values: Float64Array } {
  const random = monteCarlo(seed);
  return {
    x: floats(Array.from({ length: n }, () => random.uniform() * side)),
    y: floats(Array.from({ length: n }, () => random.uniform() * side)),
    values: floats(Array.from({ length: n }, () => random.below(5) * random.below(4))),
  };
}

/** All pairs, by the definition. */
export function bruteNeighbours(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  band: number,
): number[][] {
  return Array.from(x, (_, i) =>
    Array.from(x, (_x, j) => j).filter(
      (j) => j !== i && (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 <= band * band * (1 + 1e-12),
    ),
  );
}

/** A lattice of centres `step` apart, row by row. */
export function latticeCentres(
  columns: number,
  rows: number,
  step: number,
): { x: Float64Array; y: Float64Array } {
  const at = Array.from({ length: columns * rows }, (_, i) => i);
  return {
    x: floats(at.map((i) => (i % columns) * step)),
    y: floats(at.map((i) => Math.floor(i / columns) * step)),
  };
}

export const chain = (n: number): SpatialWeights =>
  weightsFromLists(
    Array.from({ length: n }, (_, i) => [i - 1, i + 1].filter((j) => j >= 0 && j < n)),
  );
