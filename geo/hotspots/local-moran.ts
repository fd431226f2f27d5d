import { sameLength } from "./check.js";
import { deviations, othersSumSquares } from "./deviations.js";
import { finishLocal, type LocalOptions, type LocalResult, markReasons } from "./local-result.js";
import { reasonByte } from "./reason.js";
import type { SpatialWeights } from "./spatial-weights.js";

export interface LocalMoranOptions extends LocalOptions {
  /**
   * Moments of z: "conditional" on the cell's own value (Sokal, Oden and Thomson 1998; default of
   * spdep's localmoran) or "total" over
   * all arrangements of the map (Anselin 1995, eq. 13-14). They differ much where a cell lies far
   * from the mean.
   */
  moments?: "conditional" | "total";
}

/**
 * First letter: the cell against the mean of all cells; second: its neighbours' sum of deviations.
 */
export const QUADRANTS = [null, "HH", "LL", "HL", "LH"] as const;

export interface LocalMoranResult extends LocalResult {
  /** Local I; 0 where there is no neighbour (see `reason`). */
  readonly i: Float64Array;
  /**
   * Place in `QUADRANTS`; 0 where the cell or its neighbours lie at the mean, or there is no value.
   */
  readonly quadrant: Uint8Array;
}

/**
 * Local Moran's I (Anselin 1995): i = d_i/m2 · Σ w_ij d_j, d = x − x̄, m2 = Σd²/n. With
 * row-standardised weights their mean is the global I.
 * The sign of z says likeness (+: HH, LL) or contrast (−: HL, LH), so a bin of +3 may be a cold
 * cluster: read it with the quadrant.
 * With conditional moments |z| equals |z| of Gi.
 */
export function localMoran(
  x: Float64Array,
  weights: SpatialWeights,
  options: LocalMoranOptions = {},
): LocalMoranResult {
  sameLength("x", weights.slots, x.length);
  const { slots, rowSum, rowSquares, mask } = weights,
    moments = options.moments ?? "conditional";
  const dev = deviations(x, mask),
    { d, n } = dev;
  const z = new Float64Array(slots),
    i = new Float64Array(slots),
    quadrant = new Uint8Array(slots),
    reason = new Uint8Array(slots);
  const wholeMap = reasonByte("whole-map"),
    othersEqual = reasonByte("others-equal"),
    atMean = reasonByte("at-mean");
  if (!markReasons(dev, weights, 3, reason)) {
    const lag = z;
    weights.lag(d, lag);
    const m2 = dev.sumSquares / n;
    let m4 = 0;
    for (let c = 0; c < slots; c++) m4 += d[c] ** 4;
    const b2 = m4 / n / (m2 * m2);
    for (let c = 0; c < slots; c++) {
      if (reason[c]) {
        z[c] = 0;
        continue;
      }
      const sum = lag[c],
        w = rowSum[c],
        square = (n - 1) * rowSquares[c],
        v = square - w * w;
      const above = d[c] > dev.zero,
        below = d[c] < -dev.zero,
        level = dev.zero * Math.max(1, w);
      i[c] = above || below ? (d[c] * sum) / m2 : 0;
      if (above) quadrant[c] = sum > level ? 1 : sum < -level ? 3 : 0;
      else if (below) quadrant[c] = sum < -level ? 2 : sum > level ? 4 : 0;
      if (!above && !below) {
        reason[c] = atMean;
        z[c] = 0;
        continue;
      }
      if (moments === "total") {
        const mean = -w / (n - 1);
        const variance = n === 3 ? 0 : totalVariance(n, b2, w, rowSquares[c]);
        if (variance <= 1e-12 * rowSquares[c]) {
          reason[c] = wholeMap;
          z[c] = 0;
        } else z[c] = (i[c] - mean) / Math.sqrt(variance);
        continue;
      }
      if (v <= 1e-12 * square) {
        reason[c] = wholeMap;
        z[c] = 0;
        continue;
      }
      const rest = othersSumSquares(dev, mask, c);
      if (rest <= 0) {
        reason[c] = othersEqual;
        z[c] = 0;
        continue;
      }
      const deviate = (sum + (d[c] * w) / (n - 1)) / Math.sqrt((rest / (n - 1)) * (v / (n - 2)));
      z[c] = above ? deviate : -deviate;
    }
  }
  return {
    ...finishLocal("local-moran", dev, z, reason, weights, options, { moments }),
    i,
    quadrant,
  };
}

/** Anselin 1995, eq. 14; 2 w_i(kh) = W² − S1. */
function totalVariance(n: number, b2: number, w: number, squares: number): number {
  return (
    (squares * (n - b2)) / (n - 1) +
    ((w * w - squares) * (2 * b2 - n)) / ((n - 1) * (n - 2)) -
    (w * w) / (n - 1) ** 2
  );
}
