import { isolationLimit } from "./describe-group.js";
import type { EditableGroup, EditableGroups } from "./editable-groups.js";
import { halveGroup } from "./halve-group.js";
import {
  addTerms,
  type JudgedGroup,
  judgeGroup,
  noTerms,
  type ObjectiveTerms,
  sumTerms,
  termsOfPremises,
} from "./objective-terms.js";
import { type GroupingSaid, said } from "./phrases.js";
import { calmSizes } from "./prepare-component.js";
import { type Reshaping, refuseReshaping } from "./reshaping.js";

/** What a hand does to groups, as plain data: the same for a dry run and for the edit itself. */
export type GroupEdit =
  /** Into another group; whoever must stay together with it comes along. */
  | { kind: "move"; household: string; to: string }
  /** All of the second into the first, which keeps its id. */
  | { kind: "merge"; groups: readonly [string, string] }
  /**
   * Without parts, the best two legal halves are looked for. The part that holds the centre keeps
   * the id (of given parts: the first); others get numbers that are free, or `names`.
   */
  | {
      kind: "split";
      group: string;
      parts?: readonly (readonly string[])[];
      names?: readonly string[];
    }
  /** Of a household in no group; without `to`, into the group near that costs least. */
  | { kind: "join"; household: string; to?: string }
  /** Always may: its group may be left too small, which is a warning. */
  | { kind: "leave"; household: string }
  | { kind: "lock"; group: string; locked: boolean };

export interface GroupChange {
  id: string;
  /** Null: a new group. */
  before: JudgedGroup | null;
  /** Null: given up. */
  after: JudgedGroup | null;
}

/** What an edit costs, in metres of the objective; less than 0 is a gain. */
export interface GroupPrice {
  /** Every group touched. */
  groups: GroupChange[];
  /** Who changes group; null is none. */
  moves: { household: string; from: string | null; to: string | null }[];
  delta: ObjectiveTerms;
  /** Of all terms. */
  deltaSum: number;
  /** What to know of the groups afterwards; no reason to refuse. */
  warnings: GroupingSaid[];
}

export type Priced =
  | { ok: true; price: GroupPrice }
  | { ok: false; refusals: readonly GroupingSaid[] };

export type Edited =
  | { ok: true; groups: EditableGroups; price: GroupPrice }
  | { ok: false; refusals: readonly GroupingSaid[] };

/** A dry run: what would the edit change? Costs a few groups' walks, whatever the plan's size. */
export function priceEdit(groups: EditableGroups, edit: GroupEdit): Priced {
  const worked = workOut(groups, edit);
  return worked.ok ? { ok: true, price: worked.price } : worked;
}

/** Makes the edit: the groups after it, and the price that a dry run tells. */
export function applyEdit(groups: EditableGroups, edit: GroupEdit): Edited {
  const worked = workOut(groups, edit);
  if (!worked.ok) return worked;
  const next = new Map(groups.groups);
  for (const [id, group] of worked.reshaping.groups)
    if (group === null) next.delete(id);
    else next.set(id, group);
  const groupOf = groups.groupOf.slice();
  for (const [i, to] of worked.reshaping.groupOf) groupOf[i] = to;
  return { ok: true, groups: { ...groups, groups: next, groupOf }, price: worked.price };
}

/**
 * What each group near would cost a household, the nearest first: where it may be dropped, and why
 * not elsewhere. Its own group is left out.
 * @param most so many groups
 */
export function priceEverywhere(
  groups: EditableGroups,
  household: string,
  most = 12,
): (Priced & { group: string })[] {
  const i = groups.ground.survey.numberOf.get(household);
  if (i === undefined) return [];
  return groupsNear(groups, i, most).map((to) => ({
    group: to,
    ...priceEdit(groups, { kind: "move", household, to }),
  }));
}

type Worked = { ok: true; reshaping: Reshaping; price: GroupPrice } | Refused;
type Refused = { ok: false; refusals: readonly GroupingSaid[] };

const refuse = (...refusals: GroupingSaid[]): Refused => ({ ok: false, refusals });

function workOut(groups: EditableGroups, edit: GroupEdit): Worked {
  const reshaping = reshape(groups, edit);
  if ("ok" in reshaping) return reshaping;
  const free = edit.kind === "leave" || edit.kind === "lock";
  const refusals = free ? [] : refuseReshaping(groups, reshaping);
  if (refusals.length > 0) return refuse(...refusals);
  return { ok: true, reshaping, price: priceReshaping(groups, reshaping) };
}

