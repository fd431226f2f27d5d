import { Threads, threadModule } from "../jobs/threads.js";

/** Where each work is. */
const MODULES = {
  mapHotSpots: "./hot-spots-work",
  mapDensity: "./hot-spots-work",
  findRepeats: "./hot-spots-work",
  mapAreas: "./hot-areas-work",
  exposedCells: "./exposure-work",
  exposedAreas: "./exposure-work",
  outlineCells: "./hot-outlines",
  concentrate: "./concentration-work",
} as const;

/** Of all statistics of a process: a map takes the tenth of a second. */
const threads = new Threads();

export function hotWork<T>(
  work: keyof typeof MODULES,
  input: unknown,
  signal: AbortSignal,
): Promise<T> {
  const module = threadModule(import.meta.url, MODULES[work]);
  return threads.run<T>({ module, work, input, signal });
}
