import { deriveSeed } from "../random.js";
import { decideGroupCount } from "./decide-group-count.js";
import type { GroupException } from "./model.js";
import type { Component } from "./split-components.js";
import type { Survey } from "./survey.js";
import { whyUndivided } from "./why-undivided.js";

/** A component that can be grouped, and how. */
export interface PlannedTask {
  component: Component;
  groups: number;
  seed: number;
}

/** What is to be searched, and who cannot be grouped. */
export function planTasks(
  survey: Survey,
  free: Int32Array,
  components: readonly Component[],
  seed: number,
): { tasks: PlannedTask[]; exceptions: GroupException[] } {
  const { rules, input, responders } = survey;
  if (rules.capacitated) {
    const component = { households: free, area: undefined };
    const { groups } = rules.capacitated;
    return { tasks: free.length > 0 ? [{ component, groups, seed }] : [], exceptions: [] };
  }
  const tasks: PlannedTask[] = [],
    exceptions: GroupException[] = [];
  components.forEach((component, k) => {
    const n = component.households.length;
    const answer = component.households.reduce((sum, i) => sum + responders[i], 0);
    const groups = decideGroupCount(n, rules, answer);
    if (groups > 0) {
      tasks.push({ component, groups, seed: deriveSeed(seed, k) });
      return;
    }
    const reason = whyUndivided(n, component.area, rules);
    for (const i of component.households) exceptions.push({ id: input.households[i].id, reason });
  });
  return { tasks, exceptions };
}
