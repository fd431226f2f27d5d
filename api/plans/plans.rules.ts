import { sql } from "drizzle-orm";
import { stepsOfWritten } from "../workflow/step.service.js";
import type { WriteRules } from "../writing/rules.js";
import { planWorkflow } from "./plan.workflow.js";

export const planRules: WriteRules = {
  settle: (_tx, { action }) =>
    action === "create"
      ? {
          columns: {
            status: sql`'DRAFT'`,
            state_since: sql`date_trunc('milliseconds', clock_timestamp())`,
            edits: sql`0`,
          },
        }
      : {},

  after: (tx, written) => stepsOfWritten(tx, planWorkflow, written),
};
