import { assignToCentres } from "./assign-to-centres.js";
import { type ExactProblem, FREE, OPEN, type Relaxed, relax, SHUT } from "./exact-relaxation.js";

export interface ExactOutcome {
  /** No grouping has fewer metres. */
  lowerMetres: number;
  /** Was that proved to the end? Then `metres` is `lowerMetres`. */
  proven: boolean;
  /** Metres of the best grouping known: the one found, or what was known before. */
  metres: number;
  /** The grouping, when one was found that is better than what was known; centre first. */
  groups: number[][] | null;
}

/** Nodes of the tree at 60 households, fewer beyond; most villages want ten, some a few hundred. */
const NODES = 1500;

/**
 * The shortest grouping of few households (150 at most), proved: set partitioning into groups of
 * legal size, each with its median, by branch and bound over who is a centre. Bounds are
 * Lagrangian; at a price that decides a centre either way it is decided for good (reduced costs);
 * with all centres decided the rest is a flow. Households at one place with equal walks are tried
 * in one order only.
 *
 * A generator that gives way after every few steps of a relaxation.
 * @param known metres of a grouping that is known
 */
export function* solveExactly(
  problem: ExactProblem,
  known: number,
): Generator<void, ExactOutcome, unknown> {
  const { n } = problem;
  const twin = findTwins(problem);
  const nodes = Math.round(NODES * Math.min(1, (60 / n) ** 2));
  const slack = 1e-6;
  let metres = known,
    found: number[][] | null = null;
  const open: { state: Uint8Array; price: Float64Array; bound: number }[] = [
    { state: new Uint8Array(n), price: startPrice(problem), bound: 0 },
  ];
  let root = 0;
  for (let node = 0; open.length > 0; node++) {
    if (node >= nodes) {
      const lowerMetres = open.reduce(
        (least, o) => Math.min(least, Math.max(o.bound, root)),
        metres,
      );
      return { lowerMetres, proven: false, metres, groups: found };
    }
    const { state, price, bound } = open.pop()!;
    if (bound >= metres - slack) continue;
    const relaxed = yield* relax(problem, state, price, node === 0 ? 500 : 80, metres - slack);
    yield;
    if (relaxed === null) continue;
    const tried = settle(problem, relaxed.centres);
    if (tried !== null && tried.metres < metres - slack) {
      metres = tried.metres;
      found = tried.groups;
    }
    if (node === 0) root = Math.max(0, relaxed.bound);
    if (relaxed.bound >= metres - slack) continue;
    decide(problem, state, relaxed, metres - slack, twin);
    const undecided = relaxed.centres.filter((j) => state[j] === FREE);
    const count = (what: number): number => state.reduce((s, v) => s + Number(v === what), 0);
    const decided = count(OPEN) === problem.groups || count(FREE) + count(OPEN) === problem.groups;
    if (decided || undecided.length === 0) {
      const last = atLeaf(problem, state);
      if (last !== null && last.metres < metres - slack) ({ metres, groups: found } = last);
      continue;
    }
    // The centre that the relaxation is least sure of; opening it is tried first.
    const pick = undecided.reduce((a, b) => (relaxed.value[b] > relaxed.value[a] ? b : a));
    for (const what of [SHUT, OPEN]) {
      const next = state.slice();
      mark(next, pick, what, twin);
      open.push({ state: next, price: relaxed.price, bound: relaxed.bound });
    }
  }
  return { lowerMetres: metres, proven: true, metres, groups: found };
}

/** Decides centres whose other way round would cost more than what is known. Mutates `state`. */
function decide(
  { groups }: ExactProblem,
  state: Uint8Array,
  { value, bound, centres }: Relaxed,
  limit: number,
  twin: Int32Array,
): void {
  const chosen = new Set(centres);
  const free = Array.from(state.keys()).filter((j) => state[j] === FREE);
  const out = free.filter((j) => !chosen.has(j));
  const dearest = Math.max(...free.filter((j) => chosen.has(j)).map((j) => value[j]));
  const next = out.reduce((least, j) => Math.min(least, value[j]), Infinity);
  for (const j of out)
    if (bound + value[j] - dearest > limit && groups > 0) mark(state, j, SHUT, twin);
  for (const j of free)
    if (chosen.has(j) && bound - value[j] + next > limit && state[j] === FREE)
      mark(state, j, OPEN, twin);
}

/** Of twins the first are the centres. Mutates `state`. */
function mark(state: Uint8Array, j: number, what: number, twin: Int32Array): void {
  state[j] = what;
  if (what === OPEN) for (let t = twin[j]; t >= 0; t = twin[t]) state[t] = OPEN;
  else
    for (let k = j + 1; k < state.length; k++) {
      let t = k;
      while (t > j) t = twin[t];
      if (t === j) state[k] = SHUT;
    }
}

/** The twin before each household: at one place, and nothing tells their walks apart; -1: none. */
function findTwins({ n, metres }: ExactProblem): Int32Array {
  const twin = new Int32Array(n).fill(-1);
  for (let j = 1; j < n; j++)
    for (let k = j - 1; k >= 0; k--) {
      if (metres[j * n + k] !== 0) continue;
      let same = true;
      for (let i = 0; i < n && same; i++)
        same = metres[i * n + j] === metres[i * n + k] && metres[j * n + i] === metres[k * n + i];
      if (!same) continue;
      twin[j] = k;
      break;
    }
  return twin;
}

/** About what it costs to reach a household: half a group's width. */
function startPrice({ n, metres, high }: ExactProblem): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    const row = Array.from(metres.subarray(i * n, (i + 1) * n))
      .filter((d) => d < Infinity)
      .sort((a, b) => a - b);
    return 1.5 * (row[Math.min(row.length - 1, Math.round(high / 2))] ?? 0);
  });
}

interface Found {
  metres: number;
  groups: number[][];
}

/** From these centres: assign, take each group's median, and again while it gets shorter. */
function settle(problem: ExactProblem, first: readonly number[]): Found | null {
  const { n, metres, low, high } = problem;
  let best: Found | null = null,
    centres = first;
  for (;;) {
    const groupOf = assignToCentres(n, metres, centres, low, high);
    if (groupOf === null) return best;
    let total = 0;
    const groups = centres.map((_, c) => {
      const members = Array.from(groupOf.keys()).filter((i) => groupOf[i] === c);
      const sums = members.map((j) => members.reduce((sum, i) => sum + metres[i * n + j], 0));
      const least = sums.reduce((at, s, k) => (s < sums[at] - 1e-9 ? k : at), 0);
      total += sums[least];
      return [members[least], ...members.filter((_, k) => k !== least)];
    });
    if (best !== null && total >= best.metres - 1e-9) return best;
    best = { metres: total, groups };
    centres = groups.map((g) => g[0]);
  }
}

function atLeaf(problem: ExactProblem, state: Uint8Array): Found | null {
  const all = Array.from(state.keys());
  const open = all.filter((j) => state[j] === OPEN);
  const centres =
    open.length === problem.groups
      ? open
      : all.filter((j) => state[j] === OPEN || state[j] === FREE);
  return centres.length === problem.groups ? settle(problem, centres) : null;
}
