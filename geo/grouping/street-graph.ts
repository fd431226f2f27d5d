import Flatbush from "flatbush";
import type { Walk } from "./measure-walk.js";
import type { Position } from "./model.js";

/**
 * Metres of street searched around a household; what lies further gets the straight line times
 * FAR_DETOUR.
 */
const REACH = 1500;
const FAR_DETOUR = 2;

interface Foot {
  segment: number;
  along: number;
  off: number;
}

/**
 * Walks along streets: every household goes straight to the nearest street, along it, and straight
 * to the door.
 * Streets meet where they share a vertex (as OpenStreetMap draws them); a bridge without a shared
 * vertex is no junction.
 * Distances are found from each household by Dijkstra (1959) when first asked, within 1,500 m.
 *
 * @param x, y households, metres in a plane. @param streets lines in the same plane.
 */
export function createStreetWalk(
  x: Float64Array,
  y: Float64Array,
  streets: readonly Position[][],
): Walk {
  const nodes = new Map<string, number>();
  const from: number[] = [],
    to: number[] = [],
    length: number[] = [],
    ends: number[] = [];
  const node = (p: Position): number => {
    const key = `${p[0].toFixed(2)} ${p[1].toFixed(2)}`;
    let found = nodes.get(key);
    if (found === undefined) nodes.set(key, (found = nodes.size));
    return found;
  };
  for (const line of streets)
    for (let i = 1; i < line.length; i++) {
      const metres = Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]);
      if (metres === 0) continue;
      from.push(node(line[i - 1]));
      to.push(node(line[i]));
      length.push(metres);
      ends.push(line[i - 1][0], line[i - 1][1], line[i][0], line[i][1]);
    }
  const straight: Walk = (a, b) => Math.hypot(x[a] - x[b], y[a] - y[b]);
  if (from.length === 0) return (a, b) => straight(a, b) * FAR_DETOUR;
  const index = new Flatbush(from.length);
  for (let s = 0; s < from.length; s++) {
    const [x0, y0, x1, y1] = ends.slice(4 * s, 4 * s + 4);
    index.add(Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1));
  }
  index.finish();
  const out: { segment: number; other: number }[][] = Array.from({ length: nodes.size }, () => []);
  for (let s = 0; s < from.length; s++) {
    out[from[s]].push({ segment: s, other: to[s] });
    out[to[s]].push({ segment: s, other: from[s] });
  }

  const feet: Foot[] = Array.from(x, (_, i) => {
    let best: Foot = { segment: 0, along: 0, off: Infinity };
    // The nearest boxes are not the nearest lines; eight are enough for streets, whose segments are
    // short.
    for (const segment of index.neighbors(x[i], y[i], 8)) {
      const [x0, y0, x1, y1] = ends.slice(4 * segment, 4 * segment + 4);
      const t = Math.max(
        0,
        Math.min(1, ((x[i] - x0) * (x1 - x0) + (y[i] - y0) * (y1 - y0)) / length[segment] ** 2),
      );
      const off = Math.hypot(x[i] - x0 - t * (x1 - x0), y[i] - y0 - t * (y1 - y0));
      if (off < best.off) best = { segment, along: t * length[segment], off };
    }
    return best;
  });

  const known: (Map<number, number> | undefined)[] = new Array(x.length);
  const search = (home: number): Map<number, number> => {
    const reached = new Map<number, number>();
    const foot = feet[home];
    const queue = new Flood();
    queue.push(from[foot.segment], foot.along);
    queue.push(to[foot.segment], length[foot.segment] - foot.along);
    for (let next = queue.pop(); next && next.metres <= REACH; next = queue.pop()) {
      if (reached.has(next.node)) continue;
      reached.set(next.node, next.metres);
      for (const { segment, other } of out[next.node])
        if (!reached.has(other)) queue.push(other, next.metres + length[segment]);
    }
    return reached;
  };
  return (a, b) => {
    if (a === b) return 0;
    if (a > b) {
      const swap = a;
      a = b;
      b = swap;
    }
    const here = feet[a],
      there = feet[b];
    if (here.segment === there.segment)
      return Math.max(straight(a, b), here.off + there.off + Math.abs(here.along - there.along));
    const reached = (known[a] ??= search(a));
    const metres = Math.min(
      (reached.get(from[there.segment]) ?? Infinity) + there.along,
      (reached.get(to[there.segment]) ?? Infinity) + length[there.segment] - there.along,
    );
    return metres === Infinity
      ? straight(a, b) * FAR_DETOUR
      : Math.max(straight(a, b), here.off + metres + there.off);
  };
}

/** Binary heap of nodes by metres. */
class Flood {
  private readonly heap: { node: number; metres: number }[] = [];
  push(node: number, metres: number): void {
    const { heap } = this;
    let at = heap.push({ node, metres }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent].metres <= heap[at].metres) break;
      const swap = heap[parent];
      heap[parent] = heap[at];
      heap[at] = swap;
      at = parent;
    }
  }
  pop(): { node: number; metres: number } | undefined {
    const { heap } = this;
    const top = heap[0],
      last = heap.pop();
    if (last && heap.length > 0) {
      heap[0] = last;
      for (let at = 0; ; ) {
        const left = 2 * at + 1;
        if (left >= heap.length) break;
        const child =
          left + 1 < heap.length && heap[left + 1].metres < heap[left].metres ? left + 1 : left;
        if (heap[at].metres <= heap[child].metres) break;
        const swap = heap[child];
        heap[child] = heap[at];
        heap[at] = swap;
        at = child;
      }
    }
    return top;
  }
}
