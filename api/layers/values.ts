import { type SQL, sql } from "drizzle-orm";
import {
  type CodeProfile,
  cameraCodeFault,
  gridCodeFault,
  villageCodeFault,
} from "../../geo/codes.js";
import { searchText } from "../../geo/search.js";
import type { Declaration, Field } from "../../schema/declaration.js";
import { declarationOf } from "../../schema/declared.js";
import { inputName } from "../../schema/layer-types.js";
import type { Runner } from "../core/database.js";
import { parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";

export type Values = Record<string, unknown>;

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
    case "reference":
      return typeof value === "string" ? null : "must be an id";
  }
}

/** What values are checked against, read before the transaction that writes them. */
export interface Standards {
  county: CountyRules;
  codes: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface CountyRules {
  id: number;
  codeProfile: CodeProfile;
  gridCodeTemplate: string;
}

/** Codes that follow a standard in this county. */
export function codeFault(
  layer: Declaration,
  county: CountyRules,
  values: Values,
): { field: string; reason: string } | null {
  const code = values["code"];
  if (typeof code !== "string") return null;
  const reason =
    layer.name === "villages"
      ? villageCodeFault(code, county.id, county.codeProfile)
      : layer.name === "grids"
        ? gridCodeFault(
            code,
            county.gridCodeTemplate,
            (values["villageCode"] as string | null) ?? null,
            county.codeProfile,
          )
        : layer.name === "cameras"
          ? cameraCodeFault(code, county.codeProfile)
          : null;
  return reason ? { field: "code", reason } : null;
}

const sqlType = (field: Field): SQL =>
  sql.raw(
    {
      text: "text",
      code: "text",
      integer: "int",
      number: "float8",
      boolean: "boolean",
      date: "date",
      instant: "timestamptz",
      reference: "uuid",
    }[field.type.kind],
  );

/** Values as columns to write, all checked; `search_text` follows from them. */
export async function storedValues(
  tx: Runner,
  { county, codes }: Standards,
  layer: Declaration,
  values: Values,
  o: { creating: boolean; visible: Visible; only?: ReadonlySet<string> },
): Promise<{ columns: string[]; values: SQL[] }> {
  const columns: string[] = [];
  const out: SQL[] = [];
  for (const field of layer.fields) {
    const name = inputName(field);
    const value = values[name] ?? null;
    const fault = valueFault(field, value);
    if (fault) throw badInput(name, `${name}: ${fault}.`);
    if (value === null && o.creating) continue;
    if (o.only && !o.only.has(name)) continue;
    if (value !== null && field.type.kind === "code")
      refuseUnknownCode(codes, county.codeProfile, field.type.table, value as string, name);
    let stored: unknown = value;
    if (value !== null && field.type.kind === "reference") {
      const at = parseId(value as string, name);
      if (at.county !== county.id) throw badInput(name, `${name}: must be of the same county.`);
      if (!field.derived) await requireSeen(tx, o.visible, declarationOf(field.type.to), at, name);
      stored = at.id;
    }
    columns.push(field.column);
    out.push(sql`${stored}::${sqlType(field)}`);
  }
  const wrong = codeFault(layer, county, values);
  if (wrong && (!o.only || o.only.has(wrong.field) || o.only.has("villageCode")))
    throw badInput(wrong.field, `${wrong.field}: ${wrong.reason}.`);
  if (layer.search.length > 0) {
    columns.push("search_text");
    out.push(sql`${searchText(layer.search.map((name) => values[name] as string | null))}`);
  }
  return { columns, values: out };
}

/** Counties of profile `free` take any code; those of `cn` what their tables hold. */
function refuseUnknownCode(
  codes: Standards["codes"],
  profile: CodeProfile,
  table: string,
  code: string,
  name: string,
): void {
  if (profile === "free" && table !== "incident-status") return;
  const known = codes.get(table);
  if (known && !known.has(code))
    throw badInput(name, `${name}: this code is not in the code table ${table}.`);
}

/** Rows of a layer that whoever writes may see, as SQL. */
export type Visible = (layer: Declaration) => SQL;

/** What somebody may not see and what does not exist is refused alike. */
export async function requireSeen(
  tx: Runner,
  visible: Visible,
  layer: Declaration,
  at: { county: number; id: string },
  name: string,
): Promise<void> {
  const [row] = await tx.rows(sql`
    select 1 as one from ${sql.identifier(layer.table)}
    where county_id = ${at.county} and id = ${at.id}::uuid and retired_at is null
      and ${visible(layer)}`);
  if (!row) throw badInput(name, `${name}: there is no such ${layer.singular} that you may see.`);
}
