import type { Declaration, Field } from "../../schema/declaration.js";
import { inputName } from "../../schema/layer-types.js";
import { isLayer } from "../../schema/layers/index.js";
import type { Access } from "../policy/policy.js";

/** What an export writes of a layer, and what of it the viewer gets masked. */
export interface ExportedColumns {
  fields: readonly Field[];
  names: readonly string[];
  masked: readonly string[];
}

/**
 * Fields that are clear to the viewer in every row, or masked in a way that still says something.
 * Fields that would be
 * empty are left out: an empty column read back would empty what is there.
 */
export function exportedColumns(access: Access, layer: Declaration): ExportedColumns {
  const fields = layer.fields.filter((f) => access.shows(f.sensitivity) || f.mask !== undefined);
  const masked = layer.fields.filter((f) => !access.shows(f.sensitivity)).map(inputName);
  if (isLayer(layer) && !access.shows(layer.geometrySensitivity)) masked.push("geometry");
  return { fields, names: fields.map(inputName), masked };
}
