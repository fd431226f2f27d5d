import type { Field, Label } from "./layers/index.js";

/**
 * How the contract says what a thing is: English with its unit, the Chinese term in brackets after
 * the first sentence, then what else is to know.
 */
export function described(english: string, chinese: string, ...more: readonly string[]): string {
  const end = english.search(/\. |; |: /);
  const [what, rest] = end < 0 ? [english, ""] : [english.slice(0, end), english.slice(end)];
  return [`${what} (${chinese})${rest}.`, ...more].join(" ");
}

export const labelled = (label: Label, ...more: readonly string[]): string =>
  described(label.en, label.zh, ...more);

/** What a field is, the code table its values are from, and who sees it. */
export function describeField(field: Field, use: "read" | "written" = "read"): string {
  const { type } = field;
  const more: string[] = [];
  if (type.kind === "reference") more.push(`The id of one of the ${type.to}.`);
  if (type.kind === "code") more.push(`A code of the table \`${type.table}\` of categories.`);
  if (type.kind === "integer" || type.kind === "number") more.push(...boundsOf(type.min, type.max));
  if (type.kind === "text" && type.max !== undefined) more.push(`At most ${type.max} characters.`);
  const personal = field.sensitivity === "personal" || field.sensitivity === "place";
  if (personal && use === "read")
    more.push(`${MASKED[field.mask ?? "null"]} unless the role needs it and a purpose is given.`);
  return described(field.description, field.label.zh, ...more);
}

const MASKED = {
  name: "Masked as 王**",
  phone: "Masked as 138****1234",
  null: "Null",
} as const;

function boundsOf(min: number | undefined, max: number | undefined): string[] {
  if (min !== undefined && max !== undefined) return [`${min} to ${max}.`];
  if (min !== undefined) return [`At least ${min}.`];
  return max === undefined ? [] : [`At most ${max}.`];
}
