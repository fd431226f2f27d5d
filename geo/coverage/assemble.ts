/** Edges and grids put together, edge by edge. */
import { type Edge, type GridId, nodeKey } from "./edge.js";
import { EdgeIndex } from "./edge-index.js";
import type { Coverage, Properties } from "./model.js";

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
