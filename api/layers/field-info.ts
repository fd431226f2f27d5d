import { type Declaration, type Field, fieldOf } from "../../schema/declaration.js";
import type { FieldInfo, FilterKey } from "../../schema/declared-info.js";
import { filterName, inputName, isFilterable } from "../../schema/layer-types.js";

/** A bound, or the names of its steps, where the field's type has some. */
function rangeOf(type: Field["type"]): Pick<FieldInfo, "min" | "max" | "scale"> {
  const { min, max } = type.kind === "integer" || type.kind === "number" ? type : {};
  const steps = type.kind === "integer" ? (type.scale ?? []) : [];
  return {
    min: min ?? null,
    max: max ?? null,
    scale: steps.map((step, i) => ({ value: i + 1, labelZh: step.zh, labelEn: step.en })),
  };
}

const sourceOf = ({ type, codeOf }: Field): string | null =>
  type.kind === "code" ? type.table : type.kind === "reference" ? type.to : (codeOf ?? null);

/** A field as a form or table gets it. */
export const describeField = (
  field: Field,
  { editable, access }: Pick<FieldInfo, "editable" | "access">,
): FieldInfo => {
  const { type } = field;
  return {
    name: inputName(field),
    type: type.kind,
    labelZh: field.label.zh,
    labelEn: field.label.en,
    of: sourceOf(field),
    required: field.required ?? false,
    multiline: type.kind === "text" && (type.multiline ?? false),
    editable,
    access,
    ...rangeOf(type),
  };
};

/** By which keys of its filter the fields of a layer are asked. */
export const filterKeys = (layer: Declaration): FilterKey[] => [
  ...(layer.search.length > 0
    ? [{ key: "text", fields: layer.search.map((name) => inputName(fieldOf(layer, name))) }]
    : []),
  ...layer.fields.filter(isFilterable).map((field) => ({
    key: filterName(layer, field).name,
    fields: [inputName(field)],
  })),
];
