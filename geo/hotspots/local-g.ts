import { sameLength } from "./check.js";
import { deviations, othersSumSquares } from "./deviations.js";
import { finishLocal, type LocalOptions, type LocalResult, markReasons } from "./local-result.js";
import { reasonByte } from "./reason.js";
import type { SpatialWeights } from "./spatial-weights.js";

export interface LocalGOptions extends LocalOptions {
  /**
   * Gi* counts the cell itself with weight 1 (default); Gi leaves it out of the sum, the mean and
   * the variance.
   */
  star?: boolean;
}

/**
 * Getis-Ord Gi* and Gi as standard deviates (Getis and Ord 1992; Ord and Getis 1995, eq. 14; the
 * form of ArcGIS and spdep's localG):
 *
 *   Gi*: z = (Σ w x − x̄ W) / (s √((n S1 − W²)/(n − 1))), self included, s² divided by n
 * Gi:  z = (Σ w x − x̄_i W) / (s_i √(((n−1) S1 − W²)/(n − 2))), mean and s_i over the other n − 1
 * cells
 *
 * High z: the cell and its neighbours hold more than the map's mean would give (hot); low z: less
 * (cold). An island has no
 * neighbourhood to speak of: null, though Gi* could be written down. Values may be negative. Throws
 * a RangeError for values that are not finite.
 */
export function localG(
  x: Float64Array,
  weights: SpatialWeights,
  options: LocalGOptions = {},
): LocalResult {
  sameLength("x", weights.slots, x.length);
  const star = options.star ?? true,
    { slots, rowSum, rowSquares, self, mask } = weights;
  const dev = deviations(x, mask),
    { d, n } = dev;
  const z = new Float64Array(slots),
    reason = new Uint8Array(slots);
  const wholeMap = reasonByte("whole-map"),
    othersEqual = reasonByte("others-equal");
  if (!markReasons(dev, weights, star ? 2 : 3, reason, options.noValue)) {
    weights.lag(d, z);
    const spread = Math.sqrt(dev.sumSquares / n / (n - 1));
    for (let i = 0; i < slots; i++) {
      if (reason[i]) {
        z[i] = 0;
        continue;
      }
      if (star) {
        const own = self ? self[i] : 1,
          w = rowSum[i] + own,
          square = n * (rowSquares[i] + own * own),
          v = square - w * w;
        if (v <= 1e-12 * square) {
          reason[i] = wholeMap;
          z[i] = 0;
        } else z[i] = (z[i] + own * d[i]) / (spread * Math.sqrt(v));
      } else {
        const w = rowSum[i],
          square = (n - 1) * rowSquares[i],
          v = square - w * w;
        if (v <= 1e-12 * square) {
          reason[i] = wholeMap;
          z[i] = 0;
          continue;
        }
        const rest = othersSumSquares(dev, mask, i);
        if (rest <= 0) {
          reason[i] = othersEqual;
          z[i] = 0;
          continue;
        }
        z[i] = (z[i] + (d[i] * w) / (n - 1)) / Math.sqrt((rest / (n - 1)) * (v / (n - 2)));
      }
    }
  }
  return finishLocal(star ? "gi-star" : "gi", dev, z, reason, weights, options, {
    star,
  });
}
