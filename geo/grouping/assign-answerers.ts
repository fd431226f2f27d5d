import { checkInput } from "./check-input.js";
import type { Finding, GroupException, GroupingInput, Rules } from "./model.js";
import { findNearestNeighbours } from "./nearest-neighbours.js";
import { said } from "./phrases.js";
import { splitComponents } from "./split-components.js";
import { type Survey, surveyInput } from "./survey.js";

export interface EgoRules {
  /** Answerers of a household (一呼九应: nine). */
  answerers: number;
  /** How often a household should be, and may be, an answerer. */
  leastCalled: number;
  mostCalled: number;
}

export const ONE_RING_NINE: EgoRules = { answerers: 9, leastCalled: 3, mostCalled: 12 };

export type EgoResult =
  | {
      ok: true;
      answerers: Map<string, string[]>;
      metres: number;
      /** Households whose bounds no assignment can meet, with the reason. */
      exceptions: GroupException[];
    }
  | { ok: false; findings: Finding[] };

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
  const answerers = new Map<string, string[]>();
  const exceptions: GroupException[] = [];
  let metres = 0;
  for (const { households } of splitComponents(survey, Int32Array.from(input.households.keys()))) {
    const { candidates, costs } = listCandidates(survey, households);
    const wanted = Math.min(ego.answerers, households.length - 1);
    const chosen = chooseAnswerers(
      candidates,
      costs,
      wanted,
      Math.min(ego.leastCalled, wanted),
      ego.mostCalled,
    );
    const called = new Int32Array(households.length);
    chosen.forEach((list, i) => {
      const id = input.households[households[i]].id;
      list.sort((a, b) => costs[i][a] - costs[i][b] || a - b);
      answerers.set(
        id,
        list.map((slot) => input.households[households[candidates[i][slot]]].id),
      );
      for (const slot of list) {
        called[candidates[i][slot]]++;
        metres += survey.walk(households[i], households[candidates[i][slot]]);
      }
      if (list.length < wanted)
        exceptions.push({
          id,
          reason: said("too-few-answerers", { count: list.length, wanted }),
        });
    });
    called.forEach((times, j) => {
      if (times >= Math.min(ego.leastCalled, wanted) && times <= ego.mostCalled) return;
      exceptions.push({
        id: input.households[households[j]].id,
        reason: said("calls-out-of-bounds", {
          count: times,
          least: ego.leastCalled,
          most: ego.mostCalled,
        }),
      });
    });
  }
  return { ok: true, answerers, metres, exceptions };
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
    const allowed = others.filter((j) => j !== i && !forbidden?.(households[i], households[j]));
    candidates.push(allowed);
    costs.push(
      allowed.map(
        (j) => walk(households[i], households[j]) - rules.weights.tie * (worth.get(j) ?? 0),
      ),
    );
  }
  return { candidates, costs };
}

/** @returns for every caller the slots of `candidates` that were chosen. */
export function chooseAnswerers(
  candidates: number[][],
  costs: number[][],
  wanted: number,
  least: number,
  most: number,
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
    while (called[j] < least) {
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
