import Flatbush from "flatbush";
import { finite, sameLength } from "./check.js";
import { twoSidedP } from "./normal.js";
import { type Warning, warning } from "./phrases.js";
import { exists, missing, type Outcome } from "./reason.js";
import { ANALYTIC, type Computed } from "./record.js";

/**
 * Distance in metres from each point to the nearest other one; coincident points have 0. Needs two
 * points or more.
 */
export function nearestDistances(x: Float64Array, y: Float64Array): Float64Array {
  sameLength("y", x.length, y.length);
  const index = new Flatbush(Math.max(1, x.length));
  if (x.length === 0) return new Float64Array(0);
  for (let i = 0; i < x.length; i++) index.add(finite(x[i], i), finite(y[i], i));
  index.finish();
  return Float64Array.from(x, (_, i) => {
    const other = index.neighbors(x[i], y[i], 2).find((j) => j !== i);
    return other === undefined ? 0 : Math.hypot(x[other] - x[i], y[other] - y[i]);
  });
}

/** Each place once, in order of first appearance, and how many points stand on it. */
export function uniquePlaces(
  x: Float64Array,
  y: Float64Array,
): { x: Float64Array; y: Float64Array; count: Uint32Array } {
  const places = new Map<string, number>(),
    ux: number[] = [],
    uy: number[] = [],
    count: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const key = `${x[i]} ${y[i]}`,
      at = places.get(key);
    if (at === undefined) {
      places.set(key, ux.length);
      ux.push(x[i]);
      uy.push(y[i]);
      count.push(1);
    } else count[at]++;
  }
  return { x: Float64Array.from(ux), y: Float64Array.from(uy), count: Uint32Array.from(count) };
}

export interface NearestNeighbour {
  readonly observedMetres: number;
  readonly expectedMetres: number;
  /** Below 1 clustered, above 1 dispersed. */
  readonly ratio: number;
  readonly standardErrorMetres: number;
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Average nearest neighbour (Clark and Evans 1954): mean distance against 0.5/√(n/A) of a random
 * pattern, standard error
 * 0.26136/√(n²/A). `areaSquareMetres` is the area where points can be; the answer hangs on it.
 * Coincident points are dropped unless
 * told otherwise: their zeros say "clustered" for the geocoder, not for the street. Limit: no edge
 * correction.
 */
export function averageNearestNeighbour(
  x: Float64Array,
  y: Float64Array,
  areaSquareMetres: number,
  options: { keepCoincident?: boolean } = {},
): Outcome<NearestNeighbour> & { record: Computed } {
  const places = options.keepCoincident ? { x, y } : uniquePlaces(x, y),
    n = places.x.length;
  const warnings: Warning[] = [warning("boundary", {})];
  if (n < x.length)
    warnings.push(warning("coincident-dropped", { count: x.length - n, all: x.length }));
  const record: Computed = {
    method: "nearest-neighbour",
    n,
    parameters: { areaSquareMetres, keepCoincident: options.keepCoincident ?? false },
    inference: ANALYTIC,
    warnings,
  };
  if (!(areaSquareMetres > 0 && areaSquareMetres < Infinity))
    return { ...missing("no-area"), record };
  if (n < 2) return { ...missing(x.length > 1 ? "coincident" : "few-points"), record };
  const observed = nearestDistances(places.x, places.y).reduce((a, b) => a + b, 0) / n;
  const expected = 0.5 / Math.sqrt(n / areaSquareMetres),
    error = 0.26136 / Math.sqrt((n * n) / areaSquareMetres);
  const z = (observed - expected) / error;
  return {
    ...exists({
      observedMetres: observed,
      expectedMetres: expected,
      ratio: observed / expected,
      standardErrorMetres: error,
      z,
      p: twoSidedP(z),
    }),
    record,
  };
}
