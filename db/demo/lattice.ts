import { randomOf } from "../../geo/random.js";
import {
  add,
  distance,
  left,
  length,
  minus,
  mix,
  segmentCrossing,
  times,
  unit,
  type XY,
} from "./plane.js";

/**
 * The skeleton of the county: a warped lattice of cells. Blocks of the town are its cells, streets,
 * the river and every
 * border run along its edges, and an edge has one curve, whoever asks: so that grids fit without a
 * gap by construction.
 */
export interface Lattice {
  columns: number;
  rows: number;
  nodes: XY[];
  /** Cells of the county, as a flag a cell (index row × columns + column). */
  inCounty: Uint8Array;
  inTown: Uint8Array;
  /** Row line of the river, of the trunk road. */
  riverRow: number;
  trunkRow: number;
  town: { west: number; east: number; south: number; north: number };
  edgeCount: number;
  warp(u: number, v: number): XY;
}

const TOWN_COLUMNS = [170, 150, 165, 180, 150, 140, 155, 150, 175, 160, 150, 170, 160];
const TOWN_ROWS = [150, 140, 150, 165, 165, 130, 125, 140, 150, 140, 150];
/** Rows of the town south of the river. */
const SOUTH_BANK = 4;
const RX = 6400,
  RY = 5000;

export const cellAt = (l: Lattice, i: number, j: number) => j * l.columns + i;
export const nodeAt = (l: Lattice, i: number, j: number) => j * (l.columns + 1) + i;
/** The edge from node (i, j) eastward; the edge from node (i, j) northward. */
export const edgeEast = (l: Lattice, i: number, j: number) => j * l.columns + i;
export const edgeNorth = (l: Lattice, i: number, j: number) =>
  l.columns * (l.rows + 1) + j * (l.columns + 1) + i;

export function edgeNodes(l: Lattice, edge: number): [number, number] {
  const horizontal = l.columns * (l.rows + 1);
  if (edge < horizontal) {
    const j = Math.floor(edge / l.columns),
      i = edge % l.columns;
    return [nodeAt(l, i, j), nodeAt(l, i + 1, j)];
  }
  const n = edge - horizontal;
  return [n, n + l.columns + 1];
}

/** The cells on both sides of an edge; -1 outside the lattice. */
export function edgeCells(l: Lattice, edge: number): [number, number] {
  const horizontal = l.columns * (l.rows + 1);
  if (edge < horizontal) {
    const j = Math.floor(edge / l.columns),
      i = edge % l.columns;
    return [j > 0 ? cellAt(l, i, j - 1) : -1, j < l.rows ? cellAt(l, i, j) : -1];
  }
  const n = edge - horizontal,
    j = Math.floor(n / (l.columns + 1)),
    i = n % (l.columns + 1);
  return [i > 0 ? cellAt(l, i - 1, j) : -1, i < l.columns ? cellAt(l, i, j) : -1];
}

/**
 * South, east, north, west edge of a cell, with the direction that runs counter-clockwise round it.
 */
export function cellEdges(l: Lattice, cell: number): [edge: number, forward: boolean][] {
  const i = cell % l.columns,
    j = Math.floor(cell / l.columns);
  return [
    [edgeEast(l, i, j), true],
    [edgeNorth(l, i + 1, j), true],
    [edgeEast(l, i, j + 1), false],
    [edgeNorth(l, i, j), false],
  ];
}

const adjacent = new WeakMap<Lattice, [cell: number, edge: number][][]>();

/**
 * Cells of the county beside a cell, with the edge between; kept, as growing regions asks millions
 * of times.
 */
export function neighbours(l: Lattice, cell: number): [cell: number, edge: number][] {
  let known = adjacent.get(l);
  if (!known) adjacent.set(l, (known = []));
  return (known[cell] ??= findNeighbours(l, cell));
}

function findNeighbours(l: Lattice, cell: number): [cell: number, edge: number][] {
  const found: [number, number][] = [];
  for (const [edge] of cellEdges(l, cell)) {
    const [a, b] = edgeCells(l, edge);
    const other = a === cell ? b : a;
    if (other >= 0 && l.inCounty[other]) found.push([other, edge]);
  }
  return found;
}

/** The eight cells about a cell. */
export function around(l: Lattice, cell: number): number[] {
  return [-1, 0, 1]
    .flatMap((dj) => [-1, 0, 1].map((di) => cell + dj * l.columns + di))
    .filter((c) => c !== cell);
}

export function cellCorners(l: Lattice, cell: number): [XY, XY, XY, XY] {
  const i = cell % l.columns,
    j = Math.floor(cell / l.columns);
  return [
    l.nodes[nodeAt(l, i, j)]!,
    l.nodes[nodeAt(l, i + 1, j)]!,
    l.nodes[nodeAt(l, i + 1, j + 1)]!,
    l.nodes[nodeAt(l, i, j + 1)]!,
  ];
}

