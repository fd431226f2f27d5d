import { describeGroup, findThin } from "./describe-group.js";
import type { BoundTotals, Finding, Group, GroupException, Plan, SolvedPart } from "./model.js";
import { orderGroups } from "./number-groups.js";
import { said } from "./phrases.js";
import { centreFirst } from "./solve-component.js";
import { listAbsent, type Survey, takesPart } from "./survey.js";

/** What a run does not search: locked groups, and who takes no part. */
export interface SetAside {
  free: Int32Array;
  lockedGroups: Group[];
  violations: number;
}

/** Locked groups leave the search; one outside the bounds is kept, counted and said. */
export function setAside(survey: Survey, findings: Finding[]): SetAside {
  const { input, rules, numberOf } = survey;
  const locked = new Set<number>();
  const lockedGroups: Group[] = [];
  let violations = 0;
  for (const lock of input.locked ?? []) {
    const members = lock.members
      .map((id) => numberOf.get(id)!)
      .filter((i) => takesPart(input.households[i]))
      .sort((a, b) => a - b);
    if (members.length === 0) continue;
    for (const i of members) locked.add(i);
    lockedGroups.push(describeGroup(survey, centreFirst(survey, members), lock.id, true));
    if (rules.capacitated || (members.length >= rules.low && members.length <= rules.high))
      continue;
    violations++;
    const { low: least, high: most } = rules;
    findings.push({
      ids: [lock.id],
      ...said("locked-out-of-bounds", { group: lock.id, count: members.length, least, most }),
    });
  }
  const free = Int32Array.from(input.households.keys()).filter(
    (i) => !locked.has(i) && takesPart(input.households[i]),
  );
  return { free, lockedGroups, violations };
}

type Written =
  | { ok: true; plan: Omit<Plan, "seed" | "cpuSeconds" | "complete"> }
  | { ok: false; findings: Finding[] };

/** Puts solved parts together, numbered, with everybody who is in no group and why. */
export function writePlan(
  survey: Survey,
  { lockedGroups, violations }: SetAside,
  parts: readonly SolvedPart[],
  undivided: readonly GroupException[],
  findings: Finding[],
): Written {
  const { input, rules, numberOf } = survey;
  const groups = [...lockedGroups];
  const taken = new Set(groups.map((g) => g.id));
  const lists = parts.flatMap((p) =>
    p.groups.map((g) => Int32Array.from(g, (id) => numberOf.get(id)!)),
  );
  let number = 0;
  for (const at of orderGroups(survey, lists)) {
    do number++;
    while (taken.has(String(number)));
    groups.push(describeGroup(survey, lists[at], String(number), false));
  }
  if (rules.capacitated) {
    const { capacity } = rules.capacitated;
    const over = groups.filter((g) => demandOf(survey, g) > capacity * (1 + 1e-12));
    if (over.length > 0) {
      const params = { capacity, over: over.length, groups: groups.length };
      return { ok: false, findings: [{ ids: over[0].members, ...said("no-assignment", params) }] };
    }
  }
  return {
    ok: true,
    plan: {
      groups,
      exceptions: [
        ...listAbsent(input.households),
        ...undivided,
        ...parts.flatMap((p) => p.leftOver),
      ],
      sector: findThin(survey, groups),
      findings,
      violations,
      totalMetres: groups.reduce((sum, g) => sum + g.metres, 0),
    },
  };
}

function demandOf(survey: Survey, group: Group): number {
  return group.members.reduce(
    (sum, id) => sum + (survey.input.households[survey.numberOf.get(id)!].demand ?? 1),
    0,
  );
}

/** Locked groups count as they are. */
export function sumBounds(
  plan: Pick<Plan, "groups" | "totalMetres">,
  parts: readonly SolvedPart[],
): BoundTotals {
  let lower = 0,
    shortest = 0,
    exact = true;
  for (const g of plan.groups)
    if (g.locked) {
      lower += g.metres;
      shortest += g.metres;
    }
  for (const { bound, metres } of parts) {
    lower += Math.min(metres, bound?.lowerMetres ?? 0);
    shortest += Math.min(metres, bound?.shortestMetres ?? 0);
    if (bound?.exact === false) exact = false;
  }
  const share = (over: number): number | null => (lower > 0 ? over / lower : over === 0 ? 0 : null);
  // Proved is proved: what rounding leaves is none.
  const searchGapMetres = exact ? 0 : Math.max(0, shortest - lower);
  const dearer = plan.totalMetres - shortest;
  const priceOfWishesMetres = dearer < 1e-6 ? 0 : dearer;
  const over = priceOfWishesMetres + searchGapMetres;
  return {
    lowerBoundMetres: Math.min(lower, plan.totalMetres),
    boundIs: exact ? "exact" : "lower",
    gap: share(over),
    searchGapMetres,
    searchGap: share(searchGapMetres),
    priceOfWishesMetres,
    priceOfWishes: share(priceOfWishesMetres),
  };
}
