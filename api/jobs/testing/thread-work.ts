import { Refusal } from "../../core/refusal.js";

/** Computes for so long; answers how long it did. */
export function burn(ms: number, tell: (told: unknown) => void): number {
  const begun = performance.now();
  let told = begun;
  for (let now = begun; now - begun < ms; now = performance.now())
    if (now - told > 100) {
      tell({ done: now - begun, total: ms });
      told = now;
    }
  return performance.now() - begun;
}

/** As a job's work has it. */
export const burnJob = ({ input }: { input: { ms: number } }, tell: (told: unknown) => void) =>
  burn(input.ms, tell);

export function endless(): void {
  for (;;);
}

export function die(): void {
  process.exit(3);
}

export function fail(): void {
  throw new Error("it failed");
}

export function refuse(): void {
  throw new Refusal("CONFLICT", "Choose another.");
}

/** Returns when another is here too. */
export function meet(shared: SharedArrayBuffer): void {
  const here = new Int32Array(shared);
  Atomics.add(here, 0, 1);
  Atomics.notify(here, 0);
  while (Atomics.load(here, 0) < 2) Atomics.wait(here, 0, 1, 5_000);
}
