import { v7 as uuid } from "uuid";
import type { Context } from "../core/context.js";
import { parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { publish } from "../events/publish.js";
import { checkedPoint } from "../layers/area.js";
import { demand } from "../policy/actions.js";
import { insertComment, settleComment } from "./comments.queries.js";
import { plans, seenPlan } from "./plans.service.js";

const LIMIT = 1000;

export interface CommentInput {
  plan: string;
  text: string;
  grid?: string | null;
  place?: readonly number[] | null;
}

/** A word about a plan, one of its grids, or a place: from whoever may say one, in any state. */
export async function comment(context: Context, input: CommentInput): Promise<void> {
  const { county, id: plan } = parseId(input.plan, "plan");
  demand(context.viewer, "gridPlan.comment", { county });
  const text = input.text.trim();
  if (text === "" || [...text].length > LIMIT)
    throw badInput("text", `text: 1 to ${LIMIT} characters.`);
  const place = input.place ? checkedPoint(input.place, "place") : null;
  const grid = input.grid ? parseId(input.grid, "grid").id : null;
  const { actor } = context.viewer;
  await context.db.transaction(async (tx) => {
    await seenPlan(context, tx, input.plan);
    await insertComment(tx, { county, id: uuid(), plan, grid, place, text, actor });
    await publish(tx, [told("gridPlan.commented", county, plan, actor)]);
  });
  context.forget();
}

export async function settle(context: Context, planId: string, id: string): Promise<void> {
  const { county, id: plan } = parseId(planId, "plan");
  demand(context.viewer, "gridPlan.comment", { county });
  const { actor } = context.viewer;
  await context.db.transaction(async (tx) => {
    await seenPlan(context, tx, planId);
    if (!(await settleComment(tx, { county, plan, id: parseId(id).id, actor })))
      throw new Refusal("NOT_FOUND", "id: this plan has no such comment that is open.");
    await publish(tx, [told("gridPlan.commented", county, plan, actor)]);
  });
  context.forget();
}

const told = (kind: string, county: number, subject: string, actor: string) => ({
  ...{ county, kind, subject, actor, subjectKind: plans.name },
  ...{ action: "updated", version: null, fields: [], place: null },
});
