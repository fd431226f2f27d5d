import { type CoreProblem, FORBIDDEN_PAIR_METRES } from "./core-problem.js";
import { orderAlongHilbertCurve } from "./hilbert-order.js";
import { numberNames } from "./measure-walk.js";
import type { Rules } from "./model.js";
import { findNearestNeighbours, type NeighbourLists } from "./nearest-neighbours.js";
import { floorName, type Survey } from "./survey.js";

export interface PreparedComponent {
  problem: CoreProblem;
  /** Household numbers of every unit. */
  units: number[][];
}

export interface Membership {
  /** Group labels of the plan before, by household; null when there is none. */
  old: Int32Array | null;
  /** Label of every group of the search; empty when groups have none. */
  labels: Int32Array;
}

const NEIGHBOUR_PLACES = 10;

/**
 * Turns the households of one component into the numbers that the search works on.
 * @param linkOf set of each household that must stay with others: the input's, or whole floors too
 */
export function prepareComponent(
  survey: Survey,
  households: Int32Array,
  groups: number,
  membership: Membership | null = null,
  linkOf: ReadonlyMap<number, number> = survey.linkOf,
): PreparedComponent {
  const { rules, input } = survey;
  const { weights } = rules;
  const bySet = new Map<number, number[]>();
  const loose: number[][] = [];
  for (const i of households) {
    const set = linkOf.get(i);
    const known = set === undefined ? undefined : bySet.get(set);
    if (known) {
      known.push(i);
      continue;
    }
    const unit = [i];
    loose.push(unit);
    if (set !== undefined) bySet.set(set, unit);
  }
  const linked = [...bySet.values()].filter((unit) => unit.length > 1);
  // The household of a linked set nearest to its others stands for the set.
  for (const set of linked) {
    const sum = (i: number): number => set.reduce((total, j) => total + survey.walk(i, j), 0);
    set.sort((a, b) => sum(a) - sum(b) || a - b);
  }
  const factor = survey.straightFactor || 1;
  const { px, py } = layOut(survey, factor);
  const order = orderAlongHilbertCurve(
    loose.map((u) => px(u[0])),
    loose.map((u) => py(u[0])),
  );
  const units = Array.from(order, (k) => loose[k]);
  const n = units.length;
  const x = Float64Array.from(units, (u) => px(u[0])),
    y = Float64Array.from(units, (u) => py(u[0]));
  const capacitated = rules.capacitated;
  const weight = Float64Array.from(units, (u) =>
    capacitated ? u.reduce((sum, i) => sum + (input.households[i].demand ?? 1), 0) : u.length,
  );
  const low = capacitated ? 0 : rules.low,
    high = capacitated ? capacitated.capacity : rules.high;
  const neighbours = addTies(findNearestNeighbours(x, y, NEIGHBOUR_PLACES), survey, units);

  const scale = new Float64Array(n);
  let mean = 0;
  for (let i = 0; i < n; i++) {
    const last = neighbours.ids[neighbours.start[i + 1] - 1];
    // Power 0.8: between one temperature for all and one fully local; measured,
    // docs/decisions/grouping-method.md.
    scale[i] =
      neighbours.start[i + 1] > neighbours.start[i]
        ? Math.hypot(x[i] - x[last], y[i] - y[last]) ** 0.8
        : 0;
    mean += scale[i] / n;
  }
  for (let i = 0; i < n; i++) scale[i] = mean > 0 ? Math.max(0.05, scale[i] / mean) : 1;

  const plain =
    survey.straightFactor > 0 &&
    linked.length === 0 &&
    !(weights.radius > 0 && weights.radiusLimit < Infinity);
  return {
    units,
    problem: {
      n,
      x,
      y,
      weight,
      groups,
      low,
      high,
      calm: calmSizes(rules),
      stride: capacitated ? roomiest(weight, high, groups) : Math.min(n, rules.high + 4) + 1,
      neighbours,
      scale,
      metres: plain ? null : tabulate(n, unitMetres(survey, units)),
      attachment: createAttachment(survey, units, membership),
      sizeWeight: capacitated ? 0 : weights.size,
    },
  };
}

