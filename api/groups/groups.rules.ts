import { sql } from "drizzle-orm";
import type { WriteRules } from "../writing/rules.js";

/** A plan begins as one that is being formed; its villages and rules are written with its run. */
export const groupPlanRules: WriteRules = {
  settle: (_tx, { action }) =>
    action === "create"
      ? {
          columns: {
            status: sql`'FORMING'`,
            state_since: sql`date_trunc('milliseconds', clock_timestamp())`,
            villages: sql`'{}'::text[]`,
            rules: sql`'{}'::jsonb`,
            edits: sql`0`,
          },
        }
      : {},
};
