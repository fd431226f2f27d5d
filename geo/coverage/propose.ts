/** Proposes grids: balanced, compact and contiguous, along given lines. */
import type { LineString, MultiLineString, MultiPolygon, Polygon, Position } from "geojson";
import { localProjection } from "../projection.js";
import { mulberry32 } from "../random.js";
import { toLattice } from "../snap.js";
import { assembleCoverage } from "./build.js";
import { joinSegments, type Segment } from "./chains.js";
import type { GridFeature } from "./collection.js";
import { boxOf, type GridId, type Label } from "./edge.js";
import { PlaceTable } from "./lattice.js";
import type { Coverage, Properties } from "./model.js";
import type { SegmentSet } from "./node-all.js";
import {
  type Blocks,
  cutHeavyBlocks,
  findBlocks,
  type LatticePoints,
  ON_BOUNDARY,
  ON_LINE,
} from "./propose/blocks.js";
import { anneal, type BlockGraph, bisect, components } from "./propose/partition.js";

export interface ProposeInput {
  /** What is to be divided, EPSG:4326. */
  readonly boundary: Polygon | MultiPolygon;
  /** Places whose weight is to be shared out (households, say); without any, the area is. */
  readonly points: {
    readonly lon: ArrayLike<number>;
    readonly lat: ArrayLike<number>;
    readonly weight?: ArrayLike<number>;
  };
  /** Lines that borders should follow. */
  readonly lines: readonly (LineString | MultiLineString)[];
  /** Grids that stay as they are; the rest of the boundary is divided. */
  readonly locked?: readonly GridFeature[];
}

export interface ProposeOptions {
  /** Number of new grids; or give `target`. */
  readonly count?: number;
  /** Weight of a grid. */
  readonly target?: number;
  /** Bounds of a grid's weight; 0.8 and 1.2 times the target by default. */
  readonly min?: number;
  readonly max?: number;
  readonly seed?: number;
  /** Id of new grid number n, from 1. */
  readonly idOf?: (n: number) => GridId;
}

export interface Proposal {
  readonly coverage: Coverage;
  readonly grids: {
    readonly id: GridId;
    readonly weight: number /** share of the target, less one */;
    readonly deviation: number;
  }[];
  /** New grids whose weight lies outside the bounds. */
  readonly outOfBounds: GridId[];
  /** Share of the inner borders' length that lies on given lines. */
  readonly onLines: number;
  readonly target: number;
}

/** Why nothing can be proposed. */
export interface NoProposal {
  readonly reason: string;
}

/**
 * Blocks heavier than this share of the target are cut: half of it is what a border between two
 * blocks may be off by.
 */
const HEAVY = 0.08;
/** A metre of border off the lines costs as much as this many on them. */
const OFF_LINE = 4;

/** Same input, options and seed: same proposal. */
export function proposeGrids(input: ProposeInput, options: ProposeOptions): Proposal | NoProposal {
  const rings = readRings(input.boundary);
  if (rings.length === 0) return { reason: "The boundary has no area." };
  const { lon, lat, weight } = input.points;
  const points: LatticePoints = {
    x: Float64Array.from(lon, toLattice),
    y: Float64Array.from(lat, toLattice),
    weight: weight ? Float64Array.from(weight) : new Float64Array(lon.length).fill(1),
  };
  const first =
    input.boundary.type === "Polygon"
      ? input.boundary.coordinates[0]
      : input.boundary.coordinates[0][0];
  const projection = localProjection(
    first.reduce((s, p) => s + p[0], 0) / first.length,
    first.reduce((s, p) => s + p[1], 0) / first.length,
  );
  const locked = (input.locked ?? []).map((f) => readRings(f.geometry));
  const set = segmentSet(rings, locked, input.lines);
  let blocks = findBlocks(set, rings, locked, points, projection);
  const free = (): number =>
    blocks.blocks.reduce((sum, b) => sum + (b.locked < 0 ? b.weight : 0), 0);
  const byArea = free() === 0;
  if (byArea) for (const b of blocks.blocks) b.weight = b.area;
  const total = free();
  if (total === 0) return { reason: "All the ground inside the boundary is locked." };
  const count = options.count ?? Math.max(1, Math.round(total / (options.target ?? total)));
  if (!(count >= 1) || !Number.isInteger(count))
    return {
      reason:
        `The number of grids is ${String(options.count)}; it must be a whole ` +
        "number above zero.",
    };
  const target = options.target ?? total / count;
  for (let round = 0; round < 9 && !byArea; round++) {
    if (!cutHeavyBlocks(set, blocks, points, HEAVY * target)) break;
    blocks = findBlocks(set, rings, locked, points, projection);
  }
  const atoms = blocks.blocks.map((_, i) => i).filter((i) => blocks.blocks[i].locked < 0);
  if (atoms.length < count)
    return {
      reason:
        `The lines leave only ${atoms.length} blocks for ${count} grids; give more ` +
        "lines or points.",
    };
  const graph = graphOf(blocks, atoms, set);
  const group = divideGraph(
    graph,
    count,
    { target, min: options.min ?? 0.8 * target, max: options.max ?? 1.2 * target },
    atoms.reduce((s, i) => s + blocks.blocks[i].area, 0),
    options.seed ?? 1,
  );
  return assemble(input, blocks, atoms, group, set, target, options);
}

