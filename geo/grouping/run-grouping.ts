import { type Bounded, boundPart, hasWishes } from "./bound-part.js";
import { checkInput } from "./check-input.js";
import { cpuSeconds } from "./cpu-clock.js";
import { digest } from "./digest.js";
import type {
  BoundTotals,
  Budget,
  Finding,
  GroupingInput,
  Household,
  Plan,
  Rules,
  SolvedPart,
} from "./model.js";
import { type PlannedTask, planTasks } from "./plan-tasks.js";
import { centreFirst, type SolvedComponent } from "./solve-component.js";
import { type PartSolver, solveHere } from "./solve-parts.js";
import { splitInSteps } from "./split-components.js";
import { type Survey, surveyInput } from "./survey.js";
import { setAside, sumBounds, writePlan } from "./write-plan.js";

export type RunPhase = "reading" | "laying-out" | "searching" | "bounding";

export type RunEvent =
  /** `fraction` of the phase, 0 … 1; `metres` of the parts solved so far. */
  | { kind: "progress"; phase: RunPhase; fraction: number; metres: number }
  /** A part was solved, or bounded: keep it under its key, and give it back to resume. */
  | { kind: "part"; part: SolvedPart };

export type RunResult =
  | { ok: true; plan: Plan; bound: BoundTotals | null }
  | { ok: false; findings: Finding[] };

export interface GroupingRun {
  seed: number;
  /** Proposals a household make runs repeatable; seconds do not. */
  budget: Budget;
  /** Also bound the plan from below, in a phase of its own. */
  bound?: boolean;
  /** Parts of this run that were solved before it was ended; what does not fit is passed over. */
  solved?: Iterable<SolvedPart>;
  /** Ends the run soon (within 50 ms); the plan is the best so far, `complete` is false. */
  signal?: AbortSignal;
  /** Where parts are solved: in this thread by default. */
  solver?: PartSolver;
}

/** Everything but the households, which may come in batches. */
export type RunInput = Omit<GroupingInput, "households"> & {
  households:
    | readonly Household[]
    | Iterable<readonly Household[]>
    | AsyncIterable<readonly Household[]>;
};

/**
 * A whole run: reads, lays out, searches part by part, bounds. Made for a worker thread: it gives
 * way to the thread's other messages, so that it can be told to stop. The same input, seed and
 * `iterations` give the same plan whatever the solver and however often it was resumed.
 *
 * @returns a contradiction in the input as findings, else the plan
 */
export async function* runGrouping(
  input: RunInput,
  rules: Rules,
  run: GroupingRun,
): AsyncGenerator<RunEvent, RunResult, undefined> {
  const startedAt = cpuSeconds();
  const { signal } = run;
  const households: Household[] = [];
  for await (const batch of inBatches(input.households)) {
    for (const household of batch) households.push(household);
    yield { kind: "progress", phase: "reading", fraction: 0, metres: 0 };
  }
  const whole: GroupingInput = { ...input, households };
  const findings = checkInput(whole, rules);
  if (findings.length > 0) return { ok: false, findings };
  yield { kind: "progress", phase: "laying-out", fraction: 0, metres: 0 };
  const survey = surveyInput(whole, rules);
  const aside = setAside(survey, findings);
  const breath = createBreath();
  const split = splitInSteps(survey, aside.free);
  let step = split.next();
  for (; !step.done; step = split.next()) await breath();
  const { tasks, exceptions } = planTasks(survey, aside.free, step.value, run.seed);
  const parts = keyParts(survey, tasks, run);

  const solved: (SolvedPart | undefined)[] = parts.map((p) => p.before);
  const open = parts.filter((p) => p.before === undefined);
  const metres = (): number => solved.reduce((sum, p) => sum + (p?.metres ?? 0), 0);
  const size = (list: readonly PlannedTask[]): number =>
    list.reduce((sum, t) => sum + t.component.households.length, 0);
  const all = Math.max(1, size(tasks));
  const before = all - size(open.map((p) => p.task));
  const solver = run.solver ?? solveHere;
  const spent = cpuSeconds() - startedAt;
  let complete = true;
  for await (const news of solver(
    survey,
    open.map((p) => p.task),
    {
      budget: "seconds" in run.budget ? { seconds: run.budget.seconds - spent } : run.budget,
      signal,
    },
  )) {
    if ("fraction" in news) {
      const fraction = (before + news.fraction * (all - before)) / all;
      yield { kind: "progress", phase: "searching", fraction, metres: metres() + news.metres };
      continue;
    }
    const at = parts.indexOf(open[news.index]);
    const part = keep(survey, open[news.index].key, news.solved);
    solved[at] = part;
    if (news.stopped) complete = false;
    // A part that was stopped early is no part of the run as it would have been.
    else yield { kind: "part", part };
  }
  yield { kind: "progress", phase: "searching", fraction: 1, metres: metres() };

  const seconds = cpuSeconds() - startedAt;
  if (run.bound && complete) {
    let done = 0;
    for (const [at, { task }] of parts.entries()) {
      const part = solved[at]!;
      if (part.bound === null && part.groups.length > 0 && !signal?.aborted) {
        const bounded = yield* boundOne(survey, part, task, run, done / all);
        if (bounded !== null) {
          solved[at] = withBound(survey, part, bounded);
          yield { kind: "part", part: solved[at] };
        }
      }
      done += task.component.households.length;
      yield { kind: "progress", phase: "bounding", fraction: done / all, metres: metres() };
    }
  }
  const made = solved.map((p) => p!);
  const result = writePlan(survey, aside, made, exceptions, findings);
  if (!result.ok) return result;
  const { plan } = result;
  return {
    ok: true,
    plan: { ...plan, complete, seed: run.seed, cpuSeconds: seconds },
    bound:
      run.bound && made.every((p) => p.bound ?? p.groups.length === 0)
        ? sumBounds(plan, made)
        : null,
  };
}

