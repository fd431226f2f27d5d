import type { Position } from "geojson";
import type { Segment } from "../chains.js";
import { isClosed, toPosition } from "../edge.js";
import type { Coverage, Outcome } from "../model.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { edgesAt, rewire } from "../rewire.js";
import { isReading, readLine } from "../settle.js";
import { gridsBeside } from "./move-vertices.js";
import type { OperationOptions } from "./options.js";

/**
 * Removes a vertex at which no other border ends; both sides follow.
 * @param at a vertex (EPSG:4326)
 */
export function removeNode(
  coverage: Coverage,
  at: Position,
  options: OperationOptions = {},
): Outcome {
  const read = readLine([at], 1);
  if (!isReading(read)) return read;
  const [x, y] = read;
  const here = edgesAt(coverage, x, y);
  const place = { type: "Point" as const, coordinates: toPosition(x, y) };
  if (here.length === 0) return refuse("not-found", "no-vertex-here", {}, [], place);
  const grids = gridsBeside(here.map(({ edge }) => edge));
  const [{ edge, vertex }] = here;
  const { xy, left, right } = edge;
  const last = xy.length / 2 - 1;
  if (
    here.length > 1 ||
    (vertex === 0 && !isClosed(edge)) ||
    (vertex === last && !isClosed(edge))
  ) {
    return refuse("crosses", "borders-end-here", { grids }, grids, place);
  }
  if (isClosed(edge) && last <= 3)
    return refuse("invalid-ring", "fewer-than-three-corners", {}, grids, place);
  const kept: number[] = [];
  for (let i = 0; i <= last; i++)
    if (xy[2 * i] !== x || xy[2 * i + 1] !== y) kept.push(xy[2 * i], xy[2 * i + 1]);
  if (vertex === 0) kept.push(kept[0], kept[1]);
  const segments: Segment[] = [];
  for (let i = 2; i < kept.length; i += 2)
    segments.push({ ax: kept[i - 2], ay: kept[i - 1], bx: kept[i], by: kept[i + 1], left, right });
  return rewire(coverage, new Set([edge]), segments, {
    ...options,
    note: { kind: "remove-node", grids, ...said("removed-vertex", { grids }) },
  });
}
