import { type Segment, segmentsOf } from "../chains.js";
import type { Edge, GridId, Label } from "../edge.js";
import type { Coverage, Outcome } from "../model.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { rewire } from "../rewire.js";
import { shapeOf } from "../shape.js";
import type { OperationOptions } from "./options.js";

/** Gives all the ground of some grids to the first one; the others end. */
export function mergeGrids(
  coverage: Coverage,
  ids: readonly GridId[],
  options: OperationOptions = {},
): Outcome {
  const [into, ...others] = [...new Set(ids)];
  if (others.length === 0) return refuse("no-effect", "merge-needs-two", {}, [...ids]);
  const missing = [into, ...others].filter((id) => !coverage.faces.has(id));
  if (missing.length > 0) return refuse("not-found", "no-such-grids", { grids: missing }, missing);
  const all = new Set<GridId>([into, ...others]);
  const edges = new Set<Edge>();
  const segments: Segment[] = [];
  let parts = 0;
  const after = (label: Label): Label => (label !== null && all.has(label) ? into : label);
  for (const id of all) {
    const face = coverage.faces.get(id);
    if (!face) continue;
    parts = Math.max(parts, shapeOf(coverage, face).parts.length);
    for (const number of face.edges) edges.add(coverage.edges.get(number) as Edge);
  }
  let inner = 0;
  for (const edge of edges) {
    const left = after(edge.left),
      right = after(edge.right);
    if (left === right) inner++;
    else for (const s of segmentsOf(edge)) segments.push({ ...s, left, right });
  }
  if (inner === 0) return refuse("not-adjacent", "no-common-border", { grids: [...all] }, [...all]);
  const grids = others.map((id) => ({
    id,
    before: coverage.faces.get(id)?.properties ?? {},
    after: null,
  }));
  return rewire(coverage, edges, segments, {
    ...options,
    grids,
    maxParts: new Map([[into, parts]]),
    note: {
      kind: "merge-grids",
      ...said("merged-grids", { grids: others, grid: into }),
      grids: [...all],
    },
  });
}
