import { positive } from "./check.js";
import { distanceBandWeights } from "./distance-band.js";
import { globalMoran } from "./global-moran.js";
import { nearestDistances } from "./nearest-neighbour.js";
import { exists, missing, type Outcome, type ReasonCode } from "./reason.js";
import { ANALYTIC, type Computed } from "./record.js";

export interface BandStep {
  readonly bandMetres: number;
  readonly meanNeighbours: number;
  readonly islands: number;
  /** Moran's I and its z under randomisation; null with a reason. */
  readonly i: number | null;
  readonly z: number | null;
  readonly p: number | null;
  readonly reason: ReasonCode | null;
}

export interface IncrementalAutocorrelation {
  readonly steps: readonly BandStep[];
  /** The first and the highest local maximum of z: bands at which clustering is strongest. */
  readonly firstPeak: Outcome<BandStep>;
  readonly highestPeak: Outcome<BandStep>;
}

export interface IncrementalOptions {
  /** First band; default: the band at which every cell has a neighbour. */
  startMetres?: number;
  /** Default: the mean distance to the nearest cell. */
  stepMetres?: number;
  /** 10 to 20 are usual; default 10. */
  steps?: number;
}

/**
 * Moran's z at growing distance bands: the band of a hot-spot map is a scale, and z peaks where
 * clustering is most marked. A peak
 * stands above both its sides; the first and last step cannot be one. Without a peak, see
 * `fallbackBand`.
 */
export function incrementalAutocorrelation(
  x: Float64Array,
  y: Float64Array,
  values: Float64Array,
  options: IncrementalOptions = {},
): IncrementalAutocorrelation & { record: Computed } {
  const n = x.length,
    count = options.steps ?? 10;
  if (!(Number.isInteger(count) && count >= 3))
    throw new RangeError(`steps must be a whole number of 3 or more, got ${count}`);
  const nearest = n > 1 ? nearestDistances(x, y) : new Float64Array(0);
  let guarantee = 0,
    mean = 0;
  for (const v of nearest) {
    guarantee = Math.max(guarantee, v);
    mean += v / nearest.length;
  }
  const start = options.startMetres ?? guarantee,
    step = options.stepMetres ?? mean;
  const record: Computed = {
    method: "incremental-autocorrelation",
    n,
    parameters: {
      startMetres: start,
      stepMetres: step,
      steps: count,
      oneNeighbourMetres: guarantee,
    },
    inference: ANALYTIC,
    warnings: [],
  };
  if (n < 4 || guarantee === 0) {
    const none = missing(n < 4 ? "few-cells" : "coincident");
    return { steps: [], firstPeak: none, highestPeak: none, record };
  }
  positive("startMetres", start);
  positive("stepMetres", step);
  const steps: BandStep[] = [];
  for (let k = 0; k < count; k++) {
    const bandMetres = start + k * step,
      weights = distanceBandWeights(x, y, bandMetres);
    let links = 0,
      islands = 0;
    for (const degree of weights.degree) {
      links += degree;
      if (degree === 0) islands++;
    }
    const { value, reason } = globalMoran(values, weights);
    steps.push({
      bandMetres,
      meanNeighbours: links / n,
      islands,
      i: value?.i ?? null,
      z: value?.z ?? null,
      p: value?.p ?? null,
      reason,
    });
  }
  const peaks = steps.filter(
    (s, k) =>
      k > 0 &&
      k < count - 1 &&
      s.z !== null &&
      (steps[k - 1].z ?? -Infinity) < s.z &&
      (steps[k + 1].z ?? -Infinity) < s.z,
  );
  const highest = [...peaks].sort((a, b) => (b.z as number) - (a.z as number))[0];
  const outcome = (peak: BandStep | undefined): Outcome<BandStep> =>
    peak ? exists(peak) : missing("no-peak");
  return { steps, firstPeak: outcome(peaks[0]), highestPeak: outcome(highest), record };
}
