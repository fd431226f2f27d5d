import { deriveSeed } from "../random.js";
import { anneal } from "./anneal.js";
import { type AnnealState, createState, loadGrouping } from "./anneal-state.js";
import { takeBestOfEach } from "./best-of-each.js";
import { checkInput } from "./check-input.js";
import { cpuSeconds } from "./cpu-clock.js";
import { decideGroupCount } from "./decide-group-count.js";
import { describeGroup, findThin } from "./describe-group.js";
import { mendBounds } from "./mend-bounds.js";
import type { Finding, Group, GroupingInput, Plan, Rules } from "./model.js";
import { type GroupingSaid, said } from "./phrases.js";
import { type PreparedComponent, prepareComponent } from "./prepare-component.js";
import { centreFirst, keepLegal } from "./solve-component.js";
import { splitComponents } from "./split-components.js";
import { splitEvenly } from "./split-evenly.js";
import { listAbsent, type Survey, surveyInput, takesPart } from "./survey.js";
import { whyUndivided } from "./why-undivided.js";

/** A household of the plan before that is in the input no more. */
export interface Gone {
  household: string;
  group: string;
}

export interface Change {
  household: string;
  /** Null: not grouped before. */
  from: string | null;
  /** Null: an exception now. */
  to: string | null;
  reason: GroupingSaid;
}

export type RepairResult =
  | { ok: true; plan: Plan; changes: Change[] }
  | { ok: false; findings: Finding[] };

/** Proposals a household, most of them cold; more found nothing at 5,000 households. */
const PROPOSALS = 400;
/** Tries, of which each corner keeps its best. */
const ATTEMPTS = 4;

/**
 * Repairs the plan before (`previousGroup` of every household) after births, moves and new
 * buildings.
 *
 * Groups keep their ids. Whoever is new joins the best group near, a new building that can fill a
 * group gets its own;
 * groups out of bounds are mended; then exchanges are made that save more than μ (`weights.change`,
 * 25 m) for every
 * household that changes. Only the groups around a change are warmed (annealed from a low
 * temperature); what is far from
 * it moves only for a gain above μ.
 */
export function repairGroups(
  input: GroupingInput,
  rules: Rules,
  seed = 1,
  gone: readonly Gone[] = [],
): RepairResult {
  const startedAt = cpuSeconds();
  const findings = checkInput(input, rules);
  if (findings.length > 0) return { ok: false, findings };
  const survey = surveyInput(input, rules);
  const { households } = input;
  const locked = new Set(
    (input.locked ?? []).flatMap((lock) => lock.members.map((id) => survey.numberOf.get(id)!)),
  );
  const groups: Group[] = (input.locked ?? [])
    .filter((lock) => lock.members.length > 0)
    .map((lock) =>
      write(
        survey,
        lock.members.map((id) => survey.numberOf.get(id)!).filter((i) => takesPart(households[i])),
        lock.id,
        true,
      ),
    );
  const names: string[] = [
    ...new Set(households.map((h) => h.previousGroup).filter((g): g is string => g !== undefined)),
  ];
  const numberOfName = new Map(names.map((name, k) => [name, k]));
  const old = Int32Array.from(households, (h) =>
    h.previousGroup === undefined || h.moved ? -1 : numberOfName.get(h.previousGroup)!,
  );
  const exceptions = listAbsent(households);
  const taken = new Set([...names, ...groups.map((g) => g.id)]);
  let fresh = 0;
  const freshName = (): string => {
    do fresh++;
    while (taken.has(String(fresh)));
    taken.add(String(fresh));
    return String(fresh);
  };
  const used = new Set<number>();

  const free = Int32Array.from(households.keys()).filter(
    (i) => !locked.has(i) && takesPart(households[i]),
  );
  splitComponents(survey, free).forEach((component, c) => {
    const members = component.households;
    const n = members.length;
    if (decideGroupCount(n, rules) === 0) {
      const reason = whyUndivided(n, component.area, rules);
      for (const i of members) exceptions.push({ id: households[i].id, reason });
      return;
    }
    const { start, labels } = startFromOld(survey, members, old, used);
    const prepared = prepareComponent(survey, members, labels.length, {
      old,
      labels: Int32Array.from(labels),
    });
    const state = createState(prepared.problem, deriveSeed(seed, c));
    loadGrouping(
      state,
      prepared.units.map((unit) => start.get(unit[0])!),
    );
    mendBounds(state);
    warmAroundChanges(prepared, state, old, labels);
    const mended = state.groupOf.slice();
    let best: Int32Array | null = null;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      state.noise = deriveSeed(deriveSeed(seed, c), attempt) || 1;
      loadGrouping(state, mended);
      for (const warmth of [0.2, 0.14, 0.1, 0.07, 0.05, 0.035, 0.025, 0])
        anneal(state, (PROPOSALS / 8) * prepared.problem.n, warmth * spacing(state), 1e6, 0.3);
      if (best !== null) takeBestOfEach(state, best);
      best = state.groupOf.slice();
    }
    const lists: number[][] = labels.map(() => []);
    prepared.units.forEach((unit, u) => lists[state.groupOf[u]].push(...unit));
    lists.forEach((list, g) => {
      const { groups: legal, leftOver } = keepLegal(survey, [list]);
      for (const kept of legal)
        groups.push(
          write(survey, Array.from(kept), labels[g] >= 0 ? names[labels[g]] : freshName(), false),
        );
      for (const { household, reason } of leftOver)
        exceptions.push({ id: households[household].id, reason });
    });
  });
  const plan: Plan = {
    groups,
    exceptions,
    sector: findThin(survey, groups),
    complete: true,
    findings,
    violations: 0,
    seed,
    totalMetres: groups.reduce((sum, g) => sum + g.metres, 0),
    cpuSeconds: cpuSeconds() - startedAt,
  };
  return { ok: true, plan, changes: explainChanges(survey, plan, gone) };
}

