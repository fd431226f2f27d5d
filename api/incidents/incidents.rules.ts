import { type SQL, sql } from "drizzle-orm";
import type { Runner } from "../core/database.js";
import { inGrid } from "../grids/grid-of-place.js";
import { nextNumbers } from "../numbering/numbering.service.js";
import { stepsOfWritten } from "../workflow/step.service.js";
import type { ProposedSet, WriteRules } from "../writing/rules.js";
import { incidentWorkflow } from "./incident.workflow.js";
import { incidentNumbers } from "./incident-numbers.js";
import { checkIncident } from "./incidents.check.js";
import { stepsForSet } from "./steps-of-demo.js";

const UNNUMBERED = sql`coalesce(s.number, '') = ''`;

/** Those without a number get the next ones, in the order of their ids. */
async function numbered(tx: Runner, set: ProposedSet): Promise<Record<string, SQL>> {
  const without = await set.without("number");
  if (without === 0) return {};
  const { prefix, first } = await (set.numbers?.(without) ??
    nextNumbers(tx, incidentNumbers(set.county), without));
  const given =
    without === 1 ? sql`${prefix + String(first).padStart(6, "0")}::text` : inOrder(prefix, first);
  return {
    number: sql`case when ${UNNUMBERED} then ${given} else s.number end`,
    search_text: sql`case when ${UNNUMBERED}
      then concat_ws(chr(10), nullif(s.search_text, ''), ${given}) else s.search_text end`,
  };
}

function inOrder(prefix: string, first: number): SQL {
  const running = sql`(${first}::int - 1
    + row_number() over (partition by ${UNNUMBERED} order by s.id))::text`;
  return sql`${prefix}::text || lpad(${running}, greatest(6, length(${running})), '0')`;
}

const DEFAULTS: Record<string, SQL> = {
  level: sql`coalesce(s.level, 4)`,
  status: sql`coalesce(s.status, 'REPORTED')`,
  reported_at: sql`coalesce(s.reported_at, date_trunc('milliseconds', clock_timestamp()))`,
  occurred_until: sql`coalesce(s.occurred_until, s.occurred_from)`,
  state_since: sql`coalesce(s.state_since, date_trunc('milliseconds', clock_timestamp()))`,
  rework: sql`coalesce(s.rework, 0)`,
  reopened: sql`coalesce(s.reopened, 0)`,
  pushed_back: sql`coalesce(s.pushed_back, 0)`,
};

export const incidentRules: WriteRules = {
  check: checkIncident,

  /**
   * The grid is the one in force where and when it happened; correcting place or time looks it up
   * again.
   */
  async settle(tx, set) {
    const settling = inGrid(set);
    if (set.action === "update")
      return {
        ...settling,
        columns: {
          ...settling.columns,
          occurred_until: DEFAULTS["occurred_until"]!,
          state_since: sql`case
            when ${set.changes("status")} and not ${set.changes("state_since")}
            then clock_timestamp() else coalesce(s.state_since, o.state_since) end`,
        },
      };
    const numbers = await numbered(tx, set);
    return { ...settling, columns: { ...settling.columns, ...DEFAULTS, ...numbers } };
  },

  async after(tx, written) {
    const { action, county, rows, writer } = written;
    if (action === "created" && writer.cause === "demo") {
      const ids = rows.map(({ id }) => id);
      return stepsForSet(tx, { county, ids, actor: writer.actor });
    }
    return stepsOfWritten(tx, incidentWorkflow, written);
  },
};
