import { deriveSeed } from "../random.js";
import { checkInput } from "./check-input.js";
import { cpuSeconds } from "./cpu-clock.js";
import { decideGroupCount } from "./decide-group-count.js";
import { describeGroup, findThin } from "./describe-group.js";
import type {
  Finding,
  Group,
  GroupException,
  GroupingInput,
  GroupingResult,
  Rules,
  RunOptions,
} from "./model.js";
import { orderGroups } from "./number-groups.js";
import { said } from "./phrases.js";
import type { SearchBudget } from "./search-groups.js";
import { centreFirst, type SolvedComponent, solveComponent } from "./solve-component.js";
import { type Component, splitComponents } from "./split-components.js";
import { livesThere, type Survey, surveyInput } from "./survey.js";
import { whyUndivided } from "./why-undivided.js";

/** A component that can be grouped, and how. */
export interface Task {
  component: Component;
  groups: number;
  seed: number;
}

/** Runs all tasks and gives their answers in order; the default works in this thread. */
export type Runner = (
  survey: Survey,
  tasks: Task[],
  options: RunOptions,
  startedAt: number,
) => Promise<SolvedComponent[]>;

/**
 * Forms groups.
 *
 * A contradiction in the input is returned as findings; cancelling rejects with the signal's
 * reason. The same input,
 * seed and `iterations` give the same plan, whichever runner works.
 */
export async function formGroups(
  input: GroupingInput,
  rules: Rules,
  options: RunOptions,
  run: Runner = runHere,
): Promise<GroupingResult> {
  const startedAt = cpuSeconds();
  const findings = checkInput(input, rules);
  if (findings.length > 0) return { ok: false, findings };
  const survey = surveyInput(input, rules);
  const exceptions: GroupException[] = [];
  for (const h of input.households)
    if (!livesThere(h)) exceptions.push({ id: h.id, reason: said("nobody-lives-here", {}) });
  const { free, lockedGroups, violations } = setAside(survey, findings);
  const tasks = planTasks(survey, free, exceptions, options.seed);
  const solved = await run(survey, tasks, options, startedAt);

  const groups: Group[] = [...lockedGroups];
  let number = 0;
  const taken = new Set(groups.map((g) => g.id));
  const lists = solved.flatMap((s) => s.groups);
  for (const at of orderGroups(survey, lists)) {
    do number++;
    while (taken.has(String(number)));
    groups.push(describeGroup(survey, lists[at], String(number), false));
  }
  for (const { leftOver } of solved)
    for (const { household, reason } of leftOver)
      exceptions.push({ id: input.households[household].id, reason });
  if (rules.capacitated) {
    const over = groups.filter(
      (g) => demandOf(survey, g) > rules.capacitated!.capacity * (1 + 1e-12),
    );
    if (over.length > 0) {
      return {
        ok: false,
        findings: [
          {
            ids: over[0].members,
            ...said("no-assignment", {
              capacity: rules.capacitated.capacity,
              over: over.length,
              groups: groups.length,
            }),
          },
        ],
      };
    }
  }
  return {
    ok: true,
    plan: {
      groups,
      exceptions,
      sector: findThin(survey, groups),
      findings,
      violations,
      seed: options.seed,
      totalMetres: groups.reduce((sum, g) => sum + g.metres, 0),
      cpuSeconds: cpuSeconds() - startedAt,
    },
  };
}

/** Locked groups leave the search; one outside the bounds is kept, counted and said. */
function setAside(
  survey: Survey,
  findings: Finding[],
): { free: Int32Array; lockedGroups: Group[]; violations: number } {
  const { input, rules, numberOf } = survey;
  const locked = new Set<number>();
  const lockedGroups: Group[] = [];
  let violations = 0;
  for (const lock of input.locked ?? []) {
    const members = lock.members
      .map((id) => numberOf.get(id)!)
      .filter((i) => livesThere(input.households[i]));
    if (members.length === 0) continue;
    for (const i of members) locked.add(i);
    lockedGroups.push(
      describeGroup(
        survey,
        centreFirst(
          survey,
          members.sort((a, b) => a - b),
        ),
        lock.id,
        true,
      ),
    );
    if (!rules.capacitated && (members.length < rules.low || members.length > rules.high)) {
      violations++;
      findings.push({
        ids: [lock.id],
        ...said("locked-out-of-bounds", {
          group: lock.id,
          count: members.length,
          least: rules.low,
          most: rules.high,
        }),
      });
    }
  }
  return {
    free: Int32Array.from(input.households.keys()).filter(
      (i) => !locked.has(i) && livesThere(input.households[i]),
    ),
    lockedGroups,
    violations,
  };
}

function planTasks(
  survey: Survey,
  free: Int32Array,
  exceptions: GroupException[],
  seed: number,
): Task[] {
  const { rules, input } = survey;
  if (rules.capacitated) {
    return free.length > 0
      ? [
          {
            component: { households: free, area: undefined },
            groups: rules.capacitated.groups,
            seed,
          },
        ]
      : [];
  }
  const tasks: Task[] = [];
  splitComponents(survey, free).forEach((component, k) => {
    const n = component.households.length;
    const answer = component.households.reduce((sum, i) => sum + survey.responders[i], 0);
    const groups = decideGroupCount(n, rules, answer);
    if (groups > 0) {
      tasks.push({ component, groups, seed: deriveSeed(seed, k) });
      return;
    }
    const reason = whyUndivided(n, component.area, rules);
    for (const i of component.households) exceptions.push({ id: input.households[i].id, reason });
  });
  return tasks;
}

function demandOf(survey: Survey, group: Group): number {
  return group.members.reduce(
    (sum, id) => sum + (survey.input.households[survey.numberOf.get(id)!].demand ?? 1),
    0,
  );
}

/** Works in this thread, letting others in every 30 ms. */
const runHere: Runner = async (survey, tasks, { budget, onProgress, signal }, startedAt) => {
  const all = tasks.reduce((sum, t) => sum + t.component.households.length, 0);
  const solved: SolvedComponent[] = [];
  let done = 0,
    breath = performance.now();
  for (const { component, groups, seed } of tasks) {
    const n = component.households.length;
    const share =
      "seconds" in budget
        ? {
            seconds: Math.max(
              0.002,
              (budget.seconds - (cpuSeconds() - startedAt)) * (n / (all - done)),
            ),
            clock: cpuSeconds,
          }
        : budget;
    const search = solveComponent(survey, component.households, groups, seed, reserve(share, n));
    for (;;) {
      const step = search.next();
      if (step.done) {
        solved.push(step.value);
        break;
      }
      if (performance.now() - breath > 30) {
        onProgress?.((done + n * step.value.fraction) / all, step.value.objective);
        await new Promise((resolve) => setTimeout(resolve, 0));
        signal?.throwIfAborted();
        breath = performance.now();
      }
    }
    done += n;
  }
  onProgress?.(1, 0);
  return solved;
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
