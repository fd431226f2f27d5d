/**
 * Joins labelled segments into edges: from node to node, where a node is any place with more or
 * fewer than two ends.
 * The result depends on the segments alone, not on their order of arrival but for the numbering.
 */

import { boxOf, type Edge, type Label } from "./edge.js";
import { PairTable, PlaceTable } from "./lattice.js";

/** A straight piece from place a to place b with what lies left and right of a→b. */
export interface Segment {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  readonly left: Label;
  readonly right: Label;
}

/**
 * Two pieces on the same place that do not agree about their sides, or a place whose two ends do
 * not.
 */
export interface ChainConflict {
  readonly x: number;
  readonly y: number;
}

/** Is (ax, ay) lower than (bx, by): west first, then south. */
export function lower(ax: number, ay: number, bx: number, by: number): boolean {
  return ax < bx || (ax === bx && ay < by);
}

/** Segments as typed arrays over a table of places; labels are numbers of the caller's. */
export interface SegmentSoup {
  readonly places: PlaceTable;
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/**
 * Walks the segments into chains and hands each to `emit` as places in order with its labels and
 * whether it begins at a
 * node. Stops at the first place where two pieces of one chain disagree about their sides, and
 * returns it (else -1).
 */
export function walkChains(
  { places, count, from, to, left, right }: SegmentSoup,
  isNode: (x: number, y: number) => boolean,
  emit: (path: number[], left: number, right: number, atNode: boolean) => void,
): number {
  // The first two segment ends at each place, and how many there are: enough to walk chains.
  const degree = new Int32Array(places.size),
    one = new Int32Array(places.size),
    two = new Int32Array(places.size);
  for (let i = 0; i < count; i++) {
    for (let end = 0; end < 2; end++) {
      const p = end === 0 ? from[i] : to[i];
      if (degree[p] === 0) one[p] = i;
      else if (degree[p] === 1) two[p] = i;
      degree[p]++;
    }
  }
  const node = new Uint8Array(places.size);
  for (let p = 0; p < places.size; p++) {
    if (degree[p] !== 2 || isNode(places.xs[p], places.ys[p])) node[p] = 1;
  }
  const used = new Uint8Array(count);
  const walk = (first: number, start: number): number => {
    const path = [start];
    const forward = from[first] === start;
    const l = forward ? left[first] : right[first],
      r = forward ? right[first] : left[first];
    let segment = first,
      place = start;
    do {
      used[segment] = 1;
      const along = from[segment] === place;
      if (
        (along ? left[segment] : right[segment]) !== l ||
        (along ? right[segment] : left[segment]) !== r
      )
        return place;
      place = along ? to[segment] : from[segment];
      path.push(place);
      segment = one[place] === segment ? two[place] : one[place];
    } while (!node[place] && place !== start);
    emit(path, l, r, node[start] === 1);
    return -1;
  };
  for (let i = 0; i < count; i++) {
    for (let end = 0; end < 2; end++) {
      const start = end === 0 ? from[i] : to[i];
      if (used[i] || !node[start]) continue;
      const conflict = walk(i, start);
      if (conflict >= 0) return conflict;
    }
  }
  for (let i = 0; i < count; i++) {
    if (used[i]) continue;
    const conflict = walk(i, from[i]);
    if (conflict >= 0) return conflict;
  }
  return -1;
}

/**
 * @param segments no two on the same place
 * @param isNode places that are nodes whatever the segments say (other edges end there)
 * @param firstId number of the first edge made
 */
export function joinSegments(
  segments: readonly Segment[],
  isNode: (x: number, y: number) => boolean,
  firstId: number,
): Edge[] | ChainConflict {
  const count = segments.length;
  const places = new PlaceTable(count),
    pairs = new PairTable(count);
  const labels: Label[] = [],
    numbers = new Map<Label, number>();
  const numberOf = (label: Label): number => {
    let n = numbers.get(label);
    if (n === undefined) {
      n = labels.push(label) - 1;
      numbers.set(label, n);
    }
    return n;
  };
  const from = new Int32Array(count),
    to = new Int32Array(count),
    left = new Int32Array(count),
    right = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const s = segments[i];
    from[i] = places.add(s.ax, s.ay);
    to[i] = places.add(s.bx, s.by);
    left[i] = numberOf(s.left);
    right[i] = numberOf(s.right);
    if (from[i] === to[i] || pairs.add(from[i], to[i]) !== i) return { x: s.ax, y: s.ay };
  }
  const edges: Edge[] = [];
  const conflict = walkChains(
    { places, count, from, to, left, right },
    isNode,
    (path, l, r, atNode) => {
      edges.push(edgeOf(places, path, labels[l], labels[r], atNode, firstId + edges.length));
    },
  );
  return conflict < 0 ? edges : { x: places.xs[conflict], y: places.ys[conflict] };
}

/**
 * Makes an edge in canonical direction; a closed one starts at its node, or where it has none at
 * its lowest vertex.
 */
export function edgeOf(
  places: PlaceTable,
  path: number[],
  left: Label,
  right: Label,
  atNode: boolean,
  id: number,
): Edge {
  const { xs, ys } = places;
  const n = path.length,
    closed = path[0] === path[n - 1];
  const xy = new Int32Array(2 * n);
  let start = 0,
    flip = lower(xs[path[n - 1]], ys[path[n - 1]], xs[path[0]], ys[path[0]]);
  if (closed) {
    const ox = xs[path[0]],
      oy = ys[path[0]];
    let area = 0;
    for (let i = 1; i < n; i++) {
      const a = path[i - 1],
        b = path[i];
      area += (xs[a] - ox) * (ys[b] - oy) - (ys[a] - oy) * (xs[b] - ox);
      if (!atNode && lower(xs[b], ys[b], xs[path[start]], ys[path[start]])) start = i % (n - 1);
    }
    flip = area < 0;
  }
  for (let i = 0; i < n; i++) {
    const k = closed ? (start + (flip ? n - 1 - i : i)) % (n - 1) : flip ? n - 1 - i : i;
    xy[2 * i] = xs[path[k]];
    xy[2 * i + 1] = ys[path[k]];
  }
  return { id, xy, left: flip ? right : left, right: flip ? left : right, box: boxOf(xy) };
}

/** An edge's segments, from its first vertex on. */
export function segmentsOf(edge: Edge): Segment[] {
  const { xy, left, right } = edge;
  const out: Segment[] = [];
  for (let i = 2; i < xy.length; i += 2)
    out.push({ ax: xy[i - 2], ay: xy[i - 1], bx: xy[i], by: xy[i + 1], left, right });
  return out;
}
