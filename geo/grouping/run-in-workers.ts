import type { Worker } from "node:worker_threads";
import type { Budget, GroupingInput, Rules } from "./model.js";
import type { PlannedTask } from "./plan-tasks.js";
import type { SolvedComponent } from "./solve-component.js";
import type { PartNews, PartSolver } from "./solve-parts.js";
import type { Survey } from "./survey.js";

/** What a worker is asked. */
export interface Job {
  index: number;
  input: GroupingInput;
  rules: Rules;
  /** Whether the whole input is flat: the part is measured in the same way. */
  flat: boolean;
  groups: number;
  seed: number;
  budget: Budget;
  /** Not 0: stop, with the best so far. */
  stop: Int32Array;
}

export type Answer =
  | { index: number; progress: number; metres: number }
  | { index: number; solved: SolvedComponent; stopped: boolean }
  | { index: number; failure: string };

/**
 * Solves parts on `threads` worker threads of Node, the largest first. A part is one thread's work
 * and carries its own seed, so the plan does not depend on the number of threads. Seconds are
 * shared out by households and counted per thread. Stopped, every thread gives the best so far.
 */
export function createWorkerSolver(threads: number): PartSolver {
  return async function* (survey, tasks, { budget, signal }) {
    const sizeOf = (k: number): number => tasks[k].component.households.length;
    const queue = tasks.map((_, k) => k).sort((a, b) => sizeOf(b) - sizeOf(a) || a - b);
    const all = queue.reduce((sum, k) => sum + sizeOf(k), 0);
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const halt = (): void => void Atomics.store(stop, 0, 1);
    if (signal?.aborted) halt();
    signal?.addEventListener("abort", halt, { once: true });
    const news: (PartNews | Error)[] = [];
    let wake = (): void => undefined;
    const tell = (one: PartNews | Error): void => {
      news.push(one);
      wake();
    };
    const running = new Map<number, { fraction: number; metres: number }>();
    let done = 0,
      open = tasks.length;
    const hear = (answer: Answer): void => {
      const { index } = answer;
      if ("failure" in answer) {
        tell(new Error(answer.failure));
        return;
      }
      if ("solved" in answer) {
        running.delete(index);
        done += sizeOf(index);
        tell({ index, solved: inWhole(tasks[index], answer.solved), stopped: answer.stopped });
      } else running.set(index, { fraction: answer.progress, metres: answer.metres });
      let fraction = done,
        metres = 0;
      for (const [k, r] of running) {
        fraction += r.fraction * sizeOf(k);
        metres += r.metres;
      }
      tell({ fraction: fraction / all, metres });
    };
    const feed = (worker: Worker): void => {
      const index = queue.shift();
      if (index !== undefined)
        worker.postMessage(jobOf(survey, tasks[index], index, budget, all, stop));
    };
    const workers = await Promise.all(
      Array.from({ length: Math.min(threads, tasks.length) }, () => openWorker()),
    );
    try {
      for (const worker of workers) {
        worker.on("error", tell);
        worker.on("message", (answer: Answer) => {
          hear(answer);
          if ("solved" in answer) feed(worker);
        });
        feed(worker);
      }
      while (open > 0) {
        const one = news.shift();
        if (one === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        if (one instanceof Error) throw one;
        if ("index" in one) open--;
        yield one;
      }
    } finally {
      signal?.removeEventListener("abort", halt);
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  };
}

async function openWorker(): Promise<Worker> {
  const { Worker } = await import("node:worker_threads");
  // Compiled code runs as it is; from source (tests) Node 20 needs tsx to read TypeScript.
  const source = import.meta.url.endsWith(".ts");
  const url = new URL(source ? "./group.worker.ts" : "./group.worker.js", import.meta.url);
  // --import tsx in execArgv does not reach a worker's own entry on Node 20.20; registering before
  // the import does.
  return source
    ? new Worker(
        'import("tsx/esm/api").then(({ register }) => { register(); return ' +
          `import(${JSON.stringify(url.href)}); })`,
        { eval: true },
      )
    : new Worker(url);
}

function jobOf(
  survey: Survey,
  task: PlannedTask,
  index: number,
  budget: Budget,
  all: number,
  stop: Int32Array,
): Job {
  const share =
    "seconds" in budget
      ? { seconds: (budget.seconds * task.component.households.length) / all }
      : budget;
  const { groups, seed } = task;
  const input = cutOut(survey, task);
  return {
    index,
    input,
    rules: planarRules(survey),
    flat: survey.flat,
    groups,
    seed,
    budget: share,
    stop,
  };
}

/** The part's household numbers as those of the whole input. */
function inWhole(
  { component: { households } }: PlannedTask,
  solved: SolvedComponent,
): SolvedComponent {
  return {
    groups: solved.groups.map((list) => list.map((i) => households[i])),
    leftOver: solved.leftOver.map(({ household, reason }) => ({
      household: households[household],
      reason,
    })),
  };
}

/**
 * The component as an input of its own, in metres, so that both sides compute with the same
 * numbers.
 */
function cutOut(survey: Survey, task: PlannedTask): GroupingInput {
  const { input } = survey;
  const { households } = task.component;
  const here = new Set(Array.from(households, (i) => input.households[i].id));
  const both = (a: string, b: string): boolean => here.has(a) && here.has(b);
  return {
    planar: true,
    households: Array.from(households, (i) => ({
      ...input.households[i],
      x: survey.x[i],
      y: survey.y[i],
    })),
    ...(input.barriers && { barriers: input.barriers.map((line) => line.map(survey.forward)) }),
    ...(input.crossings && { crossings: input.crossings.map(survey.forward) }),
    ...(input.ties && { ties: input.ties.filter((t) => both(t.a, t.b)) }),
    ...(input.together && {
      together: input.together.filter((set) => set.every((id) => here.has(id))),
    }),
    ...(input.apart && { apart: input.apart.filter(([a, b]) => both(a, b)) }),
  };
}

function planarRules(survey: Survey): Rules {
  const { rules } = survey;
  const { distance } = rules;
  return distance.kind === "streets" && !survey.input.planar
    ? {
        ...rules,
        distance: {
          ...distance,
          streets: distance.streets.map((line) => line.map(survey.forward)),
        },
      }
    : rules;
}
