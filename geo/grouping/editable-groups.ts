import { checkInput } from "./check-input.js";
import { describeGroup } from "./describe-group.js";
import { numberNames } from "./measure-walk.js";
import type { Finding, Group, GroupingInput, Plan, Rules } from "./model.js";
import { centreFirst } from "./solve-component.js";
import { floorName, type Survey, surveyInput } from "./survey.js";

/** A group under edit. Never mutated: an edit makes another. */
export interface EditableGroup {
  readonly id: string;
  /** Household numbers, ascending. */
  readonly members: readonly number[];
  readonly locked: boolean;
}

/** Where a home is, by number, -1 where unknown; and who else is there. */
export interface Premises {
  readonly of: Int32Array;
  /** Household numbers of each. */
  readonly homes: readonly (readonly number[])[];
}

/** What stays the same from edit to edit: made once a plan. */
interface Ground {
  readonly survey: Survey;
  readonly buildings: Premises;
  readonly stairs: Premises;
  readonly floors: Premises;
  /** Storeys above the ground, 0 where unknown. */
  readonly storeys: Float64Array;
  /** Keep-apart pairs, by household number. */
  readonly apart: ReadonlyMap<number, ReadonlySet<number>>;
}

/**
 * A plan opened for hand edits. A value: an edit gives another and leaves this as it was, so undo
 * is to keep the one before.
 */
export interface EditableGroups {
  readonly ground: Ground;
  readonly groups: ReadonlyMap<string, EditableGroup>;
  /** Group of every household, null where it is in none. */
  readonly groupOf: readonly (string | null)[];
}

export type OpenResult =
  | { ok: true; groups: EditableGroups }
  | { ok: false; findings: readonly Finding[] };

/**
 * Opens a plan for edits: surveys the input once (20,000 households: about a third of a second), so
 * that every dry run after it is quick.
 *
 * Whether a group is locked is the plan's word, not the input's. Members stay members, though they
 * took back their consent, until they leave.
 * @returns findings where the input contradicts itself, as a run would
 * @throws where a member is not in the input, or in two groups; and on capacities, which nobody
 *   edits by hand
 */
export function openGroups(
  input: GroupingInput,
  rules: Rules,
  plan: Pick<Plan, "groups">,
): OpenResult {
  if (rules.capacitated) throw new Error("hand edits keep to sizes, not to capacities");
  const findings = checkInput(input, rules);
  if (findings.length > 0) return { ok: false, findings };
  const survey = surveyInput(input, rules);
  const groupOf: (string | null)[] = input.households.map(() => null);
  const groups = new Map<string, EditableGroup>();
  for (const { id, members, locked } of plan.groups) {
    if (groups.has(id)) throw new Error(`group ${id} comes twice`);
    const numbers = members.map((member) => {
      const i = survey.numberOf.get(member);
      if (i === undefined) throw new Error(`member ${member} of group ${id} is not in the input`);
      if (groupOf[i] !== null) throw new Error(`household ${member} is in two groups`);
      groupOf[i] = id;
      return i;
    });
    groups.set(id, { id, members: numbers.sort((a, b) => a - b), locked });
  }
  return { ok: true, groups: { ground: layGround(survey), groups, groupOf } };
}

function layGround(survey: Survey): Ground {
  const { households, apart: pairs = [] } = survey.input;
  const apart = new Map<number, Set<number>>();
  for (const pair of pairs) {
    const [a, b] = pair.map((id) => survey.numberOf.get(id)!);
    for (const [from, to] of [
      [a, b],
      [b, a],
    ]) {
      const known = apart.get(from);
      if (known) known.add(to);
      else apart.set(from, new Set([to]));
    }
  }
  return {
    survey,
    apart,
    storeys: Float64Array.from(households, (h) => h.floor ?? 0),
    buildings: premises(households.map((h) => h.building)),
    stairs: premises(
      households.map((h) =>
        h.building === undefined || h.stair === undefined
          ? undefined
          : `${h.building}\u0000${h.stair}`,
      ),
    ),
    floors: premises(households.map(floorName)),
  };
}

function premises(names: readonly (string | undefined)[]): Premises {
  const of = numberNames(names);
  const homes: number[][] = [];
  of.forEach((name, i) => {
    if (name >= 0) (homes[name] ??= []).push(i);
  });
  return { of, homes };
}

/** The groups as a plan has them: to be stored, reported, drawn. */
export const groupsOf = ({ ground, groups }: EditableGroups): Group[] =>
  Array.from(groups.values(), (group) => writeGroup(ground.survey, group));

export const writeGroup = (survey: Survey, { id, members, locked }: EditableGroup): Group =>
  members.length === 0
    ? { id, centre: "", members: [], metres: 0, responders: 0, locked }
    : describeGroup(survey, centreFirst(survey, members), id, locked);
