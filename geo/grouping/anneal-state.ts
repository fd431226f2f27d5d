import type { CoreProblem } from "./core-problem.js";

/**
 * A grouping under search, in flat arrays. Row g of `members` (length `stride`) lists the units of
 * group g sorted by
 * `sums`, the summed metres of the group to that member; the first is the centre. `gain[u]`
 * remembers what the group
 * saves when u leaves, NaN when not known.
 *
 * Functions take the state as an argument and copy what they read into locals: as closures they ran
 * at half the speed
 * from the second problem of a process on (V8 specialises a closure's variables for its first
 * instance only).
 */
export interface AnnealState {
  readonly problem: CoreProblem;
  readonly plain: boolean;
  readonly groupOf: Int32Array;
  readonly members: Int32Array;
  readonly sums: Float64Array;
  readonly count: Int32Array;
  readonly load: Float64Array;
  readonly gain: Float64Array;
  cursor: number;
  noise: number;
}

export function createState(problem: CoreProblem, seed: number): AnnealState {
  return {
    problem,
    plain: problem.metres === null,
    groupOf: new Int32Array(problem.n),
    members: new Int32Array(problem.groups * problem.stride),
    sums: new Float64Array(problem.groups * problem.stride),
    count: new Int32Array(problem.groups),
    load: new Float64Array(problem.groups),
    gain: new Float64Array(problem.n),
    cursor: 0,
    noise: Math.imul(seed, 2654435769) | 0 || 1,
  };
}

/** Mutates `state`: replaces its grouping. */
export function loadGrouping(state: AnnealState, assignment: ArrayLike<number>): void {
  state.count.fill(0);
  state.load.fill(0);
  for (let i = 0; i < state.problem.n; i++) insertUnit(state, i, assignment[i]);
}

/** Mutates `state`: adds `unit` to `group`. */
export function insertUnit(state: AnnealState, unit: number, group: number): void {
  const { members, sums, gain, plain } = state;
  const { x, y, metres, stride } = state.problem;
  const base = group * stride,
    k = state.count[group];
  const ux = x[unit],
    uy = y[unit];
  let own = plain ? 0 : metres!(unit, unit);
  for (let i = base; i < base + k; i++) {
    const m = members[i];
    gain[m] = NaN;
    if (plain) {
      const dx = x[m] - ux,
        dy = y[m] - uy,
        d = Math.sqrt(dx * dx + dy * dy);
      sums[i] += d;
      own += d;
    } else {
      sums[i] += metres!(unit, m);
      own += metres!(m, unit);
    }
  }
  members[base + k] = unit;
  sums[base + k] = own;
  gain[unit] = NaN;
  state.groupOf[unit] = group;
  state.count[group] = k + 1;
  state.load[group] += state.problem.weight[unit];
  sortRow(members, sums, base, k + 1);
}

/** Mutates `state`: takes `unit` out of `group`; the unit must be inserted elsewhere next. */
export function removeUnit(state: AnnealState, unit: number, group: number): void {
  const { members, sums, gain, plain } = state;
  const { x, y, metres, stride } = state.problem;
  const base = group * stride,
    k = state.count[group];
  const ux = x[unit],
    uy = y[unit];
  let write = base;
  for (let i = base; i < base + k; i++) {
    const m = members[i];
    if (m === unit) continue;
    gain[m] = NaN;
    const dx = x[m] - ux,
      dy = y[m] - uy;
    sums[write] = sums[i] - (plain ? Math.sqrt(dx * dx + dy * dy) : metres!(unit, m));
    members[write++] = m;
  }
  state.count[group] = k - 1;
  state.load[group] -= state.problem.weight[unit];
  sortRow(members, sums, base, k - 1);
}

function sortRow(members: Int32Array, sums: Float64Array, base: number, k: number): void {
  for (let i = base + 1; i < base + k; i++) {
    const s = sums[i];
    if (s >= sums[i - 1]) continue;
    const m = members[i];
    let at = i;
    while (at > base && sums[at - 1] > s) {
      sums[at] = sums[at - 1];
      members[at] = members[at - 1];
      at--;
    }
    sums[at] = s;
    members[at] = m;
  }
}

/** Weight by which a group's load misses the bounds. */
export function missedBy(load: number, low: number, high: number): number {
  return load > high ? load - high : load < low ? low - load : 0;
}

/** Weight outside the bounds, summed over groups. */
export function measureExcess(state: AnnealState): number {
  const { groups, low, high } = state.problem;
  let total = 0;
  for (let g = 0; g < groups; g++) total += missedBy(state.load[g], low, high);
  return total;
}

/**
 * Metres to the centres plus attachments and size terms, added up afresh (a million updates leave a
 * trace of rounding in the running sums; mutates them). The price of broken bounds is not in it.
 */
export function measureObjective(state: AnnealState): number {
  let total = 0;
  for (let g = 0; g < state.problem.groups; g++) total += measureGroup(state, g);
  return total;
}

/** The same of one group. */
export function measureGroup(state: AnnealState, group: number): number {
  const { members, sums, plain, count, load } = state;
  const { stride, x, y, metres, attachment, sizeWeight, calm } = state.problem;
  let total = 0;
  const base = group * stride,
    end = base + count[group];
  for (let i = base; i < end; i++) {
    const m = members[i];
    let s = 0;
    for (let j = base; j < end; j++) {
      const u = members[j],
        dx = x[u] - x[m],
        dy = y[u] - y[m];
      s += plain ? Math.sqrt(dx * dx + dy * dy) : metres!(u, m);
    }
    sums[i] = s;
  }
  sortRow(members, sums, base, end - base);
  if (end > base) total += sums[base];
  if (sizeWeight !== 0) total += sizeWeight * missedBy(load[group], calm.low, calm.high);
  if (attachment !== null)
    for (let i = base; i < end; i++)
      total += attachment(members[i], members, base, i - base, -1, group);
  return total;
}
