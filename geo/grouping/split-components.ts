import Delaunator from "delaunator";
import { decideGroupCount } from "./decide-group-count.js";
import { findNearestNeighbours } from "./nearest-neighbours.js";
import type { Survey } from "./survey.js";

export interface Component {
  /** Household numbers, ascending. */
  households: Int32Array;
  area: string | undefined;
}

/**
 * Splits households into components that no group may leave: by area, and within an area by
 * barriers and by gaps wider than `reach`. Households are
 * joined when a Delaunay edge, a near neighbour or a walk over a crossing connects them without
 * being cut off.
 * Components are in order of their first household.
 */
export function splitComponents(
  survey: Survey,
  households: Int32Array,
  options?: { compounds: boolean },
): Component[] {
  const run = splitInSteps(survey, households, options);
  for (;;) {
    const step = run.next();
    if (step.done) return step.value;
  }
}

/** The same, giving way after every area. */
export function* splitInSteps(
  survey: Survey,
  households: Int32Array,
  { compounds = true } = {},
): Generator<void, Component[], unknown> {
  const byArea = new Map<string | undefined, number[]>();
  for (const i of households) {
    const area = survey.input.households[i].area;
    const list = byArea.get(area);
    if (list) list.push(i);
    else byArea.set(area, [i]);
  }
  const components: Component[] = [];
  for (const [area, members] of byArea) {
    for (const part of parts(survey, members))
      for (const households of compounds ? setCompoundsApart(survey, part) : [part])
        components.push({ households: Int32Array.from(households), area });
    yield;
  }
  return components;
}

const parts = (survey: Survey, members: number[]): number[][] =>
  survey.barriers === null && survey.rules.reach === undefined
    ? [members]
    : connect(survey, members);

/**
 * Compounds first: a compound whose households make legal groups is a component of its own, as long
 * as everybody round it can still be grouped; a smaller one stays with its neighbours.
 */
function setCompoundsApart(survey: Survey, members: number[]): number[][] {
  const { input, rules, linkOf } = survey;
  if (rules.capacitated) return [members];
  const compounds = new Map<string, number[]>();
  for (const i of members) {
    const { compound } = input.households[i];
    if (compound === undefined) continue;
    const known = compounds.get(compound);
    if (known) known.push(i);
    else compounds.set(compound, [i]);
  }
  const alone: number[][] = [];
  let rest = [members];
  const viable = (part: number[]): boolean => decideGroupCount(part.length, rules) > 0;
  for (const own of compounds.values()) {
    const inside = new Set(own);
    const sets = new Set(own.map((i) => linkOf.get(i)));
    sets.delete(undefined);
    const torn = rest.some((p) => p.some((i) => !inside.has(i) && sets.has(linkOf.get(i))));
    if (torn || !viable(own) || parts(survey, own).length > 1) continue;
    const outside = rest.map((p) => p.filter((i) => !inside.has(i))).filter((p) => p.length > 0);
    const left = outside.flatMap((p) => parts(survey, p));
    if (!left.every(viable)) continue;
    alone.push(own);
    rest = left;
  }
  return [...rest, ...alone].sort((a, b) => a[0] - b[0]);
}

function connect(survey: Survey, members: number[]): number[][] {
  const {
    barriers,
    rules: { reach = Infinity },
  } = survey;
  const n = members.length;
  const x = Float64Array.from(members, (i) => survey.x[i]),
    y = Float64Array.from(members, (i) => survey.y[i]);
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]];
    return i;
  };
  const join = (a: number, b: number): void => {
    const ra = root(a),
      rb = root(b);
    if (ra === rb || Math.hypot(x[a] - x[b], y[a] - y[b]) > reach) return;
    if (barriers === null || barriers.walk(x[a], y[a], x[b], y[b]) < Infinity)
      parent[Math.max(ra, rb)] = Math.min(ra, rb);
  };
  const { start, ids } = findNearestNeighbours(x, y, 12);
  for (let i = 0; i < n; i++) for (let t = start[i]; t < start[i + 1]; t++) join(i, ids[t]);
  if (n > 2) {
    const { triangles } = new Delaunator(
      Float64Array.from({ length: 2 * n }, (_, k) => (k % 2 === 0 ? x[k >> 1] : y[k >> 1])),
    );
    for (let t = 0; t < triangles.length; t++)
      join(triangles[t], triangles[t % 3 === 2 ? t - 2 : t + 1]);
  }
  // Across a wide river no neighbour list looks over: try the households near each crossing with
  // each other.
  for (const crossing of survey.input.crossings ?? []) {
    const [cx, cy] = survey.forward(crossing);
    const near = members
      .map((_, i) => i)
      .filter((i) => Math.hypot(x[i] - cx, y[i] - cy) <= survey.rules.crossingWalk)
      .sort((a, b) => Math.hypot(x[a] - cx, y[a] - cy) - Math.hypot(x[b] - cx, y[b] - cy) || a - b)
      .slice(0, 60);
    for (const a of near) for (const b of near) if (a < b) join(a, b);
  }
  const parts = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const key = root(i),
      part = parts.get(key);
    if (part) part.push(members[i]);
    else parts.set(key, [members[i]]);
  }
  return [...parts.values()];
}
