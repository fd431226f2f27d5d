import { centreFirst, solveComponent } from "./solve-component.js";
import type { Survey } from "./survey.js";

/** Proposals a household: for a group of 26 some 20 ms, and another seed finds no better. */
const PROPOSALS = 1500;

/**
 * The best two legal groups of these households, by the objective; the part with the centre first.
 * Null where there are none.
 * @param members household numbers, ascending
 */
export function halveGroup(survey: Survey, members: readonly number[]): number[][] | null {
  const { low, high } = survey.rules;
  const n = members.length;
  if (n < 2 * low || n > 2 * high) return null;
  const search = solveComponent(survey, Int32Array.from(members), 2, 1, { iterations: PROPOSALS });
  for (;;) {
    const step = search.next();
    if (!step.done) continue;
    const { groups, leftOver } = step.value;
    if (groups.length !== 2 || leftOver.length > 0) return null;
    const [centre] = centreFirst(survey, members);
    return groups
      .map((group) => Array.from(group))
      .sort((a, b) => Number(b.includes(centre)) - Number(a.includes(centre)));
  }
}
