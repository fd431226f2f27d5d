import Flatbush from "flatbush";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { createBarriers } from "../barriers.js";
import { withoutPairs } from "./barred-weights.js";
import { csrWeights } from "./csr-weights.js";
import type { BarrierLines } from "./hot-spots-of-counts.js";
import { type MaskSaid, neighboursSaid } from "./phrases.js";
import type { SpatialWeights } from "./spatial-weights.js";

type Shape = Polygon | MultiPolygon;

/** A walk over a crossing may be so many times the straight line between two areas' points. */
const DETOUR = 2;
/** Borders so near to each other, in metres, are one: of two files they never meet exactly. */
const TOUCHING_METRES = 1;

export interface ContiguityOptions {
  /** A point inside each area, metres: between these it is walked. */
  points: readonly (readonly [x: number, y: number])[];
  barriers?: BarrierLines | null;
  maskSaid: MaskSaid;
}

/**
 * Queen contiguity: areas that share a border or a corner are neighbours, unless a barrier lies
 * between their points without a crossing on the way. A corner of one on the border of another
 * counts, so a coverage need not have the same vertices on both sides.
 * @param shapes metres in a plane
 */
export function contiguityWeights(
  shapes: readonly Shape[],
  { points, barriers, maskSaid }: ContiguityOptions,
): SpatialWeights {
  const lists = neighboursOf(shapes);
  const start = new Uint32Array(shapes.length + 1);
  lists.forEach((list, i) => {
    start[i + 1] = start[i] + list.size;
  });
  const index = new Uint32Array(start[shapes.length]);
  lists.forEach((list, i) =>
    index.set(
      [...list].sort((a, b) => a - b),
      start[i],
    ),
  );
  const weights = csrWeights(
    { start, index, weight: null },
    { neighbours: neighboursSaid("shared-borders", {}), maskSaid, symmetric: true },
  );
  return barriers ? withoutPairs(weights, partedPairs(lists, points, barriers)) : weights;
}

const ringsOf = (shape: Shape): Position[][] =>
  shape.type === "Polygon" ? shape.coordinates : shape.coordinates.flat();

/** Neighbours of each area. */
function neighboursOf(shapes: readonly Shape[]): Set<number>[] {
  const ends: number[] = [],
    owner: number[] = [];
  shapes.forEach((shape, i) => {
    for (const ring of ringsOf(shape))
      for (let k = 1; k < ring.length; k++) {
        ends.push(ring[k - 1][0], ring[k - 1][1], ring[k][0], ring[k][1]);
        owner.push(i);
      }
  });
  const lists = shapes.map(() => new Set<number>());
  if (owner.length === 0) return lists;
  const index = new Flatbush(owner.length);
  for (let s = 0; s < ends.length; s += 4)
    index.add(
      Math.min(ends[s], ends[s + 2]),
      Math.min(ends[s + 1], ends[s + 3]),
      Math.max(ends[s], ends[s + 2]),
      Math.max(ends[s + 1], ends[s + 3]),
    );
  index.finish();
  const t = TOUCHING_METRES;
  owner.forEach((i, s) => {
    const [x, y] = [ends[4 * s], ends[4 * s + 1]];
    const isOther = (k: number) => owner[k] !== i && !lists[i].has(owner[k]);
    for (const k of index.search(x - t, y - t, x + t, y + t, isOther)) {
      if (metresToSegment(x, y, ends, 4 * k) > t) continue;
      lists[i].add(owner[k]);
      lists[owner[k]].add(i);
    }
  });
  return lists;
}

function metresToSegment(x: number, y: number, ends: readonly number[], s: number): number {
  const [ax, ay] = [ends[s], ends[s + 1]],
    [dx, dy] = [ends[s + 2] - ax, ends[s + 3] - ay],
    square = dx * dx + dy * dy;
  const t = square > 0 ? ((x - ax) * dx + (y - ay) * dy) / square : 0,
    on = Math.min(1, Math.max(0, t));
  return Math.hypot(x - ax - on * dx, y - ay - on * dy);
}

/** Pairs of neighbours between whose points a barrier lies; first and second by turns. */
function partedPairs(
  lists: readonly ReadonlySet<number>[],
  points: ContiguityOptions["points"],
  { lines, crossings }: BarrierLines,
): Uint32Array {
  const pairs = lists.flatMap((list, i) => [...list].filter((j) => j > i).map((j) => [i, j]));
  const metres = ([i, j]: number[]) =>
    Math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]);
  const farthest = pairs.reduce((most, pair) => Math.max(most, metres(pair)), 0);
  const barriers = createBarriers(lines, crossings, DETOUR * farthest);
  if (!barriers) return new Uint32Array(0);
  const isParted = (pair: number[]) =>
    barriers.walk(...points[pair[0]], ...points[pair[1]]) > DETOUR * metres(pair);
  return Uint32Array.from(pairs.filter(isParted).flat());
}
