/** Builds the model from polygons, and back. */

import type { MultiPolygon, Polygon, Position } from "geojson";
import { toLattice } from "../snap.js";
import { edgeOf, lower, walkChains } from "./chains.js";
import { checkCoverage } from "./check.js";
import { type GridCollection, type GridFeature, gridIdOf } from "./collection.js";
import { type Edge, type GridId, type Label, nodeKey, toPosition } from "./edge.js";
import { EdgeIndex } from "./edge-index.js";
import { PairTable, PlaceTable } from "./lattice.js";
import type { Coverage, Face, Finding, Properties, Ring } from "./model.js";
import { said } from "./phrases.js";
import { shapeOf } from "./shape.js";

export interface BuildOptions {
  /**
   * The polygons were saved from a coverage: skip the full check. A fault that building itself
   * meets is still told.
   */
  trusted?: boolean;
}

/** What kept the polygons from being a coverage. `cleanCoverage` mends foreign data. */
export interface NoCoverage {
  readonly findings: Finding[];
}

export function isCoverage(built: Coverage | NoCoverage): built is Coverage {
  return "edges" in built;
}

interface SnappedRing {
  grid: number;
  places: Int32Array;
  ccw: boolean;
  shell: boolean;
}

/**
 * @param collection polygons in EPSG:4326, one feature a grid; coordinates are snapped to 1e-7
 * degrees
 * @returns the coverage, or the findings that keep it from being one (holes and exclaves are held,
 * and are no hindrance)
 */
export function buildCoverage(
  collection: GridCollection,
  options: BuildOptions = {},
): Coverage | NoCoverage {
  const { features } = collection;
  const snapped = snapRings(features);
  const hindrances = (): Finding[] =>
    checkCoverage(snappedCollection(collection), { holes: false }).filter(hinders);
  const fault = (place: Position): NoCoverage => {
    const findings = hindrances();
    return {
      findings:
        findings.length > 0
          ? findings
          : [
              {
                kind: "invalid-polygon",
                ids: [],
                geometry: { type: "Point", coordinates: place },
                ...said("does-not-fit", {}),
                fixes: [{ kind: "redraw", at: place, ...said("clean-first", {}) }],
              },
            ],
    };
  };
  if ("bad" in snapped) return fault(snapped.bad);
  if (!options.trusted) {
    const findings = hindrances();
    if (findings.length > 0) return { findings };
  }
  const { places, rings, ids } = snapped;
  let ends = 0;
  for (const ring of rings) ends += ring.places.length;
  const pairs = new PairTable(ends);
  const left = new Int32Array(ends),
    right = new Int32Array(ends);
  for (const { grid, places: ring, ccw, shell } of rings) {
    const inward = ccw === shell;
    for (let i = 0; i < ring.length; i++) {
      const a = ring[i],
        b = ring[i + 1 === ring.length ? 0 : i + 1];
      const pair = pairs.add(a, b);
      const side = inward === (pairs.low[pair] === a) ? left : right;
      if (side[pair] !== 0) return fault(toPosition(places.xs[a], places.ys[a]));
      side[pair] = grid + 1;
    }
  }
  const labelOf = (n: number): Label => (n === 0 ? null : ids[n - 1]);
  const edges: Edge[] = [];
  const conflict = walkChains(
    { places, count: pairs.size, from: pairs.low, to: pairs.high, left, right },
    () => false,
    (path, l, r, atNode) => {
      edges.push(edgeOf(places, path, labelOf(l), labelOf(r), atNode, edges.length));
    },
  );
  if (conflict >= 0) return fault(toPosition(places.xs[conflict], places.ys[conflict]));
  const properties = features.map((f) => (f.properties ?? {}) as Properties);
  const starts = new Map<GridId, Int32Array>();
  for (const { grid, places: ring } of rings) {
    const before = starts.get(ids[grid]);
    const here = [places.xs[ring[0]], places.ys[ring[0]]];
    starts.set(ids[grid], Int32Array.from(before ? [...before, ...here] : here));
  }
  return assembleCoverage(
    edges,
    ids.map((id, i) => [id, properties[i]]),
    starts,
  );
}