export function cellCentre(l: Lattice, cell: number): XY {
  const [a, b, c, d] = cellCorners(l, cell);
  return [(a[0] + b[0] + c[0] + d[0]) / 4, (a[1] + b[1] + c[1] + d[1]) / 4];
}

/**
 * Positions of the lattice lines: even steps in the town, then steps growing to 270 m until
 * `reach`.
 */
function axis(
  steps: readonly number[],
  start: number,
  reach: number,
): { at: number[]; first: number } {
  const middle = [start];
  for (const step of steps) middle.push(middle.at(-1)! + step);
  const before: number[] = [],
    after: number[] = [];
  for (let step = 190, at = start; at > -reach; step = Math.min(step * 1.12, 270))
    before.unshift((at -= step));
  for (let step = 190, at = middle.at(-1)!; at < reach; step = Math.min(step * 1.12, 270))
    after.push((at += step));
  return { at: [...before, ...middle, ...after], first: before.length };
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const ramp = (x: number) => {
  const t = Math.max(0, Math.min(1, x));
  return t * t * (3 - 2 * t);
};

export function buildLattice(seed: number): Lattice {
  const random = randomOf(seed, "lattice");
  const us = axis(TOWN_COLUMNS, -sum(TOWN_COLUMNS) / 2, RX + 700);
  const vs = axis(TOWN_ROWS, -sum(TOWN_ROWS) / 2, RY + 700);
  const columns = us.at.length - 1,
    rows = vs.at.length - 1;
  const town = {
    west: us.first,
    east: us.first + TOWN_COLUMNS.length,
    south: vs.first,
    north: vs.first + TOWN_ROWS.length,
  };
  const riverRow = town.south + SOUTH_BANK,
    trunkRow = town.north;
  const riverV = vs.at[riverRow]!;
  const phase = Array.from({ length: 6 }, () => random.between(0, 2 * Math.PI));
  const turn = 0.16,
    [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const warp = (u: number, v: number): XY => {
    const outside = ramp((Math.abs(u) - 900) / 1600);
    const meander =
      70 * Math.sin(u / 430 + phase[0]!) +
      outside * (330 * Math.sin(u / 760 + phase[1]!) + 130 * Math.sin(u / 330 + phase[2]!));
    const far = ramp((Math.abs(v - riverV) - 700) / 2500);
    const x =
      u +
      45 * Math.sin(v / 520 + phase[3]!) +
      far * 240 * Math.sin(v / 1100 + u / 2300 + phase[4]!);
    const y =
      v +
      meander * Math.exp(-(((v - riverV) / 1900) ** 2)) +
      25 * Math.sin(u / 600 + phase[5]!) +
      far * 200 * Math.sin(u / 1300 + phase[4]!);
    return [x * cos - y * sin, x * sin + y * cos];
  };
  const base: XY[] = [],
    shift: XY[] = [];
  for (let j = 0; j <= rows; j++) {
    for (let i = 0; i <= columns; i++) {
      const p = warp(us.at[i]!, vs.at[j]!);
      const away = Math.max(town.west - i, i - town.east, town.south - j, j - town.north, 0);
      const onLine = j === riverRow || j === trunkRow;
      const jitter = onLine ? 0 : away === 0 ? 5 : Math.min(25 * away, 82);
      base.push(p);
      shift.push([jitter * random.between(-1, 1), jitter * random.between(-1, 1)]);
    }
  }
  const nodes = settled(base, shift, columns, rows);
  const lattice: Lattice = {
    columns,
    rows,
    nodes,
    inCounty: new Uint8Array(columns * rows),
    inTown: new Uint8Array(columns * rows),
    riverRow,
    trunkRow,
    town,
    edgeCount: columns * (rows + 1) + rows * (columns + 1),
    warp,
  };
  for (let cell = 0; cell < columns * rows; cell++) {
    const [x, y] = cellCentre(lattice, cell),
      angle = Math.atan2(y / RY, x / RX);
    const rim =
      0.93 +
      0.09 * Math.sin(2 * angle + phase[0]!) +
      0.07 * Math.sin(3 * angle + phase[1]!) +
      0.05 * Math.sin(7 * angle + phase[2]!) +
      0.03 * Math.sin(11 * angle + phase[3]!);
    lattice.inCounty[cell] = Math.hypot(x / RX, y / RY) < rim ? 1 : 0;
    const i = cell % columns,
      j = Math.floor(cell / columns);
    const corner =
      Math.min(i - town.west, town.east - 1 - i) + Math.min(j - town.south, town.north - 1 - j);
    lattice.inTown[cell] =
      i >= town.west && i < town.east && j >= town.south && j < town.north && corner >= 2 ? 1 : 0;
  }
  keepOneBody(lattice);
  return lattice;
}

/**
 * Nodes moved by their shifts; where a cell is not convex with some room, its corners' shifts are
 * halved until it is. Cells
 * that are convex cannot fold over one another, so that chords do not cross.
 */
function settled(base: readonly XY[], shift: XY[], columns: number, rows: number): XY[] {
  const nodes = base.map((p, n) => add(p, shift[n]!));
  for (let round = 0, folded = true; folded && round < 12; round++) {
    folded = false;
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++) {
        const n = j * (columns + 1) + i,
          corners = [n, n + 1, n + columns + 2, n + columns + 1];
        const flat = corners.some((c, k) => {
          const p = nodes[c]!,
            a = unit(minus(nodes[corners[(k + 1) % 4]!]!, p)),
            b = unit(minus(nodes[corners[(k + 3) % 4]!]!, p));
          return a[0] * b[1] - a[1] * b[0] < 0.3;
        });
        if (!flat) continue;
        folded = true;
        for (const c of corners) {
          shift[c] = times(shift[c]!, 0.5);
          nodes[c] = add(base[c]!, shift[c]);
        }
      }
    }
  }
  return nodes;
}

