import { parentPort } from "node:worker_threads";
import { threadSeconds } from "./cpu-clock.js";
import type { Answer, Job } from "./run-in-workers.js";
import { solveComponent } from "./solve-component.js";
import { reserve } from "./solve-parts.js";
import { surveyInput } from "./survey.js";

/** A worker thread: one component after the other, as asked. */
const port = parentPort!;
const tell = (answer: Answer): void => port.postMessage(answer);

port.on("message", ({ index, input, rules, flat, groups, seed, budget, stop }: Job) => {
  try {
    const survey = surveyInput(input, rules, flat);
    const n = input.households.length;
    const households = Int32Array.from(input.households.keys());
    const stopped = (): boolean => Atomics.load(stop, 0) !== 0;
    const given = stopped()
      ? { iterations: 0 }
      : reserve("seconds" in budget ? { ...budget, clock: threadSeconds } : budget, n);
    const search = solveComponent(survey, households, groups, seed, given);
    let told = performance.now();
    let step = search.next();
    while (!step.done) {
      if (performance.now() - told > 100) {
        tell({ index, progress: step.value.fraction, metres: step.value.objective });
        told = performance.now();
      }
      step = search.next(stopped() ? "stop" : undefined);
    }
    tell({ index, solved: step.value, stopped: stopped() });
  } catch (error) {
    tell({
      index,
      failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
