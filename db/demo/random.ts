/**
 * A seeded source of randomness. mulberry32 (32 bits of state) is ample for a demonstration and the
 * same on every engine;
 * each maker of a part gets its own stream, so that a change in one part leaves the others as they
 * were.
 */
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

export function randomOf(seed: number, stream: string): Random {
  let state = seed >>> 0;
  for (const character of stream)
    state = Math.imul(state ^ character.codePointAt(0)!, 0x9e3779b1) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
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

/** Ids of the form of UUID v7 (RFC 9562): 48 bits of the given moment, the rest from the seed. */
export function idsOf(seed: number): (milliseconds: number) => string {
  const random = randomOf(seed, "ids");
  const bits = (count: number) => Math.floor(random.next() * 2 ** count);
  return (milliseconds) => {
    const time = milliseconds.toString(16).padStart(12, "0");
    const a = (0x7000 | bits(12)).toString(16),
      b = (0x8000 | bits(14)).toString(16);
    const c = bits(24).toString(16).padStart(6, "0") + bits(24).toString(16).padStart(6, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-${a}-${b}-${c}`;
  };
}