/**
 * Mutates `inCounty`: only the body that holds the town stays, and nothing is left out inside it.
 */
function keepOneBody(l: Lattice): void {
  const flood = (start: number, open: (cell: number) => boolean) => {
    const seen = new Uint8Array(l.inCounty.length),
      queue = [start];
    seen[start] = 1;
    for (let cell = queue.pop(); cell !== undefined; cell = queue.pop()) {
      for (const [edge] of cellEdges(l, cell)) {
        for (const next of edgeCells(l, edge))
          if (next >= 0 && !seen[next] && open(next)) {
            seen[next] = 1;
            queue.push(next);
          }
      }
    }
    return seen;
  };
  const body = flood(cellAt(l, l.town.west + 3, l.town.south + 3), (c) => l.inCounty[c] === 1);
  const outside = flood(0, (c) => body[c] === 0);
  for (let c = 0; c < outside.length; c++) l.inCounty[c] = outside[c] ? 0 : 1;
}

/**
 * Curves of edges: a cubic through the nodes whose tangent at a node follows the line that runs
 * through it there.
 */
export class Curves {
  private readonly known = new Map<number, XY[]>();
  constructor(private readonly lattice: Lattice) {}

  of(edge: number): XY[] {
    const known = this.known.get(edge);
    if (known) return known;
    const [a, b] = edgeNodes(this.lattice, edge);
    return [this.lattice.nodes[a]!, this.lattice.nodes[b]!];
  }

  has(edge: number): boolean {
    return this.known.has(edge);
  }

  /**
   * Gives the edges of a network their curves; edges that have one keep it. Where exactly two edges
   * of the network meet
   * (and no earlier one), the line runs through smoothly; elsewhere edges end straight, which keeps
   * them from crossing.
   */
  lay(edges: Iterable<number>, tension = 0.85): void {
    const l = this.lattice,
      fresh = [...edges].filter((e) => !this.known.has(e));
    const at = new Map<number, number[]>();
    for (const edge of fresh)
      for (const node of edgeNodes(l, edge)) at.set(node, [...(at.get(node) ?? []), edge]);
    const taken = new Set<number>();
    for (const edge of this.known.keys()) for (const node of edgeNodes(l, edge)) taken.add(node);
    const tangent = (node: number, edge: number, chord: XY): XY => {
      const [e, f] = at.get(node)!;
      if (at.get(node)!.length !== 2 || taken.has(node)) return chord;
      const other = e === edge ? f! : e!;
      const [c, d] = edgeNodes(l, other);
      const beyond = l.nodes[c === node ? d : c]!;
      const [g, h] = edgeNodes(l, edge);
      const here = l.nodes[g === node ? h : g]!;
      const through = unit(g === node ? minus(here, beyond) : minus(beyond, here));
      return times(through, length(chord) * tension);
    };
    for (const edge of fresh) {
      const [a, b] = edgeNodes(l, edge),
        p = l.nodes[a]!,
        q = l.nodes[b]!,
        chord = minus(q, p);
      const curve = hermite(p, q, tangent(a, edge, chord), tangent(b, edge, chord));
      this.known.set(edge, this.meets(edge, curve) ? [p, q] : curve);
    }
  }

