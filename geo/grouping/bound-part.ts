import { deriveSeed } from "../random.js";
import { countHomesElsewhere } from "./count-homes-elsewhere.js";
import { createRelaxation } from "./lagrangian.js";
import { buildMedianProblem } from "./median-problem.js";
import { METRES_ONLY, type PartBound } from "./model.js";
import { findNearestNeighbours } from "./nearest-neighbours.js";
import type { SearchBudget } from "./search-groups.js";
import { solveComponent } from "./solve-component.js";
import { solveExactly } from "./solve-exactly.js";
import type { Survey } from "./survey.js";

export interface Bounded {
  bound: PartBound;
  /** A legal grouping with `shortestMetres`, where it is not the part's own; centre first. */
  groups: Int32Array[] | null;
}

/** Exact up to so many households. */
const EXACT = 150;
/** Walks between all pairs are looked at up to so many households of buildings. */
const ALL_PAIRS = 800;
/**
 * Rows hold so many neighbours in all, and at least so many each: prices cannot rise above the
 * metres to the last.
 */
const ENTRIES = 4e6,
  NEAR = 100,
  FULL = 200;

/**
 * Bounds one part from below: by counting, exactly where it is small, by relaxation else. Where the
 * plan has wishes, the search goes on from it without them, so that their price and what the search
 * left stand apart. Gives way about every 10 ms.
 */
export function* boundPart(
  survey: Survey,
  lists: readonly Int32Array[],
  seed: number,
  budget: SearchBudget,
): Generator<void, Bounded, unknown> {
  const households = Int32Array.from(lists.flatMap((l) => [...l])).sort();
  let groups: Int32Array[] | null = null;
  let metres = metresOf(survey, lists);
  const done = (lowerMetres: number): Bounded => ({
    bound: {
      lowerMetres: Math.max(0, Math.min(lowerMetres, metres)),
      shortestMetres: metres,
      exact: lowerMetres >= metres * (1 - 1e-9),
    },
    groups,
  });
  const take = (found: Int32Array[]): void => {
    const total = metresOf(survey, found);
    if (total < metres - 1e-9) {
      metres = total;
      groups = found;
    }
  };
  let counted = countHere(survey, households, lists.length);
  if (counted >= metres * (1 - 1e-9)) return done(counted);
  if (hasWishes(survey)) {
    const found = yield* shortenWalks(survey, households, lists, deriveSeed(seed, 1), budget);
    if (found !== null) take(found);
    if (counted >= metres * (1 - 1e-9)) return done(counted);
  }
  if (households.length <= EXACT && !survey.rules.capacitated) {
    const found = yield* exactly(survey, households, lists.length, metres);
    if (found.groups !== null && legal(survey, found.groups)) take(found.groups);
    if (found.proven || found.lowerMetres >= metres) return done(found.lowerMetres);
    counted = Math.max(counted, found.lowerMetres);
  }
  return done(Math.max(counted, yield* relaxMetres(survey, households, lists.length, metres)));
}

/** Is anything but metres weighed in this survey? */
export const hasWishes = ({ rules }: Survey): boolean => {
  const { radius, radiusLimit, tie, building, floor, size } = rules.weights;
  const bent = radius > 0 && radiusLimit < Infinity;
  return bent || tie > 0 || building > 0 || floor > 0 || (size > 0 && !rules.capacitated);
};

const metresOf = (survey: Survey, lists: readonly Int32Array[]): number =>
  lists.reduce((sum, l) => l.reduce((s, i) => s + survey.walk(i, l[0]), sum), 0);

function* shortenWalks(
  survey: Survey,
  households: Int32Array,
  lists: readonly Int32Array[],
  seed: number,
  budget: SearchBudget,
): Generator<void, Int32Array[] | null, unknown> {
  const from = new Map(lists.flatMap((l, g) => Array.from(l, (i) => [i, g] as const)));
  const plain = { ...survey, rules: { ...survey.rules, weights: METRES_ONLY } };
  const search = solveComponent(plain, households, lists.length, seed, budget, from);
  for (;;) {
    const step = search.next();
    if (step.done) return step.value.leftOver.length === 0 ? step.value.groups : null;
    yield;
  }
}

