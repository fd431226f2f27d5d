import { sql } from "drizzle-orm";
import { step } from "../../db/tables/index.js";
import type { Step } from "../../schema/steps.js";
import { actorName } from "../accounts/actor-name.js";
import type { Context } from "../core/context.js";
import { formatId } from "../core/identifier.js";
import { instantSql } from "../layers/select.js";
import type { Workflow } from "./workflow.js";

const LIMIT = 500;

type Row = Step & { subject: string; form: Record<string, unknown> | null };

/** Steps of subjects of one county, oldest first, by uuid; of whoever is not seen there are none. */
export async function stepsTaken(
  context: Context,
  workflow: Workflow,
  county: number,
  ids: readonly string[],
): Promise<Map<string, Step[]>> {
  const { layer, table } = workflow;
  const access = context.tryAccess(layer);
  if (!access?.seesPast) return new Map();
  const rows = await context.db.rows<Row>(sql`
    select taken.* from ${table} cross join lateral (
      select ${step.subjectId} as subject, ${step.number} as number, ${step.action} as action,
        ${step.fromState} as "from", ${step.toState} as "to", ${instantSql(sql`${step.at}`)} as at,
        ${access.who(sql`${step.actor}`)} as actor,
        ${actorName(access, sql`${step.actor}`)} as "actorName",
        ${step.reason} as reason, ${step.form} as form
      from ${step}
      where ${step.countyId} = ${county} and ${step.subjectKind} = ${layer.name}
        and ${step.subjectId} = ${table.id}
      order by ${step.number} desc limit ${LIMIT}) taken
    where ${table.countyId} = ${county} and ${table.id} = any(${sql.param([...ids])}::uuid[])
      and (${access.rows([county])})
    order by taken.subject, taken.number`);
  const steps = new Map<string, Step[]>();
  for (const { subject, form, ...row } of rows) {
    const fields = workflow.forms[row.action]?.fields ?? [];
    const shown = { ...row, form: form && access.past(form, fields) };
    const list = steps.get(subject);
    if (list) list.push(shown);
    else steps.set(subject, [shown]);
  }
  access.notes.answered([...steps.keys()].map((id) => formatId(county, id)));
  return steps;
}
