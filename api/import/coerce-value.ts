import type { CodeProfile } from "../../geo/codes.js";
import type { LocalClock } from "../../geo/time/local-clock.js";
import { type ParsedTime, parseDay, parseTime } from "../../geo/time/parse-time.js";
import type { Field } from "../../schema/layers/index.js";
import type { CategoryRow } from "../counties/categories.service.js";
import { unguardFormula } from "../export/formula-guard.js";
import { valueFault } from "../writing/check.js";

/** Codes of the code tables, found by code and by Chinese or English name. */
export class CodeBook {
  private readonly tables = new Map<string, Map<string, string>>();
  private readonly titles = new Map<string, string>();

  constructor(rows: readonly CategoryRow[]) {
    // Codes go before names, so that a name equal to another's code does not hide it.
    for (const name of ["nameEn", "nameZh", "code"] as const)
      for (const row of [...rows].reverse())
        this.table(row.kind).set(row[name].toLowerCase(), row.code);
    for (const row of rows) this.titles.set(`${row.kind} ${row.code}`, row.nameZh);
  }

  private table(kind: string): Map<string, string> {
    let table = this.tables.get(kind);
    if (!table) this.tables.set(kind, (table = new Map()));
    return table;
  }

  find(kind: string, text: string): string | undefined {
    return this.tables.get(kind)?.get(text.toLowerCase());
  }
  has(kind: string): boolean {
    return this.tables.has(kind);
  }
  title(kind: string, code: string): string | undefined {
    return this.titles.get(`${kind} ${code}`);
  }
}

export interface Reading {
  clock: LocalClock;
  codes: CodeBook;
  profile: CodeProfile;
  isCsv: boolean;
}

export type Coerced = { value: unknown; time?: ParsedTime } | { reason: string };

/**
 * Spreadsheets and statistics programs write a missing number or date in these ways. Text is left
 * as it stands.
 */
const MISSING = /^(na|n\/a|nan|null|nil|none|-|—|#n\/a)$/i;
const TRUE = /^(true|t|yes|y|1|是|有|已)$/i,
  FALSE = /^(false|f|no|n|0|否|无|未)$/i;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * A number as a spreadsheet shows a long code once it has taken it for a number: all but fifteen of
 * its digits are lost, mostly all but six.
 */
const SHORTENED = /^[+-]?\d(\.\d+e[+-]?\d{1,3}|e[+-]\d{2,3})$/i;

const nothing = { value: null };

/**
 * A cell as a value of its field: trimmed, in the field's type; empty is null. Or why it is none.
 */
export function coerceValue(field: Field, raw: unknown, reading: Reading): Coerced {
  if (raw === null || raw === undefined) return nothing;
  if (typeof raw === "object") return { reason: "must be a single value, not a list or an object" };
  let text = String(raw).trim();
  if (text === "") return nothing;
  const { type } = field;
  if (type.kind === "text" || type.kind === "code" || type.kind === "reference") {
    const plain = reading.isCsv ? unguardFormula(String(raw)) : String(raw);
    // What the guard kept from being trimmed is part of the text.
    if (plain !== String(raw)) text = plain.trimEnd();
    if (text.includes("\u0000") || /\p{Surrogate}/u.test(text))
      return { reason: "holds characters that are no text" };
    if (SHORTENED.test(text))
      return {
        reason:
          "is a number whose digits a spreadsheet has cut off; format the column as text there " +
          "and save again",
      };
  } else if (MISSING.test(text)) return nothing;
  const coerced = typed(field, raw, text, reading);
  if ("reason" in coerced) return coerced;
  if (field.mask && typeof coerced.value === "string" && /\*\*/.test(coerced.value))
    return { reason: "is masked: an export made without --unmasked cannot be read back" };
  const fault = valueFault(field, coerced.value);
  return fault ? { reason: fault } : coerced;
}

function typed(field: Field, raw: unknown, text: string, reading: Reading): Coerced {
  const { type } = field;
  switch (type.kind) {
    case "text":
    case "reference":
      return { value: text };
    case "integer":
    case "number":
      return typeof raw === "boolean" || !NUMBER.test(text)
        ? { reason: type.kind === "integer" ? "must be a whole number" : "must be a number" }
        : { value: Number(text) };
    case "boolean":
      return TRUE.test(text)
        ? { value: true }
        : FALSE.test(text)
          ? { value: false }
          : { reason: "must be true or false (also 是/否, 1/0, yes/no)" };
    case "date": {
      const day = parseDay(text);
      return day === null
        ? {
            reason:
              "must be a day like 2026-03-01, 20260301, 2026/3/1, 2026年3月1日 or 1.3.2026 between " +
              "the years 1900 and 2200, with nothing beside it",
          }
        : { value: day };
    }
    case "instant": {
      const time = parseTime(text, reading.clock);
      if (!time)
        return {
          reason:
            "must be a time like 2026-03-01T08:30, 2026/3/1 8:30, 2026年3月1日 下午3:20 or 2026-03-01 " +
            "08:30:00+08:00, or a day like 20260301 or 01.03.2026, between the years 1900 and " +
            "2200, with nothing beside it",
        };
      return { value: new Date(time.kind === "day" ? time.from : time.at).toISOString(), time };
    }
    case "area":
      return { reason: "is an area, which no import reads" };
    case "json":
      return { reason: "is an object, which no import reads" };
    case "code": {
      const code = reading.codes.find(type.table, text);
      if (code !== undefined) return { value: code };
      const free = reading.profile === "free" && type.table !== "incident-status";
      return free || !reading.codes.has(type.table)
        ? { value: text }
        : { reason: `is in the code table ${type.table} neither as a code nor as a name` };
    }
  }
}
