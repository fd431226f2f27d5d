import type { Position } from "geojson";
import type { GridId } from "../edge.js";
import type { Coverage, Outcome } from "../model.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { relabelInside } from "../relabel-inside.js";
import { isReading, readRing } from "../settle.js";
import type { OperationOptions } from "./options.js";

/**
 * Gives what lies inside an outline (a building's, a parcel's, a drawn polygon's outer ring) to a
 * grid.
 * @param to who receives it
 * @param options.from only from these grids; by default from all that the outline meets
 */
export function handPiece(
  coverage: Coverage,
  outline: readonly Position[],
  to: GridId,
  options: OperationOptions & { from?: readonly GridId[] } = {},
): Outcome {
  const missing = [to, ...(options.from ?? [])].filter((id) => !coverage.faces.has(id));
  if (missing.length > 0) return refuse("not-found", "no-such-grids", { grids: missing }, missing);
  const ring = readRing(outline);
  if (!isReading(ring)) return ring;
  const from = options.from ? new Set(options.from) : null;
  return relabelInside(
    coverage,
    [ring],
    (label) => (label !== null && (!from || from.has(label)) ? to : label),
    {
      ...options,
      note: {
        kind: "hand-piece",
        ...said("gave-piece", { grid: to }),
        grids: [to, ...(options.from ?? [])],
      },
    },
  );
}
