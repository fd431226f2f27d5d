import { isOrderable, readableFields } from "../layers/layer-documents.js";
import type { FieldInfo, LayerInfo } from "../layers/layer-names.js";

/** What somebody made of a layer's table: columns in their order, and how wide they are. */
export interface ColumnChoice {
  shown: readonly string[];
  widths: Readonly<Record<string, number>>;
}

/** By what people know a thing; stands first and has room to be read. */
const NAMES: readonly string[] = ["title", "name", "headName"];
/** Numbers to quote: of no use with their ends cut off, and the last that one looks for. */
const CODES: readonly string[] = ["number", "code"];
/** More than these and a screen is a wall; the others are a tick away. */
const USUAL_COLUMNS = 9;

export const MIN_WIDTH = 64;
export const MAX_WIDTH = 640;

export const within = (width: number): number =>
  Math.round(Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width)));

const NAME_WIDTH = 260;
const CODE_WIDTH = 180;
const SCALE_WIDTH = 136;
const WIDTHS: Record<FieldInfo["type"], number> = {
  text: 150,
  code: 130,
  instant: 148,
  date: 112,
  integer: 92,
  number: 92,
  boolean: 96,
  reference: 150,
  area: 150,
  json: 150,
};

const isName = (f: FieldInfo): boolean => NAMES.includes(f.name);
const isCode = (f: FieldInfo) => CODES.includes(f.name);

/** Beside its words a cell of codes has a sign and two margins. */
const AROUND_WORDS = 46;
const WORDS_MOST = 184;

/** So wide that none of the words is cut: in 13 px type CJK is 13 px wide, other letters about 7. */
const roomFor = (words: readonly string[]): number => {
  const lengths = words.map((w) => [...w].reduce((sum, c) => sum + (c > "\u2e7f" ? 13 : 7), 0));
  return Math.min(WORDS_MOST, AROUND_WORDS + Math.max(...lengths));
};

/** `words`: what a column of codes may say, in the language that is read. */
export const widthOf = (
  f: FieldInfo,
  { widths }: ColumnChoice,
  words: readonly string[] = [],
): number => {
  const own = widths[f.name];
  if (own !== undefined) return own;
  if (f.type === "code" && words.length > 0) return Math.max(WIDTHS.code, roomFor(words));
  if (isName(f)) return NAME_WIDTH;
  if (isCode(f)) return CODE_WIDTH;
  return f.scale.length > 0 ? SCALE_WIDTH : WIDTHS[f.type];
};

/** A number that says how much; the steps of a scale are read as words. */
export const isMeasured = ({ type, scale }: FieldInfo): boolean =>
  (type === "integer" || type === "number") && scale.length === 0;

/** What can be a column: what is no long text. */
export const columnFields = (layer: LayerInfo): FieldInfo[] =>
  readableFields(layer).filter((f) => !f.multiline);

/** What tells most in the least room comes first, the number to quote last. */
function rankOf(f: FieldInfo, layer: LayerInfo): number {
  if (isName(f)) return 0;
  if (isCode(f)) return 9;
  if (f.name === layer.category || f.required) return 1;
  if (f.scale.length > 0 || f.type === "code") return 2;
  // Rows of other layers of the same kind have no name to show.
  if (f.type === "reference") return f.of === "incidents" || f.of === "households" ? 8 : 3;
  return { text: 4, date: 5, instant: 6, boolean: 6, integer: 7, number: 7, area: 8, json: 8 }[
    f.type
  ];
}

export function usualColumns(layer: LayerInfo): ColumnChoice {
  const ranked = columnFields(layer)
    .map((field, at) => ({ field, at, rank: rankOf(field, layer) }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at);
  const codes = ranked.filter((r) => r.rank === 9);
  const others = ranked.filter((r) => r.rank < 9).slice(0, USUAL_COLUMNS);
  return { shown: [...others, ...codes].map((r) => r.field.name), widths: {} };
}

/** Fields shown, in the order chosen; what the viewer may read no longer is left out. */
export const shownColumns = (layer: LayerInfo, { shown }: ColumnChoice): FieldInfo[] => {
  const fields = new Map(columnFields(layer).map((f) => [f.name, f]));
  return shown.flatMap((name) => fields.get(name) ?? []);
};

/** A masked value may be neither ordered nor filtered by: either would tell it. */
export const isOpen = (f: FieldInfo, hasPurpose: boolean): boolean =>
  f.access === "clear" || (f.access === "onPurpose" && hasPurpose);

/** Why a table cannot be sorted by a column; null: it can. */
export function unsortable(
  f: FieldInfo,
  hasPurpose: boolean,
): "sortMasked" | "sortReference" | "sortBoolean" | null {
  if (!isOpen(f, hasPurpose)) return "sortMasked";
  if (isOrderable(f)) return null;
  return f.type === "boolean" ? "sortBoolean" : "sortReference";
}

/** Moves a column before another's place, or to the end. */
export function moved(shown: readonly string[], name: string, to: number): string[] {
  const rest = shown.filter((n) => n !== name);
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), name, ...rest.slice(at)];
}
