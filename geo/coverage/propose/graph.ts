/** The atoms of one unit as a graph: who borders whom, along what, round which corners. */
import { walkChains } from "../chains.js";
import { PairTable } from "../lattice.js";
import type { Obstacle, Settlement } from "./atoms.js";
import { cornersAlong } from "./corners-along.js";
import {
  BARRIER,
  bitOf,
  FIELD,
  type Ground,
  ON,
  PARCEL,
  PRESENT,
  SITE,
  VILLAGE,
} from "./ground.js";

export interface AtomGraph {
  readonly n: number;
  /** Leading face of each atom. */
  readonly lead: Int32Array;
  readonly weight: Float64Array;
  /** Square metres. */
  readonly area: Float64Array;
  /** Metres, all round. */
  readonly perimeter: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Neighbours of atom i: to[start[i]] … to[start[i + 1] - 1]. */
  readonly start: Int32Array;
  readonly to: Int32Array;
  /** Of the common border: metres, and metres weighed by what runs there, bends included. */
  readonly length: Float64Array;
  readonly cost: Float64Array;
  /** 1 where one walks over. */
  readonly foot: Uint8Array;
  /** Corners: places where three or more borders meet. */
  readonly cornersOf: readonly Int32Array[];
  readonly corners: readonly Corner[];
}

/** Borders that leave a place: the atoms left and right of each (-1 outside) and its direction. */
export interface Corner {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly dx: Float64Array;
  readonly dy: Float64Array;
}

/** What a metre of border costs by what runs there; the cheapest counts. */
const COSTS: readonly [bit: number, cost: number][] = [
  [bitOf("river") | SITE | VILLAGE, 0],
  [bitOf("trunk") | bitOf("main"), 0.3],
  [bitOf("secondary"), 0.6],
  [bitOf("lane") | PRESENT | ON, 1],
  [PARCEL | FIELD, 1.5],
];
const ON_NOTHING = 6;
const costOf = (flags: number): number => COSTS.find(([bit]) => flags & bit)?.[1] ?? ON_NOTHING;

/** Metres that one more bend in a border costs. */
const BEND = 25;
/** Metres from a corner at which a border's direction is taken. */
const AHEAD = 20;
/** Cosine of a turn that is a bend: 35 degrees. */
export const STRAIGHT = Math.cos((35 * Math.PI) / 180);

export function graphOf(
  ground: Ground,
  settled: Settlement,
  obstacles: readonly Obstacle[],
  unit: number,
): AtomGraph {
  const { faces } = ground;
  const number = new Map<number, number>();
  const of = Int32Array.from(faces, (_, f) => {
    if (settled.unit[f] !== unit) return -1;
    const lead = settled.atom.find(f);
    const at = number.get(lead) ?? number.size;
    number.set(lead, at);
    return at;
  });
  const n = number.size;
  const graph = {
    n,
    lead: Int32Array.from(number.keys()),
    weight: new Float64Array(n),
    area: new Float64Array(n),
    perimeter: new Float64Array(n),
    x: new Float64Array(n),
    y: new Float64Array(n),
  };
  for (const { face, households } of obstacles)
    if (face >= 0 && of[face] >= 0) graph.weight[of[face]] += households;
  faces.forEach(({ area, loops: [{ path }] }, f) => {
    const a = of[f];
    if (a < 0) return;
    let x = 0,
      y = 0;
    for (let i = 1; i < path.length; i++) {
      x += ground.metres[2 * path[i]];
      y += ground.metres[2 * path[i] + 1];
    }
    graph.area[a] += area;
    graph.x[a] += (area * x) / (path.length - 1);
    graph.y[a] += (area * y) / (path.length - 1);
  });
  for (let a = 0; a < n; a++) {
    graph.x[a] /= graph.area[a] || 1;
    graph.y[a] /= graph.area[a] || 1;
  }
  return { ...graph, ...bordersOf(ground, settled, of, n, graph.perimeter) };
}

interface Border {
  metres: number;
  cost: number;
  foot: boolean;
}