/** Sizes as good as the target: a tenth more or less (9 to 11 of 10), within the bounds. */
export function calmSizes({ target, low, high }: Rules): { low: number; high: number } {
  const off = Math.round(target / 10);
  return { low: Math.max(low, target - off), high: Math.min(high, target + off) };
}

/**
 * Where households stand for the search. With floors or stairs a building is laid flat, stairs side
 * by side and floors
 * one behind the other, so that neighbours on a stair are neighbours in the lists; distances do not
 * come from here then.
 */
function layOut(
  survey: Survey,
  factor: number,
): { px: (i: number) => number; py: (i: number) => number } {
  const {
    x,
    y,
    input: { households },
    rules: { distance },
  } = survey;
  if (survey.straightFactor > 0 || distance.kind === "straight")
    return { px: (i) => x[i] * factor, py: (i) => y[i] * factor };
  const stairs = numberNames(households.map((h) => h.stair));
  return {
    px: (i) =>
      x[i] +
      (households[i].building !== undefined && stairs[i] > 0
        ? stairs[i] * distance.otherStairMetres * 0.5
        : 0),
    py: (i) => y[i] + (households[i].floor ?? 0) * distance.metresPerFloor,
  };
}

/** Whoever one knows is worth a try too, when not listed already. */
function addTies(lists: NeighbourLists, survey: Survey, units: number[][]): NeighbourLists {
  if (survey.tiesOf.size === 0 || survey.rules.weights.tie === 0) return lists;
  const unitOf = new Map<number, number>();
  units.forEach((unit, u) => unit.forEach((i) => unitOf.set(i, u)));
  const start = new Int32Array(units.length + 1),
    ids: number[] = [];
  units.forEach((unit, u) => {
    const near = lists.ids.subarray(lists.start[u], lists.start[u + 1]);
    const row = new Set(near);
    for (const i of unit)
      for (const [j] of survey.tiesOf.get(i) ?? []) {
        const v = unitOf.get(j);
        if (v !== undefined && v !== u) row.add(v);
      }
    ids.push(...row);
    start[u + 1] = ids.length;
  });
  return { start, ids: Int32Array.from(ids) };
}

/**
 * Units of the smallest demands that fit in a group, and some more: the length of a group's row in
 * memory.
 */
function roomiest(weight: Float64Array, capacity: number, groups: number): number {
  const sorted = Float64Array.from(weight).sort();
  let fits = 0;
  for (let sum = 0; fits < sorted.length && (sum += sorted[fits]) <= capacity; fits++);
  return Math.max(2, Math.min(weight.length, fits + 4, 6 * Math.ceil(weight.length / groups) + 16));
}

function unitMetres(survey: Survey, units: number[][]): (unit: number, centre: number) => number {
  const { radius, radiusLimit } = survey.rules.weights;
  const { walk } = survey;
  const bent = radius > 0 && radiusLimit < Infinity;
  return (unit, centre) => {
    const c = units[centre][0];
    let total = 0;
    for (const i of units[unit]) {
      const d = walk(i, c);
      total +=
        bent && d > radiusLimit
          ? d + (radius * (d - radiusLimit) * (d - radiusLimit)) / radiusLimit
          : d;
    }
    return total;
  };
}

/** A table where it is small enough (18 MB), the function itself beyond. */
function tabulate(
  n: number,
  metres: (unit: number, centre: number) => number,
): (unit: number, centre: number) => number {
  if (n > 1500) return metres;
  const table = new Float64Array(n * n);
  for (let u = 0; u < n; u++) for (let c = 0; c < n; c++) table[u * n + c] = metres(u, c);
  return (unit, centre) => table[unit * n + centre];
}

