import { deriveSeed } from "../random.js";
import { decideGroupCount } from "./decide-group-count.js";
import { isolationLimit } from "./describe-group.js";
import type { GroupingInput, Plan, Rules } from "./model.js";
import { findNearestNeighbours } from "./nearest-neighbours.js";
import { solveComponent } from "./solve-component.js";
import { type Survey, surveyInput, takesPart } from "./survey.js";

/** What a border between two areas costs the groups beside it. */
export interface BorderPrice {
  areas: [string, string];
  /** Homes whose nearest neighbour lives across, within `reach`. */
  partedHomes: number;
  /** Metres to the centres that the same households would walk less, grouped across. */
  metresSaved: number;
  /** Isolated homes fewer. */
  isolatedSaved: number;
  /** Homes more that are in a group. */
  groupedSaved: number;
  /** Households that were grouped again to know. */
  households: number;
}

export interface BorderOptions {
  seed: number;
  /** Proposals a household. */
  iterations: number;
  /** Metres: neighbours across a border further apart are none. */
  reach: number;
}

/**
 * What each border between areas costs: the groups that reach it are grouped again as if it were
 * not there, everybody else stays. Barriers hold. Areas beside each other that part nobody are left
 * out; dearest first. A generator that gives way after every border: a fraction of all.
 */
export function* priceBorders(
  input: GroupingInput,
  rules: Rules,
  plan: Plan,
  { seed, iterations, reach }: BorderOptions,
): Generator<number, BorderPrice[], unknown> {
  const survey = surveyInput(input, rules);
  const groupOf = new Int32Array(input.households.length).fill(-1);
  plan.groups.forEach((group, g) => {
    for (const id of group.members) groupOf[survey.numberOf.get(id)!] = g;
  });
  const borders = findBorders(survey, reach);
  const prices: BorderPrice[] = [];
  let k = 0;
  for (const border of borders.values()) {
    const own = regroup(survey, plan, groupOf, border, { seed: deriveSeed(seed, k), iterations });
    if (own !== null) prices.push(own);
    yield ++k / borders.size;
  }
  return prices.sort(
    (a, b) =>
      b.groupedSaved - a.groupedSaved ||
      b.metresSaved - a.metresSaved ||
      b.partedHomes - a.partedHomes,
  );
}

interface Border {
  areas: [string, string];
  /** Households with a neighbour across. */
  beside: Set<number>;
  parted: number;
}

function findBorders(survey: Survey, reach: number): Map<string, Border> {
  const { input, walk, forbidden } = survey;
  const there = Int32Array.from(input.households.keys()).filter((i) =>
    takesPart(input.households[i]),
  );
  const { start, ids } = findNearestNeighbours(
    Float64Array.from(there, (i) => survey.x[i]),
    Float64Array.from(there, (i) => survey.y[i]),
    10,
  );
  const areaOf = (i: number): string => input.households[i].area ?? "";
  const borders = new Map<string, Border>();
  for (let k = 0; k < there.length; k++) {
    const i = there[k];
    let nearest = Infinity,
      across: Border | null = null;
    for (let t = start[k]; t < start[k + 1]; t++) {
      const j = there[ids[t]];
      const metres = walk(i, j);
      if (metres > reach || forbidden?.(i, j)) continue;
      let border: Border | null = null;
      if (areaOf(i) !== areaOf(j)) {
        border = borderOf(borders, areaOf(i), areaOf(j));
        border.beside.add(i).add(j);
      }
      if (metres < nearest) {
        nearest = metres;
        across = border;
      }
    }
    if (across) across.parted++;
  }
  return borders;
}

function borderOf(borders: Map<string, Border>, a: string, b: string): Border {
  const areas: [string, string] = a < b ? [a, b] : [b, a];
  const key = JSON.stringify(areas);
  let border = borders.get(key);
  if (!border) borders.set(key, (border = { areas, beside: new Set(), parted: 0 }));
  return border;
}

/** Null when the border parts nobody. */
function regroup(
  survey: Survey,
  plan: Plan,
  groupOf: Int32Array,
  { areas, beside, parted }: Border,
  { seed, iterations }: { seed: number; iterations: number },
): BorderPrice | null {
  const { input, numberOf, rules } = survey;
  const touched = new Set<number>();
  const alone: number[] = [];
  input.households.forEach((h, i) => {
    if (groupOf[i] < 0 && takesPart(h) && areas.includes(h.area ?? "")) alone.push(i);
  });
  for (const i of beside) {
    const g = groupOf[i];
    if (g >= 0 && !plan.groups[g].locked) touched.add(g);
  }
  const before = [...touched]
    .sort((a, b) => a - b)
    .map((g) => Int32Array.from(plan.groups[g].members, (id) => numberOf.get(id)!));
  const households = Int32Array.from([...before.flatMap((l) => [...l]), ...alone]).sort();
  const onBothSides = new Set(Array.from(households, (i) => input.households[i].area ?? ""));
  if (onBothSides.size < 2) return null;
  const count = alone.length > 0 ? decideGroupCount(households.length, rules) : before.length;
  if (count === 0) return null;
  const from = new Map(before.flatMap((l, g) => Array.from(l, (i) => [i, g] as const)));
  const search = solveComponent(
    survey,
    households,
    count,
    seed,
    { iterations },
    alone.length > 0 ? undefined : from,
  );
  let step = search.next();
  while (!step.done) step = search.next();
  const [old, now] = [before, step.value.groups].map((lists) => measure(survey, lists));
  const groupedSaved = Math.max(0, now.homes - old.homes);
  const metresSaved = groupedSaved > 0 ? 0 : Math.max(0, old.metres - now.metres);
  // Whoever is grouped across is not there for isolation's sake alone.
  const better = groupedSaved > 0 || metresSaved > 0;
  const isolatedSaved = better ? Math.max(0, old.isolated - now.isolated) : 0;
  if (parted === 0 && !better) return null;
  return {
    areas,
    partedHomes: parted,
    metresSaved,
    isolatedSaved,
    groupedSaved,
    households: households.length,
  };
}

function measure(
  survey: Survey,
  lists: readonly Int32Array[],
): { metres: number; isolated: number; homes: number } {
  const limit = isolationLimit(survey);
  let metres = 0,
    isolated = 0,
    homes = 0;
  for (const list of lists)
    for (const i of list) {
      const d = survey.walk(i, list[0]);
      metres += d;
      homes++;
      if (d > limit) isolated++;
    }
  return { metres, isolated, homes };
}
