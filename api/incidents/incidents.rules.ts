import { type SQL, sql } from "drizzle-orm";
import { frozen } from "../core/database.js";
import { inGrid } from "../grids/grid-of-place.js";
import { nextNumbers, numbersTaken } from "../numbering/numbering.service.js";
import { stepsOfWritten } from "../workflow/step.service.js";
import type { ProposedSet, WriteRules } from "../writing/rules.js";
import { incidentWorkflow } from "./incident.workflow.js";
import { incidentNumbers } from "./incident-numbers.js";
import { checkIncident } from "./incidents.check.js";
import { metresOf } from "./metres.js";
import { clocksForSet, partiesForSet, stepsForSet } from "./steps-of-demo.js";

const UNNUMBERED = sql`coalesce(s.number, '') = ''`;
const RUNNING = sql`((select first from numbers) - 1
  + row_number() over (partition by ${UNNUMBERED} order by s.id))::text`;
const GIVEN = sql`(select prefix from numbers)
  || lpad(${RUNNING}, greatest(6, length(${RUNNING})), '0')`;

const NUMBERED: Record<string, SQL> = {
  number: frozen(sql`case when ${UNNUMBERED} then ${GIVEN} else s.number end`),
  search_text: frozen(sql`case when ${UNNUMBERED}
    then concat_ws(chr(10), nullif(s.search_text, ''), ${GIVEN}) else s.search_text end`),
};

/** Those without a number get the next ones, in the order of their ids. */
async function numbered(set: ProposedSet): Promise<{ columns?: typeof NUMBERED; with?: SQL }> {
  const without = await set.without("number");
  if (without === 0) return {};
  const numbers = set.numbers
    ? numbersTaken(set.numbers(without))
    : nextNumbers(incidentNumbers(set.county), without);
  return { columns: NUMBERED, with: numbers };
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
    const metres = await metresOf(tx, set);
    if (set.action === "update")
      return {
        ...settling,
        columns: {
          ...settling.columns,
          ...metres,
          occurred_until: DEFAULTS["occurred_until"]!,
          state_since: sql`case
            when ${set.changes("status")} and not ${set.changes("state_since")}
            then clock_timestamp() else coalesce(s.state_since, o.state_since) end`,
        },
      };
    const { columns, ...numbers } = await numbered(set);
    return {
      ...settling,
      ...numbers,
      columns: { ...settling.columns, ...metres, ...DEFAULTS, ...columns },
    };
  },

  async after(tx, written) {
    const { action, county, rows, writer } = written;
    if (action === "created" && writer.cause === "demo") {
      const ids = rows.map(({ id }) => id);
      await partiesForSet(tx, { county, ids });
      await stepsForSet(tx, { county, ids, actor: writer.actor });
      return clocksForSet(tx, { county, ids });
    }
    return stepsOfWritten(tx, incidentWorkflow, written);
  },
};
