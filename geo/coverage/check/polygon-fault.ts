/** Is one polygon sound by itself (OGC Simple Features 6.1.11)? */

import type { Position } from "geojson";
import { orient, pointInRing, segmentsConflict } from "../lattice.js";
import { crossPoint } from "./cross-point.js";
import type { PolygonFault, RawPolygon, RawRing } from "./read-polygons.js";

const SMALL = 96;

/** The first fault found and its place, or null. */
export function polygonFault(polygon: RawPolygon): (PolygonFault & { touch?: boolean }) | null {
  const fault = polygon.fault ?? crossingIn(polygon);
  if (fault) return fault;
  for (const ring of polygon.rings) {
    const twice = repeatedVertex(ring);
    if (twice) return { code: "ring-touches-itself", at: twice, touch: true };
  }
  return misplacedRing(polygon);
}

function repeatedVertex({ places, xy }: RawRing): Position | null {
  const n = places.length - 1;
  if (n <= SMALL) {
    for (let i = 1; i < n; i++)
      for (let k = 0; k < i; k++) if (places[i] === places[k]) return [xy[2 * i], xy[2 * i + 1]];
    return null;
  }
  const seen = new Set<number>();
  for (let i = 0; i < n; i++) {
    if (seen.has(places[i])) return [xy[2 * i], xy[2 * i + 1]];
    seen.add(places[i]);
  }
  return null;
}

/**
 * All segments by their west end; each is tested with those that begin before it ends (a plain
 * sweep in x).
 */
function crossingIn(polygon: RawPolygon): PolygonFault | null {
  let count = 0;
  for (const { places } of polygon.rings) count += places.length - 1;
  const seg = new Float64Array(4 * count),
    ring = new Int32Array(count),
    order = new Uint32Array(count),
    west = new Float64Array(count);
  let at = 0;
  polygon.rings.forEach(({ xy }, r) => {
    for (let i = 2; i < xy.length; i += 2) {
      seg[4 * at] = xy[i - 2];
      seg[4 * at + 1] = xy[i - 1];
      seg[4 * at + 2] = xy[i];
      seg[4 * at + 3] = xy[i + 1];
      ring[at] = r;
      west[at] = Math.min(xy[i - 2], xy[i]);
      order[at] = at++;
    }
  });
  order.sort((a, b) => west[a] - west[b]);
  for (let i = 0; i < count; i++) {
    const s = order[i],
      ax = seg[4 * s],
      ay = seg[4 * s + 1],
      bx = seg[4 * s + 2],
      by = seg[4 * s + 3];
    const east = ax > bx ? ax : bx,
      low = ay < by ? ay : by,
      high = ay > by ? ay : by;
    for (let k = i + 1; k < count; k++) {
      const t = order[k];
      if (west[t] > east) break;
      const cy = seg[4 * t + 1],
        dy = seg[4 * t + 3];
      if ((cy < low && dy < low) || (cy > high && dy > high)) continue;
      const cx = seg[4 * t],
        dx = seg[4 * t + 2];
      if (!segmentsConflict(ax, ay, bx, by, cx, cy, dx, dy)) continue;
      const touchOnly = ring[s] !== ring[t] && onlyTouch(ax, ay, bx, by, cx, cy, dx, dy);
      if (touchOnly) continue;
      const shared = (ax === cx && ay === cy) || (ax === dx && ay === dy);
      const place: Position = shared
        ? [ax, ay]
        : [bx, by].every((v, j) => v === [cx, cy][j] || v === [dx, dy][j])
          ? [bx, by]
          : crossPoint(ax, ay, bx, by, cx, cy, dx, dy);
      return {
        code: ring[s] === ring[t] ? "ring-crosses-itself" : "rings-cross",
        at: place,
      };
    }
  }
  return null;
}

/** An end of one on the other's inside, and not along it: rings of a polygon may touch so. */
function onlyTouch(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const c = orient(ax, ay, bx, by, cx, cy),
    d = orient(ax, ay, bx, by, dx, dy);
  if (c === 0 && d === 0) return false;
  return (
    c === 0 ||
    d === 0 ||
    orient(cx, cy, dx, dy, ax, ay) === 0 ||
    orient(cx, cy, dx, dy, bx, by) === 0
  );
}

/**
 * Holes in their shell, and in no other hole; parts not in each other. Rings do not cross here any
 * more.
 */
function misplacedRing({ rings }: RawPolygon): PolygonFault | null {
  if (rings.length < 2) return null;
  const inside = (ring: RawRing, outer: RawRing): boolean => {
    for (let i = 2; i < ring.xy.length; i += 2) {
      const at = pointInRing(
        outer.xy,
        (ring.xy[i - 2] + ring.xy[i]) / 2,
        (ring.xy[i - 1] + ring.xy[i + 1]) / 2,
      );
      if (at !== 0) return at > 0;
    }
    return true;
  };
  for (const ring of rings) {
    const at: Position = [ring.xy[0], ring.xy[1]];
    if (!ring.shell) {
      const shell = rings.find((r) => r.shell && r.part === ring.part);
      if (!shell || !inside(ring, shell)) return { code: "hole-outside", at };
      if (rings.some((r) => r !== ring && !r.shell && r.part === ring.part && inside(ring, r)))
        return { code: "hole-in-hole", at };
    } else if (
      rings.some(
        (r) =>
          r.shell &&
          r.part !== ring.part &&
          inside(ring, r) &&
          !rings.some((h) => !h.shell && h.part === r.part && inside(ring, h)),
      )
    ) {
      return { code: "part-in-part", at };
    }
  }
  return null;
}
