import type { GridId } from "./edge.js";
import type { Refusal } from "./model.js";

export function refuse(
  refused: Refusal["refused"],
  message: string,
  grids: GridId[] = [],
  geometry: Refusal["geometry"] = null,
): Refusal {
  return { refused, grids, geometry, message };
}
