import { addDays } from "../../geo/time/day.js";
import type { FieldInfo, LayerInfo } from "../layers/layer-names.js";
import { isOpen } from "./columns.js";

/** What one filter of a table asks for, in the terms of its column. */
export type ColumnFilter =
  | { by: "text"; text: string }
  | { by: "values"; values: readonly string[] }
  | { by: "range"; min: number | null; max: number | null }
  | { by: "days"; from: string | null; to: string | null }
  | { by: "is"; value: boolean };

/** Filters of a table by the keys of its layer's filter; all hold together. */
export type ColumnFilters = Readonly<Record<string, ColumnFilter>>;

const KINDS: Record<FieldInfo["type"], ColumnFilter["by"] | null> = {
  text: "values",
  code: "values",
  reference: "values",
  boolean: "is",
  date: "days",
  integer: "range",
  number: "range",
  instant: null,
  area: null,
  json: null,
};

export interface FilterWay {
  key: string;
  by: ColumnFilter["by"];
}

/**
 * How a column is filtered. A part of a text is looked for in several fields at once, and stands
 * with that which comes first of them.
 */
export function filterWay(
  layer: LayerInfo,
  field: FieldInfo,
  columns: readonly FieldInfo[],
): FilterWay | null {
  const own = layer.filters.find((f) => f.key !== "text" && f.fields[0] === field.name);
  const text = layer.filters.find((f) => f.key === "text");
  const first = columns.find((c) => text?.fields.includes(c.name));
  if (text && first?.name === field.name) return { key: "text", by: "text" };
  const by = KINDS[field.type];
  return own && by ? { key: own.key, by } : null;
}

/** Why a column cannot be filtered; null: it can. */
export function unfilterable(
  way: FilterWay | null,
  field: FieldInfo,
  hasPurpose: boolean,
): "filterMasked" | "filterTime" | "filterNot" | null {
  if (!isOpen(field, hasPurpose)) return "filterMasked";
  if (way) return null;
  return field.type === "instant" ? "filterTime" : "filterNot";
}

export const isEmpty = (filter: ColumnFilter): boolean => {
  switch (filter.by) {
    case "text":
      return filter.text.trim() === "";
    case "values":
      return filter.values.length === 0;
    case "range":
      return filter.min === null && filter.max === null;
    case "days":
      return filter.from === null && filter.to === null;
    case "is":
      return false;
  }
};

/** As the service's filter takes it; its last day is the one before which it ends. */
function inputOf(filter: ColumnFilter): unknown {
  switch (filter.by) {
    case "text":
      return filter.text.trim();
    case "values":
      return filter.values;
    case "range":
      return {
        ...(filter.min !== null && { min: filter.min }),
        ...(filter.max !== null && { max: filter.max }),
      };
    case "days":
      return {
        ...(filter.from && { from: filter.from }),
        ...(filter.to && { before: addDays(filter.to, 1) }),
      };
    case "is":
      return filter.value;
  }
}

export const filterInput = (filters: ColumnFilters): Record<string, unknown> =>
  Object.fromEntries(Object.entries(filters).map(([key, filter]) => [key, inputOf(filter)]));

const escaped = (text: string) =>
  text.replace(/[%;,=]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const unescaped = (text: string) =>
  text.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

function textOf(filter: ColumnFilter): string {
  switch (filter.by) {
    case "text":
      return `~${escaped(filter.text.trim())}`;
    case "values":
      return filter.values.map(escaped).join(",");
    case "range":
      return `${filter.min ?? ""}..${filter.max ?? ""}`;
    case "days":
      return `${filter.from ?? ""}...${filter.to ?? ""}`;
    case "is":
      return filter.value ? "yes!" : "no!";
  }
}

const DAYS = /^(\d{4}-\d{2}-\d{2})?\.\.\.(\d{4}-\d{2}-\d{2})?$/;
const RANGE = /^(-?\d+(?:\.\d+)?)?\.\.(-?\d+(?:\.\d+)?)?$/;

function filterOfText(text: string): ColumnFilter {
  const days = DAYS.exec(text);
  if (days) return { by: "days", from: days[1] ?? null, to: days[2] ?? null };
  const range = RANGE.exec(text);
  const number = (part: string | undefined) => (part === undefined ? null : Number(part));
  if (range) return { by: "range", min: number(range[1]), max: number(range[2]) };
  if (text === "yes!" || text === "no!") return { by: "is", value: text === "yes!" };
  if (text.startsWith("~")) return { by: "text", text: unescaped(text.slice(1)) };
  return { by: "values", values: text.split(",").filter(Boolean).map(unescaped) };
}

/** `categories=0101,0102;level=2..4`: as they stand in the address. */
export const filtersToText = (filters: ColumnFilters): string =>
  Object.entries(filters)
    .map(([key, filter]) => `${key}=${textOf(filter)}`)
    .join(";");

export function filtersFromText(text: string): ColumnFilters {
  const filters: Record<string, ColumnFilter> = {};
  for (const part of text.split(";")) {
    const at = part.indexOf("=");
    const key = part.slice(0, at);
    if (at < 1 || !/^\w{1,40}$/.test(key)) continue;
    const filter = filterOfText(part.slice(at + 1));
    if (!isEmpty(filter)) filters[key] = filter;
  }
  return filters;
}

/** Those that the layer knows: a link may be of another, or of another version. */
export function knownFilters(
  layer: LayerInfo,
  filters: ColumnFilters,
  hasPurpose: boolean,
): ColumnFilters {
  const fields = new Map(layer.fields.map((f) => [f.name, f]));
  return Object.fromEntries(
    Object.entries(filters).filter(([key, filter]) => {
      const known = layer.filters.find((f) => f.key === key);
      const field = known && fields.get(known.fields[0]!);
      if (!field || !isOpen(field, hasPurpose)) return false;
      return filter.by === (key === "text" ? "text" : KINDS[field.type]);
    }),
  );
}
