import { deriveSeed } from "../random.js";
import { anneal } from "./anneal.js";
import {
  type AnnealState,
  createState,
  loadGrouping,
  measureExcess,
  measureObjective,
} from "./anneal-state.js";
import { takeBestOfEach } from "./best-of-each.js";
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
/** How prices of broken bounds rise, how hot rounds are, how long a run: all measured. */
interface Schedule {
  /** Price of a household out of bounds at the start of a run, and its rise. */
  first: number;
  rise: number;
  /** The same in a round. */
  again: number;
  /** Share of a run after which the bounds are hard. */
  soft: number;
  /** Temperature at which a round begins. */
  reheat: number;
  /** Proposals a unit of a run, for every unit that there is: more make several runs. */
  run: number;
}
const SIZES: Schedule = { first: 1, rise: 4, again: 5, soft: 0.92, reheat: 0.6, run: 20 };
const CAPACITIES: Schedule = { first: 1, rise: 20, again: 5, soft: 0.8, reheat: 0.4, run: 60 };
/** Proposals a unit: of the first cooling at most, of a round, and too few for any round. */
const FIRST_COOLING = 1000,
  ROUND = 500,
  NO_ROUNDS = 300;
/** Share of a round after which the bounds are hard, and proposals a unit of its last descent. */
const SOFT_ROUND = 0.75,
  DESCENT = 8;

/**
 * Searches a grouping of one component: annealing from an even split, then rounds that warm the
 * best grouping, cool it quickly and keep of every corner the better of before and after
 * (best-of-each.ts). One long cooling must be lucky everywhere at once; a round need not
 * (docs/decisions/grouping-method.md).
 *
 * Bounds are soft while it is hot (their price rises), so that room can travel through full groups;
 * then what is still outside is mended along chains and the rest keeps to the bounds. Small
 * problems get several runs: their result depends on luck, which averages out over many households
 * but not over few. A generator, so that the caller can show progress, let other work in, or stop
 * it.
 */
export function* searchGroups(
  problem: CoreProblem,
  seed: number,
  budget: SearchBudget,
  first?: Int32Array,
): Generator<SearchProgress, SearchOutcome, Steering> {
  const { n, groups } = problem;
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
  const search = openSearch(problem, budget, measureObjective(state));
  mendBounds(state);
  search.best = outcomeOf(state);
  if (groups <= 1 || n <= 1) return search.best;

  const { schedule, planned } = search;
  const runLength = Math.max(1500, schedule.run * n);
  const runs = first ? 1 : Math.max(1, Math.min(64, Math.floor(planned / runLength)));
  for (let run = 0; run < runs && !search.stopped; run++) {
    if (run > 0) {
      state = createState(problem, deriveSeed(seed, run));
      loadGrouping(state, start);
    }
    const from = search.usedShare();
    const until = from + (1 - from) / (runs - run);
    yield* searchOnce(search, state, from, until, first !== undefined);
  }
  return search.best;
}

/** What stays the same through a search, and what it has come to. */
interface Search {
  readonly schedule: Schedule;
  /** Proposals a unit that the budget gives, about. */
  readonly planned: number;
  /** Metres that temperatures are multiples of. */
  readonly warmth: number;
  readonly pricePerUnit: number;
  readonly usedShare: () => number;
  proposals: number;
  looks: number;
  stopped: boolean;
  best: SearchOutcome;
}

function openSearch(problem: CoreProblem, budget: SearchBudget, startObjective: number): Search {
  const { n, weight } = problem;
  const began = "seconds" in budget ? budget.clock() : 0;
  // A step of η must pass while it is hot, or a dear size freezes the search; a fifth is measured.
  const warmth = Math.max((startObjective / n) * 0.75, 1e-9) + problem.sizeWeight / 5;
  let meanWeight = 0;
  for (let i = 0; i < n; i++) meanWeight += weight[i] / n;
  const search: Search = {
    schedule: problem.low > 0 ? SIZES : CAPACITIES,
    planned: "seconds" in budget ? (budget.seconds * PACE) / n : budget.iterations,
    warmth,
    pricePerUnit: warmth / meanWeight,
    usedShare: () =>
      "seconds" in budget
        ? (budget.clock() - began) / budget.seconds
        : search.proposals / (budget.iterations * n),
    proposals: 0,
    looks: 0,
    stopped: false,
    best: { groupOf: new Int32Array(0), objective: Infinity, excess: Infinity },
  };
  return search;
}

