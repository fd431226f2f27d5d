/**
 * A small seeded generator: the same seed gives the same sequence on every machine, which
 * Math.random cannot promise.
 * Mulberry32 (T. Ettinger, public domain idea), restated; period 2^32, ample for one annealing run.
 */
export type Random = () => number;

/** @returns a function giving numbers in [0, 1). */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A seed for part `part` of a run, so that parts are independent and do not depend on which thread
 * runs them.
 */
export function deriveSeed(seed: number, part: number): number {
  let mixed = Math.imul((seed ^ 0x9e3779b9) | 0, 0x85ebca6b) ^ Math.imul(part + 1, 0xc2b2ae35);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x27d4eb2f);
  return (mixed ^ (mixed >>> 13)) | 0;
}
