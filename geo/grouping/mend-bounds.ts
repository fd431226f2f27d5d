import {
  type AnnealState,
  insertUnit,
  measureExcess,
  missedBy,
  removeUnit,
} from "./anneal-state.js";

/**
 * Mutates `state`: brings groups outside their bounds back inside along chains of relocations (an
 * ejection chain,
 * Glover 1996): one unit from A to B, one from B to C …, until a group with room takes the last.
 * Annealing leaves a few
 * such groups where houses are scattered, because there every step of the chain costs more than the
 * temperature gives.
 * The cheapest chain is a shortest path over groups; a step costs what the relocation costs now, so
 * a chain that visits
 * neighbours of a group twice is an estimate (the annealing that follows puts that right).
 *
 * @returns weight still outside the bounds.
 */
export function mendBounds(state: AnnealState): number {
  const { groups, low, high } = state.problem;
  for (let round = 0; round < 4; round++) {
    let changed = false;
    for (let g = 0; g < groups; g++) {
      while (state.load[g] > high && moveAlongChain(state, g, true)) changed = true;
      while (state.load[g] < low && moveAlongChain(state, g, false)) changed = true;
    }
    if (!changed) break;
  }
  return measureExcess(state);
}

interface Step {
  group: number;
  cost: number;
  unit: number;
  parent: number;
}

/**
 * Finds and makes the cheapest chain that gives away (or, not `outward`, brings in) one unit; false
 * when there is none.
 */
function moveAlongChain(state: AnnealState, origin: number, outward: boolean): boolean {
  const { low, high, weight, stride } = state.problem;
  const open: Step[] = [{ group: origin, cost: 0, unit: -1, parent: -1 }];
  const reached = new Map<number, number>([[origin, 0]]);
  const settled: Step[] = [];
  const done = new Set<number>();
  while (open.length > 0 && settled.length < 400) {
    let least = 0;
    for (let i = 1; i < open.length; i++) if (open[i].cost < open[least].cost) least = i;
    const step = open[least];
    open[least] = open[open.length - 1];
    open.pop();
    if (done.has(step.group)) continue;
    done.add(step.group);
    settled.push(step);
    const at = settled.length - 1;
    if (at > 0) {
      const w = weight[step.unit],
        load = state.load[step.group];
      const fits = outward
        ? load + w <= high && state.count[step.group] < stride
        : load - w >= low && state.count[step.group] > 1;
      if (fits) {
        makeChain(state, settled, at, outward);
        return true;
      }
    }
    for (const [group, unit, cost] of listSteps(state, step.group, outward)) {
      if (done.has(group)) continue;
      // A chain must not leave a group between worse off than it was: what comes in must make room
      // for what goes out.
      if (at > 0 && !exchangeFits(state, step, unit, outward)) continue;
      const total = step.cost + cost;
      const known = reached.get(group);
      if (known !== undefined && known <= total) continue;
      reached.set(group, total);
      open.push({ group, cost: total, unit, parent: at });
    }
  }
  return false;
}

function exchangeFits(state: AnnealState, step: Step, unit: number, outward: boolean): boolean {
  const { low, high, weight } = state.problem;
  const change = outward ? weight[step.unit] - weight[unit] : weight[unit] - weight[step.unit];
  const load = state.load[step.group];
  return missedBy(load + change, low, high) <= missedBy(load, low, high);
}

/**
 * Cheapest relocation between `group` and each group near it, outward or inward: [other group,
 * unit, metres].
 */
function listSteps(
  state: AnnealState,
  group: number,
  outward: boolean,
): [number, number, number][] {
  const { members, count, groupOf } = state;
  const {
    stride,
    neighbours: { start, ids },
  } = state.problem;
  const best = new Map<number, [number, number, number]>();
  const consider = (unit: number, from: number, to: number, other: number): void => {
    const cost = relocationCost(state, unit, from, to);
    const known = best.get(other);
    if (!known || cost < known[2]) best.set(other, [other, unit, cost]);
  };
  for (let i = 0; i < count[group]; i++) {
    const unit = members[group * stride + i];
    let last = -1;
    for (let t = start[unit]; t < start[unit + 1]; t++) {
      const other = groupOf[ids[t]];
      if (other === group || (outward && other === last)) continue;
      last = other;
      if (outward) consider(unit, group, other, other);
      else consider(ids[t], other, group, other);
    }
  }
  return [...best.values()];
}

function relocationCost(state: AnnealState, unit: number, from: number, to: number): number {
  const {
    members,
    count,
    problem: { stride, attachment },
  } = state;
  let cost =
    bestSum(state, to, unit, 1) -
    bestSum(state, to, -1, 0) +
    bestSum(state, from, unit, -1) -
    bestSum(state, from, -1, 0);
  if (attachment !== null) {
    cost +=
      attachment(unit, members, to * stride, count[to], -1, to) -
      attachment(unit, members, from * stride, count[from], -1, from);
  }
  // Dijkstra needs steps that cost something; a step that saves is free.
  return Math.max(0, cost);
}

/** Metres of `group` to its best centre when `unit` is added (sign 1) or taken out (sign -1). */
function bestSum(state: AnnealState, group: number, unit: number, sign: number): number {
  const { members, sums, count, plain } = state;
  const { x, y, metres, stride } = state.problem;
  const base = group * stride,
    end = base + count[group];
  if (sign === 0) return end > base ? sums[base] : 0;
  let best = Infinity,
    own = 0;
  for (let i = base; i < end; i++) {
    const m = members[i];
    if (m === unit) continue;
    const d = plain ? Math.hypot(x[m] - x[unit], y[m] - y[unit]) : metres!(unit, m);
    own += plain ? d : metres!(m, unit);
    if (sums[i] + sign * d < best) best = sums[i] + sign * d;
  }
  return sign > 0 && own < best ? own : best === Infinity ? 0 : best;
}

function makeChain(state: AnnealState, settled: Step[], last: number, outward: boolean): void {
  // From the far end, so that every group has made room before it takes.
  for (let at = last; at > 0; at = settled[at].parent) {
    const { unit, group, parent } = settled[at];
    const from = outward ? settled[parent].group : group,
      to = outward ? group : settled[parent].group;
    removeUnit(state, unit, from);
    insertUnit(state, unit, to);
  }
}
