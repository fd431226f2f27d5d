import { countOfWholeFloors, linkFloors } from "./link-floors.js";
import { type GroupingSaid, said } from "./phrases.js";
import { type PreparedComponent, prepareComponent } from "./prepare-component.js";
import {
  type SearchBudget,
  type SearchProgress,
  type Steering,
  searchGroups,
} from "./search-groups.js";
import type { Survey } from "./survey.js";

export interface SolvedComponent {
  /** Household numbers, centre first, then ascending. */
  groups: Int32Array[];
  /** Households that no legal group could take. */
  leftOver: { household: number; reason: GroupingSaid }[];
}

/**
 * Groups one component; a generator, so that the caller decides when others get the thread.
 * @param from group of every household to start from; by default an even split
 */
export function* solveComponent(
  survey: Survey,
  households: Int32Array,
  groups: number,
  seed: number,
  budget: SearchBudget,
  from?: ReadonlyMap<number, number>,
): Generator<SearchProgress, SolvedComponent, Steering> {
  const floors = from === undefined ? linkFloors(survey, households) : null;
  let first: ReadonlyMap<number, number> | undefined = from;
  const count = floors && countOfWholeFloors(survey, households, groups, floors);
  if (floors !== null && count !== null) {
    const whole = prepareComponent(survey, households, count, null, floors);
    const outcome = yield* searchGroups(whole.problem, seed, halfOf(budget));
    const solved = keepLegal(survey, listGroups(whole, outcome.groupOf));
    if (solved.leftOver.length === 0) return solved;
    const split = new Map<number, number>();
    for (const [u, unit] of whole.units.entries())
      for (const i of unit) split.set(i, outcome.groupOf[u]);
    if (count === groups) first = split;
  }
  // Sizes split a floor somewhere: from what whole floors gave, every split at its price.
  const single = prepareComponent(survey, households, groups);
  const start = first && Int32Array.from(single.units, ([i]) => first.get(i)!);
  const outcome = yield* searchGroups(single.problem, seed, budget, start);
  return keepLegal(survey, listGroups(single, outcome.groupOf));
}

function listGroups({ problem, units }: PreparedComponent, groupOf: Int32Array): number[][] {
  const lists: number[][] = Array.from({ length: problem.groups }, () => []);
  for (let u = 0; u < problem.n; u++) lists[groupOf[u]].push(...units[u]);
  return lists;
}

/** Whole floors are fewer units and may come to nothing: half of the seconds is theirs. */
const halfOf = (budget: SearchBudget): SearchBudget =>
  "seconds" in budget ? { ...budget, seconds: budget.seconds / 2 } : budget;

/**
 * Takes out of groups what breaks a hard rule after all: one of each forbidden pair, what is above
 * the upper bound, and
 * groups left below the lower bound. Those households become exceptions, never a silent violation.
 */
export function keepLegal(survey: Survey, lists: number[][]): SolvedComponent {
  const { forbidden, rules, linkOf } = survey;
  const groups: Int32Array[] = [],
    leftOver: SolvedComponent["leftOver"] = [];
  for (const list of lists) {
    let members = list.slice().sort((a, b) => a - b);
    const evict = (gone: number, reason: GroupingSaid): void => {
      const set = linkOf.get(gone);
      const out = (i: number): boolean =>
        i === gone || (set !== undefined && linkOf.get(i) === set);
      for (const i of members) if (out(i)) leftOver.push({ household: i, reason });
      members = members.filter((i) => !out(i));
    };
    if (forbidden !== null) {
      for (;;) {
        const clashes: number[] = members.map(
          (i) => members.filter((j) => i !== j && forbidden(i, j)).length,
        );
        const worst = clashes.reduce((at, c, k) => (c > clashes[at] ? k : at), 0);
        if (members.length === 0 || clashes[worst] === 0) break;
        evict(members[worst], said("barred-from-every-group", {}));
      }
    }
    if (rules.capacitated) {
      if (members.length > 0) groups.push(centreFirst(survey, members));
      continue;
    }
    while (members.length > rules.high) {
      const centre = centreFirst(survey, members)[0];
      const far = members.reduce(
        (at, i) => (survey.walk(i, centre) > survey.walk(at, centre) ? i : at),
        members[0],
      );
      evict(far, said("no-room-near", { most: rules.high }));
    }
    if (members.length >= rules.low) groups.push(centreFirst(survey, members));
    else {
      const reason = said("group-too-small", { count: members.length, least: rules.low });
      for (const household of members) leftOver.push({ household, reason });
    }
  }
  return { groups, leftOver };
}

/** The households with the median (smallest sum of metres; ties by number) in front. */
export function centreFirst(survey: Survey, members: readonly number[]): Int32Array {
  let best = members[0],
    least = Infinity;
  for (const candidate of members) {
    let sum = 0;
    for (const i of members) sum += survey.walk(i, candidate);
    if (sum < least - 1e-9) {
      least = sum;
      best = candidate;
    }
  }
  return Int32Array.from([best, ...members.filter((i) => i !== best)]);
}