const outcomeOf = (state: AnnealState): SearchOutcome => ({
  groupOf: state.groupOf.slice(),
  objective: measureObjective(state),
  excess: measureExcess(state),
});

const isBetter = (a: SearchOutcome, b: SearchOutcome): boolean =>
  a.excess < b.excess || (a.excess === b.excess && a.objective < b.objective);

/** Mutates all: one cooling, then rounds to the end of its share. */
function* searchOnce(
  search: Search,
  state: AnnealState,
  from: number,
  until: number,
  isWarm: boolean,
): Generator<SearchProgress, void, Steering> {
  const { schedule, pricePerUnit, planned } = search;
  const { n } = state.problem;
  const length = (until - from) * planned;
  const opening = length < NO_ROUNDS ? length : Math.min(FIRST_COOLING, length / 2);
  yield* cool(search, state, {
    from,
    until: from + opening / planned,
    hottest: isWarm ? HOT / 5 : HOT,
    soft: schedule.soft,
    price: (f) => schedule.first * schedule.rise ** Math.min(1, f / schedule.soft),
  });
  // To the bottom of the valley: a few sweeps that accept gains only.
  anneal(state, Math.min(4 * n * 8, Math.max(SLICE, 2 * n)), 0, pricePerUnit * 1000, SWAPS);
  let own = outcomeOf(state);
  if (isBetter(own, search.best)) search.best = own;
  yield* look(search);
  for (;;) {
    const used = search.usedShare();
    const rounds = Math.round(((until - used) * planned) / ROUND);
    if (search.stopped || length < NO_ROUNDS || used >= until) break;
    yield* cool(search, state, {
      from: used,
      until: used + (until - used) / Math.max(1, rounds),
      hottest: schedule.reheat,
      soft: SOFT_ROUND,
      price: () => schedule.again,
    });
    anneal(state, DESCENT * n, 0, pricePerUnit * 1000, SWAPS);
    search.proposals += DESCENT * n;
    takeBestOfEach(state, own.groupOf);
    const now = outcomeOf(state);
    // Clusters are priced one by one; rounding aside, all of them together are no dearer.
    if (isBetter(now, own)) own = now;
    if (isBetter(own, search.best)) search.best = own;
    yield* look(search);
  }
}

interface Cooling {
  /** Shares of the search's budget. */
  from: number;
  until: number;
  hottest: number;
  /** Share of the cooling after which the bounds are hard. */
  soft: number;
  /** Of a household out of bounds, at a share of the cooling. */
  price: (f: number) => number;
}

/** Mutates both: cools to COLD and mends what is out of bounds. */
function* cool(
  search: Search,
  state: AnnealState,
  { from, until, hottest, soft, price }: Cooling,
): Generator<SearchProgress, void, Steering> {
  const { planned, warmth, pricePerUnit } = search;
  const proposals = (until - from) * planned * state.problem.n;
  const slice = Math.max(500, Math.min(SLICE, Math.round(proposals / 100)));
  let mended = false;
  for (;;) {
    const f = (search.usedShare() - from) / Math.max(until - from, 1e-9);
    if (f >= 1 || search.stopped) break;
    if (!mended && f > soft) {
      mended = true;
      mendBounds(state);
    }
    const temperature = warmth * hottest * (COLD / hottest) ** f;
    anneal(state, slice, temperature, pricePerUnit * (mended ? 100 : price(f)), SWAPS);
    search.proposals += slice;
    if (++search.looks % 10 === 0) yield* look(search);
  }
  mendBounds(state);
}

function* look(search: Search): Generator<SearchProgress, void, Steering> {
  const fraction = Math.min(1, search.usedShare());
  if ((yield { fraction, objective: search.best.objective }) === "stop") search.stopped = true;
}