function createAttachment(
  survey: Survey,
  units: number[][],
  membership: Membership | null,
): CoreProblem["attachment"] {
  const {
    input,
    rules: { weights },
    forbidden,
  } = survey;
  const unitOf = new Map<number, number>();
  units.forEach((u, k) => u.forEach((i) => unitOf.set(i, k)));
  const ties = new Map<number, Map<number, number>>();
  if (weights.tie > 0) {
    units.forEach((u, a) =>
      u.forEach((i) =>
        (survey.tiesOf.get(i) ?? []).forEach(([j, strength]) => {
          const b = unitOf.get(j);
          if (b === undefined || a === b) return;
          let row = ties.get(a);
          if (!row) ties.set(a, (row = new Map()));
          row.set(b, (row.get(b) ?? 0) + weights.tie * strength);
        }),
      ),
    );
  }
  const names = (pick: (i: number) => string | undefined): Int32Array =>
    numberNames(units.map((u) => pick(u[0])));
  const building = names((i) => input.households[i].building);
  const stair = names((i) => {
    const h = input.households[i];
    return h.building !== undefined && h.stair !== undefined
      ? `${h.building}\u0000${h.stair}`
      : undefined;
  });
  const storey = names((i) => floorName(input.households[i]));
  const houses = weights.building > 0 && building.some((b) => b >= 0);
  const floors = weights.floor > 0 && storey.some((f) => f >= 0);
  const comers = respondersNeeded(survey, units);
  const { old, labels } = membership ?? { old: null, labels: new Int32Array(0) };
  if (
    ties.size === 0 &&
    !houses &&
    !floors &&
    comers === null &&
    forbidden === null &&
    old === null
  )
    return null;

  const cutOff =
    forbidden === null
      ? null
      : (a: number, b: number): boolean =>
          units[a].some((i) => units[b].some((j) => forbidden(i, j)));
  return (unit, members, from, count, except, group) => {
    let cost = 0;
    const own = houses ? building[unit] : -1,
      ownStair = own >= 0 ? stair[unit] : -1;
    // Every group that holds part of a building pays σ once, every group with part of a stair σ/2:
    // whoever comes first.
    let house = own >= 0 ? weights.building : 0,
      flight = ownStair >= 0 ? weights.building / 2 : 0;
    const ownFloor = floors ? storey[unit] : -1;
    let landing = ownFloor >= 0 ? weights.floor : 0,
      present = 0,
      others = 0;
    const row = ties.get(unit);
    for (let i = from; i < from + count; i++) {
      const m = members[i];
      if (m === unit || m === except) continue;
      if (own >= 0 && building[m] === own) house = 0;
      if (ownStair >= 0 && stair[m] === ownStair) flight = 0;
      if (ownFloor >= 0 && storey[m] === ownFloor) landing = 0;
      if (comers !== null) {
        present += comers[m];
        others++;
      }
      if (row) cost -= row.get(m) ?? 0;
      if (cutOff?.(unit, m)) cost += FORBIDDEN_PAIR_METRES;
    }
    if (old !== null)
      for (const i of units[unit])
        if (old[i] >= 0 && old[i] !== labels[group]) cost += weights.change;
    if (comers !== null) {
      const { minResponders } = survey.rules;
      cost += MISSING_RESPONDER_METRES * Math.max(0, minResponders - present - comers[unit]);
      // What the others miss is theirs; an empty group misses nobody.
      if (others > 0) cost -= MISSING_RESPONDER_METRES * Math.max(0, minResponders - present);
    }
    return cost + house + flight + landing;
  };
}

/**
 * What a group pays for each responder it lacks: more than any detour within a village, less than a
 * forbidden pair.
 */
export const MISSING_RESPONDER_METRES = 600;

/** Responders of every unit; null when any group of legal size has enough. */
function respondersNeeded(survey: Survey, units: number[][]): Float64Array | null {
  const { minResponders, low, capacitated } = survey.rules;
  if (minResponders === 0 || capacitated) return null;
  const count = Float64Array.from(units, (u) =>
    u.reduce((sum, i) => sum + survey.responders[i], 0),
  );
  return units.every((u, k) => count[k] >= u.length) && low >= minResponders ? null : count;
}
