import { contours } from "d3-contour";
import type { Feature, Position } from "geojson";

/** A raster as the service answers it: from the south-west, row by row. */
export interface Raster {
  columns: number;
  rows: number;
  /** Longitude and latitude, from the north-west clockwise. */
  corners: readonly (readonly number[])[];
  values: readonly number[];
  peak: number;
}

/** Each limit is twice the one below: a second peak of a quarter is still seen beside the first. */
const HALVINGS = 5;

/** From which density on each class goes, the lowest first, in the raster's own unit. */
export const limitsOf = (peak: number): number[] =>
  peak > 0 ? Array.from({ length: HALVINGS }, (_, k) => peak / 2 ** (HALVINGS - k)) : [];

/** Areas of at least each limit, the lowest first, so that the denser lie over them. */
export function densityBands(raster: Raster): Feature[] {
  const { columns, rows, values, peak } = raster;
  if (columns < 2 || rows < 2) return [];
  const place = placeOf(raster);
  return contours()
    .size([columns, rows])
    .thresholds(limitsOf(peak))(values as number[])
    .map(
      ({ coordinates }, k): Feature => ({
        type: "Feature",
        properties: { id: k, band: k },
        geometry: {
          type: "MultiPolygon",
          coordinates: coordinates.map((rings) => rings.map((ring) => ring.map(place))),
        },
      }),
    );
}

/** From pixels to degrees, between the corners: over a county the plane bends by less than a pixel. */
function placeOf({ columns, rows, corners }: Raster): (at: Position) => Position {
  const [nw, ne, se, sw] = corners as [Position, Position, Position, Position];
  return ([x, y]) => {
    const [u, v] = [x! / columns, y! / rows];
    const between = (axis: 0 | 1) =>
      (1 - v) * ((1 - u) * sw[axis]! + u * se[axis]!) + v * ((1 - u) * nw[axis]! + u * ne[axis]!);
    return [between(0), between(1)];
  };
}
