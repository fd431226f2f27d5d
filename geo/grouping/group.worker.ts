import { parentPort } from "node:worker_threads";
import { threadSeconds } from "./cpu-clock.js";
import { reserve } from "./form-groups.js";
import type { Answer, Job } from "./run-in-workers.js";
import { solveComponent } from "./solve-component.js";
import { surveyInput } from "./survey.js";

/** A worker thread: one component after the other, as asked. */
const port = parentPort!;
const tell = (answer: Answer): void => port.postMessage(answer);

port.on("message", ({ index, input, rules, groups, seed, budget }: Job) => {
  try {
    const survey = surveyInput(input, rules);
    const n = input.households.length;
    const households = Int32Array.from(input.households.keys());
    const search = solveComponent(
      survey,
      households,
      groups,
      seed,
      reserve("seconds" in budget ? { ...budget, clock: threadSeconds } : budget, n),
    );
    let told = performance.now();
    for (;;) {
      const step = search.next();
      if (step.done) {
        tell({ index, solved: step.value });
        return;
      }
      if (performance.now() - told > 100) {
        tell({ index, progress: step.value.fraction });
        told = performance.now();
      }
    }
  } catch (error) {
    tell({
      index,
      failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
