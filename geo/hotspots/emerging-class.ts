import { sameLength } from "./check.js";
import { type MannKendall, mannKendall } from "./mann-kendall.js";
import { exists, missing, type Outcome } from "./reason.js";
import { ANALYTIC, type Computed } from "./record.js";

export type EmergingKind =
  | "new"
  | "consecutive"
  | "intensifying"
  | "persistent"
  | "diminishing"
  | "sporadic"
  | "oscillating"
  | "historical"
  | "none";

export interface EmergingClass {
  readonly kind: EmergingKind;
  /** Hot or cold; null for "none". */
  readonly side: "hot" | "cold" | null;
  /** Trend of z over the steps: hot spots intensify upwards, cold ones downwards. */
  readonly trend: MannKendall;
}

export interface EmergingOptions {
  /**
   * Sign of the significant steps, as the bins of `localG` give it; default: |z| ≥ 1.6449, 90 %
   * two-sided, uncorrected.
   */
  bins?: Int8Array;
  /** Level of the trend; default 0.10. */
  trendLevel?: number;
}

/**
 * Kind of hot or cold spot from a cell's z over time, oldest step first: the seventeen classes that
 * ArcGIS publishes for emerging hot spots, in the
 * order of its page. Where 9 of 10 steps are significant and the last is not, historical wins over
 * persistent. The sign is always tested: a
 * diminishing cold spot is not an intensifying hot one (sfdep has that fault). Below 10 steps: no
 * class.
 */
export function emergingClass(
  z: Float64Array,
  options: EmergingOptions = {},
): Outcome<EmergingClass> & { record: Computed } {
  const steps = z.length,
    { bins, trendLevel = 0.1 } = options;
  if (bins) sameLength("bins", steps, bins.length);
  const { value: trend } = mannKendall(z);
  const record: Computed = {
    method: "emerging-class",
    n: steps,
    parameters: { trendLevel, significance: bins ? "bins" : "z-1.645" },
    inference: ANALYTIC,
    warnings: [],
  };
  if (steps < 10 || !trend) return { ...missing("few-steps"), record };
  const sign = Array.from(z, (v, i) =>
    bins ? Math.sign(bins[i]) : Math.abs(v) >= 1.6448536269514722 ? Math.sign(v) : 0,
  );
  for (const side of [1, -1]) {
    const kind = kindOf(
      sign.map((s) => s * side),
      trend.p <= trendLevel ? Math.sign(trend.z) * side : 0,
    );
    if (kind !== "none")
      return { ...exists<EmergingClass>({ kind, side: side > 0 ? "hot" : "cold", trend }), record };
  }
  return { ...exists<EmergingClass>({ kind: "none", side: null, trend }), record };
}

/** As if for hot spots: `sign` 1 on the side asked for, `trend` 1 growing. */
function kindOf(sign: readonly number[], trend: number): EmergingKind {
  const steps = sign.length,
    hot = sign.filter((s) => s > 0).length,
    most = hot >= 0.9 * steps;
  if (sign[steps - 1] <= 0) return most ? "historical" : "none";
  let run = 0;
  while (run < steps && sign[steps - 1 - run] > 0) run++;
  if (hot === 1) return "new";
  if (most) return trend > 0 ? "intensifying" : trend < 0 ? "diminishing" : "persistent";
  if (hot === run) return "consecutive";
  return sign.some((s) => s < 0) ? "oscillating" : "sporadic";
}
