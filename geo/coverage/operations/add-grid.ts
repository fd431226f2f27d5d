import type { Position } from "geojson";
import type { GridId } from "../edge.js";
import type { Coverage, Note, Outcome, Properties } from "../model.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { relabelInside } from "../relabel-inside.js";
import { isReading, readRing } from "../settle.js";
import type { OperationOptions } from "./options.js";

/**
 * Adds a grid on ground that belongs to none: what of the outline other grids cover stays theirs,
 * so the new one fits
 * to them without a seam. `snapOutline` draws a rough outline to its neighbours first.
 */
export function addGrid(
  coverage: Coverage,
  id: GridId,
  outline: readonly Position[],
  properties: Properties = {},
  options: OperationOptions = {},
): Outcome {
  if (coverage.faces.has(id)) return refuse("id-taken", "id-taken", { grid: id }, [id]);
  const ring = readRing(outline);
  if (!isReading(ring)) return ring;
  const note: Note = { kind: "add-grid", grids: [id], ...said("added-grid", { grid: id }) };
  return relabelInside(
    coverage,
    [ring],
    (label) => label ?? id,
    { ...options, note, grids: [{ id, before: null, after: properties }] },
    (met) => (met.has(null) ? null : refuse("no-effect", "ground-is-taken", { grid: id }, [id])),
  );
}
