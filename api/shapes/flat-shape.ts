import type { MultiPolygon, Polygon, Position } from "geojson";
import { partsOf } from "../../geo/geometry.js";

/** Polygons as a thread is given them: nested arrays would be copied number by number. */
export interface FlatShape {
  xy: Float64Array;
  /** Positions of each ring, rings of each part. */
  rings: number[];
  parts: number[];
}

export function flatten(shape: Polygon | MultiPolygon): FlatShape {
  const parts = partsOf(shape);
  const rings = parts.flat();
  const xy = new Float64Array(2 * rings.reduce((n, ring) => n + ring.length, 0));
  let at = 0;
  for (const ring of rings)
    for (const [x, y] of ring) {
      xy[at++] = x!;
      xy[at++] = y!;
    }
  return { xy, rings: rings.map((r) => r.length), parts: parts.map((p) => p.length) };
}

export function unflatten({ xy, rings, parts }: FlatShape): MultiPolygon {
  let [at, ring] = [0, 0];
  const position = (): Position => [xy[at++]!, xy[at++]!];
  return {
    type: "MultiPolygon",
    coordinates: parts.map((count) =>
      Array.from({ length: count }, () => Array.from({ length: rings[ring++]! }, position)),
    ),
  };
}
