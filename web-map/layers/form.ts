import { localClock } from "../../geo/time/local-clock.js";
import { parseDay, parseTime } from "../../geo/time/parse-time.js";
import type { MessageKey } from "../i18n/use-words.js";
import { dayOf } from "../state/time-range.js";
import type { FieldInfo, LayerInfo } from "./layer-names.js";

/** What a form holds: texts as typed; empty is none. */
export type FormValues = Record<string, string>;

/** What is wrong with a value, to be said beside it. */
export interface FormFault {
  key: MessageKey;
  values?: Record<string, number>;
}

/**
 * Fields this viewer can fill in here: what they may write and may read, or nobody could tell what
 * they overwrite.
 */
export const formFields = (layer: LayerInfo, hasPurpose: boolean, creating: boolean): FieldInfo[] =>
  layer.fields.filter(
    (f) =>
      f.editable &&
      f.type !== "reference" &&
      (creating || f.access === "clear" || (hasPurpose && f.access === "onPurpose")),
  );

/** A stored value as the form shows it; moments in the county's time. */
export function toText(field: FieldInfo, value: unknown, timeZone: string): string {
  if (value === null || value === undefined) return "";
  if (field.type === "instant") {
    const at = new Date(String(value));
    return `${dayOf(at, timeZone)} ${localClock(timeZone).timeAt(at.getTime())}`;
  }
  return String(value);
}

/**
 * The value to send, or what is wrong with what was typed. Lengths are left to the service, which
 * names the field.
 */
export function fromText(
  field: FieldInfo,
  text: string,
  timeZone: string,
): { value: unknown } | { fault: FormFault } {
  const typed = text.trim();
  if (typed === "") return field.required ? { fault: { key: "required" } } : { value: null };
  switch (field.type) {
    case "integer":
    case "number": {
      const n = Number(typed);
      if (!Number.isFinite(n)) return { fault: { key: "notNumber" } };
      if (field.type === "integer" && !Number.isInteger(n)) return { fault: { key: "notInteger" } };
      if (field.min !== null && field.min !== undefined && n < field.min)
        return { fault: { key: "below", values: { min: field.min } } };
      if (field.max !== null && field.max !== undefined && n > field.max)
        return { fault: { key: "above", values: { max: field.max } } };
      return { value: n };
    }
    case "boolean":
      return { value: typed === "true" };
    case "date": {
      const day = parseDay(typed);
      return day ? { value: day } : { fault: { key: "badDate" } };
    }
    case "instant": {
      const read = parseTime(typed, localClock(timeZone));
      return read?.kind === "moment"
        ? { value: new Date(read.at).toISOString() }
        : { fault: { key: "badInstant" } };
    }
    default: {
      if (
        field.type === "text" &&
        field.max !== null &&
        field.max !== undefined &&
        typed.length > field.max
      )
        return { fault: { key: "tooLong", values: { max: field.max } } };
      return { value: typed };
    }
  }
}

export interface Checked {
  input: Record<string, unknown>;
  faults: Record<string, FormFault>;
}

/**
 * All fields of a form; `before` leaves out what is as it was, so that a change sends only what
 * changed.
 */
export function checkForm(
  fields: readonly FieldInfo[],
  values: FormValues,
  timeZone: string,
  before?: FormValues,
): Checked {
  const input: Record<string, unknown> = {},
    faults: Record<string, FormFault> = {};
  for (const field of fields) {
    const text = values[field.name] ?? "";
    if (
      before
        ? text.trim() === (before[field.name] ?? "").trim()
        : text.trim() === "" && !field.required
    )
      continue;
    const read = fromText(field, text, timeZone);
    if ("fault" in read) faults[field.name] = read.fault;
    else input[field.name] = read.value;
  }
  return { input, faults };
}
