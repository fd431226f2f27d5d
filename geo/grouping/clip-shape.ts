import { feature, featureCollection, multiPolygon } from "@turf/helpers";
import { intersect } from "@turf/intersect";
import Flatbush from "flatbush";
import type { MultiPolygon, Polygon } from "geojson";
import { isInside } from "./dissolve-cells.js";

type Shape = Polygon | MultiPolygon;

/** An area to clip many small shapes by: its segments found by place. */
export interface Outline {
  polygons: number[][][][];
  segments: Flatbush;
}

/** @param shape metres in a plane */
export function outlineOf(shape: Shape): Outline {
  const polygons = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  const rings = polygons.flat();
  const segments = new Flatbush(rings.reduce((sum, ring) => sum + ring.length - 1, 0));
  for (const ring of rings)
    for (let k = 1; k < ring.length; k++) {
      const [ax, ay] = ring[k - 1],
        [bx, by] = ring[k];
      segments.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
    }
  segments.finish();
  return { polygons, segments };
}

/**
 * What of a shape lies in the area, null where nothing does. Most shapes lie within, and few of the
 * area's corners are near the others: those alone are given to the clipper.
 */
export function clipShape(shape: Shape, { polygons, segments }: Outline): Shape | null {
  const all = (shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates).flat(2);
  const box = [
    Math.min(...all.map((p) => p[0])),
    Math.min(...all.map((p) => p[1])),
    Math.max(...all.map((p) => p[0])),
    Math.max(...all.map((p) => p[1])),
  ] as const;
  if (segments.search(...box).length === 0) {
    const [[x, y]] = all;
    const inside = polygons.some((rings) => {
      const [outer, ...holes] = rings.map((ring) => isInside(ring, x, y));
      return outer && !holes.some(Boolean);
    });
    return inside ? shape : null;
  }
  // A metre beyond the shape, where the clipped rings may run back along the box.
  const [west, south, east, north] = [box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1];
  const near = polygons
    .map((rings) => rings.map((r) => clipToBox(r, west, south, east, north)))
    .filter(([outer]) => outer.length > 3)
    .map((rings) => rings.filter((r) => r.length > 3));
  if (near.length === 0) return null;
  const area = multiPolygon(near).geometry;
  // Turf's clipper (polyclip-ts 0.16) gives up on some nearly collinear edges ("unable to complete
  // output ring"); on whole millimetres it has not, and else the shape stays as it was.
  for (const tidy of [same, toMillimetres])
    try {
      const kept = intersect(featureCollection([feature(tidy(shape)), feature(tidy(area))]));
      return kept?.geometry ?? null;
    } catch {}
  return shape;
}

const same = (shape: Shape): Shape => shape;

function toMillimetres(shape: Shape): Shape {
  const ring = (r: number[][]): number[][] =>
    r.map(([x, y]) => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]);
  return shape.type === "Polygon"
    ? { type: "Polygon", coordinates: shape.coordinates.map(ring) }
    : { type: "MultiPolygon", coordinates: shape.coordinates.map((p) => p.map(ring)) };
}

/** Sutherland and Hodgman 1974: the ring within the box, with runs along it where it leaves. */
function clipToBox(
  ring: readonly number[][],
  west: number,
  south: number,
  east: number,
  north: number,
): number[][] {
  let list = ring.slice(1);
  for (const [axis, limit, sign] of [
    [0, west, 1],
    [0, east, -1],
    [1, south, 1],
    [1, north, -1],
  ] as const) {
    const from = list;
    list = [];
    from.forEach((end, k) => {
      const start = from.at(k - 1)!;
      const startIn = sign * (start[axis] - limit) >= 0,
        endIn = sign * (end[axis] - limit) >= 0;
      if (startIn !== endIn) {
        const t = (limit - start[axis]) / (end[axis] - start[axis]);
        const other = start[1 - axis] + t * (end[1 - axis] - start[1 - axis]);
        list.push(axis === 0 ? [limit, other] : [other, limit]);
      }
      if (endIn) list.push(end);
    });
  }
  return list.length > 2 ? [...list, list[0]] : [];
}
