import type { Transaction } from "../core/database.js";
import { keep } from "./edits.service.js";
import type { GroupPlanRow } from "./groups.queries.js";
import { factsOf, type GroupsChange } from "./groups-change.js";
import { openArea } from "./open-area.js";
import { redraw } from "./redraw.js";
import { groupsOfHouseholds, standingGroups, writeChange } from "./standing.queries.js";

export interface Leaver {
  household: string;
  /** Why: a code, as `group_exception` keeps it. */
  reason: { code: string; params: object };
}

/** What a key of leaving is of. */
export const requestOfLeaving = (code: string, households: readonly string[]): string =>
  JSON.stringify([code, ...households]);

/**
 * Takes households out of their groups in a plan whose row is held: each such group is open for
 * repair from then on, and nobody else changes. Answers the version of the plan after it; null when
 * none of them was in a group.
 */
export async function takeOut(
  tx: Transaction,
  plan: GroupPlanRow,
  leavers: readonly Leaver[],
  by: {
    actor: string;
    actorName: string | null;
    cause: "graphql" | "job";
    key: string | null;
    /** `leave`, which who did it takes back; `event`, which nobody does. */
    code: "leave" | "event";
  },
): Promise<{ number: number; version: number } | null> {
  const groupOf = await groupsOfHouseholds(
    tx,
    plan,
    leavers.map(({ household }) => household),
  );
  const leaving = leavers.filter(({ household }) => groupOf.has(household));
  if (leaving.length === 0) return null;
  const touched = await standingGroups(tx, plan, { groups: [...new Set(groupOf.values())] });
  const gone = new Set(leaving.map(({ household }) => household));
  const openedAt = new Date().toISOString();
  const change: GroupsChange = {
    did: {
      code: by.code,
      params: { groups: touched.map(({ number }) => number), households: leaving.length },
    },
    groups: touched.map((group) => {
      const before = factsOf(group);
      const codes = leaving
        .filter(({ household }) => groupOf.get(household) === group.id)
        .map(({ reason }) => reason.code);
      const stays = (who: string | null) => (who !== null && gone.has(who) ? null : who);
      const openedBy = { code: codes[0]!, params: { count: codes.length } };
      const after = {
        ...{ ...before, leader: stays(before.leader), deputy: stays(before.deputy) },
        ...(before.openedBy ? {} : { openedBy, openedAt }),
      };
      return { id: group.id, before, after };
    }),
    members: leaving.map(({ household, reason }) => ({
      ...{ household, from: groupOf.get(household)!, to: null, reason },
    })),
  };
  const grids = [...new Set(touched.flatMap(({ grid }) => grid ?? []))];
  const redrawn = await redraw(await openArea(tx, plan, grids), change);
  await writeChange(tx, plan, change, redrawn);
  const request = requestOfLeaving(by.code, [...gone]);
  return keep(tx, plan, { kind: "do", of: null, change, request }, by);
}