/**
 * Mutates the problem's temperatures: warm in groups with newcomers and beside them, cold
 * elsewhere.
 */
function warmAroundChanges(
  { problem, units }: PreparedComponent,
  state: AnnealState,
  old: Int32Array,
  labels: number[],
): void {
  const touched = new Set<number>();
  units.forEach((unit, u) => {
    if (unit.some((i) => old[i] < 0 || old[i] !== labels[state.groupOf[u]]))
      touched.add(state.groupOf[u]);
  });
  const { start, ids } = problem.neighbours;
  for (let u = 0; u < problem.n; u++) {
    const near =
      touched.has(state.groupOf[u]) ||
      ids.subarray(start[u], start[u + 1]).some((v) => touched.has(state.groupOf[v]));
    if (!near) problem.scale[u] = 0;
  }
}

/** Mean metres to the centre: the scale of temperatures. */
function spacing(state: AnnealState): number {
  const { groups, stride, n } = state.problem;
  let sum = 0;
  for (let g = 0; g < groups; g++) if (state.count[g] > 0) sum += state.sums[g * stride];
  return sum / n;
}

const write = (survey: Survey, members: number[], id: string, locked: boolean): Group =>
  describeGroup(
    survey,
    centreFirst(
      survey,
      members.sort((a, b) => a - b),
    ),
    id,
    locked,
  );

/**
 * Where everybody of a component starts: the old group, the nearest group with room, or a new
 * group.
 */
function startFromOld(
  survey: Survey,
  members: Int32Array,
  old: Int32Array,
  used: Set<number>,
): { start: Map<number, number>; labels: number[] } {
  const { rules, linkOf, walk } = survey;
  const start = new Map<number, number>();
  const labels: number[] = [],
    lists: number[][] = [],
    slotOf = new Map<number, number>();
  const open = (label: number): number => {
    labels.push(label);
    lists.push([]);
    return labels.length - 1;
  };
  const newcomers: number[] = [];
  for (const i of members) {
    // A group cut in two by a new boundary keeps its id in the part that comes first.
    if (old[i] < 0 || (used.has(old[i]) && !slotOf.has(old[i]))) {
      newcomers.push(i);
      continue;
    }
    let slot = slotOf.get(old[i]);
    if (slot === undefined) {
      slotOf.set(old[i], (slot = open(old[i])));
      used.add(old[i]);
    }
    start.set(i, slot);
    lists[slot].push(i);
  }
  const seat = (i: number, slot: number): void => {
    start.set(i, slot);
    lists[slot].push(i);
  };

  const byPlace = new Map<string, number[]>();
  for (const i of newcomers) {
    const key = survey.input.households[i].building ?? `${survey.x[i]} ${survey.y[i]}`;
    const list = byPlace.get(key);
    if (list) list.push(i);
    else byPlace.set(key, [i]);
  }
  const alone: number[] = [];
  for (const list of byPlace.values()) {
    const count = decideGroupCount(list.length, rules);
    if (count === 0) {
      alone.push(...list);
      continue;
    }
    spread(survey, list, count).forEach((part) => {
      const slot = open(-1);
      for (const i of part) seat(i, slot);
    });
  }
  // Too many groups for the households that are left: the smallest are given up. Too few: the
  // fullest are divided.
  const n = members.length;
  const most = Math.floor(n / rules.low),
    least = Math.ceil(n / rules.high);
  while (labels.length > most) {
    const smallest = lists.reduce((at, list, k) => (list.length < lists[at].length ? k : at), 0);
    alone.push(...lists[smallest]);
    lists.splice(smallest, 1);
    labels.splice(smallest, 1);
    lists.forEach((list, k) => {
      for (const i of list) start.set(i, k);
    });
  }
  while (labels.length < least) {
    const list =
      lists.length === 0
        ? alone.splice(0)
        : lists.reduce((at, l) => (l.length > at.length ? l : at));
    const slot = open(-1);
    const [, part] = lists.length > 1 ? spread(survey, list, 2) : [[], list];
    for (const i of part) seat(i, slot);
    if (lists.length > 1) list.splice(0, list.length, ...list.filter((i) => start.get(i) !== slot));
  }
  for (const i of alone) {
    const mate = lists.findIndex((list) =>
      list.some((j) => linkOf.has(i) && linkOf.get(j) === linkOf.get(i)),
    );
    let best = mate,
      least = Infinity;
    if (mate < 0)
      lists.forEach((list, k) => {
        const near =
          list.reduce((sum, j) => Math.min(sum, walk(i, j)), Infinity) +
          (list.length >= rules.high ? 1e6 : 0);
        if (near < least) {
          least = near;
          best = k;
        }
      });
    seat(i, best);
  }
  return { start, labels };
}

