import { cpuSeconds } from "./cpu-clock.js";
import { createRelaxation } from "./lagrangian.js";
import { buildMedianProblem } from "./median-problem.js";
import type { GroupingInput, Plan, Rules } from "./model.js";
import { splitComponents } from "./split-components.js";
import { surveyInput } from "./survey.js";

export interface MetresBound {
  /** No plan with these households in so many groups a component can have fewer metres. */
  lowerBoundMetres: number;
  /** (total - bound) / bound, never negative; 0 when both are 0, null when only the bound is 0. */
  gap: number | null;
  /** CPU seconds of the bound alone. */
  seconds: number;
}

/**
 * Rows hold so many neighbours in all, and at least so many each: prices cannot rise above the
 * metres to the last.
 */
const ENTRIES = 4e6,
  NEAR = 100,
  FULL = 200;

/**
 * A lower bound of the plan's metres under the same hard rules: sizes or capacity, number of
 * groups, areas, barriers,
 * keep-apart pairs towards the centre; keep-together is relaxed. Locked groups and exceptions count
 * as they are.
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
  let lowerBoundMetres = 0;
  plan.groups.forEach((group, g) => {
    if (group.locked) lowerBoundMetres += group.metres;
    else for (const id of group.members) groupOf.set(survey.numberOf.get(id)!, g);
  });
  const served = Int32Array.from([...groupOf.keys()].sort((a, b) => a - b));
  const components = rules.capacitated ? [{ households: served }] : splitComponents(survey, served);
  for (const { households } of components) {
    if (households.length === 0) continue;
    // A plan with exceptions may have joined what its members alone do not join; its groups then
    // stand for the part.
    const groups = new Set(Array.from(households, (i) => groupOf.get(i)!));
    let metres = 0;
    for (const g of groups) metres += plan.groups[g].metres;
    const factor = survey.straightFactor;
    const scale = factor || 1;
    const { problem } = buildMedianProblem(
      {
        x: Float64Array.from(households, (i) => survey.x[i] * scale),
        y: Float64Array.from(households, (i) => survey.y[i] * scale),
        metres: factor > 0 ? null : (a, b) => survey.walk(households[a], households[b]),
        allowed:
          survey.forbidden === null
            ? null
            : (a, b) => !survey.forbidden!(households[a], households[b]),
        weight: rules.capacitated
          ? Float64Array.from(households, (i) => input.households[i].demand ?? 1)
          : null,
        groups: groups.size,
        low: rules.capacitated ? 1 : rules.low,
        high: rules.capacitated ? rules.capacitated.capacity : rules.high,
      },
      Math.max(NEAR, Math.min(FULL, Math.round(ENTRIES / households.length))),
    );
    const relaxation = createRelaxation(problem);
    const rounds = Math.max(10, Math.min(60, Math.round(4e6 / households.length)));
    for (let round = 0; round < rounds && !relaxation.settled(); round++) {
      relaxation.improve(25, Math.max(metres, 1e-9));
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal?.throwIfAborted();
    }
    lowerBoundMetres += Math.max(0, Math.min(relaxation.bound, metres));
  }
  const total = plan.totalMetres;
  lowerBoundMetres = Math.min(lowerBoundMetres, total);
  return {
    lowerBoundMetres,
    gap:
      lowerBoundMetres > 0 ? (total - lowerBoundMetres) / lowerBoundMetres : total === 0 ? 0 : null,
    seconds: cpuSeconds() - startedAt,
  };
}
