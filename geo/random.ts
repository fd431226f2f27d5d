/**
 * Seeded random numbers: the same seed gives the same sequence on every machine, which Math.random
 * cannot promise. Not for secrets. Two generators, since what was generated with either is pinned:
 * mulberry32 draws what is made (towns, households, searches), xoshiro128** what is estimated from
 * many draws.
 */

/** Numbers in [0, 1). */
export type Uniform = () => number;

/** mulberry32 (T. Ettinger, public domain idea), restated; period 2^32. */
export function mulberry32(seed: number): Uniform {
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

/** Draws for making things up. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  /** Integer, both ends included. */
  integer(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Index drawn in proportion to its weight. */
  weighted(weights: ArrayLike<number>): number;
  gaussian(): number;
  exponential(mean: number): number;
}

/**
 * mulberry32 with a stream of its own for each maker of a part, so that a change in one part leaves
 * the others as they were.
 */
export function randomOf(seed: number, stream: string): Random {
  let state = seed >>> 0;
  for (const character of stream)
    state = Math.imul(state ^ character.codePointAt(0)!, 0x9e3779b1) >>> 0;
  const next = mulberry32(state);
  const between = (low: number, high: number) => low + (high - low) * next();
  return {
    next,
    between,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weighted(weights) {
      let total = 0;
      for (let i = 0; i < weights.length; i++) total += weights[i]!;
      let left = next() * total;
      for (let i = 0; i < weights.length; i++) if ((left -= weights[i]!) < 0) return i;
      return weights.length - 1;
    },
    gaussian: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    exponential: (mean) => -mean * Math.log(1 - next()),
  };
}

/** Draws for estimating things. */
export interface MonteCarlo {
  /** 32 random bits as an unsigned integer. */
  bits(): number;
  /** In [0, 1), 53 bits. */
  uniform(): number;
  /**
   * An integer in [0, n), n at most 2^32; the bias is below n / 2^32, far under Monte-Carlo error.
   */
  below(n: number): number;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
  /** Mutates: Fisher-Yates. */
  shuffle<T extends { length: number; [i: number]: number }>(values: T): T;
}

const rotate = (x: number, k: number) => (x << k) | (x >>> (32 - k));

/**
 * xoshiro128** (Blackman and Vigna 2021, "Scrambled linear pseudorandom number generators"), its
 * state filled by splitmix32.
 */
export function monteCarlo(seed: number): MonteCarlo {
  let h = Math.floor(seed) | 0;
  const split = () => {
    h = (h + 0x9e3779b9) | 0;
    let t = h ^ (h >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return t ^ (t >>> 15);
  };
  // A typed array, because V8 boxes 32-bit integers that a closure holds: half the time of four
  // variables.
  const s = Int32Array.from([split(), split(), split(), split()]);
  const bits = () => {
    const b = s[1],
      result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const c = s[2] ^ s[0],
      d = s[3] ^ b;
    s[1] = b ^ c;
    s[0] ^= d;
    s[2] = c ^ (b << 9);
    s[3] = rotate(d, 11);
    return result;
  };
  const uniform = () => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992;
  const below = (n: number) => Math.floor((bits() * n) / 4294967296);
  return {
    bits,
    uniform,
    below,
    normal() {
      for (;;) {
        const u = 2 * uniform() - 1,
          v = 2 * uniform() - 1,
          s = u * u + v * v;
        if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
      }
    },
    shuffle(values) {
      for (let i = values.length - 1; i > 0; i--) {
        const j = below(i + 1),
          t = values[i];
        values[i] = values[j];
        values[j] = t;
      }
      return values;
    },
  };
}