/** Puts edges and grids together; the edges must be those of a coverage. */
export function assembleCoverage(
  edges: Edge[],
  grids: Iterable<[GridId, Properties]>,
  ringStarts: ReadonlyMap<GridId, Int32Array> = new Map(),
): Coverage {
  const coverage: Coverage = {
    edges: new Map(),
    nodes: new Map(),
    faces: new Map(),
    rim: new Set(),
    index: new EdgeIndex(edges),
    ringStarts,
    nextEdge: 0,
  };
  for (const [id, properties] of grids)
    coverage.faces.set(id, { id, properties, edges: new Set(), shape: null });
  for (const edge of edges) {
    link(coverage, edge);
    coverage.nextEdge = Math.max(coverage.nextEdge, edge.id + 1);
  }
  return coverage;
}

/** Mutates: enters an edge everywhere but in the index. */
export function link(coverage: Coverage, edge: Edge): void {
  coverage.edges.set(edge.id, edge);
  for (const label of [edge.left, edge.right]) {
    if (label === null) {
      coverage.rim.add(edge.id);
      continue;
    }
    const face = coverage.faces.get(label);
    if (!face)
      throw new Error(
        `Edge ${edge.id} names the grid ${label}, which is not in the coverage (3c5a5a4e)`,
      );
    face.edges.add(edge.id);
    face.shape = null;
  }
  const { xy } = edge;
  for (const at of [0, xy.length - 2]) {
    const key = nodeKey(xy[at], xy[at + 1]);
    const node = coverage.nodes.get(key);
    if (node) node.edges.push(edge.id);
    else coverage.nodes.set(key, { x: xy[at], y: xy[at + 1], edges: [edge.id] });
  }
}

/** Mutates: takes an edge out of everything but the index. */
export function unlink(coverage: Coverage, edge: Edge): void {
  if (!coverage.edges.delete(edge.id))
    throw new Error(`Edge ${edge.id} is not in the coverage (5d0cb1f7)`);
  coverage.rim.delete(edge.id);
  for (const label of [edge.left, edge.right]) {
    const face = label === null ? undefined : coverage.faces.get(label);
    if (!face) continue;
    face.edges.delete(edge.id);
    face.shape = null;
  }
  const { xy } = edge;
  for (const at of [0, xy.length - 2]) {
    const key = nodeKey(xy[at], xy[at + 1]);
    const node = coverage.nodes.get(key);
    if (!node) continue;
    node.edges.splice(node.edges.indexOf(edge.id), 1);
    if (node.edges.length === 0) coverage.nodes.delete(key);
  }
}

/**
 * Does a finding keep polygons from being held? Parts, rings that touch themselves, cracks and
 * enclosed gaps do not.
 */
function hinders({ kind, fixes }: Finding): boolean {
  return (
    kind !== "multipart" &&
    !fixes.some(
      (fix) => fix.kind === "separate-parts" || fix.kind === "close" || fix.kind === "assign",
    )
  );
}

/** `bad`: the place of a ring without area, or of an id that comes twice. */
function snapRings(
  features: GridFeature[],
): { places: PlaceTable; rings: SnappedRing[]; ids: GridId[] } | { bad: Position } {
  const places = new PlaceTable(1024);
  const rings: SnappedRing[] = [];
  const ids: GridId[] = [];
  const seen = new Set<GridId>();
  for (let grid = 0; grid < features.length; grid++) {
    const { geometry } = features[grid];
    const id = gridIdOf(features[grid], grid);
    if (seen.has(id))
      return {
        bad:
          geometry.type === "Polygon" ? geometry.coordinates[0][0] : geometry.coordinates[0][0][0],
      };
    seen.add(id);
    ids.push(id);
    for (const polygon of geometry.type === "Polygon"
      ? [geometry.coordinates]
      : geometry.coordinates) {
      for (let r = 0; r < polygon.length; r++) {
        const ring = polygon[r];
        const path = new Int32Array(ring.length);
        let n = 0,
          area = 0;
        const ox = toLattice(ring[0][0]),
          oy = toLattice(ring[0][1]);
        let px = 0,
          py = 0;
        for (let i = 0; i < ring.length; i++) {
          const x = toLattice(ring[i][0]),
            y = toLattice(ring[i][1]);
          area += px * (y - oy) - py * (x - ox);
          px = x - ox;
          py = y - oy;
          const place = places.add(x, y);
          if (n === 0 || path[n - 1] !== place) path[n++] = place;
        }
        if (n > 1 && path[n - 1] === path[0]) n--;
        if (n < 3 || area === 0) return { bad: ring[0] };
        rings.push({ grid, places: path.subarray(0, n), ccw: area > 0, shell: r === 0 });
      }
    }
  }
  return { places, rings, ids };
}

