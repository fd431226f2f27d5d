/** Closed outlines of the regions that the noded rim bounds: the uncovered, the outside. */
import Flatbush from "flatbush";
import { compareDirections, type PlaceTable, pointInRing } from "../lattice.js";

/** A directed piece with the region on its left, and the polygons on its right. */
export interface HalfPiece {
  from: number;
  to: number;
  owners: number[];
}

/**
 * A simple closed ring of places (first repeated), twice its signed area in square degrees, and who
 * borders it.
 */
export interface Loop {
  path: number[];
  xy: Float64Array;
  area2: number;
  owners: Set<number> /** the half pieces walked */;
  steps: number[];
}

export function traceLoops(halves: HalfPiece[], places: PlaceTable): Loop[] {
  const leaving = new Map<number, number[]>();
  halves.forEach(({ from }, i) => {
    const here = leaving.get(from);
    if (here) here.push(i);
    else leaving.set(from, [i]);
  });
  const { xs, ys } = places;
  const next = (i: number): number | undefined => {
    const { from, to } = halves[i];
    const candidates = leaving.get(to) ?? [];
    if (candidates.length <= 1) return candidates[0];
    const towards = (k: number): [number, number] => [
      xs[halves[k].to] - xs[to],
      ys[halves[k].to] - ys[to],
    ];
    const bx = xs[from] - xs[to],
      by = ys[from] - ys[to];
    const order = [...candidates].sort((p, q) => compareDirections(...towards(p), ...towards(q)));
    for (let k = order.length - 1; k >= 0; k--)
      if (compareDirections(...towards(order[k]), bx, by) < 0) return order[k];
    return order[order.length - 1];
  };
  const used = new Uint8Array(halves.length);
  const loops: Loop[] = [];
  for (let first = 0; first < halves.length; first++) {
    const open: number[] = [];
    const placeOf = new Map<number, number>();
    let i: number | undefined = first;
    while (i !== undefined && !used[i]) {
      used[i] = 1;
      placeOf.set(halves[i].from, open.length);
      open.push(i);
      const back = placeOf.get(halves[i].to);
      const following = next(i);
      if (back !== undefined) {
        const loop = open.splice(back);
        for (const k of loop) placeOf.delete(halves[k].from);
        loops.push(loopOf(loop, halves, places));
      }
      i = following;
    }
  }
  return loops;
}

function loopOf(numbers: number[], halves: HalfPiece[], { xs, ys }: PlaceTable): Loop {
  const steps = numbers.map((k) => halves[k]);
  const path = [...steps.map((s) => s.from), steps[0].from];
  const xy = new Float64Array(2 * path.length);
  let area2 = 0;
  path.forEach((p, i) => {
    xy[2 * i] = xs[p];
    xy[2 * i + 1] = ys[p];
    if (i > 0)
      area2 +=
        (xs[path[i - 1]] - xs[path[0]]) * (ys[p] - ys[path[0]]) -
        (ys[path[i - 1]] - ys[path[0]]) * (xs[p] - xs[path[0]]);
  });
  return { path, xy, area2, owners: new Set(steps.flatMap((s) => s.owners)), steps: numbers };
}

/** Outer loops with the inner ones that lie in them: each in the smallest around it. */
export function nestLoops(loops: Loop[]): { outer: Loop; inner: Loop[] }[] {
  const outers = loops
    .filter((l) => l.area2 > 0)
    .sort((a, b) => a.area2 - b.area2)
    .map((outer) => ({ outer, inner: [] as Loop[] }));
  if (outers.length === 0) return outers;
  const tree = new Flatbush(outers.length);
  for (const {
    outer: { xy },
  } of outers) {
    let minX = Infinity,
      minY = Infinity,
      maxX = -Infinity,
      maxY = -Infinity;
    for (let i = 0; i < xy.length; i += 2) {
      minX = Math.min(minX, xy[i]);
      maxX = Math.max(maxX, xy[i]);
      minY = Math.min(minY, xy[i + 1]);
      maxY = Math.max(maxY, xy[i + 1]);
    }
    tree.add(minX, minY, maxX, maxY);
  }
  tree.finish();
  for (const loop of loops) {
    if (loop.area2 > 0) continue;
    const x = (loop.xy[0] + loop.xy[2]) / 2,
      y = (loop.xy[1] + loop.xy[3]) / 2;
    const home = tree
      .search(x, y, x, y)
      .sort((a, b) => a - b)
      .find((o) => pointInRing(outers[o].outer.xy, x, y) > 0);
    if (home !== undefined) outers[home].inner.push(loop);
  }
  return outers;
}