function reshape(groups: EditableGroups, edit: GroupEdit): Reshaping | Refused {
  switch (edit.kind) {
    case "move":
      return reshapeByHousehold(groups, edit.household, (i) => placeIn(groups, i, edit.to));
    case "leave":
      return reshapeByHousehold(groups, edit.household, (i) => {
        if (groups.groupOf[i] === null)
          return refuse(said("household-in-no-group", { household: edit.household }));
        return relabel(groups, new Map([[i, null]]));
      });
    case "join":
      return reshapeByHousehold(groups, edit.household, (i) => join(groups, i, edit));
    case "merge":
      return merge(groups, edit.groups);
    case "split":
      return split(groups, edit);
    case "lock": {
      const group = groups.groups.get(edit.group);
      if (group === undefined) return refuse(said("unknown-group", { group: edit.group }));
      const { locked } = edit;
      return { groups: new Map([[group.id, { ...group, locked }]]), groupOf: new Map() };
    }
  }
}

function reshapeByHousehold(
  groups: EditableGroups,
  household: string,
  work: (i: number) => Reshaping | Refused,
): Reshaping | Refused {
  const i = groups.ground.survey.numberOf.get(household);
  return i === undefined ? refuse(said("unknown-household", { household })) : work(i);
}

function placeIn(groups: EditableGroups, i: number, to: string): Reshaping | Refused {
  const { survey } = groups.ground;
  const household = survey.input.households[i].id;
  if (!groups.groups.has(to)) return refuse(said("unknown-group", { group: to }));
  const from = groups.groupOf[i];
  if (from === to) return refuse(said("household-in-group", { household, group: to }));
  const set = survey.linkOf.get(i);
  const along =
    set === undefined ? [i] : survey.links[set].filter((j) => groups.groupOf[j] === from);
  return relabel(groups, new Map(along.map((j) => [j, to])));
}

function join(
  groups: EditableGroups,
  i: number,
  { household, to }: Extract<GroupEdit, { kind: "join" }>,
): Reshaping | Refused {
  const group = groups.groupOf[i];
  if (group !== null) return refuse(said("household-in-group", { household, group }));
  if (to !== undefined) return placeIn(groups, i, to);
  let best: string | null = null,
    least = Infinity,
    why: readonly GroupingSaid[] = [];
  for (const near of priceEverywhere(groups, household)) {
    if (!near.ok) {
      if (why.length === 0) why = near.refusals;
    } else if (near.price.deltaSum < least) {
      least = near.price.deltaSum;
      best = near.group;
    }
  }
  if (best !== null) return placeIn(groups, i, best);
  return refuse(said("no-group-near", { household }), ...why);
}

function merge(
  groups: EditableGroups,
  [kept, other]: readonly [string, string],
): Reshaping | Refused {
  for (const group of [kept, other])
    if (!groups.groups.has(group)) return refuse(said("unknown-group", { group }));
  if (kept === other) return refuse(said("group-with-itself", { group: kept }));
  const comers = groups.groups.get(other)!.members;
  return relabel(groups, new Map(comers.map((i) => [i, kept])), [other]);
}

function split(
  groups: EditableGroups,
  { group, parts, names = [] }: Extract<GroupEdit, { kind: "split" }>,
): Reshaping | Refused {
  const { survey } = groups.ground;
  const whole = groups.groups.get(group);
  if (whole === undefined) return refuse(said("unknown-group", { group }));
  if (whole.locked) return refuse(said("group-is-locked", { group }));
  let lists: readonly (readonly number[])[] | null;
  if (parts === undefined) {
    lists = halveGroup(survey, whole.members);
    if (lists === null) {
      const { low: least, high: most } = survey.rules;
      return refuse(said("no-legal-halves", { group, count: whole.members.length, least, most }));
    }
  } else {
    lists = parts.map((part) => part.map((id) => survey.numberOf.get(id) ?? -1));
    const all = lists.flat();
    const same = new Set(all);
    const exact =
      all.length === whole.members.length &&
      whole.members.every((i) => same.has(i)) &&
      lists.length > 1 &&
      lists.every((list) => list.length > 0);
    if (!exact) return refuse(said("parts-are-not-the-group", { group }));
  }
  const labels = new Map<number, string>();
  const taken = new Set(groups.groups.keys());
  lists.slice(1).forEach((list, k) => {
    const name = names[k] !== undefined && !taken.has(names[k]) ? names[k] : freeNumber(taken);
    taken.add(name);
    for (const i of list) labels.set(i, name);
  });
  return relabel(groups, labels);
}

