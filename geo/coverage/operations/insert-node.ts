import type { Position } from "geojson";
import type { Segment } from "../chains.js";
import { segmentsOf } from "../chains.js";
import { nearestEdge } from "../locate.js";
import type { Coverage, Outcome } from "../model.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { edgesAt, rewire } from "../rewire.js";
import { isReading, readLine } from "../settle.js";
import { gridsBeside } from "./move-vertices.js";
import type { OperationOptions } from "./options.js";

/**
 * Inserts a vertex into the nearest border; it is one for both sides. The border bends to the place
 * given.
 * @param at EPSG:4326 @param within metres: how near the border must be
 */
export function insertNode(
  coverage: Coverage,
  at: Position,
  options: OperationOptions & { within?: number } = {},
): Outcome {
  const read = readLine([at], 1);
  if (!isReading(read)) return read;
  const [x, y] = read;
  const found = nearestEdge(coverage, at, options.within ?? 5);
  if (!found)
    return refuse("not-found", "no-border-here", {}, [], {
      type: "Point",
      coordinates: [...at],
    });
  const { edge, segment } = found;
  const grids = gridsBeside([edge]);
  if (edgesAt(coverage, x, y).length > 0)
    return refuse("no-effect", "vertex-there-already", {}, grids, {
      type: "Point",
      coordinates: [...at],
    });
  const segments: Segment[] = segmentsOf(edge).flatMap((s, i) =>
    i === segment
      ? [
          { ...s, bx: x, by: y },
          { ...s, ax: x, ay: y },
        ]
      : [s],
  );
  return rewire(coverage, new Set([edge]), segments, {
    ...options,
    note: { kind: "insert-node", grids, ...said("inserted-vertex", { grids }) },
  });
}