function bordersOf(
  ground: Ground,
  { side, homes }: Settlement,
  of: Int32Array,
  n: number,
  perimeter: Float64Array,
): Pick<AtomGraph, "start" | "to" | "length" | "cost" | "foot" | "corners" | "cornersOf"> {
  const { set, sideOf, metres } = ground;
  const borders: Map<number, Border>[] = Array.from({ length: n }, () => new Map());
  const rim: number[] = [];
  const sideAtom = (f: number): number => (f < 0 ? -1 : of[f]);
  for (let i = 0; i < set.from.length; i++)
    if (sideAtom(sideOf[2 * i]) !== sideAtom(sideOf[2 * i + 1])) rim.push(i);
  const pairs = new PairTable(rim.length + 1);
  for (const i of rim) pairs.add(set.from[i], set.to[i]);
  const left = Int32Array.from(rim, (i) => sideAtom(sideOf[2 * i])),
    right = Int32Array.from(rim, (i) => sideAtom(sideOf[2 * i + 1]));
  const ends: { at: number; left: number; right: number; path: number[] }[] = [];
  const note = (a: number, b: number, metresThere: number, cost: number, foot: boolean): void => {
    const border = borders[a].get(b) ?? { metres: 0, cost: 0, foot: false };
    border.metres += metresThere;
    border.cost += cost;
    border.foot ||= foot;
    borders[a].set(b, border);
  };
  walkChains(
    {
      places: set.places,
      count: rim.length,
      from: Int32Array.from(rim, (i) => set.from[i]),
      to: Int32Array.from(rim, (i) => set.to[i]),
      left,
      right,
    },
    () => false,
    (path, l, r) => {
      let length = 0,
        cost = BEND * bendsOf(path, metres),
        foot = false;
      for (let k = 1; k < path.length; k++) {
        const i = rim[pairs.find(path[k - 1], path[k])];
        const m = Math.hypot(
          metres[2 * path[k]] - metres[2 * path[k - 1]],
          metres[2 * path[k] + 1] - metres[2 * path[k - 1] + 1],
        );
        length += m;
        cost += m * costOf(set.flags[i]);
        const a = sideOf[2 * i],
          b = sideOf[2 * i + 1];
        foot ||=
          a >= 0 &&
          b >= 0 &&
          (set.flags[i] & BARRIER) === 0 &&
          side[a] === side[b] &&
          (homes.get(side[a]) ?? 0) > 0;
      }
      if (l >= 0) perimeter[l] += length;
      if (r >= 0) perimeter[r] += length;
      if (l >= 0 && r >= 0) {
        note(l, r, length, cost, foot);
        note(r, l, length, cost, foot);
      }
      ends.push({ at: path[0], left: l, right: r, path });
      ends.push({ at: path[path.length - 1], left: r, right: l, path: [...path].reverse() });
    },
  );
  return { ...packed(borders, n), ...cornersAt(ends, n, metres) };
}

function packed(
  borders: readonly Map<number, Border>[],
  n: number,
): Pick<AtomGraph, "start" | "to" | "length" | "cost" | "foot"> {
  const start = new Int32Array(n + 1);
  borders.forEach((b, i) => {
    start[i + 1] = start[i] + b.size;
  });
  const all = borders.flatMap((b) => [...b].sort((p, q) => p[0] - q[0]));
  return {
    start,
    to: Int32Array.from(all, ([b]) => b),
    length: Float64Array.from(all, ([, b]) => b.metres),
    cost: Float64Array.from(all, ([, b]) => b.cost),
    foot: Uint8Array.from(all, ([, b]) => Number(b.foot)),
  };
}

function cornersAt(
  ends: readonly { at: number; left: number; right: number; path: number[] }[],
  n: number,
  metres: Float64Array,
): Pick<AtomGraph, "corners" | "cornersOf"> {
  const by = new Map<number, (typeof ends)[number][]>();
  for (const end of ends) {
    const here = by.get(end.at);
    if (here) here.push(end);
    else by.set(end.at, [end]);
  }
  const corners: Corner[] = [],
    cornersOf: Set<number>[] = Array.from({ length: n }, () => new Set());
  for (const here of by.values()) {
    if (here.length < 3) continue;
    const away = here.map(({ path }) => directionOf(path, metres));
    for (const { left, right } of here)
      for (const a of [left, right]) if (a >= 0) cornersOf[a].add(corners.length);
    corners.push({
      left: Int32Array.from(here, (e) => e.left),
      right: Int32Array.from(here, (e) => e.right),
      dx: Float64Array.from(away, (d) => d[0]),
      dy: Float64Array.from(away, (d) => d[1]),
    });
  }
  return { corners, cornersOf: cornersOf.map((s) => Int32Array.from(s)) };
}

function directionOf(path: readonly number[], metres: Float64Array): [number, number] {
  const x = metres[2 * path[0]],
    y = metres[2 * path[0] + 1];
  for (let k = 1; k < path.length; k++) {
    const dx = metres[2 * path[k]] - x,
      dy = metres[2 * path[k] + 1] - y,
      d = Math.hypot(dx, dy);
    if (d >= AHEAD || k === path.length - 1) return [dx / (d || 1), dy / (d || 1)];
  }
  return [0, 0];
}

/** Bends of a path of places: corners left when it is simplified to ten metres. */
function bendsOf(path: readonly number[], metres: Float64Array): number {
  return cornersAlong(path.flatMap((p) => [metres[2 * p], metres[2 * p + 1]])).length;
}
