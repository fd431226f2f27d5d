import { endConsentsOf } from "../consents/end-consents.js";
import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { demand } from "../policy/actions.js";
import { type EditedView, earlier, notEdited, stale } from "./edits.service.js";
import { groupPlanRows, publishedMembers } from "./groups.queries.js";
import { seenGroupPlan } from "./groups.service.js";
import { groupsOfHouseholds, standingGroups } from "./standing.queries.js";
import { requestOfLeaving, takeOut } from "./take-out.js";

export interface AskedLeave {
  plan?: string | null | undefined;
  version?: number | null | undefined;
  household?: string | null | undefined;
  key?: string | null | undefined;
  /** Takes back what its people agreed to as well. */
  withdraw?: boolean | undefined;
}

const LEFT = { code: "left-group", params: {} };

/**
 * Takes a household out of its group. On its own device it needs nobody else and no version: it is
 * out of every plan that is published, whatever others do meanwhile.
 */
export function leaveGroup(context: Context, asked: AskedLeave): Promise<EditedView> {
  const { viewer } = context;
  return viewer.kind === "device" && viewer.binding.to === "household"
    ? leaveBySelf(context, viewer.county, viewer.binding.household, asked.withdraw ?? false)
    : leaveByWorker(context, asked);
}

async function leaveBySelf(
  context: Context,
  county: number,
  household: string,
  withdraw: boolean,
): Promise<EditedView> {
  const { actor } = context.viewer;
  const row = await context.db.transaction(async (tx) => {
    const members = await publishedMembers(tx, county, [household]);
    if (withdraw && members.length > 0) await endConsentsOf(tx, county, [household], "LEFT", actor);
    const plans = await groupPlanRows(
      tx,
      county,
      members.map(({ plan }) => plan),
      { lock: true },
    );
    let last: { number: number; version: number } | null = null;
    for (const plan of plans)
      last = await takeOut(tx, plan, [{ household, reason: LEFT }], {
        ...{ actor, actorName: null, cause: "graphql", key: null, code: "leave" },
      });
    return last;
  });
  if (!row) throw inNone();
  context.forget();
  const { number: edit, version } = row;
  return { edit, version, refusals: [], price: null, numbers: new Map(), county };
}

async function leaveByWorker(
  context: Context,
  { plan: id, version, household, key, withdraw }: AskedLeave,
): Promise<EditedView> {
  if (id == null || version == null || household == null)
    throw badInput("household", "leaveGroup: name plan, version and household.");
  const { county, id: leaver } = parseId(household, "household");
  const seen = await seenGroupPlan(context, context.db, id);
  const again = await earlier(context, seen, key, requestOfLeaving("leave", [leaver]));
  if (again) return { ...again, refusals: [], price: null, numbers: new Map(), county };
  const row = await context.db.transaction(async (tx) => {
    const plan = await seenGroupPlan(context, tx, id, true);
    if (plan.county !== county) throw inNone();
    const group = (await groupsOfHouseholds(tx, plan, [leaver])).get(leaver);
    if (group === undefined) throw inNone();
    const [standing] = await standingGroups(tx, plan, { groups: [group] });
    const { grid, village } = standing!;
    const at = { county, gridId: grid, villageCode: village };
    demand(context.viewer, "groupPlan.edit", at);
    if (withdraw) demand(context.viewer, "consent.note", at);
    if (plan.state !== "DRAFT" && plan.state !== "EFFECTIVE") throw notEdited(plan.state);
    if (plan.version !== version) throw stale(plan.version);
    const { viewer } = context;
    if (withdraw) await endConsentsOf(tx, county, [leaver], "LEFT", viewer.actor);
    return takeOut(tx, plan, [{ household: leaver, reason: LEFT }], {
      ...{ actor: viewer.actor, cause: "graphql", key: key ?? null, code: "leave" },
      actorName: viewer.kind === "person" ? viewer.name : null,
    });
  });
  context.forget();
  const { number: edit, version: now } = row!;
  return { edit, version: now, refusals: [], price: null, numbers: new Map(), county };
}

const inNone = (): Refusal =>
  new Refusal("NOT_FOUND", "household: is in no group of a plan that you may see.", {
    field: "household",
    reason: "in-no-group",
  });
