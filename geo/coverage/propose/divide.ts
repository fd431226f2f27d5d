/** Divides each unit of the ground into grids. */
import { mulberry32 } from "../../random.js";
import type { Obstacle, Settlement } from "./atoms.js";
import { type AtomGraph, graphOf } from "./graph.js";
import { type Ground, insideRings, readRings } from "./ground.js";
import type { HouseholdRange } from "./model.js";
import { anneal, bisect, Division } from "./partition.js";
import { placeIn } from "./place-in.js";
import type { Plot } from "./prepare.js";

/** A unit divided: its atoms' groups, and what each group is called today (-1: new). */
export interface DividedUnit {
  readonly unit: number;
  readonly village: number;
  readonly graph: AtomGraph;
  readonly division: Division;
  readonly presentOf: Int32Array;
}

/** Present grids: the grid of each obstacle's place, or -1, and of each face. */
export interface Today {
  readonly ofObstacle: Int32Array;
  readonly ofFace: Int32Array;
}

export function todayOf({ input, places }: Plot, { faces }: Ground): Today | null {
  const { present = [] } = input;
  if (present.length === 0) return null;
  const rings = present.map((p) => readRings(p.geometry));
  const at = ([x, y]: readonly [number, number]): number =>
    rings.findIndex((r) => insideRings(r, x, y));
  return {
    ofObstacle: Int32Array.from(places, at),
    ofFace: Int32Array.from(faces, ({ loops }) => at(placeIn(loops))),
  };
}

/**
 * Heats of the search at its beginning, in the objective's measure: where few large pieces make a
 * village a cool one stays at the first cut. The best counts.
 */
const HEATS = [1.5, 6, 20];
/**
 * With grids in force a block that changes hands costs some 20: a cool search stays near today, hot
 * ones try chains of hand-overs. The best counts.
 */
const HEATS_OF_TODAY = [0.4, 8, 40];

/** Moves for one atom of a unit, and for a second of effort. */
const MOVES_AN_ATOM = 2500,
  LEAST_MOVES = 60_000,
  MOST_MOVES = 700_000;

export function divideUnit(
  ground: Ground,
  settled: Settlement,
  obstacles: readonly Obstacle[],
  unit: number,
  range: HouseholdRange,
  today: Today | null,
  seed: number,
  effort: number,
  breathe: (share: number) => boolean,
): DividedUnit | null {
  const graph = graphOf(ground, settled, obstacles, unit);
  const village = ground.faces[graph.lead[0]].village;
  const total = graph.weight.reduce((a, b) => a + b, 0);
  const now = today && startFromToday(graph, settled, obstacles, today, unit);
  const large = graph.weight.filter((w) => w > range[1]);
  const count = gridCount(total, large, range, now?.present.length ?? null);
  const group = new Int32Array(graph.n);
  let presentOf: Int32Array;
  let shares: Float64Array | null = null;
  let groups: number;
  if (now && now.present.length > 0) {
    group.set(now.group);
    const fitted = fitCount(graph, group, now.present, count, range);
    groups = fitted.length;
    presentOf = Int32Array.from(fitted);
    shares = sharesOf(graph, settled, obstacles, today as Today, unit, presentOf);
  } else {
    groups = Math.min(count, graph.n);
    bisect(
      graph,
      Array.from({ length: graph.n }, (_, i) => i),
      groups,
      0,
      group,
    );
    presentOf = new Int32Array(groups).fill(-1);
  }
  const aim = { min: range[0], max: range[1], today: shares };
  const random = mulberry32(seed);
  const heats = groups < 2 ? [] : shares ? HEATS_OF_TODAY : HEATS;
  const most = shares ? MOST_MOVES : MOST_MOVES / HEATS.length;
  const moves = Math.min(most, Math.max(LEAST_MOVES, MOVES_AN_ATOM * graph.n)) * effort;
  let best = new Division(graph, group, groups, aim),
    least = 0;
  for (const [k, heat] of heats.entries()) {
    const division = new Division(graph, group.slice(), groups, aim);
    const change = anneal(division, random, moves, heat, (share) =>
      breathe((k + share) / heats.length),
    );
    if (change === null) return null;
    if (change >= least) continue;
    least = change;
    best = division;
  }
  return { unit, village, graph, division: best, presentOf };
}

/** The number of grids that keeps the range and is nearest to its middle, or to what there is. */
function gridCount(
  total: number,
  large: ArrayLike<number>,
  [min, max]: HouseholdRange,
  present: number | null,
): number {
  const alone = Array.from(large).reduce((s, w) => s + w, 0);
  const rest = Math.max(0, total - alone);
  const wanted = present !== null ? present - large.length : Math.round(rest / ((min + max) / 2));
  const least = Math.ceil(rest / max),
    most = Math.floor(rest / min);
  if (least <= most) return large.length + Math.max(least, Math.min(most, wanted));
  // No number does: the one that misses least.
  const off = (k: number): number => {
    const each = rest / k;
    return k * Math.max(0, min - each, each - max) ** 2;
  };
  if (most === 0 && large.length > 0) return large.length;
  return large.length + (most >= 1 && off(most) <= off(most + 1) ? most : most + 1);
}

