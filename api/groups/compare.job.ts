import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import type { Services } from "../core/services.js";
import { enqueue } from "../jobs/enqueue.js";
import type { Handler } from "../jobs/handlers.js";
import type { JobRow } from "../jobs/job.js";
import { jobNamed } from "../jobs/jobs.service.js";
import { demand } from "../policy/actions.js";
import { GROUP_PRESETS } from "./group-rules.js";
import { type GroupPlanRow, groupPlanRows } from "./groups.queries.js";
import { formedOf, seenGroupPlan } from "./groups.service.js";
import { dropParts, keepTradeOff } from "./rows.queries.js";
import { noteRun } from "./run-input.js";
import { runInThread } from "./run-thread.js";
import { type TradeOffRow, tradeOffOf } from "./verdict.js";

export const COMPARE_JOB = "groupPlan.compare";

/** Asks what each preset would make of a plan's households; asked again meanwhile it is one job. */
export async function askComparison(context: Context, id: string): Promise<JobRow> {
  const { db, viewer } = context;
  const plan = await seenGroupPlan(context, db, id);
  const { county } = plan;
  for (const villageCode of plan.villages)
    demand(viewer, "groupPlan.form", { county, villageCode });
  refuseUnformed(plan);
  const { actor } = viewer;
  return db.transaction(async (tx) => {
    const input = { plan: plan.id };
    const job = { kind: COMPARE_JOB, county, input, actor, uniqueKey: plan.id };
    return jobNamed(tx, await enqueue(tx, { ...job, lane: "heavy" }));
  });
}

function refuseUnformed(plan: GroupPlanRow): void {
  if (plan.mode === "GROUPS" && formedOf(plan) && "low" in plan.rules) return;
  throw new Refusal(
    "STEP_NOT_ALLOWED",
    "Presets are compared for a plan of groups that a run has formed.",
    { field: "plan", state: plan.state, reason: "not-formed" },
  );
}

/** One run a preset, from nothing, by the plan's other rules: what is told is what was measured. */
export const compareHandler =
  ({ db }: Services): Handler =>
  async ({ county, id: job, input, createdBy: actor }, progress) => {
    const [plan] = await groupPlanRows(db, county, [(input as { plan: string }).plan]);
    if (!plan) return { compared: 0 };
    const at = { county, plan: plan.id, job };
    const { villages, mode } = plan;
    await noteRun(db, county, actor, plan.id);
    const tradeOff: TradeOffRow[] = [];
    for (const preset of GROUP_PRESETS) {
      const rules = { ...plan.rules, preset, thorough: false };
      const { done } = await runInThread(db, progress, at, {
        ...{ plan: plan.id, villages, rules, mode, from: null, figuresOnly: true },
      });
      progress.signal.throwIfAborted();
      if (!done.ok)
        throw new Refusal("BAD_USER_INPUT", "What is asked of the groups contradicts itself.", {
          ...{ reason: done.findings[0]!.code, said: done.findings[0] },
        });
      tradeOff.push(tradeOffOf(preset, done.verdict));
    }
    await progress.finish(async (tx) => {
      await dropParts(tx, at);
      await keepTradeOff(tx, at, tradeOff);
      return { compared: tradeOff.length };
    });
    return undefined;
  };
