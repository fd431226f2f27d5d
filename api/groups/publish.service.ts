import { sql } from "drizzle-orm";
import { localClock } from "../../geo/time/local-clock.js";
import type { Context } from "../core/context.js";
import type { Transaction } from "../core/database.js";
import { parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { zoneNamed } from "../counties/local-day.js";
import { publish } from "../events/publish.js";
import { demand } from "../policy/actions.js";
import { amendRows } from "../writing/apply.js";
import { type ChangeSet, openSet } from "../writing/change-set.js";
import { type GroupPlanRow, groupPlans, publishedBeside } from "./groups.queries.js";
import { seenGroupPlan } from "./groups.service.js";

/**
 * Publishes a draft: from that day on its groups answer. Plans of the same villages that were in
 * force end on it; one whose villages it takes in part goes on for the others.
 */
export async function publishPlan(
  context: Context,
  { plan: id, version, effectiveOn }: { plan: string; version: number; effectiveOn: string },
): Promise<void> {
  const { county } = parseId(id, "plan");
  await context.db.transaction(async (tx) => {
    const plan = await seenGroupPlan(context, tx, id, true);
    for (const villageCode of plan.villages)
      demand(context.viewer, "groupPlan.publish", { county, villageCode });
    if (plan.state !== "DRAFT")
      throw new Refusal("STEP_NOT_ALLOWED", `This plan is ${plan.state}: a draft is published.`, {
        state: plan.state,
        reason: "not-a-draft",
      });
    if (plan.version !== version)
      throw new Refusal(
        "CONFLICT",
        `version: the plan has been edited since you read it (now version ${plan.version}). Look ` +
          "at it again before it is published.",
        { field: "version", currentVersion: plan.version },
      );
    if (effectiveOn < localClock(await zoneNamed(tx, county)).dayAt(Date.now()))
      throw badInput("effectiveOn", "effectiveOn: today or a later day.");
    const beside = await publishedBeside(tx, plan);
    const sameDay = beside.find((other) => other.effectiveOn === effectiveOn);
    if (sameDay)
      throw new Refusal(
        "CONFLICT",
        "effectiveOn: another plan of one of its villages is in force from the same day; choose " +
          "another day.",
        { field: "effectiveOn", reason: "day-taken" },
      );
    const { actor } = context.viewer;
    const set = await openSet(tx, county, { actor, cause: "graphql", reason: null });
    await stand(tx, set, plan, {
      status: sql`'EFFECTIVE'`,
      effective_on: sql`${effectiveOn}::date`,
      state_since: sql`date_trunc('milliseconds', ${set.at}::timestamptz)`,
    });
    const ending = beside.filter(
      (other) =>
        other.effectiveOn! < effectiveOn &&
        other.villages.every((code) => plan.villages.includes(code)),
    );
    for (const other of ending)
      await stand(tx, set, other, { ended_on: sql`${effectiveOn}::date` });
  });
  context.forget();
}

async function stand(
  tx: Transaction,
  set: ChangeSet,
  { county, id }: Pick<GroupPlanRow, "county" | "id">,
  columns: Parameters<typeof amendRows>[2]["columns"],
): Promise<void> {
  const [written] = await amendRows(tx, set, {
    ...{ layer: groupPlans, ids: [id], action: "updated" },
    from: sql`(select ${id}::uuid as id) s`,
    columns,
  });
  const { version, fields } = written!;
  await publish(tx, [
    {
      ...{ county, kind: "groupPlan.published", subjectKind: groupPlans.name, subject: id },
      ...{ action: "updated", version, actor: set.actor, fields, place: null, set: set.id },
    },
  ]);
}
