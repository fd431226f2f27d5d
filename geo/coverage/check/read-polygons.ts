/**
 * Reads polygons for the check: coordinates as they stand, doubled vertices dropped, rings turned
 * the right way round.
 */
import type { Position } from "geojson";
import { type GridCollection, gridIdOf } from "../collection.js";
import type { Box, GridId } from "../edge.js";
import { PlaceTable } from "../lattice.js";

/**
 * A ring as x0, y0, x1, y1 … in degrees, first vertex repeated; shells counter-clockwise, holes
 * clockwise.
 */
export interface RawRing {
  readonly xy: Float64Array;
  readonly places: Int32Array;
  readonly shell: boolean;
  readonly part: number;
}

export interface PolygonFault {
  readonly code:
    | "ring-too-small"
    | "ring-touches-itself"
    | "ring-crosses-itself"
    | "rings-cross"
    | "hole-outside"
    | "hole-in-hole"
    | "part-in-part";
  readonly at: Position;
}

export interface RawPolygon {
  readonly id: GridId;
  readonly rings: RawRing[];
  readonly parts: number;
  readonly box: Box;
  /** What is wrong with it by itself, and where. */
  fault: PolygonFault | null;
}

export function readPolygons(collection: GridCollection): {
  polygons: RawPolygon[];
  places: PlaceTable;
} {
  const places = new PlaceTable(1024);
  const polygons = collection.features.map((feature, index): RawPolygon => {
    const parts =
      feature.geometry.type === "Polygon"
        ? [feature.geometry.coordinates]
        : feature.geometry.coordinates;
    const rings: RawRing[] = [];
    let fault: RawPolygon["fault"] = null;
    let minX = Infinity,
      minY = Infinity,
      maxX = -Infinity,
      maxY = -Infinity;
    parts.forEach((polygon, part) =>
      polygon.forEach((line, r) => {
        const path = new Int32Array(line.length + 1);
        let n = 0,
          area = 0,
          px = 0,
          py = 0;
        const [ox, oy] = line[0];
        for (const [x, y] of line) {
          area += px * (y - oy) - py * (x - ox);
          px = x - ox;
          py = y - oy;
          const place = places.add(x, y);
          if (n === 0 || path[n - 1] !== place) path[n++] = place;
          if (x < minX) minX = x;
          if (x > maxX) maxX = x;
          if (y < minY) minY = y;
          if (y > maxY) maxY = y;
        }
        if (n > 1 && path[0] === path[n - 1]) n--;
        if (n < 3) {
          fault ??= { code: "ring-too-small", at: line[0] };
          return;
        }
        path[n] = path[0];
        const closed = path.subarray(0, n + 1);
        if (area > 0 !== (r === 0)) closed.reverse();
        const xy = new Float64Array(2 * n + 2);
        for (let i = 0; i <= n; i++) {
          xy[2 * i] = places.xs[closed[i]];
          xy[2 * i + 1] = places.ys[closed[i]];
        }
        rings.push({ xy, places: closed, shell: r === 0, part });
      }),
    );
    return {
      id: gridIdOf(feature, index),
      rings,
      parts: parts.length,
      box: { minX, minY, maxX, maxY },
      fault,
    };
  });
  return { polygons, places };
}
