import { isolationLimit } from "./describe-group.js";
import type { GroupingInput, Plan, Rules } from "./model.js";
import { floorName, type Survey, surveyInput } from "./survey.js";

export interface GroupReport {
  id: string;
  size: number;
  centre: string;
  leader: string | null;
  /** Metres from the other members to the centre. */
  meanMetresToCentre: number;
  maxMetresToCentre: number;
  /** Longest walk between two members. */
  diameterMetres: number;
  /** Mean walk from a household to one of the others. */
  meanMetresToOthers: number;
  /** Length of the shortest tree over all members: the call chain on foot. */
  treeMetres: number;
  /** The longest walk between two members, and between whom. */
  worstPair: { from: string; to: string; metres: number } | null;
  /** People who agreed to answer. */
  responders: number;
  /** Fewer of them than the rules ask (sensitivity `sector`). */
  thin: boolean;
  /** Members beyond the radius limit from the centre (sensitivity `sector`). */
  isolated: string[];
  /** Floors that its members live on; null unless all live in one building. */
  floors: number | null;
  /** Pairs with a river or a road between them that is crossed on foot. */
  pairsOverCrossings: number;
  ties: number;
  /** Ties per pair of members. */
  tieDensity: number;
  /** Households without a tie inside. */
  withoutTie: string[];
  forbiddenPairs: number;
  /** Buildings that it shares with other groups. */
  sharedBuildings: string[];
  /** Share of households with somebody elderly or living alone. */
  needsNeighboursShare: number;
  /** Households that were in another group before. */
  changed: string[];
}

export interface RunReport {
  /** The worst first: forbidden pairs, then missing responders, isolated homes, longest walk. */
  groups: GroupReport[];
  households: number;
  totalMetres: number;
  lowerBoundMetres: number | null;
  gapPercent: number | null;
  groupsOutsideBounds: number;
  radius: { p50: number; p95: number; max: number };
  /**
   * Households whose walk to the centre is beyond the radius limit (150 m when the rules set none).
   */
  isolated: string[];
  exceptions: Plan["exceptions"];
  changedHouseholds: number;
  seed: number;
  cpuSeconds: number;
}

/** Measures a plan, group by group; the bound is boundMetres' answer, or null. */
export function reportPlan(
  input: GroupingInput,
  rules: Rules,
  plan: Plan,
  lowerBoundMetres: number | null = null,
): RunReport {
  const survey = surveyInput(input, rules);
  const groupsOfBuilding = new Map<string, Set<string>>();
  for (const group of plan.groups)
    for (const id of group.members) {
      const { building } = input.households[survey.numberOf.get(id)!];
      if (building === undefined) continue;
      const known = groupsOfBuilding.get(building);
      if (known) known.add(group.id);
      else groupsOfBuilding.set(building, new Set([group.id]));
    }
  const limit = isolationLimit(survey);
  const walks: number[] = [],
    isolated: string[] = [];
  const groups = plan.groups.map((group) => {
    const centre = survey.numberOf.get(group.centre)!;
    for (const id of group.members) {
      const metres = survey.walk(survey.numberOf.get(id)!, centre);
      walks.push(metres);
      if (metres > limit) isolated.push(id);
    }
    return reportGroup(survey, group, groupsOfBuilding);
  });
  walks.sort((a, b) => a - b);
  const quantile = (q: number): number =>
    walks.length === 0 ? 0 : walks[Math.min(walks.length - 1, Math.floor(q * walks.length))];
  const outside = rules.capacitated
    ? plan.groups.filter(
        (g) =>
          g.members.reduce(
            (sum, id) => sum + (input.households[survey.numberOf.get(id)!].demand ?? 1),
            0,
          ) > rules.capacitated!.capacity,
      ).length
    : plan.groups.filter((g) => g.members.length < rules.low || g.members.length > rules.high)
        .length;
  return {
    groups: groups.sort(byTrouble),
    households: input.households.length,
    totalMetres: plan.totalMetres,
    lowerBoundMetres,
    gapPercent:
      lowerBoundMetres !== null && lowerBoundMetres > 0
        ? 100 * Math.max(0, plan.totalMetres / lowerBoundMetres - 1)
        : null,
    groupsOutsideBounds: outside,
    radius: { p50: quantile(0.5), p95: quantile(0.95), max: quantile(1) },
    isolated,
    exceptions: plan.exceptions,
    changedHouseholds: groups.reduce((sum, g) => sum + g.changed.length, 0),
    seed: plan.seed,
    cpuSeconds: plan.cpuSeconds,
  };
}

