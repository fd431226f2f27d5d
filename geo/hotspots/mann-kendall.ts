import { twoSidedP } from "./normal.js";
import { type Warning, warning } from "./phrases.js";
import { exists, missing, type Outcome } from "./reason.js";
import { ANALYTIC, type Computed } from "./record.js";
import { median } from "./spread.js";

export interface MannKendall {
  /** Rises minus falls over all pairs, and its variance with the correction for ties. */
  readonly s: number;
  readonly variance: number;
  readonly z: number;
  /** Two-sided, normal approximation with continuity correction. */
  readonly p: number;
  /** S over the number of pairs. */
  readonly tau: number;
  /**
   * Sen's slope a step (median of all pairwise slopes), and the intercept: median value − slope ·
   * median step.
   */
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Trend of a series (Mann 1945, Kendall 1975; slope of Sen 1968), in equal steps. NaN marks a step
 * without data: it is dropped before S and keeps
 * its place for the slope. A constant series has no trend: S 0, z 0, p 1. O(n²).
 */
export function mannKendall(series: Float64Array): Outcome<MannKendall> & { record: Computed } {
  const steps: number[] = [],
    v: number[] = [];
  series.forEach((value, step) => {
    if (!Number.isNaN(value)) {
      steps.push(step);
      v.push(value);
    }
  });
  const n = v.length,
    warnings: Warning[] = n < 10 ? [warning("few-steps", { count: n })] : [];
  const record: Computed = {
    method: "mann-kendall",
    n,
    parameters: { missing: series.length - n },
    inference: ANALYTIC,
    warnings,
  };
  if (n < 3) return { ...missing("few-steps"), record };
  let s = 0;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  for (let i = 0, k = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      s += Math.sign(v[j] - v[i]);
      slopes[k++] = (v[j] - v[i]) / (steps[j] - steps[i]);
    }
  const ties = new Map<number, number>();
  for (const value of v) ties.set(value, (ties.get(value) ?? 0) + 1);
  let variance = n * (n - 1) * (2 * n + 5);
  for (const t of ties.values()) variance -= t * (t - 1) * (2 * t + 5);
  variance /= 18;
  const z = variance > 0 && s !== 0 ? (s - Math.sign(s)) / Math.sqrt(variance) : 0,
    slope = median(slopes);
  const intercept = median(Float64Array.from(v)) - slope * median(Float64Array.from(steps));
  return {
    ...exists({ s, variance, z, p: twoSidedP(z), tau: s / slopes.length, slope, intercept }),
    record,
  };
}
