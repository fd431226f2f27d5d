import { v7 as uuid } from "uuid";
import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import { may } from "../policy/actions.js";
import { checkKey } from "../writing/change-one.js";
import { type AskedEdit, areaOf, earlier, editedPlan, land } from "./edits.service.js";
import type { GroupPlanRow } from "./groups.queries.js";
import {
  factsOf,
  type GroupFacts,
  type GroupsChange,
  type StandingGroup,
} from "./groups-change.js";
import type { OpenArea } from "./open-area.js";
import { repairInThread } from "./redraw.js";
import type { RepairFound, RepairTask } from "./redraw-work.js";
import { exceptionsHeld, freeNames, standingGroups } from "./standing.queries.js";

type Change = RepairFound["changes"][number];

export interface Repair {
  version: number;
  edit: number | null;
  changes: readonly Change[];
  metresDelta: number;
  numbers: ReadonlyMap<string, number>;
  county: number;
}

/** Who is in no group and is not to be put into one. */
const STAY_OUT = ["left-group", "nobody-lives-here", "household-gone", "not-agreed"];

/**
 * What mends the groups that are open or have no legal size, with few changes, where the viewer
 * edits. With `accept` the changes of those households are taken, and groups that nothing is left
 * to change of are whole again.
 */
export async function repair(
  context: Context,
  asked: AskedEdit,
  accept: readonly string[] | null,
): Promise<Repair> {
  checkKey(asked.key);
  const plan = await editedPlan(context, asked.plan);
  const area = await areaToMend(context, plan);
  const { county, version } = plan;
  const numbers = new Map(area?.standing.map(({ id, number }) => [id, number]));
  if (!area) return { version, edit: null, changes: [], metresDelta: 0, numbers, county };
  const request = JSON.stringify(["repair", [...(accept ?? [])].sort()]);
  const again = await earlier(context, plan, asked.key, request);
  if (again) return { ...again, changes: [], metresDelta: 0, numbers, county };
  const found = await propose(context, plan, area);
  if (accept === null) return { ...found, version, edit: null, numbers, county };
  const taken = found.changes.filter(({ household }) => accept.includes(household));
  const left = found.changes.filter(({ household }) => !accept.includes(household));
  const change = changeOfRepair(taken, left, area.standing, await freeNames(context.db, plan));
  if (change.groups.length === 0 && change.members.length === 0)
    return { ...found, version, edit: null, numbers, county };
  const row = await land(context, asked, plan, area, {
    ...{ kind: "do", of: null, change, request },
  });
  return {
    ...{ version: row.version, edit: row.number, changes: left, numbers, county },
    metresDelta: left.length === 0 ? 0 : found.metresDelta,
  };
}

/** The grids in which there is something to mend, of those where the viewer edits. */
async function areaToMend(context: Context, plan: GroupPlanRow): Promise<OpenArea | null> {
  const { low, high } = plan.rules;
  const all = await standingGroups(context.db, plan, "all");
  const wrong = all.filter(
    ({ openedBy, members }) => openedBy || members.length < low || members.length > high,
  );
  const mine = wrong.filter(({ grid, village }) =>
    may(context.viewer, "groupPlan.edit", {
      ...{ county: plan.county, gridId: grid, villageCode: village },
    }),
  );
  if (mine.length === 0) return null;
  return areaOf(context, plan, { groups: mine.map(({ id }) => id), households: [] });
}

async function propose(context: Context, plan: GroupPlanRow, area: OpenArea): Promise<RepairFound> {
  const { households, surroundings, rules, standing } = area;
  const input: RepairTask = {
    ...{ households, surroundings, rules },
    groups: standing.map(({ id, members, locked }) => ({ id, members, locked })),
    apart: await exceptionsHeld(context.db, plan, STAY_OUT),
  };
  const found = await repairInThread(input);
  if (!("findings" in found)) return found;
  throw new Refusal("BAD_USER_INPUT", "plan: what is known of its households contradicts itself.", {
    ...{ field: "plan", reason: "contradiction", said: found.findings.slice(0, 5) },
  });
}

/** Taken changes as what they leave; who is opened stays so while there is more to change of it. */
function changeOfRepair(
  taken: readonly Change[],
  left: readonly Change[],
  standing: readonly StandingGroup[],
  names: { nextNumber: number; nextCode: (village: string | null) => string },
): GroupsChange {
  const known = new Map(standing.map((g) => [g.id, g]));
  const fresh = new Map<string, string>();
  for (const { to } of taken)
    if (to !== null && !known.has(to) && !fresh.has(to)) fresh.set(to, uuid());
  const members = taken.map(({ household, from, to, reason }) => ({
    ...{ household, from, reason },
    to: to === null ? null : (fresh.get(to) ?? to),
  }));
  const gone = new Set(taken.map(({ household }) => household));
  const waiting = new Set(left.flatMap(({ from, to }) => [from, to]));
  const moved = new Set(members.flatMap(({ from, to }) => [from, to]));
  const changed = standing.filter(
    ({ id, openedBy }) => moved.has(id) || (openedBy && !waiting.has(id)),
  );
  let { nextNumber } = names;
  const groups: GroupsChange["groups"] = [
    ...changed.map((group) => {
      const before = factsOf(group);
      const stays = (who: string | null) => (who !== null && gone.has(who) ? null : who);
      const whole = waiting.has(group.id) ? {} : { openedBy: null, openedAt: null };
      const after = {
        ...{ ...before, leader: stays(before.leader), deputy: stays(before.deputy) },
        ...whole,
      };
      return { id: group.id, before, after };
    }),
    ...[...fresh].map(([name, id]) => {
      const from = taken.find(({ to, from: was }) => to === name && was !== null)?.from;
      const like = (from && known.get(from)) || standing[0]!;
      const after: GroupFacts = {
        ...{ number: nextNumber++, code: names.nextCode(like.village), village: like.village },
        ...{ grid: like.grid, leader: null, deputy: null, locked: false },
        ...{ openedBy: null, openedAt: null },
      };
      return { id, before: null, after };
    }),
  ];
  const numbers = groups.map(({ before, after }) => (after ?? before)!.number);
  return {
    did: { code: "repair", params: { groups: numbers, households: taken.length } },
    ...{ groups, members },
  };
}
