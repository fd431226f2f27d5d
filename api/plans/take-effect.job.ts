import { sql } from "drizzle-orm";
import type { Transaction } from "../core/database.js";
import type { Services } from "../core/services.js";
import { putInForce } from "../grids/put-in-force.js";
import type { Handler } from "../jobs/handlers.js";
import { stepByClock } from "../workflow/step.service.js";
import { openSet } from "../writing/change-set.js";
import type { Writer } from "../writing/command.js";
import { standardsOf } from "../writing/standards.js";
import { begunFrom } from "./begun.queries.js";
import { noteLineage } from "./lineage.queries.js";
import { gridsOfPlan, planRows, replacedPlans } from "./plan.queries.js";
import { planWorkflow } from "./plan.workflow.js";

/** A statement over the grids of thousands of villages takes longer than a reader's may. */
const DEADLINE_MS = 600_000;

/**
 * Puts an approved plan in force: grids, memberships, lineage, the plan's own step and that of
 * plans it replaces, in one transaction, so that a reader sees the county before or after and never
 * between. A death leaves nothing; the job is done again. A plan that was withdrawn meanwhile, or
 * overtaken by another, stays where it is.
 */
export const takeEffectHandler =
  (services: Services): Handler =>
  async ({ county, input }, progress) => {
    const { plan: id } = input as { plan: string };
    const standards = await standardsOf(services, county);
    await services.db.engine.withDeadline(DEADLINE_MS, () =>
      progress.finish((tx) =>
        takeEffect(tx, { actor: "clock", cause: "job", standards }, { county, id }),
      ),
    );
    return undefined;
  };

async function takeEffect(
  tx: Transaction,
  writer: Writer,
  at: { county: number; id: string },
): Promise<object> {
  const { county, id } = at;
  const [plan] = await planRows(tx, sql`true`, county, [id], true);
  if (plan?.state !== "APPROVED" || plan.effectiveOn === null)
    return { effective: false, because: plan?.state ?? "GONE" };
  const { villages, effectiveOn: day } = plan;
  if (!(await stepByClock(tx, planWorkflow, "takeEffect", at)))
    return { effective: false, because: "OVERTAKEN" };
  const grids = await gridsOfPlan(tx, county, id);
  const set = await openSet(tx, county, { ...writer, reason: `gridPlan ${county}-${id}` });
  const done = await putInForce(tx, writer, set, {
    ...{ county, villages, day, grids },
    begun: await begunFrom(tx, county, id),
  });
  await noteLineage(tx, { county, plan: id, day, ...done });
  for (const { id: replaced } of await replacedPlans(tx, county))
    await stepByClock(tx, planWorkflow, "supersede", { county, id: replaced });
  const count = (layer: string) => done.moved.get(layer as never)?.length ?? 0;
  return {
    ...{ effective: true, redrawn: done.redrawn.length, founded: done.founded.length },
    ...{ ended: done.ended.length, buildings: count("buildings"), households: count("households") },
  };
}