function freeNumber(taken: ReadonlySet<string>): string {
  let number = taken.size + 1;
  while (taken.has(String(number))) number++;
  return String(number);
}

/** @param given up: groups that end, whoever was in them */
function relabel(
  { groups, groupOf }: EditableGroups,
  labels: ReadonlyMap<number, string | null>,
  given: readonly string[] = [],
): Reshaping {
  const lists = new Map<string, number[]>();
  const listOf = (id: string): number[] => {
    let list = lists.get(id);
    if (list === undefined)
      lists.set(id, (list = (groups.get(id)?.members ?? []).filter((i) => !labels.has(i))));
    return list;
  };
  for (const [i, to] of labels) {
    const from = groupOf[i];
    if (from !== null) listOf(from);
    if (to !== null) listOf(to).push(i);
  }
  for (const id of given) listOf(id);
  const touched = new Map<string, EditableGroup | null>();
  for (const [id, list] of lists) {
    const members = list.sort((a, b) => a - b);
    const locked = groups.get(id)?.locked ?? false;
    touched.set(id, given.includes(id) || members.length === 0 ? null : { id, members, locked });
  }
  return { groups: touched, groupOf: labels };
}

function priceReshaping(groups: EditableGroups, reshaping: Reshaping): GroupPrice {
  const { survey } = groups.ground;
  const delta = noTerms();
  const touched = new Set<number>();
  const changes = Array.from(reshaping.groups, ([id, group]): GroupChange => {
    const was = groups.groups.get(id);
    const before = was ? judgeGroup(survey, was) : null;
    const after = group ? judgeGroup(survey, group) : null;
    if (before) addTerms(delta, before.terms, -1);
    if (after) addTerms(delta, after.terms, 1);
    for (const i of was?.members ?? []) touched.add(i);
    for (const i of group?.members ?? []) touched.add(i);
    return { id, before: before?.group ?? null, after: after?.group ?? null };
  });
  const before = (i: number): string | null => groups.groupOf[i];
  const after = (i: number): string | null =>
    reshaping.groupOf.has(i) ? reshaping.groupOf.get(i)! : groups.groupOf[i];
  addTerms(delta, termsOfPremises(groups, touched, before), -1);
  addTerms(delta, termsOfPremises(groups, touched, after), 1);
  const moves = Array.from(reshaping.groupOf, ([i, to]) => ({
    household: survey.input.households[i].id,
    from: before(i),
    to,
  }));
  const warnings = changes.flatMap(({ after: group }) => (group ? warn(groups, group) : []));
  return { groups: changes, moves, delta, deltaSum: sumTerms(delta), warnings };
}

function warn({ ground }: EditableGroups, group: JudgedGroup): GroupingSaid[] {
  const { rules } = ground.survey;
  const { id, size: count, responders, isolated } = group;
  const warnings: GroupingSaid[] = [];
  const calm = calmSizes(rules);
  if (count < rules.low)
    warnings.push(said("left-too-small", { group: id, count, least: rules.low }));
  else if (count < calm.low || count > calm.high)
    warnings.push(said("off-target", { group: id, count, target: rules.target }));
  const least = rules.minResponders;
  if (responders < least)
    warnings.push(said("short-of-responders", { group: id, count: responders, least }));
  const metres = isolationLimit(ground.survey);
  if (isolated > 0) warnings.push(said("far-from-centre", { group: id, count: isolated, metres }));
  return warnings;
}

/** Metres that one storey counts when groups are ranked by nearness. */
const STOREY_METRES = 3;

/** Groups but its own by their nearest home, in a straight line and by storeys. */
function groupsNear(
  { ground, groups, groupOf }: EditableGroups,
  i: number,
  most: number,
): string[] {
  const { storeys } = ground;
  const { x, y } = ground.survey;
  const nearest: [group: string, metres: number][] = [];
  for (const { id, members } of groups.values()) {
    if (id === groupOf[i]) continue;
    let metres = Infinity;
    for (const j of members) {
      const dx = x[i] - x[j],
        dy = y[i] - y[j];
      const far = Math.sqrt(dx * dx + dy * dy) + STOREY_METRES * Math.abs(storeys[i] - storeys[j]);
      if (far < metres) metres = far;
    }
    nearest.push([id, metres]);
  }
  return nearest
    .sort(([a, nearA], [b, nearB]) => nearA - nearB || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([group]) => group);
}
