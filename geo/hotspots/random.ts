/**
 * Seeded random numbers: xoshiro128** (Blackman and Vigna 2021, "Scrambled linear pseudorandom
 * number generators"), its state
 * filled by splitmix32. Same seed, same sequence, on every machine. Not for secrets.
 */
export interface Random {
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

export function seededRandom(seed: number): Random {
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
