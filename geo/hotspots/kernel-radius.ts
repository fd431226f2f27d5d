import { exists, missing, type Outcome } from "./reason.js";
import { median, standardDistance } from "./spread.js";

/**
 * The rule of thumb that ArcGIS uses for its default search radius: 0.9 · min(SD, √(1/ln 2) · Dm) ·
 * n^(−0.2), SD the standard distance
 * about the mean centre, Dm the median distance to it (after Silverman 1986, p. 48). Metres. It
 * oversmooths clustered points several times over
 * (measured against bw.diggle: 2,653 m and 457 m for 522 Chicago fires), so it is an upper bound to
 * start from: offer half and a quarter.
 */
export function defaultKernelRadius(x: Float64Array, y: Float64Array): Outcome<number> {
  if (x.length < 2) return missing("few-points");
  const { metres, meanX, meanY } = standardDistance(x, y);
  const dm = median(Float64Array.from(x, (v, i) => Math.hypot(v - meanX, y[i] - meanY)));
  // Half of the points or more on one place: Dm is 0 and says nothing of the rest.
  const spread = dm > 0 ? Math.min(metres, Math.sqrt(1 / Math.LN2) * dm) : metres;
  return spread > 0 ? exists(0.9 * spread * x.length ** -0.2) : missing("coincident");
}
