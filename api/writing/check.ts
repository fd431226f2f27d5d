import { sayCode } from "../../civic/words/say.js";
import {
  type CodeFault,
  cameraCodeFault,
  gridCodeFault,
  townshipCodeFault,
  villageCodeFault,
} from "../../geo/codes.js";
import { areaFault } from "../../schema/area-value.js";
import type { Declaration, Field } from "../../schema/declaration.js";
import type { AreaInput } from "../../schema/inputs.js";
import { inputName } from "../../schema/layer-types.js";
import { parseId } from "../core/identifier.js";
import type { Fault, Values } from "./command.js";
import type { ProposedRow, WriteRules } from "./rules.js";
import type { CountyRules, Standards } from "./standards.js";

/** A drawn area of as many vertices as may be asked with is less. */
const JSON_LIMIT = 500_000;

/**
 * Why a value does not fit its field, in words; null when it does. References and code tables are
 * checked by SQL.
 */
export function valueFault(field: Field, value: unknown): string | null {
  if (value === null || value === undefined) return field.required ? "is required" : null;
  const { type } = field;
  switch (type.kind) {
    case "text": {
      if (typeof value !== "string") return "must be text";
      if (field.required && value.trim() === "") return "is required";
      if (/\p{Surrogate}/u.test(value))
        return "holds half of a surrogate pair, which is no character";
      return [...value].length > (type.max ?? 200)
        ? `has at most ${type.max ?? 200} characters`
        : null;
    }
    case "code":
      return typeof value === "string" && value.length <= 60 ? null : "must be a code";
    case "boolean":
      return typeof value === "boolean" ? null : "must be true or false";
    case "integer":
    case "number": {
      if (
        typeof value !== "number" ||
        !Number.isFinite(value) ||
        (type.kind === "integer" && !Number.isInteger(value))
      )
        return `must be ${type.kind === "integer" ? "a whole number" : "a number"}`;
      if (
        (type.min !== undefined && value < type.min) ||
        (type.max !== undefined && value > type.max)
      )
        return `must be ${type.min ?? "…"} to ${type.max ?? "…"}`;
      return null;
    }
    case "date":
      return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value)
        ? null
        : "must be a day like 2026-03-01";
    case "instant":
      return typeof value === "string" && !Number.isNaN(Date.parse(value))
        ? null
        : "must be a moment like 2026-03-01T08:30:00+08:00";
    case "area":
      return areaFault(value as AreaInput)?.reason ?? null;
    case "json":
      if (typeof value !== "object" || Array.isArray(value)) return "must be an object";
      return JSON.stringify(value).length <= JSON_LIMIT
        ? null
        : `must be at most ${JSON_LIMIT} characters`;
    case "reference":
      return typeof value === "string" ? null : "must be an id";
  }
}

/** Codes that follow a standard in this county. */
export function codeFault(
  { fields }: Declaration,
  county: CountyRules,
  values: Values,
): Pick<Fault, "field" | "reason" | "said"> | null {
  const field = fields.find((f) => f.follows);
  const code = field && values[field.name];
  if (typeof code !== "string") return null;
  const said = standardFault(field!, county, code, values);
  return said ? { field: field!.name, reason: sayCode(said, "en"), said } : null;
}

function standardFault(
  field: Field,
  county: CountyRules,
  code: string,
  values: Values,
): CodeFault | null {
  const { codeProfile } = county;
  switch (field.follows!) {
    case "township":
      return townshipCodeFault(code, county.id, codeProfile);
    case "village":
      return villageCodeFault(code, county.id, codeProfile);
    case "grid": {
      const village = (values["villageCode"] as string | null | undefined) ?? null;
      return gridCodeFault(code, county.gridCodeTemplate, village, codeProfile);
    }
    case "camera":
      return cameraCodeFault(code, codeProfile);
  }
}

/** Counties of profile `free` take any code; those of `cn` what their tables hold. */
function unknownCode({ county, codes }: Standards, table: string, code: string): string | null {
  if (county.codeProfile === "free" && table !== "incident-status") return null;
  const known = codes.get(table);
  return known && !known.has(code) ? `this code is not in the code table ${table}` : null;
}

export function fieldFault(standards: Standards, field: Field, value: unknown): Fault | null {
  const name = inputName(field);
  const reason = valueFault(field, value);
  if (reason) return { field: name, kind: reason === "is required" ? "required" : "form", reason };
  if (value === null || value === undefined) return null;
  if (field.type.kind === "code") {
    const unknown = unknownCode(standards, field.type.table, value as string);
    if (unknown) return { field: name, kind: "code", reason: unknown };
  }
  if (
    field.type.kind === "reference" &&
    parseId(value as string, name).county !== standards.county.id
  )
    return { field: name, kind: "reference", reason: "must be of the same county" };
  return null;
}

const NAMED_BY_CODE = ["code", "villageCode"] as const;

/**
 * All that can be said of one row without SQL: each given value by its field, codes by the county's
 * standards, and what the domain asks of the whole row.
 */
export function checkRow(
  layer: Declaration,
  { check }: WriteRules,
  standards: Standards,
  row: ProposedRow & { given: ReadonlySet<string> },
): Fault[] {
  const faults: Fault[] = [];
  for (const field of layer.fields) {
    const name = inputName(field);
    if (row.before && !row.given.has(name)) continue;
    const fault = fieldFault(standards, field, row.values[name]);
    if (fault) faults.push(fault);
  }
  if (!row.before || NAMED_BY_CODE.some((name) => row.given.has(name))) {
    const wrong = codeFault(layer, standards.county, row.values);
    if (wrong) faults.push({ ...wrong, kind: "code" });
  }
  return [...(check?.(row) ?? []), ...faults];
}