function snappedCollection(collection: GridCollection): GridCollection {
  const snap = (ring: Position[]): Position[] =>
    ring.map(([lon, lat]) => toPosition(toLattice(lon), toLattice(lat)));
  return {
    ...collection,
    features: collection.features.map((f) => ({
      ...f,
      geometry:
        f.geometry.type === "Polygon"
          ? { type: "Polygon", coordinates: f.geometry.coordinates.map(snap) }
          : { type: "MultiPolygon", coordinates: f.geometry.coordinates.map((p) => p.map(snap)) },
    })),
  };
}

/**
 * All grids as polygons, in the order in which they came: RFC 7946 orientation, rings beginning
 * where the input's did
 * (else at their lowest vertex), so that what was not edited comes back as it was.
 */
export function toFeatureCollection(
  coverage: Coverage,
  ids: Iterable<GridId> = coverage.faces.keys(),
): GridCollection {
  const features: GridFeature[] = [];
  for (const id of ids) features.push(toFeature(coverage, id));
  return { type: "FeatureCollection", features };
}

/** One grid as a feature. Throws when there is no such grid. */
export function toFeature(coverage: Coverage, id: GridId): GridFeature {
  const face = coverage.faces.get(id);
  if (!face) throw new Error(`There is no grid ${id} in the coverage (9a0de1c3)`);
  return {
    type: "Feature",
    id,
    properties: { ...face.properties },
    geometry: gridGeometry(coverage, face),
  };
}

export function gridGeometry(coverage: Coverage, face: Face): Polygon | MultiPolygon {
  const hints = coverage.ringStarts.get(face.id);
  const order = new Map<string, number>();
  if (hints)
    for (let i = hints.length - 2; i >= 0; i -= 2) order.set(nodeKey(hints[i], hints[i + 1]), i);
  const turned = (ring: Ring): { rank: number; x: number; y: number; line: Position[] } => {
    const { xy } = ring;
    const n = xy.length - 2;
    let start = 0,
      rank = Infinity;
    for (let i = 0; i < n; i += 2) {
      const hinted = order.size > 0 ? order.get(nodeKey(xy[i], xy[i + 1])) : undefined;
      if (hinted !== undefined && hinted < rank) {
        rank = hinted;
        start = i;
      } else if (rank === Infinity && lower(xy[i], xy[i + 1], xy[start], xy[start + 1])) start = i;
    }
    const line: Position[] = [];
    for (let i = 0; i <= n; i += 2)
      line.push(toPosition(xy[(start + i) % n], xy[((start + i) % n) + 1]));
    return { rank, x: xy[start], y: xy[start + 1], line };
  };
  const byRank = (
    a: { rank: number; x: number; y: number },
    b: { rank: number; x: number; y: number },
  ): number => (a.rank === b.rank ? a.x - b.x || a.y - b.y : a.rank - b.rank);
  const polygons = shapeOf(coverage, face)
    .parts.map(({ shell, holes }) => {
      const outer = turned(shell);
      return {
        ...outer,
        rings: [
          outer.line,
          ...holes
            .map(turned)
            .sort(byRank)
            .map((h) => h.line),
        ],
      };
    })
    .sort(byRank);
  if (polygons.length === 1) return { type: "Polygon", coordinates: polygons[0].rings };
  return { type: "MultiPolygon", coordinates: polygons.map((p) => p.rings) };
}
