import { sql } from "drizzle-orm";
import { expect, vi } from "vitest";
import type { Services } from "../../api/core/services.js";
import { gridPlan, job } from "../../db/tables/index.js";
import type { Asker } from "../fixtures/service.js";
import { COUNTY } from "../fixtures/small-county.js";

export interface PlanAt {
  id: string;
  version: number;
}

/** A program that has a planner's and an approver's session, and takes plans to their day. */
export class PlanProgram {
  constructor(
    private readonly services: Services,
    private readonly planner: Asker,
    private readonly approver: Asker,
  ) {}

  async begin(name: string, villages: readonly string[]): Promise<PlanAt> {
    const { createGridPlan } = await answered(
      this.planner,
      `mutation ($input: NewGridPlanInput!) { createGridPlan(input: $input) { id version } }`,
      { input: { county: COUNTY, name, villages } },
    );
    return createGridPlan;
  }

  async draw(plan: PlanAt, ...operations: object[]): Promise<void> {
    const { applyGridOperations } = await answered(
      this.planner,
      `mutation ($plan: ID!, $version: Int!, $operations: [GridOperationInput!]!) {
        applyGridOperations(plan: $plan, version: $version, operations: $operations) { version } }`,
      { plan: plan.id, version: plan.version, operations },
    );
    plan.version = applyGridOperations.version;
  }

  /** Submitted by who drew it, approved by somebody else. */
  async approve(plan: PlanAt, day: string): Promise<void> {
    const step = async (asker: Asker, what: string, more: string) => {
      const done = await answered(
        asker,
        `mutation { ${what}(id: "${plan.id}", version: ${plan.version}, ${more}) { version } }`,
      );
      plan.version = done[what].version;
    };
    await step(this.planner, "submitGridPlan", 'reason: "看过"');
    await step(this.approver, "approveGridPlan", `effectiveOn: "${day}"`);
  }

  /** As if its day had been that one: its job is due. */
  async due(plan: PlanAt, day: string): Promise<void> {
    const { db } = this.services;
    const uuid = plan.id.slice(String(COUNTY).length + 1);
    await db.rows(
      sql`update ${gridPlan} set effective_on = ${day}::date where ${gridPlan.id} = ${uuid}::uuid`,
    );
    await db.rows(sql`
      update ${job} set run_at = now(), attempts = 0, state = 'waiting', held_until = null
      where ${job.kind} = 'gridPlan.takeEffect' and ${job.input} ->> 'plan' = ${uuid}`);
    await db.notify("hearthgrid_jobs_due", "heavy");
  }

  async effective(plan: PlanAt): Promise<void> {
    await vi.waitFor(
      async () => {
        const { gridPlan: now } = await answered(
          this.planner,
          `{ gridPlan(id: "${plan.id}") { status } }`,
        );
        expect(now.status).toBe("EFFECTIVE");
      },
      { timeout: 20_000, interval: 100 },
    );
  }
}

/** The data of an answer without errors. */
export async function answered(
  asker: Asker,
  query: string,
  variables?: Record<string, unknown>,
): Promise<Record<string, any>> {
  const { data, errors } = await asker(query, variables);
  expect(errors, query).toBeUndefined();
  return data!;
}
