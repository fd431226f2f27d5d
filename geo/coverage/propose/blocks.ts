/**
 * Blocks: the faces between streets, waters, parcel lines and the boundary, from which grids are
 * put together.
 */
import Flatbush from "flatbush";
import type { Projection } from "../../projection.js";
import { type HalfPiece, type Loop, nestLoops, traceLoops } from "../check/regions.js";
import { pointInRing } from "../lattice.js";
import { nodeAll, type SegmentSet } from "../node-all.js";

export const ON_LINE = 1,
  ON_BOUNDARY = 2;
const ON_CUT = 4;

export interface Block {
  readonly loops: Loop[];
  /** Square metres. */
  area: number;
  weight: number;
  /** Rows of the points in it. */
  points: number[];
  /** The locked grid it belongs to, or -1. */
  locked: number;
  /** Centre of the box, metres. */
  x: number;
  y: number;
}

export interface Blocks {
  readonly blocks: Block[] /** block on either side of segment i: 2i left, 2i+1 right; -1 none */;
  readonly sideOf: Int32Array;
}

export interface LatticePoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
}

/** Even-odd over all rings. */
function insideRings(rings: readonly ArrayLike<number>[], x: number, y: number): boolean {
  let inside = false;
  for (const xy of rings) if (pointInRing(xy, x, y) > 0) inside = !inside;
  return inside;
}

/** A place inside: the middle of the widest stretch on one of three levels. */
export function placeIn(loops: readonly { xy: ArrayLike<number> }[]): [number, number] {
  const ys: number[] = [];
  for (const { xy } of loops) for (let i = 1; i < xy.length; i += 2) ys.push(xy[i]);
  ys.sort((a, b) => a - b);
  let best: [number, number] = [loops[0].xy[0], loops[0].xy[1]],
    widest = -1;
  for (const share of [0.5, 0.3, 0.7]) {
    let k = Math.floor((ys.length - 1) * share);
    while (k > 0 && ys[k] === ys[ys.length - 1]) k--;
    let above = k + 1;
    while (above < ys.length - 1 && ys[above] === ys[k]) above++;
    const y = (ys[k] + ys[above]) / 2;
    const cuts = crossings(loops, 0, 1, y);
    for (let i = 0; i + 1 < cuts.length; i += 2)
      if (cuts[i + 1] - cuts[i] > widest) {
        widest = cuts[i + 1] - cuts[i];
        best = [(cuts[i] + cuts[i + 1]) / 2, y];
      }
  }
  return best;
}

/**
 * Where the line nx·x + ny·y = level meets the rings, as places along it, in order; inside between
 * each odd and even one.
 */
function crossings(
  loops: readonly { xy: ArrayLike<number> }[],
  nx: number,
  ny: number,
  level: number,
): number[] {
  const out: number[] = [];
  for (const { xy } of loops) {
    for (let i = 2; i < xy.length; i += 2) {
      const a = nx * xy[i - 2] + ny * xy[i - 1] - level,
        b = nx * xy[i] + ny * xy[i + 1] - level;
      if (a > 0 === b > 0) continue;
      const t = a / (a - b),
        x = xy[i - 2] + t * (xy[i] - xy[i - 2]),
        y = xy[i - 1] + t * (xy[i + 1] - xy[i - 1]);
      out.push(ny * x - nx * y);
    }
  }
  return out.sort((p, q) => p - q);
}

