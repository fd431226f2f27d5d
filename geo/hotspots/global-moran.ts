import { monteCarlo } from "../random.js";
import { sameLength } from "./check.js";
import { deviations } from "./deviations.js";
import { twoSidedP } from "./normal.js";
import { type Warning, warning } from "./phrases.js";
import { exists, missing, type Outcome } from "./reason.js";
import { ANALYTIC, type Computed } from "./record.js";
import { type SpatialWeights, weightSums } from "./spatial-weights.js";

export interface GlobalMoran {
  /** Moran's I; near −1/(n−1) without autocorrelation, above it when like lies beside like. */
  readonly i: number;
  readonly expected: number;
  /**
   * Variance, z and two-sided p under randomisation (the values are given, their places are not)
   * and under normality.
   */
  readonly variance: number;
  readonly z: number;
  readonly p: number;
  readonly normal: { readonly variance: number; readonly z: number; readonly p: number };
  /** Two-sided permutation p, when asked for. */
  readonly permutationP: number | null;
}

/**
 * Global Moran's I (Moran 1950; moments of Cliff and Ord 1981, as spdep's moran.test). Cells
 * without neighbours stay in n. Fewer than 4 cells: no variance, null.
 */
export function globalMoran(
  x: Float64Array,
  weights: SpatialWeights,
  options: { permutations?: { draws: number; seed: number } } = {},
): Outcome<GlobalMoran> & { record: Computed } {
  sameLength("x", weights.slots, x.length);
  const dev = deviations(x, weights.mask),
    { d, n, sumSquares } = dev,
    draws = options.permutations;
  const { s0, s1, s2 } = weightSums(weights);
  const record: Computed = {
    method: "global-moran",
    n,
    parameters: {
      bandMetres: weights.bandMetres,
      cellMetres: weights.cellMetres,
      neighbours: weights.neighbours.code,
      meanNeighbours: n ? sum(weights.degree) / n : 0,
      mask: weights.maskSaid.code,
    },
    inference: draws
      ? { kind: "permutation", tail: "two-sided", permutations: draws.draws, seed: draws.seed }
      : ANALYTIC,
    warnings: islandWarnings(weights),
  };
  if (n < 4) return { ...missing("few-cells"), record };
  if (dev.constant) return { ...missing("constant"), record };
  if (!(s0 > 0)) return { ...missing("no-links"), record };
  const lag = new Float64Array(d.length);
  const cross = (values: Float64Array) => {
    weights.lag(values, lag);
    let total = 0;
    for (let k = 0; k < values.length; k++) total += values[k] * lag[k];
    return total;
  };
  const i = ((n / s0) * cross(d)) / sumSquares,
    expected = -1 / (n - 1);
  let fourth = 0;
  for (const v of d) fourth += v ** 4;
  const b2 = (n * fourth) / (sumSquares * sumSquares),
    n2 = n * n,
    s02 = s0 * s0;
  const normalVariance = (n2 * s1 - n * s2 + 3 * s02) / (s02 * (n2 - 1)) - expected * expected;
  const variance =
    (n * ((n2 - 3 * n + 3) * s1 - n * s2 + 3 * s02) - b2 * ((n2 - n) * s1 - 2 * n * s2 + 6 * s02)) /
      ((n - 1) * (n - 2) * (n - 3) * s02) -
    expected * expected;
  // With every cell beside every other, I is −1/(n−1) for any map.
  if (!(variance > 1e-14) || !(normalVariance > 1e-14)) return { ...missing("whole-map"), record };
  let permutationP: number | null = null;
  if (draws) {
    const random = monteCarlo(draws.seed),
      cells: number[] = [];
    for (let k = 0; k < d.length; k++) if (weights.mask === null || weights.mask[k]) cells.push(k);
    const pool = Float64Array.from(cells, (k) => d[k]),
      shuffled = new Float64Array(d.length);
    let above = 0,
      below = 0;
    for (let draw = 0; draw < draws.draws; draw++) {
      random.shuffle(pool);
      cells.forEach((k, place) => {
        shuffled[k] = pool[place];
      });
      const drawn = ((n / s0) * cross(shuffled)) / sumSquares;
      if (drawn >= i - 1e-12) above++;
      if (drawn <= i + 1e-12) below++;
    }
    permutationP = Math.min(1, (2 * (Math.min(above, below) + 1)) / (draws.draws + 1));
  }
  const z = (i - expected) / Math.sqrt(variance),
    normalZ = (i - expected) / Math.sqrt(normalVariance);
  const normal = { variance: normalVariance, z: normalZ, p: twoSidedP(normalZ) };
  return { ...exists({ i, expected, variance, z, p: twoSidedP(z), normal, permutationP }), record };
}

export function islandWarnings(weights: SpatialWeights): Warning[] {
  let islands = 0;
  for (let k = 0; k < weights.slots; k++)
    if (weights.degree[k] === 0 && (weights.mask === null || weights.mask[k])) islands++;
  return islands ? [warning("islands", { count: islands, all: weights.n })] : [];
}

const sum = (values: Int32Array) => values.reduce((a, b) => a + b, 0);
