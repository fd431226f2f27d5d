import { checkInput } from "./check-input.js";
import type { Finding, GroupException, GroupingInput, Rules } from "./model.js";
import { findNearestNeighbours } from "./nearest-neighbours.js";
import { said } from "./phrases.js";
import { splitComponents } from "./split-components.js";
import { listAbsent, type Survey, surveyInput, takesPart } from "./survey.js";

export interface EgoRules {
  /** Answerers of a household (一呼九应: nine). */
  answerers: number;
  /** How often a household should be, and may be, an answerer. */
  leastCalled: number;
  mostCalled: number;
}

export const ONE_RING_NINE: EgoRules = { answerers: 9, leastCalled: 3, mostCalled: 12 };

/** One household and who answers when it calls, the nearest first. Plain data. */
export interface Ring {
  caller: string;
  answerers: string[];
}

export type EgoResult =
  | {
      ok: true;
      rings: Ring[];
      /** Metres from every caller to its answerers. */
      totalMetres: number;
      /** Households whose bounds no assignment can meet, with the reason. */
      exceptions: GroupException[];
      counts: RingCounts;
    }
  | { ok: false; findings: Finding[] };

/** What was counted; a ring is no group, so these are never numbers of groups. */
export interface RingCounts {
  /** Households of the input, and those of them who live there and agreed. */
  households: number;
  takingPart: number;
  /** Households that have a ring: one each. */
  rings: number;
  /** Households where somebody agreed to answer. */
  answering: number;
  /** Answerers of a ring, at least and at most. */
  answerersLeast: number;
  answerersMost: number;
  /** In how many rings a household that answers is, at least and at most. */
  calledLeast: number;
  calledMost: number;
}

/** All pairs are candidates up to this many households; beyond, the nearest so many of each. */
const ALL_PAIRS = 400,
  NEAREST = 40;

/**
 * Ego mode: everybody gets the min(9, n - 1) households that answer when he rings.
 *
 * Minimises the sum of metres less what ties are worth. Exact over the candidates (all pairs up to
 * 400 households of a
 * component, the 40 nearest and all ties beyond): the nine nearest are optimal without in-degree
 * bounds, and cheapest
 * augmenting paths from there to the bounds keep optimality (successive shortest paths, Ahuja,
 * Magnanti, Orlin 1993,
 * ch. 9.7). Barriers, areas and keep-apart pairs hold. Bounds that a component cannot meet (fewer
 * than four households,
 * say) are relaxed to what n allows, and the rest is an exception.
 */
export function assignAnswerers(
  input: GroupingInput,
  rules: Rules,
  ego: EgoRules = ONE_RING_NINE,
): EgoResult {
  const findings = checkInput(input, rules);
  if (findings.length > 0) return { ok: false, findings };
  const survey = surveyInput(input, rules);
  const there = Int32Array.from(input.households.keys()).filter((i) =>
    takesPart(input.households[i]),
  );
  const rings: Ring[] = [],
    exceptions = listAbsent(input.households);
  const called = new Int32Array(input.households.length);
  let totalMetres = 0;
  for (const { households } of splitComponents(survey, there, { compounds: false }))
    totalMetres += ringComponent(survey, households, ego, { rings, exceptions, called });
  const position = new Map(input.households.map((h, i) => [h.id, i]));
  rings.sort((a, b) => position.get(a.caller)! - position.get(b.caller)!);
  const answering = there.filter((i) => survey.responders[i] > 0);
  const lengths = rings.map((r) => r.answerers.length),
    calls = Array.from(answering, (i) => called[i]);
  const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values: number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
  return {
    ok: true,
    rings,
    totalMetres,
    exceptions,
    counts: {
      households: input.households.length,
      takingPart: there.length,
      rings: rings.length,
      answering: answering.length,
      answerersLeast: rings.length > 0 ? least(lengths) : 0,
      answerersMost: most(lengths),
      calledLeast: answering.length > 0 ? least(calls) : 0,
      calledMost: most(calls),
    },
  };
}

/** Mutates `found`. @returns metres of the component's rings */
function ringComponent(
  survey: Survey,
  households: Int32Array,
  ego: EgoRules,
  found: { rings: Ring[]; exceptions: GroupException[]; called: Int32Array },
): number {
  const { input, responders } = survey;
  const idOf = (k: number): string => input.households[households[k]].id;
  const { candidates, costs } = listCandidates(survey, households);
  const n = households.length;
  const answers = (k: number): boolean => responders[households[k]] > 0;
  const answering = households.filter((i) => responders[i] > 0).length;
  const asked = Math.min(ego.answerers, n - 1);
  // Where few answer, nobody is called more often for it: everybody's nine are fewer.
  const wanted = Math.min(asked, Math.floor((ego.mostCalled * answering) / n));
  const leastCalled = Math.min(ego.leastCalled, wanted);
  const chosen = chooseAnswerers(candidates, costs, wanted, leastCalled, ego.mostCalled, answers);
  const called = new Int32Array(n);
  let metres = 0;
  chosen.forEach((list, i) => {
    list.sort((a, b) => costs[i][a] - costs[i][b] || a - b);
    found.rings.push({ caller: idOf(i), answerers: list.map((slot) => idOf(candidates[i][slot])) });
    for (const slot of list) {
      called[candidates[i][slot]]++;
      metres += survey.walk(households[i], households[candidates[i][slot]]);
    }
    if (list.length < asked)
      found.exceptions.push({
        id: idOf(i),
        reason: said("too-few-answerers", { count: list.length, wanted: asked }),
      });
  });
  called.forEach((times, j) => {
    found.called[households[j]] = times;
    if (!answers(j) || (times >= leastCalled && times <= ego.mostCalled)) return;
    const { leastCalled: least, mostCalled: most } = ego;
    found.exceptions.push({
      id: idOf(j),
      reason: said("calls-out-of-bounds", { count: times, least, most }),
    });
  });
  return metres;
}