function reportGroup(
  survey: Survey,
  group: Plan["groups"][number],
  groupsOfBuilding: Map<string, Set<string>>,
): GroupReport {
  const { input, walk, numberOf, tiesOf, forbidden, barriers, x, y } = survey;
  const members = group.members.map((id) => numberOf.get(id)!);
  const between = (a: number, b: number): boolean =>
    barriers?.between(x[a], y[a], x[b], y[b]) ?? false;
  const centre = numberOf.get(group.centre)!;
  const k = members.length;
  let far = 0,
    sum = 0,
    diameter = 0,
    pairSum = 0,
    ties = 0,
    forbiddenPairs = 0,
    pairsOverCrossings = 0;
  let worstPair: GroupReport["worstPair"] = null;
  const tied = new Set<number>();
  for (const i of members) {
    const d = walk(i, centre);
    sum += d;
    far = Math.max(far, d);
  }
  for (let a = 0; a < k; a++)
    for (let b = a + 1; b < k; b++) {
      const d = walk(members[a], members[b]);
      pairSum += d;
      if (d > diameter) {
        diameter = d;
        const [from, to] = [members[a], members[b]].map((i) => input.households[i].id);
        worstPair = { from, to, metres: d };
      }
      if (forbidden?.(members[a], members[b])) forbiddenPairs++;
      else if (between(members[a], members[b])) pairsOverCrossings++;
      if (tiesOf.get(members[a])?.some(([other]) => other === members[b])) {
        ties++;
        tied.add(members[a]);
        tied.add(members[b]);
      }
    }
  const buildings = new Set(
    members.map((i) => input.households[i].building).filter((b): b is string => b !== undefined),
  );
  return {
    id: group.id,
    size: k,
    centre: group.centre,
    leader: members.map((i) => input.households[i]).find((h) => h.leader)?.id ?? null,
    meanMetresToCentre: k > 1 ? sum / (k - 1) : 0,
    maxMetresToCentre: far,
    diameterMetres: diameter,
    worstPair,
    responders: group.responders,
    thin: !survey.rules.capacitated && group.responders < survey.rules.minResponders,
    isolated: members
      .filter((i) => walk(i, centre) > isolationLimit(survey))
      .map((i) => input.households[i].id),
    floors:
      buildings.size === 1 && members.every((i) => input.households[i].building !== undefined)
        ? new Set(members.map((i) => floorName(input.households[i]))).size
        : null,
    pairsOverCrossings,
    meanMetresToOthers: k > 1 ? (2 * pairSum) / (k * (k - 1)) : 0,
    treeMetres: spanningTree(members, walk),
    ties,
    tieDensity: k > 1 ? (2 * ties) / (k * (k - 1)) : 0,
    withoutTie: members.filter((i) => !tied.has(i)).map((i) => input.households[i].id),
    forbiddenPairs,
    sharedBuildings: [...buildings].filter((b) => groupsOfBuilding.get(b)!.size > 1),
    needsNeighboursShare:
      k > 0 ? members.filter((i) => input.households[i].needsNeighbours).length / k : 0,
    changed: members
      .filter((i) => {
        const old = input.households[i].previousGroup;
        return old !== undefined && old !== group.id;
      })
      .map((i) => input.households[i].id),
  };
}

/** Worst first. */
const byTrouble = (a: GroupReport, b: GroupReport): number =>
  b.forbiddenPairs - a.forbiddenPairs ||
  Number(b.thin) - Number(a.thin) ||
  (a.thin && b.thin ? a.responders - b.responders : 0) ||
  b.isolated.length - a.isolated.length ||
  b.maxMetresToCentre - a.maxMetresToCentre;

/** Prim 1957. */
function spanningTree(members: readonly number[], walk: (a: number, b: number) => number): number {
  const near = members.map(() => Infinity),
    inside = members.map(() => false);
  near[0] = 0;
  let total = 0;
  for (let round = 0; round < members.length; round++) {
    let next = -1;
    for (let i = 0; i < members.length; i++)
      if (!inside[i] && (next < 0 || near[i] < near[next])) next = i;
    inside[next] = true;
    total += near[next];
    for (let i = 0; i < members.length; i++)
      if (!inside[i]) near[i] = Math.min(near[i], walk(members[next], members[i]));
  }
  return total;
}
