import { isolationLimit } from "./describe-group.js";
import type { EditableGroup, EditableGroups, Premises } from "./editable-groups.js";
import { writeGroup } from "./editable-groups.js";
import type { Group } from "./model.js";
import { calmSizes, MISSING_RESPONDER_METRES } from "./prepare-component.js";
import type { Survey } from "./survey.js";

/**
 * The objective in metres, term by term (docs/decisions/grouping-objective.md): less is better.
 * Households in no group cost nothing here.
 */
export interface ObjectiveTerms {
  /** Walks of all members to their centres. */
  metres: number;
  /** ρ: what walks beyond the radius limit cost more. */
  radius: number;
  /** λ: never above 0, what ties inside groups are worth. */
  ties: number;
  /** σ: groups beyond the first in a building, and half of it on a stair. */
  building: number;
  /** φ: groups beyond the first on a floor. */
  floor: number;
  /** η: households beyond a tenth off the target. */
  size: number;
  /** μ: members who were in another group in the plan before. */
  change: number;
  /** People who answer and are missing, at what the search pays for one. */
  responders: number;
}

/**
 * A group as it would be judged. `isolated`, and responders below the rules', show where help is
 * thin (sensitivity `sector`).
 */
export interface JudgedGroup extends Group {
  size: number;
  /** Metres from the other members to the centre. */
  meanMetres: number;
  maxMetres: number;
  /** Pairs of members with a tie. A number only: pairs never leave. */
  ties: number;
  /** Members beyond the radius limit from the centre (150 m where the rules set none). */
  isolated: number;
}

export interface Judged {
  group: JudgedGroup;
  /** Without buildings and floors, which groups share. */
  terms: ObjectiveTerms;
}

const NO_TERMS: ObjectiveTerms = {
  metres: 0,
  radius: 0,
  ties: 0,
  building: 0,
  floor: 0,
  size: 0,
  change: 0,
  responders: 0,
};
const NAMES = Object.keys(NO_TERMS) as (keyof ObjectiveTerms)[];

/** Mutates `total`: adds `terms`, times `sign`. */
export function addTerms(total: ObjectiveTerms, terms: ObjectiveTerms, sign: 1 | -1): void {
  for (const name of NAMES) total[name] += sign * terms[name];
}

export const noTerms = (): ObjectiveTerms => ({ ...NO_TERMS });

export const sumTerms = (terms: ObjectiveTerms): number =>
  NAMES.reduce((sum, name) => sum + terms[name], 0);

/** Groups do not change, so neither does what is found of them. */
const judged = new WeakMap<EditableGroup, Judged>();

export function judgeGroup(survey: Survey, group: EditableGroup): Judged {
  let known = judged.get(group);
  if (known === undefined) judged.set(group, (known = judge(survey, group)));
  return known;
}

function judge(survey: Survey, editable: EditableGroup): Judged {
  const { rules, walk, numberOf, tiesOf, input } = survey;
  const { weights, minResponders } = rules;
  const group = writeGroup(survey, editable);
  const { members, id } = editable;
  const centre = numberOf.get(group.centre) ?? -1;
  const inside = new Set(members);
  const limit = isolationLimit(survey);
  const terms: ObjectiveTerms = { ...NO_TERMS, metres: group.metres };
  let maxMetres = 0,
    isolated = 0,
    ties = 0;
  for (const i of members) {
    const metres = walk(i, centre);
    maxMetres = Math.max(maxMetres, metres);
    if (metres > limit) isolated++;
    if (weights.radius > 0 && metres > weights.radiusLimit)
      terms.radius += (weights.radius * (metres - weights.radiusLimit) ** 2) / weights.radiusLimit;
    const met = new Set<number>();
    for (const [other, strength] of tiesOf.get(i) ?? []) {
      if (other <= i || !inside.has(other)) continue;
      met.add(other);
      terms.ties -= weights.tie * strength;
    }
    ties += met.size;
    const { previousGroup, moved } = input.households[i];
    if (previousGroup !== undefined && !moved && previousGroup !== id)
      terms.change += weights.change;
  }
  const calm = calmSizes(rules);
  const size = members.length;
  if (size > 0) {
    terms.size = weights.size * Math.max(0, calm.low - size, size - calm.high);
    terms.responders = MISSING_RESPONDER_METRES * Math.max(0, minResponders - group.responders);
  }
  const meanMetres = size > 1 ? group.metres / (size - 1) : 0;
  return { group: { ...group, size, meanMetres, maxMetres, ties, isolated }, terms };
}

/** The whole objective of a plan. */
export function measureTerms(groups: EditableGroups): ObjectiveTerms {
  const total = noTerms();
  for (const group of groups.groups.values())
    addTerms(total, judgeGroup(groups.ground.survey, group).terms, 1);
  const everybody = groups.groupOf.keys();
  const shared = termsOfPremises(groups, everybody, (i) => groups.groupOf[i]);
  addTerms(total, shared, 1);
  return total;
}

/**
 * What it costs that groups share the buildings, stairs and floors of `homes`.
 * @param groupOf group of a household, null where it is in none
 */
export function termsOfPremises(
  { ground }: EditableGroups,
  homes: Iterable<number>,
  groupOf: (household: number) => string | null,
): ObjectiveTerms {
  const { weights } = ground.survey.rules;
  const { buildings, stairs, floors } = ground;
  const list = Array.from(homes);
  const extra = (premises: Premises): number => {
    let groups = 0;
    for (const place of new Set(list.map((i) => premises.of[i]))) {
      if (place < 0) continue;
      const here = new Set(premises.homes[place].map(groupOf));
      here.delete(null);
      groups += Math.max(0, here.size - 1);
    }
    return groups;
  };
  const building =
    weights.building > 0 ? weights.building * (extra(buildings) + extra(stairs) / 2) : 0;
  const floor = weights.floor > 0 ? weights.floor * extra(floors) : 0;
  return { ...NO_TERMS, building, floor };
}
