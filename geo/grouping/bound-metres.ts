import { boundPart } from "./bound-part.js";
import { cpuSeconds } from "./cpu-clock.js";
import type { BoundTotals, GroupingInput, Plan, Rules, SolvedPart } from "./model.js";
import { createBreath } from "./run-grouping.js";
import { splitComponents } from "./split-components.js";
import { surveyInput } from "./survey.js";
import { sumBounds } from "./write-plan.js";

export interface MetresBound extends BoundTotals {
  /** CPU seconds of the bound alone. */
  seconds: number;
}

/**
 * A lower bound of a plan's metres under the same hard rules: sizes or capacity, number of groups,
 * areas, barriers, keep-apart pairs towards the centre; keep-together is relaxed. Locked groups and
 * exceptions count as they are. For a plan at hand; a run bounds its own.
 */
export async function boundMetres(
  input: GroupingInput,
  rules: Rules,
  plan: Plan,
  signal?: AbortSignal,
): Promise<MetresBound> {
  const startedAt = cpuSeconds();
  const survey = surveyInput(input, rules);
  const groupOf = new Map<number, number>();
  plan.groups.forEach((group, g) => {
    if (!group.locked) for (const id of group.members) groupOf.set(survey.numberOf.get(id)!, g);
  });
  const served = Int32Array.from([...groupOf.keys()].sort((a, b) => a - b));
  const components = rules.capacitated ? [{ households: served }] : splitComponents(survey, served);
  const breath = createBreath();
  const parts: SolvedPart[] = [];
  for (const { households } of components) {
    if (households.length === 0) continue;
    // A plan with exceptions may have joined what its members alone do not join; its groups then
    // stand for the part.
    const own = [...new Set(Array.from(households, (i) => groupOf.get(i)!))];
    const groups = own.map((g) => plan.groups[g].members);
    const lists = groups.map((ids) => Int32Array.from(ids, (id) => survey.numberOf.get(id)!));
    const search = boundPart(survey, lists, plan.seed, { iterations: 300 });
    let step = search.next();
    for (; !step.done; step = search.next()) if (await breath()) signal?.throwIfAborted();
    const metres = own.reduce((sum, g) => sum + plan.groups[g].metres, 0);
    parts.push({ key: "", groups, leftOver: [], metres, bound: step.value.bound });
  }
  return { ...sumBounds(plan, parts), seconds: cpuSeconds() - startedAt };
}
