import { cpuSeconds } from "./cpu-clock.js";
import type { Budget } from "./model.js";
import type { PlannedTask } from "./plan-tasks.js";
import type { SearchBudget } from "./search-groups.js";
import { type SolvedComponent, solveComponent } from "./solve-component.js";
import type { Survey } from "./survey.js";

export type PartNews =
  /** Of all tasks together, and the objective of what is being searched. */
  | { fraction: number; metres: number }
  /** A task is done; `stopped` before its budget was. */
  | { index: number; solved: SolvedComponent; stopped: boolean };

/** Solves tasks, in any order; stopped, it gives the best so far of each. */
export type PartSolver = (
  survey: Survey,
  tasks: readonly PlannedTask[],
  how: { budget: Budget; signal?: AbortSignal | undefined },
) => AsyncIterable<PartNews>;

/** Works in this thread, letting others in every 30 ms. */
export const solveHere: PartSolver = async function* (survey, tasks, { budget, signal }) {
  const startedAt = cpuSeconds();
  const all = tasks.reduce((sum, t) => sum + t.component.households.length, 0);
  let done = 0,
    breath = performance.now();
  for (const [index, { component, groups, seed }] of tasks.entries()) {
    const n = component.households.length;
    const share: SearchBudget =
      "seconds" in budget
        ? {
            seconds: Math.max(
              0.002,
              (budget.seconds - (cpuSeconds() - startedAt)) * (n / (all - done)),
            ),
            clock: cpuSeconds,
          }
        : budget;
    const given = signal?.aborted ? { iterations: 0 } : reserve(share, n);
    const search = solveComponent(survey, component.households, groups, seed, given);
    let step = search.next();
    while (!step.done) {
      const { fraction, objective } = step.value;
      if (performance.now() - breath > 30) {
        yield { fraction: (done + n * fraction) / all, metres: objective };
        await new Promise((resolve) => setTimeout(resolve, 0));
        breath = performance.now();
      }
      step = search.next(signal?.aborted ? "stop" : undefined);
    }
    yield { index, solved: step.value, stopped: signal?.aborted === true };
    done += n;
  }
};

/**
 * Keeps back the seconds that laying out and writing up take, so that the whole stays in its
 * budget.
 */
export function reserve(budget: SearchBudget, n: number): SearchBudget {
  return "seconds" in budget
    ? { seconds: Math.max(budget.seconds * 0.3, budget.seconds - n * 1.2e-5), clock: budget.clock }
    : budget;
}
