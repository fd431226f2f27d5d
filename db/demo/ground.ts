import { randomOf } from "../../geo/random.js";
import { Occupied } from "./bins.js";
import {
  buildLattice,
  Curves,
  cellAt,
  cellCentre,
  edgeCells,
  edgeEast,
  edgeNorth,
  type Lattice,
  neighbours,
  nodeAt,
} from "./lattice.js";
import { STREETS_EAST_WEST, STREETS_NORTH_SOUTH } from "./names.js";
import {
  add,
  distance,
  left,
  minus,
  mix,
  segmentCrossing,
  smooth,
  times,
  unit,
  type XY,
} from "./plane.js";

export type StreetKind = "trunk" | "main" | "secondary" | "lane" | "village";
export interface Street {
  name: string;
  kind: StreetKind;
  lines: XY[][];
}
export interface Crossing {
  name: string;
  kind: "bridge" | "crossroads";
  at: XY;
}

/** Half of the space a street takes, pavement included; metres. */
export const HALF_WIDTH: Record<StreetKind, number> = {
  trunk: 13,
  main: 11,
  secondary: 7,
  lane: 3.5,
  village: 4,
};
export const RIVER_HALF = 34;
const QUAY = 47;

/**
 * What lies on the ground before anyone builds on it: lattice, river, the town's streets and the
 * trunk road.
 */
export interface Ground {
  lattice: Lattice;
  curves: Curves;
  occupied: Occupied;
  riverEdges: Set<number>;
  river: XY[];
  streams: { name: string; line: XY[] }[];
  streets: Street[];
  bridges: Crossing[];
  /** Edges that carry a street or road, for travel and for borders to follow. */
  roadEdges: Set<number>;
  streetOfEdge: Map<number, Street>;
  /** Town cells merged into one block: the cell leads to the block's first cell. */
  blockOf: Map<number, number>;
  eastCompound: [number, number];
}

export function layGround(seed: number): Ground {
  const random = randomOf(seed, "ground");
  const lattice = buildLattice(seed),
    curves = new Curves(lattice),
    occupied = new Occupied();
  const { town, riverRow, trunkRow } = lattice;
  const inside = (edge: number) =>
    edgeCells(lattice, edge).every((c) => c >= 0 && lattice.inCounty[c] === 1);
  const row = (j: number) =>
    Array.from({ length: lattice.columns }, (_, i) => edgeEast(lattice, i, j)).filter(inside);

  const riverEdges = new Set(row(riverRow));
  curves.lay(riverEdges, 1);
  const river = joined([...riverEdges].map((e) => curves.of(e)));
  occupied.addLine(river, RIVER_HALF + 9);

  const trunkEdges = row(trunkRow);
  curves.lay(trunkEdges, 1);
  const trunk: Street = {
    name: "G247国道",
    kind: "trunk",
    lines: [joined(trunkEdges.map((e) => curves.of(e)))],
  };
  const streets: Street[] = [trunk];
  const streetOfEdge = new Map<number, Street>(trunkEdges.map((e) => [e, trunk]));

  const blockOf = new Map<number, number>();
  const eastCompound: [number, number] = [
    cellAt(lattice, town.east - 4, riverRow + 2),
    cellAt(lattice, town.east - 3, riverRow + 2),
  ];
  blockOf.set(eastCompound[1], eastCompound[0]);
  const merged = new Set([edgeNorth(lattice, town.east - 3, riverRow + 2)]);
  for (let k = 0; k < 9; k++) {
    const i = random.integer(town.west + 1, town.east - 3),
      j = random.integer(town.south, town.north - 1);
    const a = cellAt(lattice, i, j),
      b = cellAt(lattice, i + 1, j);
    const used = [...blockOf.keys(), ...blockOf.values()];
    if (!lattice.inTown[a] || !lattice.inTown[b] || used.includes(a) || used.includes(b)) continue;
    if ([3, 7, 10].includes(i + 1 - town.west)) continue;
    blockOf.set(b, a);
    merged.add(edgeNorth(lattice, i + 1, j));
  }
  const townEdge = (edge: number) =>
    edgeCells(lattice, edge).some((c) => c >= 0 && lattice.inTown[c] === 1) &&
    inside(edge) &&
    !merged.has(edge) &&
    !riverEdges.has(edge) &&
    !streetOfEdge.has(edge);
  const bridgeColumns = new Set([town.west + 3, town.west + 7, town.west + 10]);
  const bridges: Crossing[] = [];
  let k = 0;
  for (let j = town.south; j <= town.north; j++) {
    if (j === riverRow || j === trunkRow) continue;
    const edges = Array.from({ length: lattice.columns }, (_, i) => edgeEast(lattice, i, j)).filter(
      townEdge,
    );
    const kind: StreetKind = j === riverRow + 3 || j === town.south + 2 ? "main" : "secondary";
    lay(STREETS_EAST_WEST[k++ % STREETS_EAST_WEST.length]!, kind, edges);
  }
  for (let i = town.west; i <= town.east; i++) {
    const edges = Array.from({ length: lattice.rows }, (_, j) => edgeNorth(lattice, i, j)).filter(
      townEdge,
    );
    lay(
      STREETS_NORTH_SOUTH[i - town.west]!,
      bridgeColumns.has(i) ? "main" : "secondary",
      edges,
      !bridgeColumns.has(i),
    );
    if (bridgeColumns.has(i))
      bridges.push({
        name: `${STREETS_NORTH_SOUTH[i - town.west]!.slice(0, 2)}大桥`,
        kind: "bridge",
        at: lattice.nodes[nodeAt(lattice, i, riverRow)]!,
      });
  }
  function lay(name: string, kind: StreetKind, edges: number[], stopAtQuay = false): void {
    curves.lay(edges, 1);
    const lines = runs(edges.map((e) => curves.of(e)))
      .flatMap((line) => (stopAtQuay ? trimmed(line, river, QUAY) : [line]))
      .filter((line) => line.length > 1);
    const street: Street = { name, kind, lines };
    streets.push(street);
    for (const e of edges) streetOfEdge.set(e, street);
  }

  const inTownReach = river.filter(([x, y]) => Math.hypot(x, y) < 1250 && Math.abs(x) < 1090);
  for (const [name, side] of [
    ["滨河北路", 1],
    ["滨河南路", -1],
  ] as const) {
    streets.push({ name, kind: "secondary", lines: [smooth(offset(inTownReach, side * QUAY), 1)] });
  }
  for (const street of streets)
    for (const line of street.lines) occupied.addLine(line, HALF_WIDTH[street.kind]);

  const streams = STREAMS.map(({ name, from }) => ({
    name,
    line: within(lattice, stream(from, river, randomOf(seed, name))),
  }));
  for (const { line } of streams) occupied.addLine(line, 9);
  return {
    lattice,
    curves,
    occupied,
    riverEdges,
    river,
    streams,
    streets,
    bridges,
    roadEdges: new Set(streetOfEdge.keys()),
    streetOfEdge,
    blockOf,
    eastCompound,
  };
}

