import type { Plan, Rules } from "../../geo/grouping/index.js";
import type { RunReport } from "../../geo/grouping/report-plan.js";
import type { RunResult } from "../../geo/grouping/run-grouping.js";
import type { GroupPreset } from "./group-rules.js";

/** Figures of a group, as its row keeps them. */
export interface GroupFigures {
  size: number;
  people: number;
  responders: number;
  thin: boolean;
  metres: number;
  meanMetres: number;
  maxMetres: number;
  ties: number;
  withoutTie: number;
  isolated: number;
  floors: number | null;
  forbiddenPairs: number;
}

/** Figures of a plan, as its row keeps them. */
export interface GroupVerdictRow {
  groups: number;
  households: number;
  people: number;
  livedIn: number;
  registeredOnly: number;
  exceptions: number;
  metresPerHousehold: number;
  p95Metres: number;
  maxMetres: number;
  isolated: number;
  thin: number;
  violations: number;
  shareNearTarget: number | null;
  searchGap: number | null;
  priceOfWishes: number | null;
  boundIs: string | null;
  complete: boolean;
  seconds: number;
  sizes: { size: number; count: number }[];
  /** Ties within groups. */
  tiesKept?: number;
  /** What borders of grids cost, dearest first; grids by uuid. */
  borders?: BorderRow[];
  /** What presets make of the same households, where that was asked for. */
  tradeOff?: TradeOffRow[];
  /** Of rings: in how many a household that answers is, at least and at most. */
  calledLeast?: number;
  calledMost?: number;
}

export interface BorderRow {
  grids: [string, string];
  metres: number;
  isolated: number;
  grouped: number;
  parted: number;
}

export interface TradeOffRow {
  preset: GroupPreset;
  metresPerHousehold: number;
  shareNearTarget: number | null;
  tiesKept: number;
  isolated: number;
}

export const tradeOffOf = (preset: GroupPreset, v: GroupVerdictRow): TradeOffRow => ({
  ...{ preset, metresPerHousehold: v.metresPerHousehold, shareNearTarget: v.shareNearTarget },
  ...{ tiesKept: v.tiesKept ?? 0, isolated: v.isolated },
});

/** Tenths of a metre: more would tell places. */
export const tenths = (metres: number): number => Math.round(metres * 10) / 10;

export const isRegisteredOnly = ({ reason }: Plan["exceptions"][number]): boolean =>
  reason.code === "nobody-lives-here";

export function sizesOf(sizes: readonly number[]): GroupVerdictRow["sizes"] {
  const count = new Map<number, number>();
  for (const size of sizes) count.set(size, (count.get(size) ?? 0) + 1);
  return [...count].sort(([a], [b]) => a - b).map(([size, n]) => ({ size, count: n }));
}

/** Who was counted, whatever the plan holds. */
export interface Counted {
  households: readonly { people: number }[];
  /** Of them those without a grid, and so without a group. */
  gridless: number;
}

export function countsOf({ households, gridless }: Counted, registeredOnly: number) {
  const all = households.length + gridless;
  const people = households.reduce((sum, h) => sum + h.people, 0);
  return { households: all, people, registeredOnly, livedIn: all - registeredOnly };
}

export function verdictOf(
  report: RunReport,
  { target }: Rules,
  { plan, bound }: Extract<RunResult, { ok: true }>,
  counted: Counted,
): GroupVerdictRow {
  const sizes = plan.groups.map(({ members }) => members.length);
  const grouped = sizes.reduce((sum, n) => sum + n, 0);
  const near = sizes.filter((n) => Math.abs(n - target) <= target / 10).length;
  return {
    groups: sizes.length,
    ...countsOf(counted, plan.exceptions.filter(isRegisteredOnly).length),
    exceptions: plan.exceptions.length + counted.gridless,
    metresPerHousehold: grouped > 0 ? tenths(plan.totalMetres / grouped) : 0,
    p95Metres: tenths(report.radius.p95),
    maxMetres: tenths(report.radius.max),
    isolated: plan.sector.isolated.length,
    thin: plan.sector.thin.length,
    violations: plan.violations,
    shareNearTarget: sizes.length > 0 ? near / sizes.length : null,
    searchGap: bound?.searchGap ?? null,
    priceOfWishes: bound?.priceOfWishes ?? null,
    boundIs: bound?.boundIs ?? null,
    complete: plan.complete,
    seconds: Math.round(plan.cpuSeconds * 100) / 100,
    sizes: sizesOf(sizes),
    tiesKept: report.groups.reduce((sum, { ties }) => sum + ties, 0),
  };
}
