import Flatbush from "flatbush";
import { exists, missing, type Outcome } from "./reason.js";
import { standardDistance } from "./spread.js";

/**
 * The band when incremental autocorrelation has no peak: the mean distance to the K-th neighbour, K
 * = 5 % of the cells but 3 to 30, at
 * most one standard distance. Metres.
 */
export function fallbackBand(x: Float64Array, y: Float64Array): Outcome<number> {
  const n = x.length;
  if (n < 4) return missing("few-cells");
  const k = Math.min(n - 1, Math.max(3, Math.min(30, Math.round(0.05 * n)))),
    index = new Flatbush(n);
  for (let i = 0; i < n; i++) index.add(x[i], y[i]);
  index.finish();
  let sum = 0;
  for (let i = 0; i < n; i++) {
    // k + 1: the cell itself is the first, or stands among those that share its place.
    const far = index.neighbors(x[i], y[i], k + 1)[k];
    sum += Math.hypot(x[far] - x[i], y[far] - y[i]);
  }
  const band = Math.min(sum / n, standardDistance(x, y).metres);
  return band > 0 ? exists(band) : missing("coincident");
}