function readRings({ type, coordinates }: Polygon | MultiPolygon): number[][] {
  const lines: Position[][] =
    type === "Polygon" ? (coordinates as Position[][]) : (coordinates as Position[][][]).flat();
  return lines
    .map((line) => line.flatMap(([x, y]) => [toLattice(x), toLattice(y)]))
    .filter((xy) => xy.length >= 8);
}

function segmentSet(
  boundary: number[][],
  locked: number[][][],
  lines: readonly (LineString | MultiLineString)[],
): SegmentSet {
  const set: SegmentSet & { flags: number[] } = {
    places: new PlaceTable(1024),
    from: [],
    to: [],
    flags: [],
  };
  const { places } = set;
  const enter = (xy: ArrayLike<number>, flag: number): void => {
    for (let i = 2; i < xy.length; i += 2) {
      const a = places.add(xy[i - 2], xy[i - 1]),
        b = places.add(xy[i], xy[i + 1]);
      if (a === b) continue;
      set.from.push(a);
      set.to.push(b);
      set.flags.push(flag);
    }
  };
  for (const ring of boundary) enter(ring, ON_BOUNDARY);
  for (const rings of locked) for (const ring of rings) enter(ring, ON_BOUNDARY);
  // Lines outside of the boundary make no blocks and would only be noded for nothing.
  const box = boxOf(boundary.flat());
  for (const line of lines) {
    for (const part of line.type === "LineString" ? [line.coordinates] : line.coordinates) {
      const xy = part.flatMap(([x, y]) => [toLattice(x), toLattice(y)]),
        { minX, minY, maxX, maxY } = boxOf(xy);
      if (maxX >= box.minX && minX <= box.maxX && maxY >= box.minY && minY <= box.maxY)
        enter(xy, ON_LINE);
    }
  }
  return set;
}

/** Blocks side by side, with what a border between them costs. */
function graphOf(
  { blocks, sideOf }: Blocks,
  atoms: number[],
  { places, from, to, flags }: SegmentSet,
): BlockGraph {
  const number = new Int32Array(blocks.length).fill(-1);
  atoms.forEach((b, i) => {
    number[b] = i;
  });
  const borders: Map<number, number>[] = atoms.map(() => new Map());
  const squeeze = Math.cos((places.ys[0] * Math.PI) / 180e7);
  for (let i = 0; i < from.length; i++) {
    const l = sideOf[2 * i] < 0 ? -1 : number[sideOf[2 * i]],
      r = sideOf[2 * i + 1] < 0 ? -1 : number[sideOf[2 * i + 1]];
    if (l < 0 || r < 0 || l === r) continue;
    const metres =
      Math.hypot(
        (places.xs[from[i]] - places.xs[to[i]]) * squeeze,
        places.ys[from[i]] - places.ys[to[i]],
      ) * 0.0111;
    const cost = metres * ((flags?.[i] ?? 0) & (ON_LINE | ON_BOUNDARY) ? 1 : OFF_LINE);
    borders[l].set(r, (borders[l].get(r) ?? 0) + cost);
    borders[r].set(l, (borders[r].get(l) ?? 0) + cost);
  }
  const start = new Int32Array(atoms.length + 1);
  borders.forEach((b, i) => {
    start[i + 1] = start[i] + b.size;
  });
  const neighbours = new Int32Array(start[atoms.length]),
    cost = new Float64Array(start[atoms.length]);
  borders.forEach((b, i) => {
    let k = start[i];
    for (const [other, c] of b) {
      neighbours[k] = other;
      cost[k++] = c;
    }
  });
  return {
    n: atoms.length,
    start,
    to: neighbours,
    cost,
    weight: Float64Array.from(atoms, (b) => blocks[b].weight),
    x: Float64Array.from(atoms, (b) => blocks[b].x),
    y: Float64Array.from(atoms, (b) => blocks[b].y),
  };
}

/**
 * Each component gets grids by its weight (largest remainders), at least one, so that none is in
 * two places.
 */
