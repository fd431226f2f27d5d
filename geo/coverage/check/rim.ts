/**
 * The one-sided segments of a set of polygons, noded against each other.
 *
 * Why these are enough: the number of polygons over a place changes only across segments that do
 * not have exactly one
 * polygon on either side. So it is the winding number of the one-sided segments, and every overlap
 * and every gap is
 * bounded by some of them. In a sound coverage they are just the outline; the rest, most of the
 * data, need not be
 * searched at all.
 */
import Flatbush from "flatbush";
import { orient, PairTable, type PlaceTable, pointInRing } from "../lattice.js";
import { crossPoint } from "./cross-point.js";
import type { RawPolygon, RawRing } from "./read-polygons.js";

/**
 * Degrees; 0.01 mm. Closer than this a vertex lies on a segment: the rounding of doubles moves it
 * by 1e-14.
 */
export const EPS = 1e-10;

/**
 * A noded piece from place a to place b and the polygons that have it as their edge, by side; -1 is
 * the boundary.
 */
export interface RimPiece {
  a: number;
  b: number;
  left: number[];
  right: number[] /** polygons around both sides */;
  within: number[];
}

export interface Rim {
  readonly pieces: RimPiece[];
  readonly places: PlaceTable;
  /** Pairs of polygons whose insides meet, as "low,high" (`pairKey`). */
  readonly overlaps: Set<string>;
  /** Vertices on a segment that lacks them: place → polygons concerned. */
  readonly junctions: Map<number, Set<number>>;
}

export const BOUNDARY = -1;

interface OneSided {
  a: number;
  b: number;
  left: number[];
  right: number[];
}

function pairKey(g: number, h: number): string {
  return g < h ? `${g},${h}` : `${h},${g}`;
}

/**
 * Segments without exactly one polygon left and one right, and the pairs that have the same one on
 * the same side.
 */
function oneSided(polygons: RawPolygon[], overlaps: Set<string>): OneSided[] {
  let count = 0;
  for (const { rings } of polygons) for (const { places } of rings) count += places.length - 1;
  const pairs = new PairTable(count);
  const left = new Int32Array(count).fill(-1),
    right = new Int32Array(count).fill(-1);
  const more = new Map<number, { left: number[]; right: number[] }>();
  polygons.forEach(({ rings }, g) => {
    for (const { places } of rings) {
      for (let i = 1; i < places.length; i++) {
        const pair = pairs.add(places[i - 1], places[i]);
        const onLeft = pairs.low[pair] === places[i - 1];
        const side = onLeft ? left : right;
        if (side[pair] < 0) {
          side[pair] = g;
          continue;
        }
        const extra = more.get(pair) ?? { left: [], right: [] };
        (onLeft ? extra.left : extra.right).push(g);
        more.set(pair, extra);
        if (side[pair] !== g) overlaps.add(pairKey(side[pair], g));
      }
    }
  });
  const out: OneSided[] = [];
  for (let pair = 0; pair < pairs.size; pair++) {
    const extra = more.get(pair);
    if (left[pair] >= 0 && right[pair] >= 0 && !extra) continue;
    out.push({
      a: pairs.low[pair],
      b: pairs.high[pair],
      left: [...(left[pair] >= 0 ? [left[pair]] : []), ...(extra?.left ?? [])],
      right: [...(right[pair] >= 0 ? [right[pair]] : []), ...(extra?.right ?? [])],
    });
  }
  return out;
}

/** Distance from p to the segment a-b, in the units of the coordinates. */
export function segmentDistance(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  px: number,
  py: number,
): number {
  const ux = bx - ax,
    uy = by - ay,
    length = ux * ux + uy * uy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * ux + (py - ay) * uy) / length));
  return Math.hypot(ax + t * ux - px, ay + t * uy - py);
}

