import { once } from "node:events";
import { Worker } from "node:worker_threads";

/**
 * How many times longer a small piece of work takes on this machine now, at its 95th percentile,
 * than it would alone: the wait for a timer and for a processor, measured on a thread that does
 * nothing else. It tells of what other processes take, and not of what blocks our own loop.
 */
export function measureStretch(): { stop(): Promise<number> } {
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads");
    let sum = 0;
    const spin = () => { for (let i = 0; i < 300_000; i++) sum = (sum * 31 + i) | 0; };
    const timed = () => { const t = performance.now(); spin(); return performance.now() - t; };
    const alone = Math.min(...Array.from({ length: 20 }, timed));
    const found = [];
    let due = performance.now() + 50;
    const timer = setInterval(() => {
      spin();
      found.push((performance.now() - due) / alone);
      due = performance.now() + 50;
    }, 50);
    parentPort.once("message", () => {
      clearInterval(timer);
      found.sort((a, b) => a - b);
      globalThis.sum = sum;
      parentPort.postMessage(Math.max(1, found[Math.floor(found.length * 0.95)] ?? 1));
    });`,
    { eval: true },
  );
  return {
    async stop() {
      worker.postMessage("");
      const [stretch] = (await once(worker, "message")) as [number];
      await worker.terminate();
      return stretch;
    },
  };
}
