import { sameLength } from "./check.js";
import { deviations } from "./deviations.js";
import { islandWarnings } from "./global-moran.js";
import { twoSidedP } from "./normal.js";
import { exists, missing, type Outcome } from "./reason.js";
import { ANALYTIC, type Computed } from "./record.js";
import { type SpatialWeights, weightSums } from "./spatial-weights.js";

export interface GeneralG {
  readonly g: number;
  readonly expected: number;
  readonly variance: number;
  /**
   * Above 0: high values stand together; below 0: low values do. Moran's I cannot tell these apart.
   */
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * General G (Getis and Ord 1992, eq. 5-8): Σ w x_i x_j / Σ x_i x_j over pairs of different cells,
 * moments under randomisation. Needs
 * values of zero and above; weights should be binary.
 */
export function generalG(
  x: Float64Array,
  weights: SpatialWeights,
): Outcome<GeneralG> & { record: Computed } {
  sameLength("x", weights.slots, x.length);
  const { mask, slots } = weights,
    dev = deviations(x, mask),
    { n } = dev;
  const record: Computed = {
    method: "general-g",
    n,
    parameters: {
      bandMetres: weights.bandMetres,
      cellMetres: weights.cellMetres,
      neighbours: weights.neighbours.code,
      mask: weights.maskSaid.code,
    },
    inference: ANALYTIC,
    warnings: islandWarnings(weights),
  };
  if (n < 4) return { ...missing("few-cells"), record };
  const v = new Float64Array(slots);
  let largest = 0;
  for (let k = 0; k < slots; k++) {
    if (mask !== null && mask[k] === 0) continue;
    if (x[k] < 0) return { ...missing("negative-values"), record };
    v[k] = x[k];
    if (x[k] > largest) largest = x[k];
  }
  if (dev.constant) return { ...missing("constant"), record };
  const { s0, s1, s2 } = weightSums(weights);
  if (!(s0 > 0)) return { ...missing("no-links"), record };
  // G does not depend on the unit; a scale near one keeps the fourth powers in range.
  let m1 = 0,
    m2 = 0,
    m3 = 0,
    m4 = 0;
  for (let k = 0; k < slots; k++) {
    const u = (v[k] /= largest),
      uu = u * u;
    m1 += u;
    m2 += uu;
    m3 += uu * u;
    m4 += uu * uu;
  }
  const all = m1 * m1 - m2;
  if (!(all > 1e-12 * m2)) return { ...missing("others-equal"), record };
  const lag = new Float64Array(slots);
  weights.lag(v, lag);
  let near = 0;
  for (let k = 0; k < slots; k++) near += v[k] * lag[k];
  const n2 = n * n,
    s02 = s0 * s0,
    expected = s0 / (n * (n - 1));
  const b0 = (n2 - 3 * n + 3) * s1 - n * s2 + 3 * s02;
  const b1 = -((n2 - n) * s1 - 2 * n * s2 + 6 * s02);
  const b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s02);
  const b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s02;
  const b4 = s1 - s2 + s02;
  const square =
    (b0 * m2 * m2 + b1 * m4 + b2 * m1 * m1 * m2 + b3 * m1 * m3 + b4 * m1 ** 4) /
    (all * all * n * (n - 1) * (n - 2) * (n - 3));
  const variance = square - expected * expected;
  if (!(variance > 1e-13 * expected * expected)) return { ...missing("whole-map"), record };
  const g = near / all,
    z = (g - expected) / Math.sqrt(variance);
  return { ...exists({ g, expected, variance, z, p: twoSidedP(z) }), record };
}
