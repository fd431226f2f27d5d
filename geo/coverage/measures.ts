/**
 * Measures of grids: area, perimeter, compactness, neighbours, contiguity, totals of weighted
 * points; kept up to date
 * change by change. Area and length are sums over edges, each edge measured once however often its
 * grids are.
 */
import Flatbush from "flatbush";
import { toLattice } from "../snap.js";
import { lower } from "./chains.js";
import type { Box, Edge, GridId } from "./edge.js";
import { enclosingRadius } from "./enclosing-circle.js";
import { localMetric, type Metric } from "./metric.js";
import { type Change, type Coverage, type Face, touchedGrids } from "./model.js";
import { pointInShape, shapeOf } from "./shape.js";

export interface GridMeasures {
  /** Square metres and metres in the local projection. */
  readonly area: number;
  readonly perimeter: number;
  /** 4πA/P² (Polsby and Popper 1991): 1 for a circle. Null for a grid of several parts. */
  readonly polsbyPopper: number | null;
  /**
   * Area over that of the smallest enclosing circle (Reock 1961). Null for a grid of several parts.
   */
  readonly reock: number | null;
  /** 1 when contiguous; meeting in a corner does not connect. */
  readonly parts: number;
  /** Neighbours across a border (rook) and its length in metres. */
  readonly neighbours: ReadonlyMap<GridId, number>;
  /** Number of points, then the sum of each column of weights. */
  readonly totals: Float64Array;
}

/**
 * Places with weights: longitudes and latitudes (EPSG:4326), and any number of columns of the same
 * length.
 */
export interface WeightedPoints {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly columns: readonly Float64Array[];
}

export interface Measures {
  readonly projection: Metric;
  readonly grids: Map<GridId, GridMeasures>;
  readonly points: WeightedPoints;
  /** Rows of the points in each grid; those in none under null. A point on a border counts once. */
  readonly members: Map<GridId | null, number[]>;
}

const NO_POINTS: WeightedPoints = {
  lon: new Float64Array(0),
  lat: new Float64Array(0),
  columns: [],
};

interface EdgeMeasure {
  xy: Float64Array /** ½∑(x dy − y dx), metres² */;
  area: number;
  length: number;
}

const measured = new WeakMap<Metric, WeakMap<Edge, EdgeMeasure>>();

function measureEdge(projection: Metric, edge: Edge): EdgeMeasure {
  let cache = measured.get(projection);
  if (!cache) {
    cache = new WeakMap();
    measured.set(projection, cache);
  }
  let found = cache.get(edge);
  if (found) return found;
  const n = edge.xy.length,
    xy = new Float64Array(n);
  let area = 0,
    length = 0;
  for (let i = 0; i < n; i += 2) {
    const [x, y] = projection.forward(edge.xy[i] / 1e7, edge.xy[i + 1] / 1e7);
    xy[i] = x;
    xy[i + 1] = y;
    if (i === 0) continue;
    area += (xy[i - 2] * y - xy[i - 1] * x) / 2;
    length += Math.hypot(x - xy[i - 2], y - xy[i - 1]);
  }
  found = { xy, area, length };
  cache.set(edge, found);
  return found;
}

function measureGrid(
  coverage: Coverage,
  projection: Metric,
  face: Face,
  points: WeightedPoints,
  members: readonly number[],
): GridMeasures {
  let area = 0,
    perimeter = 0;
  const neighbours = new Map<GridId, number>();
  const outline: Float64Array[] = [];
  for (const id of face.edges) {
    const edge = coverage.edges.get(id) as Edge,
      m = measureEdge(projection, edge);
    const mine = edge.left === face.id;
    area += mine ? m.area : -m.area;
    perimeter += m.length;
    outline.push(m.xy);
    const other = mine ? edge.right : edge.left;
    if (other !== null) neighbours.set(other, (neighbours.get(other) ?? 0) + m.length);
  }
  const parts = shapeOf(coverage, face).parts.length;
  const totals = new Float64Array(1 + points.columns.length);
  totals[0] = members.length;
  points.columns.forEach((column, c) => {
    for (const row of members) totals[c + 1] += column[row];
  });
  return {
    area,
    perimeter,
    parts,
    neighbours,
    totals,
    polsbyPopper: parts === 1 ? (4 * Math.PI * area) / perimeter ** 2 : null,
    reock: parts === 1 ? area / (Math.PI * enclosingRadius(outline) ** 2) : null,
  };
}

