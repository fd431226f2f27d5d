export interface ExactProblem {
  n: number;
  /** n × n: row by household, column by centre; Infinity where the two may not be together. */
  metres: Float64Array;
  groups: number;
  low: number;
  high: number;
}

/** May a household be a centre? */
export const FREE = 0,
  OPEN = 1,
  SHUT = 2;

/** Steps between two chances to stop: about 10 ms at 150 households. */
const BREATH = 20;

export interface Relaxed {
  /** Lower bound of all groupings with these centres open and shut. */
  bound: number;
  price: Float64Array;
  /** Worth of every household as a centre, at the best price; what is cheapest opens. */
  value: Float64Array;
  /** Centres that the relaxation opens. */
  centres: number[];
}

/**
 * The Lagrangian relaxation of lagrangian.ts for few households, all pairs, with some centres
 * decided. Gives way every few steps.
 * @returns null when the decisions leave no p centres
 */
export function* relax(
  problem: ExactProblem,
  state: Uint8Array,
  first: Float64Array,
  steps: number,
  enough: number,
): Generator<void, Relaxed | null, unknown> {
  const { n, groups } = problem;
  const price = first.slice(),
    value = new Float64Array(n),
    slope = new Float64Array(n),
    direction = new Float64Array(n);
  const members: number[][] = Array.from({ length: n }, () => []);
  const candidates = Array.from({ length: n }, (_, j) => j).filter((j) => state[j] !== SHUT);
  if (candidates.length < groups || state.filter((s) => s === OPEN).length > groups) return null;
  let best: Relaxed | null = null,
    pace = 1,
    stale = 0;
  for (let step = 0; step < steps; step++) {
    if (step % BREATH === BREATH - 1) yield;
    let bound = price.reduce((sum, v) => sum + v, 0);
    for (const j of candidates) value[j] = worthOf(problem, j, price, members[j]);
    const order = candidates.sort(
      (a, b) =>
        Number(state[b] === OPEN) - Number(state[a] === OPEN) || value[a] - value[b] || a - b,
    );
    const centres = order.slice(0, groups);
    slope.fill(1);
    for (const j of centres) {
      bound += value[j];
      for (const i of members[j]) slope[i]--;
    }
    if (best === null || bound > best.bound + 1e-9) {
      stale = 0;
      best = { bound, price: price.slice(), value: value.slice(), centres: centres.slice() };
      if (bound > enough) break;
    } else if (++stale >= 12) {
      stale = 0;
      pace /= 2;
      price.set(best.price);
      direction.fill(0);
      if (pace < 1e-4) break;
      continue;
    }
    let norm = 0;
    for (let i = 0; i < n; i++) {
      direction[i] = slope[i] + 0.5 * direction[i];
      norm += direction[i] * direction[i];
    }
    if (norm === 0) break;
    const length = (pace * Math.max(enough - bound, 1e-6 * (1 + Math.abs(enough)))) / norm;
    for (let i = 0; i < n; i++) price[i] += length * direction[i];
  }
  return best;
}

/** Mutates `members`: the cheapest legal group of centre j at these prices, j first. */
function worthOf(
  { n, metres, low, high }: ExactProblem,
  j: number,
  price: Float64Array,
  members: number[],
): number {
  const costs: number[] = [];
  members.length = 0;
  let kept = 0;
  for (let i = 0; i < n; i++) {
    if (i === j) continue;
    const cost = metres[i * n + j] - price[i];
    // Beyond the lower bound only who pays; nobody who may not.
    if (cost === Infinity || (kept >= low - 1 && cost >= 0 && cost >= costs[low - 2])) continue;
    let at = kept;
    if (kept === high - 1) {
      if (kept === 0 || cost >= costs[kept - 1]) continue;
      at = kept - 1;
    } else kept++;
    while (at > 0 && costs[at - 1] > cost) {
      costs[at] = costs[at - 1];
      members[at] = members[at - 1];
      at--;
    }
    costs[at] = cost;
    members[at] = i;
  }
  if (kept < low - 1) {
    members.length = 0;
    return Infinity;
  }
  while (kept > low - 1 && costs[kept - 1] >= 0) kept--;
  members.length = kept;
  let sum = metres[j * n + j] - price[j];
  for (let k = 0; k < kept; k++) sum += costs[k];
  members.push(j);
  return sum;
}
