// Work for a thread: how groups stand after an edit, and what mends a plan with few changes.
import {
  type Group,
  type GroupingInput,
  groupsOf,
  openGroups,
  type Plan,
  type Rules,
  repairGroups,
  reportPlan,
  walksOf,
} from "../../geo/grouping/index.js";
import { type GroupRules, methodRules } from "./group-rules.js";
import { groupingInput } from "./grouping-input.js";
import { cellsOf, figuresOf, multiPolygon, spokesOf } from "./plan-rows.js";
import type { HouseholdRead, SurroundingsRead } from "./run-input.js";
import { type GroupFigures, tenths } from "./verdict.js";

/** Ground on which edits are judged: the households of some grids and what is around them. */
export interface AreaRead {
  households: HouseholdRead[];
  surroundings: SurroundingsRead;
  rules: GroupRules;
}

export interface RedrawTask extends AreaRead {
  /** All groups there, so that cells end where others begin. */
  groups: { id: string; members: readonly string[]; locked: boolean }[];
  touched: readonly string[];
}

/** A group as it is told after an edit; shapes as EWKB in hex. */
export interface RedrawnGroup {
  id: string;
  centre: string | null;
  figures: GroupFigures;
  cell: string | null;
  spokes: string | null;
  members: { household: string; metres: number; isolated: boolean }[];
}

export function redrawGroups(task: RedrawTask): RedrawnGroup[] {
  const input = groupingInput(task.households, task.surroundings);
  const rules = methodRules(task.rules);
  const opened = openGroups(input, rules, { groups: known(task) });
  // Findings were told when the edit was judged on the same ground.
  if (!opened.ok) throw new Error("groups that were judged cannot be opened");
  const whole = planOf(groupsOf(opened.groups));
  const touched = new Set(task.touched);
  const there = { ...whole, groups: whole.groups.filter(({ id }) => touched.has(id)) };
  const report = reportPlan(input, rules, there);
  const walks = new Map(walksOf(input, rules, there.groups).map((w) => [w.household, w.metres]));
  const reports = new Map(report.groups.map((r) => [r.id, r]));
  const cells = cellsOf(input, whole.groups, task.surroundings.grids);
  const of = new Map(task.households.map((h) => [h.id, h]));
  return there.groups.map(({ id, centre, members, metres }) => {
    const own = reports.get(id)!;
    const far = new Set(own.isolated);
    return {
      ...{ id, centre, figures: figuresOf(own, metres, of, members) },
      ...{ cell: multiPolygon(cells.get(id)), spokes: spokesOf(of.get(centre)!, members, of) },
      members: members.map((household) => ({
        ...{ household, isolated: far.has(household) },
        metres: tenths(walks.get(household)!),
      })),
    };
  });
}

/** Members that live there; who moved away since is not measured any more. */
const known = ({ groups, households }: RedrawTask): Group[] => {
  const there = new Set(households.map(({ id }) => id));
  return groups.map(({ id, members, locked }) => ({
    ...{ id, locked, centre: "", metres: 0, responders: 0 },
    members: members.filter((household) => there.has(household)),
  }));
};

const planOf = (groups: Group[]): Plan => ({
  ...{ groups: groups.filter(({ members }) => members.length > 0), exceptions: [] },
  ...{ sector: { isolated: [], thin: [] }, findings: [], totalMetres: 0, violations: 0 },
  ...{ complete: true, seed: 1, cpuSeconds: 0 },
});

export interface RepairTask extends AreaRead {
  groups: RedrawTask["groups"];
  /** Who shall stay in no group: they left, or never agreed. */
  apart: readonly string[];
}

export interface RepairFound {
  /** `to` is no uuid where the group is a new one. */
  changes: { household: string; from: string | null; to: string | null; reason: object }[];
  metresDelta: number;
}

/** What mends the groups of some grids with few changes. */
export function proposeRepair(task: RepairTask): RepairFound | { findings: object[] } {
  const rules = methodRules(task.rules);
  const groupOf = new Map(
    task.groups.flatMap(({ id, members }) => members.map((household) => [household, id] as const)),
  );
  const apart = new Set(task.apart);
  const input: GroupingInput = groupingInput(task.households, task.surroundings);
  const households = input.households.map((h) => ({
    ...h,
    ...(groupOf.has(h.id) ? { previousGroup: groupOf.get(h.id)! } : {}),
    ...(apart.has(h.id) ? { agreed: false } : {}),
  }));
  const locked = task.groups.filter(({ locked }) => locked);
  const there = new Set(households.map(({ id }) => id));
  const gone = [...groupOf]
    .filter(([household]) => !there.has(household))
    .map(([household, group]) => ({ household, group }));
  const whole = {
    ...{ ...input, households },
    locked: locked.map(({ id, members }) => ({ id, members: members.filter((h) => there.has(h)) })),
  };
  const repaired = repairGroups(whole, rules, task.rules.seed, gone);
  if (!repaired.ok) return { findings: repaired.findings };
  return {
    changes: repaired.changes
      .filter(({ from, to }) => from !== to)
      .map(({ household, from, to, reason }) => ({ household, from, to, reason })),
    metresDelta: repaired.plan.totalMetres - metresOf(whole, rules, task),
  };
}

function metresOf(input: GroupingInput, rules: Rules, task: RepairTask): number {
  const groups = known({ ...task, touched: [] }).filter(({ members }) => members.length > 0);
  const opened = openGroups(input, rules, { groups });
  return opened.ok ? groupsOf(opened.groups).reduce((sum, { metres }) => sum + metres, 0) : 0;
}
