import type { Segment } from "../chains.js";
import type { Edge, GridId } from "../edge.js";
import type { Coverage, Outcome } from "../model.js";
import { rewire } from "../rewire.js";
import type { RewireOptions } from "../rewire-options.js";

/**
 * The edges redrawn with each vertex where `place` puts it; what shares a vertex must be among the
 * edges.
 */
export function redrawEdges(
  coverage: Coverage,
  edges: ReadonlySet<Edge>,
  place: (x: number, y: number) => readonly [number, number],
  options: RewireOptions,
): Outcome {
  const segments: Segment[] = [];
  for (const { xy, left, right } of edges) {
    let [px, py] = place(xy[0], xy[1]);
    for (let i = 2; i < xy.length; i += 2) {
      const [x, y] = place(xy[i], xy[i + 1]);
      segments.push({ ax: px, ay: py, bx: x, by: y, left, right });
      px = x;
      py = y;
    }
  }
  return rewire(coverage, edges, segments, options);
}

/** The grids on either side of the edges. */
export function gridsBeside(edges: Iterable<Edge>): GridId[] {
  const ids = new Set<GridId>();
  for (const { left, right } of edges) {
    if (left !== null) ids.add(left);
    if (right !== null) ids.add(right);
  }
  return [...ids];
}