function listCandidates(
  survey: Survey,
  households: Int32Array,
): { candidates: number[][]; costs: number[][] } {
  const n = households.length;
  const { walk, forbidden, tiesOf, rules } = survey;
  const local = new Map(Array.from(households, (i, k) => [i, k]));
  const near =
    n > ALL_PAIRS
      ? findNearestNeighbours(
          Float64Array.from(households, (i) => survey.x[i]),
          Float64Array.from(households, (i) => survey.y[i]),
          NEAREST,
          NEAREST,
        )
      : null;
  const candidates: number[][] = [],
    costs: number[][] = [];
  for (let i = 0; i < n; i++) {
    const worth = new Map(
      (tiesOf.get(households[i]) ?? []).map(([other, strength]) => [local.get(other), strength]),
    );
    const others =
      near === null
        ? Array.from({ length: n }, (_, j) => j)
        : [
            ...new Set([
              ...near.ids.subarray(near.start[i], near.start[i + 1]),
              ...[...worth.keys()].filter((j): j is number => j !== undefined),
            ]),
          ];
    const allowed = others.filter(
      (j) =>
        j !== i &&
        survey.responders[households[j]] > 0 &&
        !forbidden?.(households[i], households[j]),
    );
    candidates.push(allowed);
    costs.push(
      allowed.map(
        (j) => walk(households[i], households[j]) - rules.weights.tie * (worth.get(j) ?? 0),
      ),
    );
  }
  return { candidates, costs };
}

/**
 * @param answers who is to be called `least` times at least
 * @returns for every caller the slots of `candidates` that were chosen
 */
export function chooseAnswerers(
  candidates: number[][],
  costs: number[][],
  wanted: number,
  least: number,
  most: number,
  answers: (j: number) => boolean = () => true,
): number[][] {
  const n = candidates.length;
  const picked = candidates.map((list) => new Uint8Array(list.length));
  const called = new Int32Array(n);
  const callers: Set<number>[] = Array.from({ length: n }, () => new Set());
  const slotOf = candidates.map((list) => new Map(list.map((j, slot) => [j, slot])));
  for (let i = 0; i < n; i++) {
    const order = candidates[i]
      .map((_, slot) => slot)
      .sort((a, b) => costs[i][a] - costs[i][b] || a - b)
      .slice(0, wanted);
    for (const slot of order) {
      picked[i][slot] = 1;
      called[candidates[i][slot]]++;
      callers[candidates[i][slot]].add(i);
    }
  }

  const distance = new Float64Array(n),
    viaCaller = new Int32Array(n),
    viaAnswerer = new Int32Array(n),
    waiting = new Uint8Array(n);
  /**
   * Cheapest exchange path from any of `sources` to a household that `accepts` one more call; makes
   * it.
   */
  const augment = (sources: number[], accepts: (j: number) => boolean): boolean => {
    distance.fill(Infinity);
    let queue: number[] = [];
    for (const a of sources) {
      distance[a] = 0;
      viaCaller[a] = -1;
      queue.push(a);
      waiting[a] = 1;
    }
    // Bellman-Ford with a queue: an exchange may save metres, though no cycle does.
    while (queue.length > 0) {
      const next: number[] = [];
      for (const a of queue) {
        waiting[a] = 0;
        for (const i of callers[a]) {
          const base = distance[a] - costs[i][slotOf[i].get(a)!];
          const row = candidates[i],
            cost = costs[i],
            taken = picked[i];
          for (let slot = 0; slot < row.length; slot++) {
            if (taken[slot] === 1) continue;
            const b = row[slot],
              d = base + cost[slot];
            if (d < distance[b] - 1e-9) {
              distance[b] = d;
              viaCaller[b] = i;
              viaAnswerer[b] = a;
              if (waiting[b] === 0) {
                waiting[b] = 1;
                next.push(b);
              }
            }
          }
        }
      }
      queue = next;
    }
    let end = -1;
    for (let j = 0; j < n; j++)
      if (
        distance[j] < Infinity &&
        viaCaller[j] >= 0 &&
        accepts(j) &&
        (end < 0 || distance[j] < distance[end])
      )
        end = j;
    if (end < 0) return false;
    for (let b = end; viaCaller[b] >= 0; ) {
      const i = viaCaller[b],
        a = viaAnswerer[b];
      picked[i][slotOf[i].get(b)!] = 1;
      picked[i][slotOf[i].get(a)!] = 0;
      callers[b].add(i);
      callers[a].delete(i);
      called[b]++;
      called[a]--;
      b = a;
    }
    return true;
  };
  for (let j = 0; j < n; j++) while (called[j] > most && augment([j], (b) => called[b] < most));
  for (let j = 0; j < n; j++) {
    while (answers(j) && called[j] < least) {
      const givers: number[] = [];
      for (let a = 0; a < n; a++) if (called[a] > least && a !== j) givers.push(a);
      if (givers.length === 0 || !augment(givers, (b) => b === j)) break;
    }
  }
  return picked.map((row) => {
    const list: number[] = [];
    row.forEach((on, slot) => {
      if (on) list.push(slot);
    });
    return list;
  });
}
