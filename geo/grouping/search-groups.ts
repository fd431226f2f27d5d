import { deriveSeed } from "../random.js";
import { anneal } from "./anneal.js";
import { createState, loadGrouping, measureExcess, measureObjective } from "./anneal-state.js";
import type { CoreProblem } from "./core-problem.js";
import { mendBounds } from "./mend-bounds.js";
import { splitEvenly } from "./split-evenly.js";

/** Seconds on `clock` (CPU where there is such a clock), or proposals per unit. */
export type SearchBudget = { seconds: number; clock: () => number } | { iterations: number };

export interface SearchProgress {
  fraction: number;
  objective: number;
}

/** Given to `next`: "stop" ends the search with the best so far. */
export type Steering = "stop" | undefined;

export interface SearchOutcome {
  groupOf: Int32Array;
  objective: number;
  excess: number;
}

/** Proposals between two looks at the clock. */
const SLICE = 20_000;
/** Proposals a second on the slowest machine of interest: only to choose the number of runs. */
const PACE = 7e6;
const HOT = 0.8,
  COLD = 0.03,
  SWAPS = 0.3;
/**
 * Price of a household out of bounds at the start, its rise, and the share of a run after which the
 * bounds are hard.
 */
const SIZE_PRICE = { first: 1, rise: 4, soft: 0.92 },
  CAPACITY_PRICE = { first: 1, rise: 20, soft: 0.8 };

/**
 * Searches a grouping of one component: annealing runs from an even split, each cooled once; the
 * best legal one wins.
 *
 * Bounds are soft while it is hot (their price rises), so that room can travel through full groups;
 * then what is still
 * outside is mended along chains and the rest of the run keeps to the bounds. Small problems get
 * several runs: their
 * result depends on luck, which averages out over many households but not over few.
 * A generator, so that the caller can show progress, let other work in, or stop it.
 */
export function* searchGroups(
  problem: CoreProblem,
  seed: number,
  budget: SearchBudget,
  first?: Int32Array,
): Generator<SearchProgress, SearchOutcome, Steering> {
  const { n, groups, weight } = problem;
  // Scattered households get smaller groups from the start (power measured: 0, 0.7 and 1.2 are
  // worse).
  const start =
    first ??
    splitEvenly(
      problem,
      Float64Array.from(problem.scale, (v) => v ** 0.3),
    );
  let state = createState(problem, deriveSeed(seed, 0));
  loadGrouping(state, start);
  const startObjective = measureObjective(state);
  mendBounds(state);
  let best: SearchOutcome = {
    groupOf: state.groupOf.slice(),
    objective: measureObjective(state),
    excess: measureExcess(state),
  };
  if (groups <= 1 || n <= 1) return best;

  const began = "seconds" in budget ? budget.clock() : 0;
  const planned = "seconds" in budget ? (budget.seconds * PACE) / n : budget.iterations;
  const runLength = Math.max(1500, (problem.low > 0 ? 3 : 8) * n);
  const runs = first ? 1 : Math.max(1, Math.min(64, Math.floor(planned / runLength)));
  const hottest = first ? HOT / 5 : HOT;
  // A step of η must pass while it is hot, or a dear size freezes the search; a fifth is measured.
  const warmth = Math.max((startObjective / n) * 0.75, 1e-9) + problem.sizeWeight / 5;
  let meanWeight = 0;
  for (let i = 0; i < n; i++) meanWeight += weight[i] / n;
  const pricePerUnit = warmth / meanWeight;
  const plan = problem.low > 0 ? SIZE_PRICE : CAPACITY_PRICE;
  const spent = { proposals: 0 };
  const usedShare = (): number =>
    "seconds" in budget
      ? (budget.clock() - began) / budget.seconds
      : spent.proposals / (budget.iterations * n);

  let stopped = false;
  for (let run = 0; run < runs && !stopped; run++) {
    if (run > 0) {
      state = createState(problem, deriveSeed(seed, run));
      loadGrouping(state, start);
    }
    const from = usedShare(),
      until = from + (1 - from) / (runs - run);
    const slice = Math.max(500, Math.min(SLICE, Math.round((planned * n) / (100 * runs))));
    let mended = false,
      looks = 0;
    for (let f = 0; ; ) {
      f = (usedShare() - from) / Math.max(until - from, 1e-9);
      if (f >= 1 || stopped) break;
      const temperature = warmth * hottest * (COLD / hottest) ** f;
      const ramp = plan.first * plan.rise ** Math.min(1, f / plan.soft);
      if (!mended && f > plan.soft) {
        mended = true;
        mendBounds(state);
      }
      anneal(state, slice, temperature, pricePerUnit * (mended ? 100 : ramp), SWAPS);
      spent.proposals += slice;
      if (++looks % 10 === 0)
        stopped =
          (yield { fraction: Math.min(1, usedShare()), objective: best.objective }) === "stop";
    }
    mendBounds(state);
    // To the bottom of the valley: a few sweeps that accept gains only.
    anneal(state, Math.min(4 * n * 8, Math.max(SLICE, 2 * n)), 0, pricePerUnit * 1000, SWAPS);
    const excess = measureExcess(state),
      objective = measureObjective(state);
    if (excess < best.excess || (excess === best.excess && objective < best.objective)) {
      best = { groupOf: state.groupOf.slice(), objective, excess };
    }
    const steer = yield { fraction: Math.min(1, usedShare()), objective: best.objective };
    stopped ||= steer === "stop";
  }
  return best;
}
