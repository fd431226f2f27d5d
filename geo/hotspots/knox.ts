import { monteCarlo } from "../random.js";
import { positive, sameLength } from "./check.js";
import { closePairs, countBySpaceAndTime } from "./close-pairs.js";
import { poissonUpperP } from "./poisson.js";
import { exists, missing, type Outcome } from "./reason.js";
import type { Computed } from "./record.js";

export interface Knox {
  /** Pairs close in both space and time. */
  readonly pairs: number;
  /**
   * 2 × 2: close in space or not, by close in time or not; rows space, columns time, close first.
   */
  readonly observed: readonly [readonly [number, number], readonly [number, number]];
  readonly expected: readonly [readonly [number, number], readonly [number, number]];
  /**
   * Upper tail: as many close pairs or more, by the Poisson approximation and by permuting the
   * times.
   */
  readonly poissonP: number;
  readonly permutationP: number | null;
}

/**
 * Knox's test of interaction in space and time (Knox 1964): are pairs that are close in space (d ≤
 * `metres`) more often close in time
 * (|Δt| ≤ `days`) than their margins say? Both bounds are inclusive.
 */
export function knox(
  x: Float64Array,
  y: Float64Array,
  days: Float64Array,
  within: { metres: number; days: number },
  permutations?: { draws: number; seed: number },
): Outcome<Knox> & { record: Computed } {
  const n = x.length;
  sameLength("days", n, days.length);
  positive("metres", within.metres);
  if (!(within.days >= 0)) throw new RangeError(`days must be zero or above, got ${within.days}`);
  const record: Computed = {
    method: "knox",
    n,
    parameters: { metres: within.metres, days: within.days, bounds: "inclusive" },
    warnings: [],
    inference: permutations
      ? {
          kind: "permutation",
          tail: "greater",
          permutations: permutations.draws,
          seed: permutations.seed,
        }
      : { kind: "analytic", tail: "greater", permutations: null, seed: null },
  };
  if (n < 2) return { ...missing("few-points"), record };
  const pairs = closePairs(x, y, [within.metres], { closed: true });
  const t = Float64Array.from(pairs.order, (i) => days[i]),
    all = (n * (n - 1)) / 2,
    space = pairs.partner.length;
  const count = new Float64Array(1);
  countBySpaceAndTime(pairs, t, [within.days], count, true);
  const both = count[0],
    time = closeInTime(days, within.days);
  let permutationP: number | null = null;
  if (permutations) {
    const random = monteCarlo(permutations.seed);
    let reached = 0;
    for (let draw = 0; draw < permutations.draws; draw++) {
      random.shuffle(t);
      count[0] = 0;
      countBySpaceAndTime(pairs, t, [within.days], count, true);
      if (count[0] >= both) reached++;
    }
    permutationP = (reached + 1) / (permutations.draws + 1);
  }
  const e = (space * time) / all;
  return {
    ...exists<Knox>({
      pairs: both,
      observed: [
        [both, space - both],
        [time - both, all - space - time + both],
      ],
      expected: [
        [e, space - e],
        [time - e, all - space - time + e],
      ],
      poissonP: poissonUpperP(both, e),
      permutationP,
    }),
    record,
  };
}

/** Pairs at most `within` apart in time, by two fingers over the sorted times. */
function closeInTime(days: Float64Array, within: number): number {
  const t = days.slice().sort();
  let pairs = 0;
  for (let i = 0, first = 0; i < t.length; i++) {
    while (t[i] - t[first] > within) first++;
    pairs += i - first;
  }
  return pairs;
}
