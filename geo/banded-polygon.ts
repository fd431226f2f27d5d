import type { MultiPolygon, Polygon } from "geojson";

/** Where a point lies; `near`: so near to a border that rounding decides. */
export type Side = "in" | "out" | "near";

/** Degrees from a border's line: far below the 1e-7 that places are written to, far above rounding. */
const NEAR = 1e-11;
const BANDS_MOST = 4096;

/**
 * Tells on which side of a polygon's borders points lie, by the borders of the band of latitudes that
 * a point is in: many points of many vertices. The polygon is valid; degrees.
 */
export function bandedPolygon(shape: Polygon | MultiPolygon): (x: number, y: number) => Side {
  const polygons = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates,
    edges = polygons.flat().flatMap((ring) => {
      return ring.slice(1).map((end, i) => [...ring[i].slice(0, 2), ...end.slice(0, 2)]);
    }),
    ys = edges.map(([, y]) => y),
    xs = edges.map(([x]) => x),
    least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity),
    most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity),
    [south, north, west, east] = [least(ys), most(ys), least(xs), most(xs)],
    count = Math.max(1, Math.min(BANDS_MOST, edges.length)),
    bandOf = (y: number) =>
      Math.max(0, Math.min(count - 1, Math.floor(((y - south) / (north - south || 1)) * count))),
    bands: number[][] = Array.from({ length: count }, () => []);
  for (const [x1, y1, x2, y2] of edges) {
    // A point's band is had by the same sum, so its borders reach at most one band further.
    const first = Math.max(0, bandOf(Math.min(y1, y2)) - 1),
      last = Math.min(count - 1, bandOf(Math.max(y1, y2)) + 1);
    for (let band = first; band <= last; band++) bands[band].push(x1, y1, x2, y2);
  }
  const flat = bands.map((band) => Float64Array.from(band));
  return (x, y) => {
    if (x < west - NEAR || x > east + NEAR || y < south - NEAR || y > north + NEAR) return "out";
    const band = flat[bandOf(y)];
    let inside = false;
    for (let i = 0; i < band.length; i += 4) {
      const [x1, y1, x2, y2] = [band[i], band[i + 1], band[i + 2], band[i + 3]];
      if (isNear(x, y, x1, y1, x2, y2)) return "near";
      if (y1 <= y === y2 <= y) continue;
      const right = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1);
      if (right > 0 === y2 > y1) inside = !inside;
    }
    return inside ? "in" : "out";
  };
}

/** Within NEAR of a border, its ends too, by its line and its box. */
function isNear(x: number, y: number, x1: number, y1: number, x2: number, y2: number): boolean {
  if (y < Math.min(y1, y2) - NEAR || y > Math.max(y1, y2) + NEAR) return false;
  if (x < Math.min(x1, x2) - NEAR || x > Math.max(x1, x2) + NEAR) return false;
  const area = Math.abs((x2 - x1) * (y - y1) - (x - x1) * (y2 - y1));
  return area <= NEAR * (Math.abs(x2 - x1) + Math.abs(y2 - y1) + NEAR);
}
