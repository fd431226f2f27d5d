/**
 * Measures of grids: area, perimeter, compactness, neighbours, contiguity, totals of weighted
 * points; kept up to date
 * change by change. Area and length are sums over edges, each edge measured once however often its
 * grids are.
 */
import Flatbush from "flatbush";
import { localProjection, type Projection } from "../projection.js";
import { toLattice } from "../snap.js";
import type { Edge, GridId } from "./edge.js";
import { enclosingRadius } from "./enclosing-circle.js";
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
  readonly projection: Projection;
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

const measured = new WeakMap<Projection, WeakMap<Edge, EdgeMeasure>>();

function measureEdge(projection: Projection, edge: Edge): EdgeMeasure {
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
  projection: Projection,
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
  projection?: Projection,
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
        ? localProjection((minX + maxX) / 2e7, (minY + maxY) / 2e7)
        : localProjection(0, 0)),
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
    const rows: number[] = [];
    for (const id of touched) {
      rows.push(...(members.get(id) ?? []));
      members.delete(id);
    }
    const rimMoved = [...change.remove, ...change.add].some(
      (e) => e.left === null || e.right === null,
    );
    if (rimMoved) {
      rows.push(...(members.get(null) ?? []));
      members.set(null, []);
    }
    for (const row of rows)
      enrol(
        members,
        ownerOf(coverage, faces, toLattice(points.lon[row]), toLattice(points.lat[row])),
        row,
      );
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
