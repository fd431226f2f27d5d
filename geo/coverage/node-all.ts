/**
 * Nodes any set of lattice segments with each other, by snap rounding in rounds until nothing
 * changes.
 */
import Flatbush from "flatbush";
import { orient, PairTable, type PlaceTable } from "./lattice.js";

export interface SegmentSet {
  readonly places: PlaceTable;
  from: number[];
  to: number[];
  /** Bits of the caller's, kept by the pieces; where two fall together, of both. */
  flags?: number[];
}

const ROUNDS = 8;

/**
 * Mutates the set. Rounding a crossing may, rarely, make another; each round mends those.
 * @param reach lattice units: a vertex this near to a segment becomes a vertex of it (half a unit
 * at least)
 * @returns false when something still crosses after the last round
 */
export function nodeAll(set: SegmentSet, reach = 0.5): boolean {
  for (let round = 0; round < ROUNDS; round++) {
    if (!nodeOnce(set, round === 0 ? Math.max(reach, 0.5) : 0.5)) return true;
  }
  return false;
}

function nodeOnce(set: SegmentSet, reach: number): boolean {
  const { places, from, to } = set;
  const { xs, ys } = places;
  const n = from.length;
  if (n === 0) return false;
  const tree = new Flatbush(n);
  for (let i = 0; i < n; i++) {
    tree.add(
      Math.min(xs[from[i]], xs[to[i]]) - reach,
      Math.min(ys[from[i]], ys[to[i]]) - reach,
      Math.max(xs[from[i]], xs[to[i]]) + reach,
      Math.max(ys[from[i]], ys[to[i]]) + reach,
    );
  }
  tree.finish();
  const cuts: (number[] | undefined)[] = new Array(n);
  const cut = (i: number, p: number): void => {
    if (p !== from[i] && p !== to[i]) (cuts[i] ??= []).push(p);
  };
  const distance = (i: number, p: number): number => {
    const ax = places.xs[from[i]],
      ay = places.ys[from[i]],
      ux = places.xs[to[i]] - ax,
      uy = places.ys[to[i]] - ay;
    const t = ((places.xs[p] - ax) * ux + (places.ys[p] - ay) * uy) / (ux * ux + uy * uy);
    return t <= 0 || t >= 1
      ? Infinity
      : Math.hypot(ax + t * ux - places.xs[p], ay + t * uy - places.ys[p]);
  };
  const fresh: number[] = [];
  for (let i = 0; i < n; i++) {
    const a = from[i],
      b = to[i],
      ax = places.xs[a],
      ay = places.ys[a],
      bx = places.xs[b],
      by = places.ys[b];
    tree.search(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by), (k) => {
      const c = from[k],
        d = to[k];
      if (k === i) return false;
      for (const p of [c, d]) if (p !== a && p !== b && distance(i, p) <= reach) cut(i, p);
      if (k < i || a === c || a === d || b === c || b === d) return false;
      const cx = places.xs[c],
        cy = places.ys[c],
        dx = places.xs[d],
        dy = places.ys[d];
      const o1 = orient(ax, ay, bx, by, cx, cy),
        o2 = orient(ax, ay, bx, by, dx, dy),
        o3 = orient(cx, cy, dx, dy, ax, ay),
        o4 = orient(cx, cy, dx, dy, bx, by);
      if (o1 > 0 === o2 > 0 || o3 > 0 === o4 > 0 || o1 === 0 || o2 === 0 || o3 === 0 || o4 === 0)
        return false;
      const t = o3 / (o3 - o4);
      const p = places.add(Math.round(ax + t * (bx - ax)), Math.round(ay + t * (by - ay)));
      cut(i, p);
      cut(k, p);
      fresh.push(p);
      return false;
    });
  }
  for (const p of fresh)
    for (const i of tree.search(places.xs[p], places.ys[p], places.xs[p], places.ys[p]))
      if (distance(i, p) <= 0.75) cut(i, p);
  if (!cuts.some((c) => c)) return false;
  const pairs = new PairTable(n),
    flags: number[] = [];
  for (let i = 0; i < n; i++) {
    const a = from[i],
      b = to[i],
      list = cuts[i];
    let path = [a, b];
    if (list) {
      const ux = places.xs[b] - places.xs[a],
        uy = places.ys[b] - places.ys[a];
      const along = (p: number): number => places.xs[p] * ux + places.ys[p] * uy;
      path = [a, ...[...new Set(list)].sort((p, q) => along(p) - along(q)), b];
    }
    for (let k = 1; k < path.length; k++) {
      if (path[k] === path[k - 1]) continue;
      const at = pairs.add(path[k - 1], path[k]);
      flags[at] = (flags[at] ?? 0) | (set.flags?.[i] ?? 0);
    }
  }
  set.from = Array.from(pairs.low.subarray(0, pairs.size));
  set.to = Array.from(pairs.high.subarray(0, pairs.size));
  if (set.flags) set.flags = flags;
  return true;
}
