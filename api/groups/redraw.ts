import { Threads, threadModule } from "../jobs/threads.js";
import { type GroupsChange, groupsAfter, type StandingGroup } from "./groups-change.js";
import type { AreaRead, RedrawnGroup, RedrawTask, RepairFound, RepairTask } from "./redraw-work.js";

const WORK = threadModule(import.meta.url, "./redraw-work");
/** One, so that edits of many people take one processor of those that answer. */
const threads = new Threads(1);

/** Groups that a change gives other members, as they are told then. */
export async function redraw(
  { households, surroundings, rules, standing }: AreaRead & { standing: readonly StandingGroup[] },
  change: GroupsChange,
): Promise<RedrawnGroup[]> {
  const moved = change.members.flatMap(({ from, to }) => [from, to]);
  const after = groupsAfter(standing, change);
  const there = new Set(after.map(({ id }) => id));
  const touched = [...new Set(moved)].filter((id): id is string => id !== null && there.has(id));
  if (touched.length === 0) return [];
  const groups = after.map(({ id, members, locked }) => ({ id, members, locked }));
  const input: RedrawTask = { households, surroundings, rules, groups, touched };
  return threads.run<RedrawnGroup[]>({ module: WORK, work: "redrawGroups", input });
}

export const repairInThread = (input: RepairTask): Promise<RepairFound | { findings: object[] }> =>
  threads.run({ module: WORK, work: "proposeRepair", input });