/** Atoms as today's grids have them; each group is made one piece by leaving lesser pieces. */
export function startFromToday(
  graph: AtomGraph,
  settled: Settlement,
  obstacles: readonly Obstacle[],
  today: Today,
  unit: number,
): { group: Int32Array; present: number[] } {
  const number = new Map(Array.from(graph.lead, (lead, a) => [lead, a]));
  const votes: Map<number, number>[] = Array.from({ length: graph.n }, () => new Map());
  const vote = (face: number, grid: number, weight: number): void => {
    if (face < 0 || grid < 0 || settled.unit[face] !== unit) return;
    const map = votes[number.get(settled.atom.find(face)) as number];
    map.set(grid, (map.get(grid) ?? 0) + weight);
  };
  obstacles.forEach(({ face, households }, k) => {
    vote(face, today.ofObstacle[k], households);
  });
  today.ofFace.forEach((grid, face) => {
    vote(face, grid, 1e-3);
  });
  const present: number[] = [];
  const group = new Int32Array(graph.n).fill(-1);
  votes.forEach((map, a) => {
    const [best] = [...map].sort((p, q) => q[1] - p[1] || p[0] - q[0]);
    if (!best) return;
    if (!present.includes(best[0])) present.push(best[0]);
    group[a] = present.indexOf(best[0]);
  });
  keepLargestPieces(graph, group, present.length);
  spread(graph, group);
  return { group, present };
}

/** Mutates: of each group only the heaviest piece stays, the rest is -1. */
function keepLargestPieces(graph: AtomGraph, group: Int32Array, groups: number): void {
  for (let g = 0; g < groups; g++) {
    const left = new Set([...group.keys()].filter((a) => group[a] === g));
    let best: number[] = [],
      most = -1;
    const pieces: number[][] = [];
    for (const a of left) {
      left.delete(a);
      const piece = [a];
      for (let k = 0; k < piece.length; k++)
        for (let e = graph.start[piece[k]]; e < graph.start[piece[k] + 1]; e++)
          if (graph.foot[e] && left.delete(graph.to[e])) piece.push(graph.to[e]);
      pieces.push(piece);
      const weight = piece.reduce((s, i) => s + graph.weight[i] + 1e-9 * graph.area[i], 0);
      if (weight > most) {
        most = weight;
        best = piece;
      }
    }
    for (const piece of pieces) if (piece !== best) for (const a of piece) group[a] = -1;
  }
}

/** Mutates: atoms without a group take that of the neighbour they border most. */
function spread(graph: AtomGraph, group: Int32Array): void {
  if (!group.some((g) => g >= 0)) {
    group.fill(0);
    return;
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (let a = 0; a < graph.n; a++) {
      if (group[a] >= 0) continue;
      let most = 0;
      for (let e = graph.start[a]; e < graph.start[a + 1]; e++)
        if (graph.foot[e] && group[graph.to[e]] >= 0 && graph.length[e] > most) {
          most = graph.length[e];
          group[a] = group[graph.to[e]];
          changed = true;
        }
    }
  }
}

/**
 * Mutates the groups: the heaviest are halved while there are too few, the lightest dissolved while
 * there are too many.
 * @returns present grid of each group, -1 for new ones
 */
function fitCount(
  graph: AtomGraph,
  group: Int32Array,
  present: readonly number[],
  count: number,
  [, max]: HouseholdRange,
): number[] {
  const names = [...present];
  const members = (g: number): number[] => [...group.keys()].filter((a) => group[a] === g);
  const weigh = (list: readonly number[]): number => list.reduce((s, a) => s + graph.weight[a], 0);
  while (names.length < count) {
    const heaviest = names
      .map((_, g) => members(g))
      .filter((list) => list.length > 1)
      .sort((a, b) => weigh(b) - weigh(a))[0];
    if (!heaviest || weigh(heaviest) <= max / 2) break;
    const g = group[heaviest[0]],
      half = new Int32Array(graph.n).fill(-1);
    for (const a of heaviest) half[a] = 0;
    bisect(graph, heaviest, 2, 0, half);
    for (const a of heaviest) if (half[a] === 1) group[a] = names.length;
    if (!heaviest.some((a) => group[a] !== g)) break;
    names.push(-1);
  }
  while (names.length > Math.max(1, count)) {
    const weights = names.map((_, g) => weigh(members(g)));
    const lightest = weights.indexOf(Math.min(...weights));
    for (const a of members(lightest)) group[a] = -1;
    spread(graph, group);
    names.splice(lightest, 1);
    for (let a = 0; a < graph.n; a++) if (group[a] > lightest) group[a]--;
  }
  return names;
}

function sharesOf(
  graph: AtomGraph,
  settled: Settlement,
  obstacles: readonly Obstacle[],
  today: Today,
  unit: number,
  presentOf: Int32Array,
): Float64Array {
  const shares = new Float64Array(graph.n * presentOf.length);
  const number = new Map(Array.from(graph.lead, (lead, a) => [lead, a]));
  obstacles.forEach(({ face, households }, k) => {
    const g = presentOf.indexOf(today.ofObstacle[k]);
    if (face < 0 || g < 0 || today.ofObstacle[k] < 0 || settled.unit[face] !== unit) return;
    const a = number.get(settled.atom.find(face)) as number;
    shares[a * presentOf.length + g] += households;
  });
  return shares;
}
