/** Geometry in metres of one projection. */
import type { LineString, MultiLineString, MultiPolygon, Polygon, Position } from "geojson";
import type { Projection } from "../../projection.js";

/** Coordinates x, y, x, y … of a line or ring. */
export function metricLine(line: readonly Position[], projection: Projection): Float64Array {
  const xy = new Float64Array(2 * line.length);
  line.forEach(([lon, lat], i) => {
    [xy[2 * i], xy[2 * i + 1]] = projection.forward(lon, lat);
  });
  return xy;
}

export const polygonsOf = (geometry: Polygon | MultiPolygon): Position[][][] =>
  geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;

export const linesOf = (geometry: LineString | MultiLineString): Position[][] =>
  geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;

/** Square metres, positive counter-clockwise. */
export function signedArea(r: Float64Array): number {
  let sum = 0;
  for (let i = 2; i < r.length; i += 2)
    sum += (r[i - 2] - r[0]) * (r[i + 1] - r[1]) - (r[i] - r[0]) * (r[i - 1] - r[1]);
  return sum / 2;
}

/** Shells counter-clockwise, holes clockwise. @param holes without them, courtyards are filled */
export function metricRings(
  geometry: Polygon | MultiPolygon,
  projection: Projection,
  holes = true,
): Float64Array[] {
  return polygonsOf(geometry).flatMap((rings) =>
    (holes ? rings : rings.slice(0, 1)).map((ring, k) => {
      const xy = metricLine(ring, projection);
      return signedArea(xy) > 0 === (k === 0) ? xy : reversed(xy);
    }),
  );
}

function reversed(xy: Float64Array): Float64Array {
  const out = new Float64Array(xy.length);
  for (let i = 0; i < xy.length; i += 2) {
    out[i] = xy[xy.length - 2 - i];
    out[i + 1] = xy[xy.length - 1 - i];
  }
  return out;
}

export function perimeterOf(rings: readonly Float64Array[]): number {
  let sum = 0;
  for (const r of rings)
    for (let i = 2; i < r.length; i += 2) sum += Math.hypot(r[i] - r[i - 2], r[i + 1] - r[i - 1]);
  return sum;
}

export type MetricBox = [minX: number, minY: number, maxX: number, maxY: number];

export function metricBox(rings: readonly ArrayLike<number>[]): MetricBox {
  const box: MetricBox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const r of rings)
    for (let i = 0; i < r.length; i += 2) {
      box[0] = Math.min(box[0], r[i]);
      box[1] = Math.min(box[1], r[i + 1]);
      box[2] = Math.max(box[2], r[i]);
      box[3] = Math.max(box[3], r[i + 1]);
    }
  return box;
}