/** Measures all grids. Without a projection one is made at the middle of the coverage. */
export function measureCoverage(
  coverage: Coverage,
  points: WeightedPoints = NO_POINTS,
  projection?: Metric,
): Measures {
  const faces = [...coverage.faces.values()].filter((f) => f.edges.size > 0);
  const boxes = faces.map((face) => shapeOf(coverage, face).box);
  const minX = Math.min(...boxes.map((b) => b.minX)),
    maxX = Math.max(...boxes.map((b) => b.maxX));
  const minY = Math.min(...boxes.map((b) => b.minY)),
    maxY = Math.max(...boxes.map((b) => b.maxY));
  const measures: Measures = {
    projection:
      projection ??
      (faces.length > 0
        ? localMetric((minX + maxX) / 2e7, (minY + maxY) / 2e7)
        : localMetric(0, 0)),
    grids: new Map(),
    points,
    members: new Map([[null, []]]),
  };
  const { members } = measures;
  if (faces.length > 0 && points.lon.length > 0) {
    const tree = new Flatbush(faces.length);
    for (const b of boxes) tree.add(b.minX, b.minY, b.maxX, b.maxY);
    tree.finish();
    for (let row = 0; row < points.lon.length; row++) {
      const x = toLattice(points.lon[row]),
        y = toLattice(points.lat[row]);
      enrol(
        members,
        ownerOf(
          coverage,
          tree.search(x, y, x, y).map((i) => faces[i]),
          x,
          y,
        ),
        row,
      );
    }
  }
  for (const face of faces)
    measures.grids.set(
      face.id,
      measureGrid(coverage, measures.projection, face, points, members.get(face.id) ?? []),
    );
  return measures;
}

function enrol(members: Map<GridId | null, number[]>, id: GridId | null, row: number): void {
  const list = members.get(id);
  if (list) list.push(row);
  else members.set(id, [row]);
}

/** The grid around a place; of several whose border it is on, the one with the lowest id. */
function ownerOf(coverage: Coverage, faces: readonly Face[], x: number, y: number): GridId | null {
  let border: GridId | null = null;
  for (const face of faces) {
    const at = pointInShape(shapeOf(coverage, face), x, y);
    if (at > 0) return face.id;
    if (at === 0 && (border === null || face.id < border)) border = face.id;
  }
  return border;
}

/**
 * Asks anew where the points are that may have changed hands. What changed hands lies between
 * segments that came, went or got other sides, so within the box of those.
 */
function moveMembers(
  { members, points: { lon, lat } }: Measures,
  coverage: Coverage,
  change: Change,
  touched: ReadonlySet<GridId>,
  faces: readonly Face[],
): void {
  const box = changedBox(change);
  const rimMoved = [...change.remove, ...change.add].some(
    (e) => e.left === null || e.right === null,
  );
  const rows: number[] = [];
  for (const id of rimMoved ? [...touched, null] : touched) {
    const kept: number[] = [];
    for (const row of members.get(id) ?? []) {
      const x = toLattice(lon[row]),
        y = toLattice(lat[row]);
      const near = x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY;
      (near ? rows : kept).push(row);
    }
    if (id === null || kept.length > 0) members.set(id, kept);
    else members.delete(id);
  }
  const grown = new Set<GridId | null>();
  for (const row of rows) {
    const owner = ownerOf(coverage, faces, toLattice(lon[row]), toLattice(lat[row]));
    enrol(members, owner, row);
    grown.add(owner);
  }
  // In the order of rows, so that sums do not hang on the way that led here.
  for (const id of grown) members.get(id)?.sort((a, b) => a - b);
}

function changedBox({ remove, add }: Change): Box {
  const box: Box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  const before = new Set<string>();
  const each = (edges: Change["add"], visit: (key: string, xy: Int32Array) => void): void => {
    for (const { xy, left, right } of edges)
      for (let i = 2; i < xy.length; i += 2) {
        const [ax, ay, bx, by] = [xy[i - 2], xy[i - 1], xy[i], xy[i + 1]];
        const key = lower(bx, by, ax, ay)
          ? JSON.stringify([bx, by, ax, ay, right, left])
          : JSON.stringify([ax, ay, bx, by, left, right]);
        visit(key, xy.subarray(i - 2, i + 2));
      }
  };
  const grow = ([ax, ay, bx, by]: Int32Array): void => {
    box.minX = Math.min(box.minX, ax, bx);
    box.minY = Math.min(box.minY, ay, by);
    box.maxX = Math.max(box.maxX, ax, bx);
    box.maxY = Math.max(box.maxY, ay, by);
  };
  each(remove, (key) => before.add(key));
  each(add, (key, xy) => {
    if (!before.delete(key)) grow(xy);
  });
  each(remove, (key, xy) => {
    if (before.has(key)) grow(xy);
  });
  return box;
}

export interface MeasureChange {
  readonly id: GridId;
  readonly before: GridMeasures | null;
  readonly after: GridMeasures | null;
}

/**
 * Mutates the measures: brings them up to date after a change has been applied, for the grids it
 * touched only.
 * @returns what each of those had and has
 */
export function updateMeasures(
  measures: Measures,
  coverage: Coverage,
  change: Change,
): MeasureChange[] {
  const { grids, members, points, projection } = measures;
  const touched = touchedGrids(change);
  for (const { id } of change.grids)
    if (change.remove.length > 0 || change.add.length > 0) touched.add(id);
  const faces = [...touched]
    .map((id) => coverage.faces.get(id))
    .filter((f): f is Face => f !== undefined && f.edges.size > 0);
  if (points.lon.length > 0) {
    moveMembers(measures, coverage, change, touched, faces);
  }
  const out: MeasureChange[] = [];
  for (const id of touched) {
    const face = faces.find((f) => f.id === id);
    const before = grids.get(id) ?? null;
    const after = face
      ? measureGrid(coverage, projection, face, points, members.get(id) ?? [])
      : null;
    if (after) grids.set(id, after);
    else grids.delete(id);
    out.push({ id, before, after });
  }
  return out;
}