function divideGraph(
  graph: BlockGraph,
  count: number,
  limits: { target: number; min: number; max: number },
  area: number,
  seed: number,
): Int32Array {
  const { of, count: islands } = components(graph);
  const members: number[][] = Array.from({ length: islands }, () => []);
  const weight = new Float64Array(islands);
  for (let i = 0; i < graph.n; i++) {
    members[of[i]].push(i);
    weight[of[i]] += graph.weight[i];
  }
  const total = weight.reduce((a, b) => a + b, 0);
  const share = Array.from(weight, (w) => Math.max(1, Math.floor((count * w) / total)));
  let left = count - share.reduce((a, b) => a + b, 0);
  const order = share
    .map((_, c) => c)
    .sort(
      (a, b) => (count * weight[b]) / total - share[b] - ((count * weight[a]) / total - share[a]),
    );
  for (let i = 0; left > 0; i = (i + 1) % order.length) {
    share[order[i]]++;
    left--;
  }
  const group = new Int32Array(graph.n);
  let first = 0;
  members.forEach((list, c) => {
    for (const i of list) group[i] = first;
    bisect(graph, list, share[c], first, group);
    first += share[c];
  });
  const groups = group.reduce((m, g) => Math.max(m, g), 0) + 1;
  const random = mulberry32(seed >>> 0 || 1);
  anneal(
    graph,
    group,
    groups,
    limits,
    Math.sqrt(area / groups),
    random,
    Math.min(3_000_000, 100_000 + 1500 * graph.n),
  );
  return group;
}

function assemble(
  input: ProposeInput,
  { blocks, sideOf }: Blocks,
  atoms: number[],
  group: Int32Array,
  { places, from, to, flags }: SegmentSet,
  target: number,
  options: ProposeOptions,
): Proposal {
  const idOf = options.idOf ?? ((n: number) => String(n));
  const label: Label[] = blocks.map((b) => (b.locked < 0 ? null : lockedId(input, b.locked)));
  const count = group.reduce((m, g) => Math.max(m, g), -1) + 1;
  // Numbers run from north to south and west to east by the groups' centres, so that they do not
  // tell the search's order.
  const load = new Float64Array(count),
    sx = new Float64Array(count),
    sy = new Float64Array(count),
    sa = new Float64Array(count);
  atoms.forEach((b, i) => {
    const { weight, area, x, y } = blocks[b];
    load[group[i]] += weight;
    sa[group[i]] += area;
    sx[group[i]] += area * x;
    sy[group[i]] += area * y;
  });
  const used = Array.from({ length: count }, (_, g) => g)
    .filter((g) => sa[g] > 0)
    .sort((a, b) => sy[b] / sa[b] - sy[a] / sa[a] || sx[a] / sa[a] - sx[b] / sa[b]);
  const ids = new Map(used.map((g, i) => [g, idOf(i + 1)]));
  atoms.forEach((b, i) => {
    label[b] = ids.get(group[i]) as GridId;
  });
  const segments: Segment[] = [];
  let inner = 0,
    onLines = 0;
  const squeeze = Math.cos((places.ys[0] * Math.PI) / 180e7);
  for (let i = 0; i < from.length; i++) {
    const left = sideOf[2 * i] < 0 ? null : label[sideOf[2 * i]],
      right = sideOf[2 * i + 1] < 0 ? null : label[sideOf[2 * i + 1]];
    if (left === right) continue;
    const s = {
      ax: places.xs[from[i]],
      ay: places.ys[from[i]],
      bx: places.xs[to[i]],
      by: places.ys[to[i]],
      left,
      right,
    };
    segments.push(s);
    if (left === null || right === null || (flags?.[i] ?? 0) & ON_BOUNDARY) continue;
    const length = Math.hypot((s.ax - s.bx) * squeeze, s.ay - s.by);
    inner += length;
    if ((flags?.[i] ?? 0) & ON_LINE) onLines += length;
  }
  const edges = joinSegments(segments, () => false, 0);
  if (!Array.isArray(edges))
    throw new Error(`The proposal's lines do not join at ${edges.x}, ${edges.y} (8c20f3ab)`);
  const grids: [GridId, Properties][] = [
    ...used.map((g): [GridId, Properties] => [ids.get(g) as GridId, { weight: load[g] }]),
    ...(input.locked ?? []).map((f, i): [GridId, Properties] => [
      lockedId(input, i),
      f.properties ?? {},
    ]),
  ];
  const present = new Set(segments.flatMap((s) => [s.left, s.right]));
  return {
    coverage: assembleCoverage(
      edges,
      grids.filter(([id]) => present.has(id)),
    ),
    grids: used.map((g) => ({
      id: ids.get(g) as GridId,
      weight: load[g],
      deviation: load[g] / target - 1,
    })),
    outOfBounds: used
      .filter(
        (g) => load[g] < (options.min ?? 0.8 * target) || load[g] > (options.max ?? 1.2 * target),
      )
      .map((g) => ids.get(g) as GridId),
    onLines: inner > 0 ? onLines / inner : 1,
    target,
  };
}

function lockedId({ locked }: ProposeInput, i: number): GridId {
  const feature = locked?.[i];
  return String(feature?.id ?? feature?.properties?.id ?? `locked-${i + 1}`);
}