const STREAMS: { name: string; from: XY }[] = [
  { name: "清溪", from: [-3300, 3300] },
  { name: "龙洞沟", from: [3400, 3700] },
  { name: "石坝河", from: [-3800, -2900] },
  { name: "青杠溪", from: [3000, -3300] },
  { name: "白鹤溪", from: [4700, 1900] },
];

/**
 * From a source to the nearest reach of the river, winding and widening its swings where the valley
 * is flat.
 */
function stream(
  from: XY,
  river: readonly XY[],
  random: { between(a: number, b: number): number },
): XY[] {
  const mouth = river.reduce((best, p) => (distance(p, from) < distance(best, from) ? p : best));
  const n = left(unit(minus(mouth, from))),
    phase = random.between(0, 6),
    wave = random.between(2.2, 3.4);
  const points: XY[] = [];
  for (let s = 0; s <= 22; s++) {
    const t = s / 22,
      swing =
        Math.sin(Math.PI * t) *
        (170 * Math.sin(2 * Math.PI * wave * t + phase) + random.between(-45, 45));
    points.push(add(mix(from, mouth, t), times(n, swing)));
  }
  return smooth(points, 2);
}

/** The line from its first point well inside the county on. */
function within(l: Lattice, line: XY[]): XY[] {
  const cells = [...l.inCounty.keys()]
    .filter((c) => l.inCounty[c] === 1 && neighbours(l, c).length === 4)
    .map((c) => cellCentre(l, c));
  const first = line.findIndex((p) => cells.some((c) => distance(c, p) < 130));
  return line.slice(Math.max(0, first));
}

const joined = (lines: XY[][]): XY[] =>
  lines.flatMap((line, i) => (i === 0 ? line : line.slice(1)));

/** Curves that follow one another, joined; a gap begins a new line. */
function runs(lines: XY[][]): XY[][] {
  const found: XY[][] = [];
  for (const line of lines) {
    const last = found.at(-1),
      end = last?.at(-1);
    if (last && end && end[0] === line[0]![0] && end[1] === line[0]![1])
      last.push(...line.slice(1));
    else found.push([...line]);
  }
  return found;
}

/** The parts of a line that keep `reach` metres from the river. */
function trimmed(line: XY[], river: readonly XY[], reach: number): XY[][] {
  const steps: XY[] = [];
  for (let i = 0; i + 1 < line.length; i++)
    for (let s = 0; s < 4; s++) steps.push(mix(line[i]!, line[i + 1]!, s / 4));
  steps.push(line.at(-1)!);
  const parts: XY[][] = [[]];
  for (const p of steps) {
    if (river.every((q) => distance(p, q) > reach + 1)) parts.at(-1)!.push(p);
    else if (parts.at(-1)!.length) parts.push([]);
  }
  return parts;
}

const offset = (line: readonly XY[], by: number): XY[] =>
  line.map((p, i) => {
    const d = unit(minus(line[Math.min(i + 1, line.length - 1)]!, line[Math.max(i - 1, 0)]!));
    return add(p, times(left(d), by));
  });

/** Bridges of roads over streams. */
export function streamBridges(streets: readonly Street[], streams: Ground["streams"]): Crossing[] {
  const found: Crossing[] = [];
  for (const { name, line } of streams) {
    for (const street of streets) {
      for (const road of street.lines) {
        for (let i = 0; i + 1 < road.length; i++) {
          for (let j = 0; j + 1 < line.length; j++) {
            const at = segmentCrossing(road[i]!, road[i + 1]!, line[j]!, line[j + 1]!);
            if (at && !found.some((c) => distance(c.at, at) < 12))
              found.push({ name: `${name}桥`, kind: "bridge", at });
          }
        }
      }
    }
  }
  return found;
}
