/**
 * Hamlets: buildings that stand together, and the borders between them across the fields, where a
 * village has no lines to follow. In a town all that stands together is one, and nothing is drawn.
 */
import Delaunator from "delaunator";
import { circumcentre } from "./circumcentre.js";
import { cornersAlong } from "./corners-along.js";
import { insideMetric, type MetricRings } from "./footprint.js";
import { UnionFind } from "./union-find.js";

/** Metres between two buildings that stand together, and where that makes a hamlet too heavy. */
const TOGETHER = 60,
  CLOSE = 30;
/** Share of a grid's most households above which a hamlet may be parted. */
const HEAVY = 0.25;
/** Metres between points along a footprint. */
const SPACING = 10;
/** Share of the gap by which a border may leave its middle to be straighter; half would be a wall. */
const STRAIGHTER = 0.25;
/** Metres by which a border across fields goes beyond its village, so that it is met for certain. */
const OVER_THE_RIM = 0.5;

export interface Hamlets {
  /** Of each footprint; -1 where it has no village. */
  readonly of: Int32Array;
  /** Borders between hamlets of one village, inside of it: x, y, x, y … in metres. */
  readonly lines: readonly number[][];
}

/** What stands in a village; metres. */
export interface Standing {
  readonly rings: MetricRings;
  readonly households: number;
  /** -1 outside. */
  readonly village: number;
}

/** @param mostOf the most households of a grid there */
export function hamletsOf(
  standing: readonly Standing[],
  villages: readonly MetricRings[],
  mostOf: (village: number) => number,
): Hamlets {
  const { points, owner } = sampled(standing);
  const { triangles, halfedges } = new Delaunator(Float64Array.from(points));
  const next = (e: number): number => (e % 3 === 2 ? e - 2 : e + 1);
  const pairs: [a: number, b: number, metres: number, s: number, t: number][] = [];
  for (let e = 0; e < triangles.length; e++) {
    const f = halfedges[e];
    if (f < e) continue;
    const [p, q] = [triangles[e], triangles[next(e)]];
    const [a, b] = [owner[p], owner[q]];
    if (a < 0 || b < 0 || a === b || standing[a].village !== standing[b].village) continue;
    const far = Math.hypot(points[2 * p] - points[2 * q], points[2 * p + 1] - points[2 * q + 1]);
    pairs.push([a, b, far, Math.floor(e / 3), Math.floor(f / 3)]);
  }
  const wide = joined(standing.length, pairs, TOGETHER),
    close = joined(standing.length, pairs, CLOSE);
  const of = refined(standing, wide, close, mostOf);
  const border: Links[] = villages.map(() => new Map());
  const isClose = new Set<string>();
  for (const [a, b, , s, t] of pairs) {
    if (of[a] === of[b]) continue;
    link(border[standing[a].village], s, t);
    link(border[standing[a].village], t, s);
    if (wide.find(a) === wide.find(b)) isClose.add(keyOf(s, t));
  }
  const middle = (t: number): [number, number] => circumcentre(points, triangles, t);
  const lines = border.flatMap((links, v) =>
    chainsOf(links).flatMap((chain) => {
      const gap = isClose.has(keyOf(chain[0], chain[1])) ? CLOSE : TOGETHER;
      return inside(villages[v], straightened(chain.map(middle), STRAIGHTER * gap));
    }),
  );
  return { of, lines };
}

type Pairs = readonly (readonly [a: number, b: number, metres: number, ...rest: number[]])[];

function joined(count: number, pairs: Pairs, reach: number): UnionFind {
  const sets = new UnionFind(count);
  for (const [a, b, metres] of pairs) if (metres <= reach) sets.join(a, b);
  return sets;
}

/** A hamlet too heavy to go along whole is parted; a town that is more than a grid is no hamlet. */
function refined(
  standing: readonly Standing[],
  wide: UnionFind,
  close: UnionFind,
  mostOf: (village: number) => number,
): Int32Array {
  const weight = new Float64Array(standing.length);
  standing.forEach(({ households }, k) => {
    weight[wide.find(k)] += households;
  });
  return Int32Array.from(standing, ({ village }, k) => {
    if (village < 0) return -1;
    const [here, most] = [weight[wide.find(k)], mostOf(village)];
    return here > HEAVY * most && here <= most ? close.find(k) : wide.find(k);
  });
}