function* exactly(
  survey: Survey,
  households: Int32Array,
  groups: number,
  known: number,
): Generator<void, { lowerMetres: number; proven: boolean; groups: Int32Array[] | null }, unknown> {
  const n = households.length;
  const { walk, forbidden, rules } = survey;
  const metres = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      metres[i * n + j] =
        i !== j && forbidden?.(households[i], households[j])
          ? Infinity
          : walk(households[i], households[j]);
  const outcome = yield* solveExactly(
    { n, metres, groups, low: rules.low, high: rules.high },
    known,
  );
  return {
    ...outcome,
    groups: outcome.groups?.map((g) => Int32Array.from(g, (k) => households[k])) ?? null,
  };
}

/** The exact solution looks at pairs with the centre only, and keeps no set together. */
function legal({ forbidden, linkOf }: Survey, lists: readonly Int32Array[]): boolean {
  const group = new Map<number, number>();
  return lists.every((list, g) =>
    list.every((i, k) => {
      const set = linkOf.get(i);
      if (set !== undefined) {
        if ((group.get(set) ?? g) !== g) return false;
        group.set(set, g);
      }
      return forbidden === null || !list.subarray(k + 1).some((j) => forbidden(i, j));
    }),
  );
}

/** Households by place (nothing to walk between them), and the step from each to the next place. */
function countHere(survey: Survey, households: Int32Array, groups: number): number {
  const { rules, walk, straightFactor, input } = survey;
  const n = households.length;
  if (rules.capacitated) return 0;
  const placeOf = new Int32Array(n),
    next = new Float64Array(n).fill(Infinity);
  if (households.some((i) => input.households[i].building !== undefined)) {
    if (n > ALL_PAIRS) return 0;
    for (let k = 0; k < n; k++) {
      placeOf[k] = k;
      for (let t = n - 1; t >= 0; t--) {
        const metres = walk(households[k], households[t]);
        if (metres > 0) next[k] = Math.min(next[k], metres);
        else if (t < k) placeOf[k] = placeOf[t];
      }
    }
  } else {
    // No walk is shorter than the straight line, and nearest by that is nearest.
    const x = Float64Array.from(households, (i) => survey.x[i]),
      y = Float64Array.from(households, (i) => survey.y[i]);
    const { start, ids } = findNearestNeighbours(x, y, 4);
    const places = new Map<string, number>();
    for (let k = 0; k < n; k++) {
      const name = `${x[k]} ${y[k]}`;
      placeOf[k] = places.get(name) ?? k;
      places.set(name, placeOf[k]);
      for (let t = start[k]; t < start[k + 1]; t++) {
        const metres = Math.hypot(x[k] - x[ids[t]], y[k] - y[ids[t]]) * (straightFactor || 1);
        if (metres > 0) next[k] = Math.min(next[k], metres);
      }
    }
  }
  return countHomesElsewhere(placeOf, next, groups, rules.high);
}

/** The Lagrangian bound of a part. @param metres of a grouping that is known */
export function* relaxMetres(
  survey: Survey,
  households: Int32Array,
  groups: number,
  metres: number,
): Generator<void, number, unknown> {
  const { rules, input, straightFactor: factor } = survey;
  const scale = factor || 1;
  const { problem } = buildMedianProblem(
    {
      x: Float64Array.from(households, (i) => survey.x[i] * scale),
      y: Float64Array.from(households, (i) => survey.y[i] * scale),
      metres: factor > 0 ? null : (a, b) => survey.walk(households[a], households[b]),
      allowed:
        survey.forbidden === null
          ? null
          : (a, b) => !survey.forbidden!(households[a], households[b]),
      weight: rules.capacitated
        ? Float64Array.from(households, (i) => input.households[i].demand ?? 1)
        : null,
      groups,
      low: rules.capacitated ? 1 : rules.low,
      high: rules.capacitated ? rules.capacitated.capacity : rules.high,
    },
    Math.max(NEAR, Math.min(FULL, Math.round(ENTRIES / households.length))),
  );
  const relaxation = createRelaxation(problem);
  const steps = 25 * Math.max(10, Math.min(60, Math.round(4e6 / households.length)));
  for (let step = 0; step < steps && !relaxation.settled(); step += relaxation.breath) {
    relaxation.improve(relaxation.breath, Math.max(metres, 1e-9));
    yield;
  }
  return relaxation.bound;
}
