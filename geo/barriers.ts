import Flatbush from "flatbush";
import { orient2d } from "robust-predicates";

type Position = readonly [x: number, y: number];

export interface Barriers {
  /**
   * Metres of straight walk from a to b over the best crossing where a barrier lies between;
   * Infinity: no way.
   */
  walk(ax: number, ay: number, bx: number, by: number): number;
  /** Does a barrier lie between a and b, with or without a crossing? */
  between(ax: number, ay: number, bx: number, by: number): boolean;
}

/**
 * Barriers between places. Two places are cut off from each other when the straight line between
 * them crosses a barrier,
 * unless a crossing lies within the walk: place → crossing → place, neither leg cut, at most
 * `limit` metres in all.
 *
 * Limit: a walk around the end of a barrier, or over two crossings, is not looked for; such a pair
 * counts as cut off.
 *
 * @param lines barriers, metres in a plane.
 */
export function createBarriers(
  lines: readonly (readonly Position[])[],
  crossings: readonly Position[],
  limit: number,
): Barriers | null {
  const segments: number[] = [];
  for (const line of lines)
    for (let i = 1; i < line.length; i++)
      segments.push(line[i - 1][0], line[i - 1][1], line[i][0], line[i][1]);
  const m = segments.length / 4;
  if (m === 0) return null;
  const index = new Flatbush(m);
  for (let s = 0; s < segments.length; s += 4) {
    index.add(
      Math.min(segments[s], segments[s + 2]),
      Math.min(segments[s + 1], segments[s + 3]),
      Math.max(segments[s], segments[s + 2]),
      Math.max(segments[s + 1], segments[s + 3]),
    );
  }
  index.finish();
  const points = crossings.length > 0 ? new Flatbush(crossings.length) : null;
  if (points) {
    for (const [x, y] of crossings) points.add(x, y, x, y);
    points.finish();
  }

  /**
   * `nearEnd`: a barrier met within so many metres of the end does not count (the crossing itself
   * lies on it).
   */
  const cut = (ax: number, ay: number, bx: number, by: number, nearEnd: number): boolean => {
    for (const s of index.search(
      Math.min(ax, bx),
      Math.min(ay, by),
      Math.max(ax, bx),
      Math.max(ay, by),
    )) {
      const cx = segments[4 * s],
        cy = segments[4 * s + 1],
        dx = segments[4 * s + 2],
        dy = segments[4 * s + 3];
      const side1 = orient2d(ax, ay, bx, by, cx, cy),
        side2 = orient2d(ax, ay, bx, by, dx, dy);
      const side3 = orient2d(cx, cy, dx, dy, ax, ay),
        side4 = orient2d(cx, cy, dx, dy, bx, by);
      if (side1 * side2 > 0 || side3 * side4 > 0) continue;
      if (nearEnd > 0) {
        const t = side3 === side4 ? 1 : side3 / (side3 - side4);
        if (Math.hypot(ax + t * (bx - ax) - bx, ay + t * (by - ay) - by) <= nearEnd) continue;
      }
      return true;
    }
    return false;
  };

  return {
    between: (ax, ay, bx, by) => cut(ax, ay, bx, by, 0),
    walk(ax, ay, bx, by) {
      const direct = Math.hypot(ax - bx, ay - by);
      if (direct === 0 || !cut(ax, ay, bx, by, 0)) return direct;
      let best = Infinity;
      if (points === null || direct > limit) return best;
      const mx = (ax + bx) / 2,
        my = (ay + by) / 2,
        half = limit / 2;
      for (const k of points.search(mx - half, my - half, mx + half, my + half)) {
        const [px, py] = crossings[k];
        const walk = Math.hypot(ax - px, ay - py) + Math.hypot(px - bx, py - by);
        if (walk <= limit && walk < best && !cut(ax, ay, px, py, 15) && !cut(bx, by, px, py, 15))
          best = walk;
      }
      return best;
    },
  };
}
