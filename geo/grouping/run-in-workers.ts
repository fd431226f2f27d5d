import type { Worker } from "node:worker_threads";
import type { Runner, Task } from "./form-groups.js";
import type { GroupingInput, Rules } from "./model.js";
import type { SolvedComponent } from "./solve-component.js";
import type { Survey } from "./survey.js";

/** What a worker is asked. */
export interface Job {
  index: number;
  input: GroupingInput;
  rules: Rules;
  groups: number;
  seed: number;
  budget: { seconds: number } | { iterations: number };
}

export type Answer =
  | { index: number; progress: number }
  | { index: number; solved: { groups: Int32Array[]; leftOver: SolvedComponent["leftOver"] } }
  | { index: number; failure: string };

/**
 * A runner for formGroups that spreads components over `threads` worker threads of Node, the
 * largest first. A component
 * is one thread's work and carries its own seed, so the answer does not depend on the number of
 * threads. Seconds are
 * shared out by households and counted per thread. Cancelling ends the threads.
 */
export function createWorkerRunner(threads: number): Runner {
  return async (survey, tasks, { budget, onProgress, signal }) => {
    signal?.throwIfAborted();
    const { Worker } = await import("node:worker_threads");
    // Compiled code runs as it is; from source (tests) Node 20 needs tsx to read TypeScript.
    const source = import.meta.url.endsWith(".ts");
    const url = new URL(source ? "./group.worker.ts" : "./group.worker.js", import.meta.url);
    const all = tasks.reduce((sum, t) => sum + t.component.households.length, 0);
    const solved: SolvedComponent[] = new Array(tasks.length);
    const queue = tasks
      .map((_, k) => k)
      .sort(
        (a, b) =>
          tasks[b].component.households.length - tasks[a].component.households.length || a - b,
      );
    const fraction = new Float64Array(tasks.length);
    const workers: Worker[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        let open = tasks.length;
        if (open === 0) {
          resolve();
          return;
        }
        signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
        const feed = (worker: Worker): void => {
          const index = queue.shift();
          if (index === undefined) return;
          const task = tasks[index];
          const share =
            "seconds" in budget
              ? { seconds: (budget.seconds * task.component.households.length) / all }
              : budget;
          const job: Job = {
            index,
            input: cutOut(survey, task),
            rules: planarRules(survey),
            groups: task.groups,
            seed: task.seed,
            budget: share,
          };
          worker.postMessage(job);
        };
        for (let t = 0; t < Math.min(threads, tasks.length); t++) {
          // --import tsx in execArgv does not reach a worker's own entry on Node 20.20; registering
          // before the import does.
          const worker = source
            ? new Worker(
                'import("tsx/esm/api").then(({ register }) => { register(); return ' +
                  `import(${JSON.stringify(url.href)}); })`,
                { eval: true },
              )
            : new Worker(url);
          workers.push(worker);
          worker.on("error", reject);
          worker.on("message", (answer: Answer) => {
            if ("failure" in answer) {
              reject(new Error(answer.failure));
              return;
            }
            fraction[answer.index] = "progress" in answer ? answer.progress : 1;
            if (onProgress)
              onProgress(
                fraction.reduce((sum, f, k) => sum + f * tasks[k].component.households.length, 0) /
                  all,
                0,
              );
            if (!("solved" in answer)) return;
            const { households } = tasks[answer.index].component;
            solved[answer.index] = {
              groups: answer.solved.groups.map((list) => list.map((i) => households[i])),
              leftOver: answer.solved.leftOver.map(({ household, reason }) => ({
                household: households[household],
                reason,
              })),
            };
            if (--open === 0) resolve();
            else feed(worker);
          });
          feed(worker);
        }
      });
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
    return solved;
  };
}

/**
 * The component as an input of its own, in metres, so that both sides compute with the same
 * numbers.
 */
function cutOut(survey: Survey, task: Task): GroupingInput {
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