/** Households in so many compact parts. */
function spread(survey: Survey, list: number[], parts: number): number[][] {
  const n = list.length;
  const groupOf = splitEvenly(
    {
      n,
      groups: parts,
      low: 0,
      high: Infinity,
      weight: new Float64Array(n).fill(1),
      x: Float64Array.from(list, (i) => survey.x[i]),
      y: Float64Array.from(list, (i) => survey.y[i]),
    },
    new Float64Array(n).fill(1),
  );
  const result: number[][] = Array.from({ length: parts }, () => []);
  list.forEach((i, k) => result[groupOf[k]].push(i));
  return result;
}

/** Every household whose group is another than before, and why; who is gone first. */
function explainChanges(survey: Survey, plan: Plan, gone: readonly Gone[]): Change[] {
  const { households } = survey.input;
  const now = new Map(plan.groups.flatMap((g) => g.members.map((id) => [id, g.id] as const)));
  const whyNot = new Map(plan.exceptions.map((e) => [e.id, e.reason]));
  const left = whatWasLeft(survey);
  const kept = new Set(plan.groups.map((g) => g.id));
  const changes: Change[] = gone.map(({ household, group }) => ({
    household,
    from: group,
    to: null,
    reason: said("moved-away", {}),
  }));
  for (const h of households) {
    const from = h.previousGroup ?? null,
      to = now.get(h.id) ?? null;
    if (from === to) continue;
    let reason: GroupingSaid;
    if (to === null) reason = whyNot.get(h.id) ?? said("in-no-group", {});
    else if (from === null)
      reason = left.has(to) ? said("joined-nearest", {}) : said("new-building", {});
    else if (h.moved) reason = said("moved-house", {});
    else reason = whyOtherGroup(survey, from, to, left, kept);
    changes.push({ household: h.id, from, to, reason });
  }
  return changes;
}

/** Who of each old group is still there, and how many of them answer. */
type Left = Map<string, { count: number; responders: number }>;

function whatWasLeft({ input, responders }: Survey): Left {
  const left: Left = new Map();
  input.households.forEach((h, i) => {
    if (h.previousGroup === undefined || h.moved || !takesPart(h)) return;
    const known = left.get(h.previousGroup) ?? { count: 0, responders: 0 };
    known.count++;
    known.responders += responders[i];
    left.set(h.previousGroup, known);
  });
  return left;
}

function whyOtherGroup(
  { rules }: Survey,
  from: string,
  to: string,
  left: Left,
  kept: ReadonlySet<string>,
): GroupingSaid {
  const { low: least, high, minResponders } = rules;
  const old = left.get(from)?.count ?? 0;
  const joined = left.get(to) ?? { count: 0, responders: 0 };
  if (!kept.has(from)) return said("group-given-up", { group: from, count: old, least });
  if (joined.count < least) return said("group-had-few", { group: to, count: joined.count, least });
  if (joined.responders < minResponders)
    return said("group-short-of-responders", {
      group: to,
      count: joined.responders,
      least: minResponders,
    });
  if (old >= high) return said("group-was-full", { group: from });
  return said("shorter-walks", {});
}
