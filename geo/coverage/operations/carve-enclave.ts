import type { Position } from "geojson";
import type { GridId, Label } from "../edge.js";
import type { Coverage, Note, Outcome, Properties } from "../model.js";
import { said } from "../phrases.js";
import { refuse } from "../refuse.js";
import { relabelInside } from "../relabel-inside.js";
import { isReading, readRing } from "../settle.js";
import type { OperationOptions } from "./options.js";

/**
 * Makes a new grid out of the ground inside an outline. Inside one grid it becomes an enclave;
 * across a border it takes
 * from both sides. Ground that belongs to no grid stays so.
 * @param options.from only from these grids
 */
export function carveEnclave(
  coverage: Coverage,
  id: GridId,
  outline: readonly Position[],
  properties: Properties = {},
  options: OperationOptions & { from?: readonly GridId[] } = {},
): Outcome {
  if (coverage.faces.has(id)) return refuse("id-taken", "id-taken", { grid: id }, [id]);
  const ring = readRing(outline);
  if (!isReading(ring)) return ring;
  const from = options.from ? new Set(options.from) : null;
  const takes = (label: Label): boolean => label !== null && (!from || from.has(label));
  const note: Note = {
    ...said("carved-out-grid", { grid: id }),
    kind: "carve-enclave",
    grids: [id, ...(options.from ?? [])],
  };
  return relabelInside(
    coverage,
    [ring],
    (label) => (takes(label) ? id : label),
    { ...options, note, grids: [{ id, before: null, after: properties }] },
    (met) =>
      [...met].some(takes) ? null : refuse("no-effect", "ground-is-nobodys", { grid: id }, [id]),
  );
}
