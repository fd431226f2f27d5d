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
 * Fields that would be empty are left out: an empty column read back would empty what is there.
 * What shows where protection is thin is in no plain export, and what is sealed in none, of whomever.
 */
export function exportedColumns(
  access: Access,
  layer: Declaration,
  unmasked: boolean,
): ExportedColumns {
  const offered = layer.fields.filter((f) => f.sensitivity !== "sealed");
  const isPlain = (f: Field) => f.sensitivity !== "sector" || unmasked;
  const isClear = (f: Field) => access.shows(f.sensitivity) && isPlain(f);
  const fields = offered.filter((f) => isClear(f) || (f.mask !== undefined && isPlain(f)));
  const masked = offered.filter((f) => !isClear(f)).map(inputName);
  if (isLayer(layer) && !access.shows(layer.geometrySensitivity)) masked.push("geometry");
  return { fields, names: fields.map(inputName), masked };
}
