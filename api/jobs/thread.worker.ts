// A thread of Threads: does what it is sent, one thing after the other.
import { parentPort } from "node:worker_threads";
import type { Refused, ThreadAnswer, ThreadOrder } from "./threads.js";

type Work = (input: unknown, tell: (told: unknown) => void) => unknown;

const answer = (said: ThreadAnswer): void => parentPort!.postMessage(said);

parentPort!.on("message", async ({ id, module, work, input }: ThreadOrder) => {
  try {
    const works = (await import(module)) as Record<string, Work>;
    const done = await works[work]!(input, (told) => answer({ id, told }));
    answer({ id, done });
  } catch (error) {
    const { stack, message, extensions } = error as Error & {
      extensions?: Refused;
    };
    // A user's mistake keeps its sentence and its codes, and is not tried again.
    if (extensions) answer({ id, failure: message, refusal: { ...extensions } });
    else answer({ id, failure: stack ?? String(error) });
  }
});