  /**
   * Mutates the lattice's nodes: those of the given borders that no curve holds yet move towards
   * the middle of their two
   * neighbours, so that a border of steps becomes a line such as surveyors draw. A move that would
   * make edges meet is not made.
   */
  relax(edges: Iterable<number>, rounds = 6): void {
    const l = this.lattice,
      at = new Map<number, number[]>(),
      fixed = new Set<number>();
    for (const edge of this.known.keys()) for (const node of edgeNodes(l, edge)) fixed.add(node);
    for (const edge of new Set(edges))
      for (const node of edgeNodes(l, edge)) at.set(node, [...(at.get(node) ?? []), edge]);
    for (let round = 0; round < rounds; round++) {
      for (const [node, own] of at) {
        if (own.length !== 2 || fixed.has(node)) continue;
        const [a, b] = own.map((e) => {
          const [c, d] = edgeNodes(l, e);
          return l.nodes[c === node ? d : c]!;
        }) as [XY, XY];
        const before = l.nodes[node]!;
        l.nodes[node] = mix(before, mix(a, b, 0.5), 0.55);
        if (this.crowded(node)) l.nodes[node] = before;
      }
    }
  }

  /**
   * Does an edge at the node meet another, or a cell there have a corner that is nearly flat or
   * turned in?
   */
  private crowded(node: number): boolean {
    const l = this.lattice,
      i = node % (l.columns + 1),
      j = Math.floor(node / (l.columns + 1));
    for (let di = -1; di <= 0; di++) {
      for (let dj = -1; dj <= 0; dj++) {
        if (i + di < 0 || j + dj < 0 || i + di >= l.columns || j + dj >= l.rows) continue;
        const corners = cellCorners(l, cellAt(l, i + di, j + dj));
        if (
          corners.some((p, k) => {
            const a = unit(minus(corners[(k + 1) % 4]!, p)),
              b = unit(minus(corners[(k + 3) % 4]!, p));
            return a[0] * b[1] - a[1] * b[0] < 0.06;
          })
        )
          return true;
      }
    }
    const edges = [
      ...(i < l.columns ? [edgeEast(l, i, j)] : []),
      ...(i > 0 ? [edgeEast(l, i - 1, j)] : []),
      ...(j < l.rows ? [edgeNorth(l, i, j)] : []),
      ...(j > 0 ? [edgeNorth(l, i, j - 1)] : []),
    ];
    return edges.some((e) => this.meets(e, this.of(e)));
  }

  /**
   * Does the curve meet another edge's curve, or the chord of one not laid yet, elsewhere than at a
   * common node? Such a
   * one stays a chord. As chords of the lattice do not cross, no two curves ever do, in whatever
   * order they are laid.
   */
  private meets(edge: number, curve: readonly XY[]): boolean {
    const l = this.lattice,
      ends = edgeNodes(l, edge).map((n) => l.nodes[n]!),
      seen = new Set([edge]);
    for (const node of edgeNodes(l, edge)) {
      const i = node % (l.columns + 1),
        j = Math.floor(node / (l.columns + 1));
      for (let di = -1; di <= 0; di++) {
        for (let dj = -1; dj <= 0; dj++) {
          if (i + di < 0 || j + dj < 0 || i + di >= l.columns || j + dj >= l.rows) continue;
          for (const [other] of cellEdges(l, cellAt(l, i + di, j + dj))) {
            if (seen.has(other)) continue;
            seen.add(other);
            if (linesMeet(curve, this.of(other), ends)) return true;
          }
        }
      }
    }
    return false;
  }
}

function linesMeet(a: readonly XY[], b: readonly XY[], except: readonly XY[]): boolean {
  for (let i = 0; i + 1 < a.length; i++) {
    for (let j = 0; j + 1 < b.length; j++) {
      const at = segmentCrossing(a[i]!, a[i + 1]!, b[j]!, b[j + 1]!);
      if (at && except.every((p) => distance(p, at) > 0.05)) return true;
    }
  }
  return false;
}

function hermite(p: XY, q: XY, m: XY, n: XY): XY[] {
  const k = 5;
  const curve: XY[] = [p];
  for (let s = 1; s < k; s++) {
    const t = s / k,
      t2 = t * t,
      t3 = t2 * t;
    const base = mix(p, q, 3 * t2 - 2 * t3);
    curve.push(add(base, add(times(m, t3 - 2 * t2 + t), times(n, t3 - t2))));
  }
  return [...curve, q];
}

/** A point of a line at the fraction `t` of its length, and the direction there. */
export function along(line: readonly XY[], t: number): { at: XY; direction: XY; normal: XY } {
  const lengths = line.slice(1).map((p, i) => length(minus(p, line[i]!)));
  let rest = t * sum(lengths);
  let k = 0;
  while (k < lengths.length - 1 && rest > lengths[k]!) rest -= lengths[k++]!;
  const direction = unit(minus(line[k + 1]!, line[k]!));
  return {
    at: mix(line[k]!, line[k + 1]!, lengths[k] ? rest / lengths[k]! : 0),
    direction,
    normal: left(direction),
  };
}