export function nodeRim(polygons: RawPolygon[], places: PlaceTable, boundary: RawRing[]): Rim {
  const overlaps = new Set<string>();
  const segments = oneSided(polygons, overlaps);
  const ofBoundary = segments.length;
  for (const { places: ring } of boundary) {
    for (let i = 1; i < ring.length; i++)
      segments.push({ a: ring[i - 1], b: ring[i], left: [BOUNDARY], right: [] });
  }
  const junctions = new Map<number, Set<number>>();
  const splits: (number[] | undefined)[] = new Array(segments.length);
  const split = (s: number, place: number): void => {
    (splits[s] ??= []).push(place);
  };
  if (segments.length > 0) {
    const tree = new Flatbush(segments.length);
    for (const { a, b } of segments) {
      tree.add(
        Math.min(places.xs[a], places.xs[b]) - EPS,
        Math.min(places.ys[a], places.ys[b]) - EPS,
        Math.max(places.xs[a], places.xs[b]) + EPS,
        Math.max(places.ys[a], places.ys[b]) + EPS,
      );
    }
    tree.finish();
    const owners = (s: number): number[] =>
      [...segments[s].left, ...segments[s].right].filter((g) => g !== BOUNDARY);
    const touch = (s: number, t: number, place: number): void => {
      split(s, place);
      if (s >= ofBoundary || t >= ofBoundary) return;
      const ids = junctions.get(place) ?? new Set<number>();
      for (const g of [...owners(s), ...owners(t)]) ids.add(g);
      junctions.set(place, ids);
    };
    const meet = (s: number, t: number): void => {
      const { a, b } = segments[s],
        { a: c, b: d } = segments[t];
      const { xs, ys } = places;
      let touched = false;
      for (const p of [c, d]) {
        if (
          p !== a &&
          p !== b &&
          segmentDistance(xs[a], ys[a], xs[b], ys[b], xs[p], ys[p]) <= EPS
        ) {
          touch(s, t, p);
          touched = true;
        }
      }
      for (const p of [a, b]) {
        if (
          p !== c &&
          p !== d &&
          segmentDistance(xs[c], ys[c], xs[d], ys[d], xs[p], ys[p]) <= EPS
        ) {
          touch(t, s, p);
          touched = true;
        }
      }
      if (touched || a === c || a === d || b === c || b === d) return;
      const o1 = orient(xs[a], ys[a], xs[b], ys[b], xs[c], ys[c]),
        o2 = orient(xs[a], ys[a], xs[b], ys[b], xs[d], ys[d]);
      const o3 = orient(xs[c], ys[c], xs[d], ys[d], xs[a], ys[a]),
        o4 = orient(xs[c], ys[c], xs[d], ys[d], xs[b], ys[b]);
      if (o1 > 0 === o2 > 0 || o3 > 0 === o4 > 0) return;
      const [x, y] = crossPoint(xs[a], ys[a], xs[b], ys[b], xs[c], ys[c], xs[d], ys[d]);
      const place = places.add(x, y);
      split(s, place);
      split(t, place);
      for (const g of owners(s))
        for (const h of owners(t)) if (g !== h) overlaps.add(pairKey(g, h));
    };
    segments.forEach(({ a, b }, s) => {
      tree.search(
        Math.min(places.xs[a], places.xs[b]),
        Math.min(places.ys[a], places.ys[b]),
        Math.max(places.xs[a], places.xs[b]),
        Math.max(places.ys[a], places.ys[b]),
        (t) => {
          if (t > s) meet(s, t);
          return false;
        },
      );
    });
  }
  const pieces = joinPieces(segments, splits, places);
  findContainers(pieces, polygons, places, overlaps);
  return { pieces, places, overlaps, junctions };
}

function joinPieces(
  segments: OneSided[],
  splits: (number[] | undefined)[],
  places: PlaceTable,
): RimPiece[] {
  const table = new PairTable(segments.length + 16);
  const pieces: RimPiece[] = [];
  segments.forEach(({ a, b, left, right }, s) => {
    let path = [a, b];
    const cuts = splits[s];
    if (cuts) {
      const { xs, ys } = places;
      const along = (p: number): number =>
        (xs[p] - xs[a]) * (xs[b] - xs[a]) + (ys[p] - ys[a]) * (ys[b] - ys[a]);
      path = [a, ...[...new Set(cuts)].sort((p, q) => along(p) - along(q)), b];
    }
    for (let i = 1; i < path.length; i++) {
      if (path[i - 1] === path[i]) continue;
      const at = table.add(path[i - 1], path[i]);
      const same = table.low[at] === path[i - 1];
      if (at === pieces.length)
        pieces.push({ a: table.low[at], b: table.high[at], left: [], right: [], within: [] });
      pieces[at].left.push(...(same ? left : right));
      pieces[at].right.push(...(same ? right : left));
    }
  });
  return pieces;
}

/** Fills `within`, and notes the overlaps it tells. */
function findContainers(
  pieces: RimPiece[],
  polygons: RawPolygon[],
  places: PlaceTable,
  overlaps: Set<string>,
): void {
  if (polygons.length === 0) return;
  const tree = new Flatbush(polygons.length);
  for (const { box } of polygons) {
    if (box.minX > box.maxX) tree.add(0, 0, 0, 0);
    else tree.add(box.minX, box.minY, box.maxX, box.maxY);
  }
  tree.finish();
  for (const piece of pieces) {
    const { a, b, left, right, within } = piece;
    const x = (places.xs[a] + places.xs[b]) / 2,
      y = (places.ys[a] + places.ys[b]) / 2;
    for (const g of tree.search(x, y, x, y)) {
      if (left.includes(g) || right.includes(g) || !polygonContains(polygons[g], x, y)) continue;
      within.push(g);
      for (const h of [...left, ...right]) if (h !== BOUNDARY) overlaps.add(pairKey(g, h));
    }
  }
}

/** Strictly inside, further than EPS from the rings. */
export function polygonContains(polygon: { rings: RawRing[] }, x: number, y: number): boolean {
  let winding = 0;
  for (const { xy, shell } of polygon.rings) {
    const at = pointInRing(xy, x, y);
    if (at === 0) return false;
    if (at > 0) winding += shell ? 1 : -1;
  }
  if (winding <= 0) return false;
  for (const { xy } of polygon.rings) {
    for (let i = 2; i < xy.length; i += 2) {
      if (
        Math.abs(xy[i] - x) > 1e-3 &&
        Math.abs(xy[i - 2] - x) > 1e-3 &&
        xy[i] > x === xy[i - 2] > x
      )
        continue;
      if (segmentDistance(xy[i - 2], xy[i - 1], xy[i], xy[i + 1], x, y) <= EPS) return false;
    }
  }
  return true;
}
