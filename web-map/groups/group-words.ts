import { type Language, sayGrouping } from "../../civic/words/say.js";
import type { GroupingSaid } from "../../geo/grouping/phrases.js";
import type { Group, Home, SaidCode } from "./model.js";
import type { GroupsWord, SayGroups } from "./words.js";

/** Groups by the uuid in their ids, as reasons name them. */
export type NumberOf = (group: string) => number | undefined;

/** Numbers of groups by their ids, with and without the county before them. */
export function numbersOf(groups: readonly { id: string; number: number }[]): NumberOf {
  const numbers = new Map(
    groups.flatMap(
      ({ id, number }) =>
        [
          [id, number],
          [id.slice(id.indexOf("-") + 1), number],
        ] as const,
    ),
  );
  return (group) => numbers.get(group);
}

/** Why a group is open, where it is no word of grouping itself. */
const OPENED: Readonly<Record<string, GroupsWord>> = {
  "left-group": "whyLeft",
  "household-gone": "whyGone",
  "other-grid": "whyOtherGrid",
};

/** A reason in words, groups by their numbers where those are known. */
export function sayReason(
  { code, params }: SaidCode,
  t: SayGroups,
  language: Language,
  numberOf?: NumberOf,
): string {
  const own = OPENED[code];
  if (own) return t(own);
  const named = Object.fromEntries(
    Object.entries(params ?? {}).map(([name, value]) => [
      name,
      (typeof value === "string" && numberOf?.(value)) || value,
    ]),
  );
  return sayGrouping({ code, params: named } as GroupingSaid, language);
}

/** What a group is called: its name, or its number. */
export const nameOf = ({ name, number }: Pick<Group, "name" | "number">, t: SayGroups): string =>
  name ?? t("groupNumber", { number });

/**
 * Why a group is to be looked at, the worst first; empty: nothing is wrong with it.
 * @param seesTies the viewer is told of acquaintance: a count below two is kept from everybody
 */
export function whyLookAt(group: Group, seesTies: boolean, t: SayGroups): string[] {
  const { isolated, thin, responders, ties } = group;
  return [
    ...(group.openedBy ? [t("isOpen")] : []),
    ...(isolated ? [t("countIsolated", { count: isolated })] : []),
    ...(thin ? [t("fewAnswer", { count: responders ?? 0 })] : []),
    ...(seesTies && typeof ties !== "number" ? [t("fewTies")] : []),
  ];
}

/** Where a household lives in its building, as its door says it; its code where it says nothing. */
export function doorOf({ stair, floor, unit, code }: Home, t: SayGroups): string {
  const parts = [
    ...(stair ? [t("doorStair", { stair })] : []),
    ...(floor === null || floor === undefined ? [] : [t("doorFloor", { floor })]),
    ...(unit ? [unit] : []),
  ];
  return parts.length > 0 ? parts.join(" ") : (code ?? "");
}