/** Points along the footprints, and eight far away that close the diagram. */
function sampled(standing: readonly Standing[]): { points: number[]; owner: number[] } {
  const points: number[] = [],
    owner: number[] = [];
  let reach = 0;
  standing.forEach(({ rings, village }, k) => {
    if (village < 0) return;
    for (const r of rings)
      for (let i = 2; i < r.length; i += 2) {
        const [dx, dy] = [r[i] - r[i - 2], r[i + 1] - r[i - 1]];
        const steps = Math.max(1, Math.ceil(Math.hypot(dx, dy) / SPACING));
        for (let s = 0; s < steps; s++) {
          points.push(r[i - 2] + (dx * s) / steps, r[i - 1] + (dy * s) / steps);
          owner.push(k);
        }
        reach = Math.max(reach, Math.abs(r[i]), Math.abs(r[i + 1]));
      }
  });
  const away = 20 * reach + 1000;
  for (let k = 0; k < 8; k++) {
    points.push(away * Math.cos((k * Math.PI) / 4), away * Math.sin((k * Math.PI) / 4));
    owner.push(-1);
  }
  return { points, owner };
}

type Links = Map<number, number[]>;

function link(links: Links, a: number, b: number): void {
  const here = links.get(a);
  if (here) here.push(b);
  else links.set(a, [b]);
}

const keyOf = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

/** Links end to end, from fork to fork, and those that go round. */
function chainsOf(links: Links): number[][] {
  const used = new Set<string>();
  const walk = (from: number, first: number): number[] => {
    const chain = [from];
    for (let [before, at] = [from, first]; ; ) {
      used.add(keyOf(before, at));
      chain.push(at);
      const around = links.get(at) as number[];
      const on = around.length === 2 ? around.find((n) => !used.has(keyOf(at, n))) : undefined;
      if (on === undefined) return chain;
      [before, at] = [at, on];
    }
  };
  const chains: number[][] = [];
  const begin = (isEnd: (around: readonly number[]) => boolean): void => {
    for (const [node, around] of links)
      if (isEnd(around))
        for (const first of around)
          if (!used.has(keyOf(node, first))) chains.push(walk(node, first));
  };
  begin((around) => around.length !== 2);
  begin(() => true);
  return chains;
}

type Line = readonly (readonly [number, number])[];

function straightened(line: Line, tolerance: number): Line {
  const corners = cornersAlong(line.flat(), tolerance);
  return [0, ...corners, line.length - 1].map((k) => line[k]);
}

/** The parts of a line inside of rings. */
function inside(rings: MetricRings, line: Line): number[][] {
  const parts: number[][] = [];
  let open: number[] | null = null;
  for (let k = 1; k < line.length; k++) {
    const [[ax, ay], [bx, by]] = [line[k - 1], line[k]];
    const length = Math.hypot(bx - ax, by - ay);
    if (length === 0) continue;
    const at = (t: number): [number, number] => [ax + t * (bx - ax), ay + t * (by - ay)];
    const cuts = [0, ...crossings(rings, ax, ay, bx, by), 1];
    for (let c = 1; c < cuts.length; c++) {
      const [from, to] = [cuts[c - 1], cuts[c]];
      if (!insideMetric(rings, ...at((from + to) / 2))) continue;
      const over = OVER_THE_RIM / length;
      if (!open || from > 0) parts.push((open = [...at(from > 0 ? from - over : 0)]));
      open.push(...at(to < 1 ? to + over : 1));
      if (to < 1) open = null;
    }
    if (!insideMetric(rings, bx, by)) open = null;
  }
  return parts;
}

/** Shares of the way from a to b at which it crosses the rings, in order. */
function crossings(rings: MetricRings, ax: number, ay: number, bx: number, by: number): number[] {
  const found: number[] = [];
  const [ux, uy] = [bx - ax, by - ay];
  for (const r of rings)
    for (let i = 2; i < r.length; i += 2) {
      const p = ux * (r[i - 1] - ay) - uy * (r[i - 2] - ax),
        q = ux * (r[i + 1] - ay) - uy * (r[i] - ax);
      if (p > 0 === q > 0) continue;
      const s = p / (p - q);
      const [x, y] = [r[i - 2] + s * (r[i] - r[i - 2]), r[i - 1] + s * (r[i + 1] - r[i - 1])];
      const t = ((x - ax) * ux + (y - ay) * uy) / (ux * ux + uy * uy);
      if (t > 0 && t < 1) found.push(t);
    }
  return found.sort((a, b) => a - b);
}
