import type { Group, GroupingInput, Rules } from "./model.js";
import { surveyInput } from "./survey.js";

/** One member's walk to the centre of its group. */
export interface MemberWalk {
  group: string;
  household: string;
  /** 0 for the centre itself. */
  metres: number;
}

/** Every member's walk, group by group in the order of their members: a row each. */
export function walksOf(
  input: GroupingInput,
  rules: Rules,
  groups: readonly Pick<Group, "id" | "centre" | "members">[],
): MemberWalk[] {
  const { walk, numberOf } = surveyInput(input, rules);
  const number = (id: string): number => {
    const i = numberOf.get(id);
    if (i === undefined) throw new Error(`household ${id} is not in the input`);
    return i;
  };
  return groups.flatMap(({ id: group, centre, members }) => {
    const to = number(centre);
    return members.map((household) => ({ group, household, metres: walk(number(household), to) }));
  });
}
