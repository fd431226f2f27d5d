import type { EditableGroup, EditableGroups } from "./editable-groups.js";
import { type GroupingSaid, said } from "./phrases.js";
import { takesPart } from "./survey.js";

/** What an edit makes of the groups that it touches. */
export interface Reshaping {
  /** Every touched group as it would be; null: given up. */
  groups: ReadonlyMap<string, EditableGroup | null>;
  /** New group of every household that changes, null where it is left in none. */
  groupOf: ReadonlyMap<number, string | null>;
}

/**
 * The hard rules that a reshaping would break. What was broken before and becomes no worse is not
 * refused, or nothing could be mended by hand.
 */
export function refuseReshaping(groups: EditableGroups, reshaping: Reshaping): GroupingSaid[] {
  const refusals: GroupingSaid[] = [];
  const { low: least, high: most } = groups.ground.survey.rules;
  for (const [id, after] of reshaping.groups) {
    const before = groups.groups.get(id);
    if (before?.locked) refusals.push(said("group-is-locked", { group: id }));
    if (after === null) continue;
    const count = after.members.length,
      had = before?.members.length ?? 0;
    if (count > most && count > had)
      refusals.push(said("group-would-be-full", { group: id, count, most }));
    if (count < least && count > 0 && (before === undefined || had >= least))
      refusals.push(said("group-would-be-small", { group: id, count, least }));
  }
  for (const [household, to] of reshaping.groupOf)
    if (to !== null) refusals.push(...refuseComer(groups, reshaping, household, to));
  return firstOfEach(refusals);
}

/** Why a household may not stand beside the members of the group it comes to. */
function refuseComer(
  groups: EditableGroups,
  reshaping: Reshaping,
  i: number,
  group: string,
): GroupingSaid[] {
  const refusals: GroupingSaid[] = [];
  const { survey } = groups.ground;
  const { households } = survey.input;
  const comer = households[i];
  const { id: household } = comer;
  if (!takesPart(comer))
    refusals.push(
      comer.livedIn === false ? said("nobody-lives-here", {}) : said("did-not-agree", {}),
    );
  const from = groups.groupOf[i];
  // Those it stood beside before (a half of a split) were settled then.
  const others = reshaping.groups
    .get(group)!
    .members.filter((j) => j !== i && (from === null || groups.groupOf[j] !== from));
  const stranger = others.find((j) => households[j].area !== comer.area);
  if (stranger !== undefined) {
    const area = comer.area ?? null,
      other = households[stranger].area ?? null;
    refusals.push(said("areas-differ", { household, group, area, other }));
  } else refusals.push(...refuseNeighbours(groups, i, group, others));
  const link = survey.linkOf.get(i);
  for (const j of link === undefined ? [] : survey.links[link]) {
    const now = reshaping.groupOf.has(j) ? reshaping.groupOf.get(j)! : groups.groupOf[j];
    if (now === null || now === group) continue;
    refusals.push(said("kept-together", { household, group: now, other: households[j].id }));
    break;
  }
  return refusals;
}

/** Barriers, keep-apart pairs and reach: within one area only. */
function refuseNeighbours(
  { ground }: EditableGroups,
  i: number,
  group: string,
  others: readonly number[],
): GroupingSaid[] {
  const { survey, apart } = ground;
  const { input, rules, forbidden, x, y } = survey;
  const { id: household } = input.households[i];
  const refusals: GroupingSaid[] = [];
  const kept = apart.get(i);
  const enemy = kept && others.find((j) => kept.has(j));
  const name = (j: number): string => input.households[j].id;
  if (enemy !== undefined)
    refusals.push(said("kept-apart", { household, group, other: name(enemy) }));
  const cut = forbidden && others.find((j) => !kept?.has(j) && forbidden(i, j));
  if (cut !== null && cut !== undefined)
    refusals.push(said("barrier-between", { household, group, other: name(cut) }));
  if (rules.reach !== undefined && others.length > 0) {
    const metres = Math.min(...others.map((j) => Math.hypot(x[i] - x[j], y[i] - y[j])));
    if (metres > rules.reach) refusals.push(said("beyond-reach", { household, group, metres }));
  }
  return refusals;
}

/** A merge across a river breaks one rule many times over: it is told once. */
function firstOfEach(refusals: readonly GroupingSaid[]): GroupingSaid[] {
  const told = new Set<string>();
  return refusals.filter(({ code, params }) => {
    const key = `${code} ${"group" in params ? params.group : ""}`;
    return !told.has(key) && told.add(key);
  });
}
