import { sql } from "drizzle-orm";
import { step } from "../../db/tables/index.js";
import type { ActionForm } from "../../schema/actions/action-form.js";
import type { Step } from "../../schema/steps.js";
import { actorName } from "../accounts/actor-name.js";
import type { Context } from "../core/context.js";
import { formatId } from "../core/identifier.js";
import { instantSql } from "../layers/select.js";
import type { Access } from "../policy/policy.js";
import type { Workflow } from "./workflow.js";

const LIMIT = 500;

/** `reported`: by the viewer. */
type Row = Step & { subject: string; reported: boolean; form: Record<string, unknown> | null };

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
    select taken.*, ${table.createdBy} = ${context.viewer.actor} as reported from ${table} cross join lateral (
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
      and (${access.pastRows([county])})
    order by taken.subject, taken.number`);
  const steps = new Map<string, Step[]>();
  for (const { subject, reported, ...row } of rows) {
    const form = workflow.forms[row.action];
    const whole = row.actor === context.viewer.actor || (reported && form?.told);
    const shown = whole ? row : { ...row, ...saidTo(access, row, form) };
    const list = steps.get(subject);
    if (list) list.push(shown);
    else steps.set(subject, [shown]);
  }
  access.notes.answered([...steps.keys()].map((id) => formatId(county, id)));
  return steps;
}

/** What a step says to whoever neither took it nor is told of it as the reporter. */
function saidTo(
  access: Access,
  { reason, actor, form }: Pick<Row, "reason" | "actor" | "form">,
  declared: ActionForm | undefined,
): Pick<Row, "reason" | "form"> {
  if (!access.isStaff) return { reason: null, form: null };
  return {
    reason: access.words(reason, actor),
    form: form && access.past(form, declared?.fields ?? []),
  };
}
