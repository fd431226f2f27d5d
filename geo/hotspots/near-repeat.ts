import { monteCarlo } from "../random.js";
import { sameLength } from "./check.js";
import { closePairsUpTo, pairCounter } from "./close-pairs.js";
import { type Warning, warning } from "./phrases.js";
import { exists, missing, type Outcome } from "./reason.js";
import type { Computed } from "./record.js";

export interface NearRepeatOptions {
  /**
   * Upper bounds of the distance bands, metres, ascending; default 100, 200, 300, 400. "Same place"
   * stands before them.
   */
  metres?: readonly number[];
  /** Upper bounds of the time bands, days, ascending; default 7, 14, 21, 28. */
  days?: readonly number[];
  /** Default 999; of more than a million close pairs 399 to 999, by how many there are. */
  draws?: number;
  seed?: number;
  /**
   * Household or building number of each incident, −1 when unknown: the same number is the same
   * place. Otherwise a place is up to 1 m.
   */
  place?: Int32Array;
}

export interface NearRepeatCell {
  /**
   * Half-open bands [from, to): the label "100 to 200" means 100 ≤ d < 200. Same place: 0 to 1 m,
   * or one household.
   */
  readonly samePlace: boolean;
  readonly metres: readonly [from: number, to: number];
  readonly days: readonly [from: number, to: number];
  readonly pairs: number;
  /** Mean of the permutations, and the observed over it; null when the mean is 0. */
  readonly meanPairs: number;
  readonly ratio: number | null;
  /** Upper tail, (reached + 1)/(draws + 1). */
  readonly p: number;
}

/** 50 MB of them: 50,000 incidents on one place would make 1,250 millions. */
const PAIRS_MOST = 10_000_000;
/** So many take five to ten seconds. */
const PAIRS_DRAWN = 1e9;
const DRAWS = 999;
/** p can still be 0.0025: over 20 bands that is 0.05. */
const DRAWS_LEAST = 399;

export const drawsFor = (pairs: number): number =>
  Math.max(DRAWS_LEAST, Math.min(DRAWS, Math.floor(PAIRS_DRAWN / pairs)));

/**
 * Near-repeat table (Johnson and Bowers 2004; Ratcliffe's Near Repeat Calculator): are incidents
 * soon after another and close to it
 * more frequent than the places and the times alone make them? Times are permuted among the fixed
 * places; the list of close pairs is made once.
 * O(n · local density + draws · close pairs).
 */
export function nearRepeat(
  x: Float64Array,
  y: Float64Array,
  days: Float64Array,
  options: NearRepeatOptions = {},
): Outcome<readonly NearRepeatCell[]> & { record: Computed } {
  const metres = [1, ...(options.metres ?? [100, 200, 300, 400])],
    bands = [...(options.days ?? [7, 14, 21, 28])];
  const seed = options.seed ?? 1,
    n = x.length;
  sameLength("days", n, days.length);
  if (options.place) sameLength("place", n, options.place.length);
  for (const edges of [metres, bands]) {
    if (edges.length === 0 || edges.some((e, k) => !(e > (k ? edges[k - 1] : 0))))
      throw new RangeError(
        `Bands must ascend from above zero (metres from above 1), got ${edges.join(", ")}`,
      );
  }
  const warnings: Warning[] = [];
  const record = (pairs: number, draws = options.draws ?? DRAWS): Computed => ({
    method: "near-repeat",
    n,
    inference: { kind: "permutation", tail: "greater", permutations: draws, seed },
    warnings,
    parameters: {
      metres,
      days: bands,
      bounds: "half-open",
      closePairs: pairs,
      samePlace: options.place ? "number-or-metre" : "metre",
    },
  });
  if (n < 2) return { ...missing("few-points"), record: record(0) };
  const pairs = closePairsUpTo(PAIRS_MOST, x, y, metres, { place: options.place });
  if (!pairs) return { ...missing("many-pairs"), record: record(PAIRS_MOST) };
  const count = pairs.partner.length,
    draws = options.draws ?? drawsFor(count),
    size = metres.length * bands.length;
  if (count === 0) return { ...missing("no-pairs"), record: record(0) };
  if (count < 30) warnings.push(warning("few-links", { count }));
  const t = Float64Array.from(pairs.order, (i) => days[i]),
    observed = new Float64Array(size);
  const add = pairCounter(pairs, t, bands);
  add(t, observed);
  const random = monteCarlo(seed),
    drawn = new Float64Array(size),
    total = new Float64Array(size),
    reached = new Uint32Array(size);
  for (let draw = 0; draw < draws; draw++) {
    random.shuffle(t);
    drawn.fill(0);
    add(t, drawn);
    for (let k = 0; k < size; k++) {
      total[k] += drawn[k];
      if (drawn[k] >= observed[k]) reached[k]++;
    }
  }
  const table: NearRepeatCell[] = [];
  metres.forEach((to, m) =>
    bands.forEach((dayTo, b) => {
      const k = m * bands.length + b,
        meanPairs = total[k] / draws;
      table.push({
        samePlace: m === 0,
        metres: [m ? metres[m - 1] : 0, to],
        days: [b ? bands[b - 1] : 0, dayTo],
        pairs: observed[k],
        meanPairs,
        ratio: meanPairs > 0 ? observed[k] / meanPairs : null,
        p: (reached[k] + 1) / (draws + 1),
      });
    }),
  );
  return { ...exists<readonly NearRepeatCell[]>(table), record: record(count, draws) };
}