/** Nodes the lines and finds the blocks inside the boundary. Mutates the set. */
export function findBlocks(
  set: SegmentSet,
  boundary: readonly ArrayLike<number>[],
  locked: readonly (readonly ArrayLike<number>[])[],
  points: LatticePoints,
  projection: Projection,
): Blocks {
  if (!nodeAll(set)) throw new Error("The lines could not be noded (2d9b6c11)");
  const { places, from, to } = set;
  const halves: HalfPiece[] = [];
  for (let i = 0; i < from.length; i++)
    halves.push({ from: from[i], to: to[i], owners: [] }, { from: to[i], to: from[i], owners: [] });
  const sideOf = new Int32Array(halves.length).fill(-1);
  const blocks: Block[] = [];
  const metres = new Float64Array(2 * places.size);
  for (let p = 0; p < places.size; p++)
    [metres[2 * p], metres[2 * p + 1]] = projection.forward(places.xs[p] / 1e7, places.ys[p] / 1e7);
  for (const { outer, inner } of nestLoops(traceLoops(halves, places))) {
    const loops = [outer, ...inner.filter((l) => l.area2 < 0)];
    const [x, y] = placeIn(loops);
    if (!insideRings(boundary, x, y)) continue;
    let area = 0,
      minX = Infinity,
      minY = Infinity,
      maxX = -Infinity,
      maxY = -Infinity;
    for (const { path } of loops) {
      for (let i = 1; i < path.length; i++) {
        const ax = metres[2 * path[i - 1]],
          ay = metres[2 * path[i - 1] + 1],
          bx = metres[2 * path[i]],
          by = metres[2 * path[i] + 1];
        area += (ax * by - ay * bx) / 2;
        minX = Math.min(minX, bx);
        maxX = Math.max(maxX, bx);
        minY = Math.min(minY, by);
        maxY = Math.max(maxY, by);
      }
    }
    for (const loop of [outer, ...inner])
      for (const step of loop.steps) sideOf[step] = blocks.length;
    blocks.push({
      loops,
      area,
      weight: 0,
      points: [],
      locked: locked.findIndex((rings) => insideRings(rings, x, y)),
      x: (minX + maxX) / 2,
      y: (minY + maxY) / 2,
    });
  }
  enrolPoints(blocks, points);
  return { blocks, sideOf };
}

function enrolPoints(blocks: Block[], { x, y, weight }: LatticePoints): void {
  if (blocks.length === 0) return;
  const tree = new Flatbush(blocks.length);
  for (const {
    loops: [{ xy }],
  } of blocks) {
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
  for (let row = 0; row < x.length; row++) {
    const home = tree
      .search(x[row], y[row], x[row], y[row])
      .sort((a, b) => a - b)
      .find(
        (b) =>
          pointInRing(blocks[b].loops[0].xy, x[row], y[row]) >= 0 &&
          !blocks[b].loops.slice(1).some((hole) => pointInRing(hole.xy, x[row], y[row]) > 0),
      );
    if (home === undefined) continue;
    blocks[home].points.push(row);
    blocks[home].weight += weight[row];
  }
}

/**
 * Mutates the set: halves every block heavier than the cap by a straight line through the middle of
 * its weight, across
 * its longer side. Such borders follow no line; they are used only where they must be.
 * @returns false when no block was too heavy
 */
export function cutHeavyBlocks(
  set: SegmentSet,
  { blocks }: Blocks,
  points: LatticePoints,
  cap: number,
): boolean {
  const flags = (set.flags ??= set.from.map(() => 0));
  let cut = false;
  for (const { loops, points: rows, weight, locked } of blocks) {
    if (weight <= cap || rows.length < 2 || locked >= 0) continue;
    const { xy } = loops[0];
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
    const squeeze = Math.cos((minY * Math.PI) / 180e7);
    const [nx, ny] = (maxX - minX) * squeeze >= maxY - minY ? [1, 0] : [0, 1];
    const value = (row: number): number => nx * points.x[row] + ny * points.y[row];
    const order = [...rows].sort((a, b) => value(a) - value(b) || a - b);
    let sum = 0,
      k = 0;
    while (k < order.length - 1 && sum + points.weight[order[k]] <= weight / 2)
      sum += points.weight[order[k++]];
    k = Math.max(1, k);
    const level = Math.round((value(order[k - 1]) + value(order[k])) / 2) + 0.5;
    if (value(order[0]) > level || value(order[order.length - 1]) < level) continue;
    const meets = crossings(loops, nx, ny, level);
    for (let i = 0; i + 1 < meets.length; i += 2) {
      // Two steps beyond the border on both ends, so that it is met for certain; the ends hang over
      // and fall away.
      const [s, t] = [Math.floor(meets[i]) - 2, Math.ceil(meets[i + 1]) + 2],
        fixed = Math.floor(level);
      set.from.push(nx ? set.places.add(fixed, -s) : set.places.add(s, fixed));
      set.to.push(nx ? set.places.add(fixed, -t) : set.places.add(t, fixed));
      flags.push(ON_CUT);
      cut = true;
    }
  }
  return cut;
}
