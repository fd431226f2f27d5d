import { nearestDistances, uniquePlaces } from "./nearest-neighbour.js";
import { exists, missing, type Outcome } from "./reason.js";
import { median } from "./spread.js";

export interface CellSizes {
  /**
   * 2 × max(mean, median) distance between nearest unique places, those beyond three standard
   * deviations left out: cells that usually hold a pair.
   */
  readonly fromNearestMetres: number;
  /** √(2A/n): two incidents a cell on average. */
  readonly fromDensityMetres: number;
  /**
   * The bounds: 25 to 2,000 cells along the longer side of the box, and never a cell smaller than
   * the positional accuracy.
   */
  readonly smallestMetres: number;
  readonly largestMetres: number;
}

/**
 * Three cell sizes to choose from: two rules and the user's own, all within bounds. The choice
 * belongs in the record. `accuracyMetres` is how
 * well places are known (coordinates of three decimals: 110 m): a cell below it shows the geocoder,
 * so it is refused by moving the lower bound.
 */
export function suggestCellSizes(
  x: Float64Array,
  y: Float64Array,
  areaSquareMetres: number,
  accuracyMetres: number,
): Outcome<CellSizes> {
  if (x.length < 2) return missing("few-points");
  if (!(areaSquareMetres > 0)) return missing("no-area");
  const places = uniquePlaces(x, y);
  if (places.x.length < 2) return missing("coincident");
  const all = nearestDistances(places.x, places.y),
    mean = average(all);
  const deviation = Math.sqrt(average(all.map((v) => (v - mean) ** 2)));
  const kept = all.filter((v) => v <= mean + 3 * deviation);
  const width = span(x),
    height = span(y),
    side = Math.max(width, height);
  const largest = side / 25,
    smallest = Math.min(largest, Math.max(side / 2000, accuracyMetres));
  const clamp = (v: number) => Math.min(largest, Math.max(smallest, v));
  return exists({
    fromNearestMetres: clamp(2 * Math.max(average(kept), median(kept))),
    fromDensityMetres: clamp(Math.sqrt((2 * areaSquareMetres) / x.length)),
    smallestMetres: smallest,
    largestMetres: largest,
  });
}

const average = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;

function span(values: Float64Array): number {
  let low = Infinity,
    high = -Infinity;
  for (const v of values) {
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  return high - low;
}
