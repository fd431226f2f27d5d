/**
 * Sentences of what methods say in codes with named parameters: for answers, pages and commands.
 */

import type { CodeFault } from "../../geo/codes.js";
import type { BadInput } from "../../geo/coverage/parse.js";
import type { FieldProblem, Said } from "../../geo/coverage/phrases.js";
import type { GridReason, HouseholdRange, NoProposal } from "../../geo/coverage/propose/model.js";
import type { GroupingSaid } from "../../geo/grouping/phrases.js";
import type {
  CorrectionCode,
  InferenceCode,
  MaskSaid,
  MethodCode,
  NeighboursSaid,
  ValuesCode,
  Warning,
} from "../../geo/hotspots/phrases.js";
import type { ReasonCode } from "../../geo/hotspots/reason.js";
import type { LocalComputed } from "../../geo/hotspots/record.js";
import type { Sentence } from "../steps/machine.js";
import { CODE_WORDS } from "./code-words.js";
import { COVERAGE_WORDS, FIELD_PROBLEM_WORDS } from "./coverage-words.js";
import { GROUPING_WORDS } from "./grouping-words.js";
import {
  CORRECTION_WORDS,
  INFERENCE_WORDS,
  MASK_WORDS,
  METHOD_WORDS,
  NEIGHBOUR_WORDS,
  NO_VALUE_WORDS,
  VALUES_WORDS,
  WARNING_WORDS,
} from "./hotspot-words.js";
import { INPUT_WORDS } from "./input-words.js";
import { PROPOSAL_WORDS } from "./proposal-words.js";

export type Language = keyof Sentence;
export type Params = Readonly<Record<string, unknown>>;

const LISTS = {
  zh: new Intl.ListFormat("zh", { type: "conjunction", style: "narrow" }),
  en: new Intl.ListFormat("en-GB", { type: "conjunction" }),
};
const OUTSIDE: Sentence = { zh: "外部", en: "the outside" };
const MISSING: Sentence = { zh: "空缺", en: "nothing" };
const COLON: Sentence = { zh: "：", en: ": " };

/** Three digits say enough of a measure in a sentence. */
const digits = (value: number, most: number): string => String(Number(value.toPrecision(most)));

/** A measure's unit is known by its name. */
function shown(name: string, value: unknown, language: Language): string {
  if (Array.isArray(value)) return LISTS[language].format(value.map((v) => shown("", v, language)));
  if (value === null) return (name === "given" ? MISSING : OUTSIDE)[language];
  if (typeof value !== "number") return String(value);
  if (name === "area")
    return value < 1e6 ? `${digits(value, 3)} m²` : `${digits(value / 1e6, 3)} km²`;
  if (name === "skewness" || name === "perCell") return digits(value, 3);
  return name === "width" || name === "metres" ? `${digits(value, 2)} m` : String(value);
}

/** Puts parameters into a sentence: `{name}`. A gap without a parameter stays to be seen. */
function fill(sentence: Sentence, params: Params, language: Language): string {
  return sentence[language].replace(/\{(\w+)\}/g, (gap, name: string) =>
    Object.hasOwn(params, name) ? shown(name, params[name], language) : gap,
  );
}

/** Why a grid of a proposal is as it is, in words. @param range fewest and most households */
export function sayReason(
  { code, ...params }: GridReason,
  [least, most]: HouseholdRange,
  language: Language,
): string {
  const { compounds = [] } = params as { compounds?: readonly string[] };
  const said =
    code === "atom-out-of-range" && compounds.length === 1 ? "compound-out-of-range" : code;
  return fill(PROPOSAL_WORDS[said], { ...params, least, most }, language);
}

/** Why nothing is proposed, in words. */
export const sayNoProposal = (
  { code, ...params }: NoProposal,
  [least, most]: HouseholdRange,
  language: Language,
): string => fill(PROPOSAL_WORDS[code], { ...params, least, most }, language);

/** What geo/coverage says, in words. */
export function sayCoverage({ code, params }: Said, language: Language): string {
  const given = params as Params;
  if (code !== "bad-field") return fill(COVERAGE_WORDS[code], given, language);
  const problem = FIELD_PROBLEM_WORDS[given["problem"] as FieldProblem][language];
  return fill(COVERAGE_WORDS[code], { ...given, problem }, language);
}

/** What is wrong with a code, in words without their full stop. */
export const sayCode = ({ code, params }: CodeFault, language: Language): string =>
  fill(CODE_WORDS[code], params, language);

/** What is wrong with a file of polygons, in words. */
export const sayBadInput = ({ bad }: BadInput, language: Language): string =>
  bad.map(({ code, params }) => fill(INPUT_WORDS[code], params, language)).join(COLON[language]);

/** What geo/grouping says, in words. */
export const sayGrouping = ({ code, params }: GroupingSaid, language: Language): string =>
  fill(GROUPING_WORDS[code], params, language);

/** Why geo/hotspots has no value, in words. */
export const sayNoValue = (code: ReasonCode, language: Language): string =>
  NO_VALUE_WORDS[code][language];

/** What to know of a result of geo/hotspots, in words. */
export const sayWarning = ({ code, params }: Warning, language: Language): string =>
  fill(WARNING_WORDS[code], params, language);

/** How geo/hotspots had a result, in words. */
export const sayMethod = (code: MethodCode, language: Language): string =>
  METHOD_WORDS[code][language];

/** How p was had, in words. */
export const sayInference = (code: InferenceCode, language: Language): string =>
  INFERENCE_WORDS[code][language];

/** How p was adjusted for many cells, in words. */
export const sayCorrection = (code: CorrectionCode, language: Language): string =>
  CORRECTION_WORDS[code][language];

/** What the values of a map are, in words. */
export const sayValues = (code: ValuesCode, language: Language): string =>
  VALUES_WORDS[code][language];

/** Which cells belong to a map, in words. */
export const sayMask = ({ code, params }: MaskSaid, language: Language): string =>
  fill(MASK_WORDS[code], params, language);

/** Who is whose neighbour, in words. */
export const sayNeighbours = ({ code, params }: NeighboursSaid, language: Language): string =>
  fill(NEIGHBOUR_WORDS[code], params, language);

/** The sheet «what was computed» of a map, its codes in words. */
export const saySheet = (record: LocalComputed, language: Language) => ({
  ...record,
  method: sayMethod(record.method, language),
  values: sayValues(record.values, language),
  mask: sayMask(record.mask, language),
  neighbours: sayNeighbours(record.neighbours, language),
  warnings: record.warnings.map((one) => ({ code: one.code, text: sayWarning(one, language) })),
});