interface KeyedPart {
  key: string;
  task: PlannedTask;
  before: SolvedPart | undefined;
}

function keyParts(survey: Survey, tasks: PlannedTask[], run: GroupingRun): KeyedPart[] {
  const { input, rules } = survey;
  const { households, ...rest } = input;
  const common = digest(JSON.stringify([rest, rules, run.seed, run.budget]));
  const before = new Map(Array.from(run.solved ?? [], (part) => [part.key, part]));
  return tasks.map((task) => {
    const own = Array.from(task.component.households, (i) => households[i]);
    const key = digest(common + JSON.stringify([task.groups, task.seed, own]));
    return { key, task, before: before.get(key) };
  });
}

function keep(survey: Survey, key: string, solved: SolvedComponent): SolvedPart {
  const { households } = survey.input;
  const metres = solved.groups.reduce(
    (sum, l) => l.reduce((s, i) => s + survey.walk(i, l[0]), sum),
    0,
  );
  return {
    key,
    groups: solved.groups.map((l) => Array.from(l, (i) => households[i].id)),
    leftOver: solved.leftOver.map(({ household, reason }) => ({
      id: households[household].id,
      reason,
    })),
    metres,
    bound: null,
  };
}

/** Null when it was stopped. */
async function* boundOne(
  survey: Survey,
  part: SolvedPart,
  task: PlannedTask,
  run: GroupingRun,
  fraction: number,
): AsyncGenerator<RunEvent, Bounded | null, undefined> {
  const lists = part.groups.map((g) => Int32Array.from(g, (id) => survey.numberOf.get(id)!));
  // Seconds are the search's; what wishes cost is worth a short search.
  const budget = "seconds" in run.budget ? { iterations: 300 } : run.budget;
  const search = boundPart(survey, lists, task.seed, budget);
  const breath = createBreath();
  for (;;) {
    const step = search.next();
    if (step.done) return step.value;
    if (await breath()) {
      if (run.signal?.aborted) return null;
      yield { kind: "progress", phase: "bounding", fraction, metres: part.metres };
    }
  }
}

/** Where metres are all that counts, what was proved shorter is the plan. */
function withBound(survey: Survey, part: SolvedPart, { bound, groups }: Bounded): SolvedPart {
  if (groups === null || hasWishes(survey)) return { ...part, bound };
  const enough = groups.every(
    (l) =>
      survey.rules.capacitated !== undefined ||
      l.reduce((sum, i) => sum + survey.responders[i], 0) >= survey.rules.minResponders,
  );
  if (!enough) return { ...part, bound };
  const lists = groups.map((l) =>
    centreFirst(
      survey,
      [...l].sort((a, b) => a - b),
    ),
  );
  return {
    ...keep(survey, part.key, { groups: lists, leftOver: [] }),
    leftOver: part.leftOver,
    bound,
  };
}

async function* inBatches(
  source: RunInput["households"],
): AsyncGenerator<readonly Household[], void, undefined> {
  let alone: Household[] = [];
  for await (const one of source as AsyncIterable<Household | readonly Household[]>) {
    if (Array.isArray(one)) yield one as readonly Household[];
    else alone.push(one as Household);
    if (alone.length >= 5000) {
      yield alone;
      alone = [];
    }
  }
  yield alone;
}

/** Lets others have the thread when 30 ms have passed; true when it did. */
export function createBreath(): () => Promise<boolean> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 30) return false;
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = performance.now();
    return true;
  };
}
