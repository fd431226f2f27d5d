import type { Position } from "geojson";
import { toPosition } from "../edge.js";
import type { Coverage, Note, Outcome } from "../model.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { edgesAt } from "../rewire.js";
import { isReading, readLine } from "../settle.js";
import { gridsBeside, redrawEdges } from "./move-vertices.js";
import type { OperationOptions } from "./options.js";

/**
 * Moves one vertex, node or not; every border through it follows.
 * @param from a vertex (EPSG:4326) @param to where it goes
 */
export function moveNode(
  coverage: Coverage,
  from: Position,
  to: Position,
  options: OperationOptions = {},
): Outcome {
  const read = readLine([from, to]);
  if (!isReading(read))
    return read.code === "too-few-points" ? refuse("no-effect", "stays-where-it-is", {}) : read;
  const [x, y, nx, ny] = read;
  const edges = new Set(edgesAt(coverage, x, y).map(({ edge }) => edge));
  if (edges.size === 0)
    return refuse("not-found", "no-vertex-here", {}, [], {
      type: "Point",
      coordinates: toPosition(x, y),
    });
  const grids = gridsBeside(edges);
  if (edgesAt(coverage, nx, ny).some(({ edge }) => edges.has(edge))) {
    return refuse("too-close", "vertex-of-the-same-border", {}, grids, {
      type: "Point",
      coordinates: toPosition(nx, ny),
    });
  }
  const note: Note = { kind: "move-node", grids, ...said("moved-vertex", { grids }) };
  return redrawEdges(coverage, edges, (vx, vy) => (vx === x && vy === y ? [nx, ny] : [vx, vy]), {
    ...options,
    note,
  });
}
