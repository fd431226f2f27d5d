import { sql } from "drizzle-orm";
import type { ActionForm } from "../../schema/actions/action-form.js";
import type { Field } from "../../schema/declaration.js";
import { declarationOf } from "../../schema/declared.js";
import { inputName } from "../../schema/layer-types.js";
import type { Runner } from "../core/database.js";
import { parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { fieldFault } from "../writing/check.js";
import type { Visible } from "../writing/command.js";
import { refusalOfFault } from "../writing/judge.js";
import type { Standards } from "../writing/standards.js";
import type { Given } from "./workflow.js";

const REASON_LIMIT = 500;

/** A reason as it is kept: none is null, and none is refused where somebody is to be told it. */
export function checkReason(form: ActionForm, reason: string | null | undefined): string | null {
  const text = reason?.trim() || null;
  if (text && [...text].length > REASON_LIMIT)
    throw badInput("reason", `reason: at most ${REASON_LIMIT} characters.`);
  if (!text && form.reasoned)
    throw badInput("reason", "reason: is required; whoever is told of the step reads it.");
  return text;
}

/**
 * What the form says, by the names of the mutation's arguments: each field checked as a layer's is.
 * What was left empty is missing.
 */
export function checkForm(form: ActionForm, standards: Standards, input: Given): Given {
  const given: Record<string, unknown> = {};
  for (const field of form.fields) {
    const name = inputName(field);
    const value = input[name] ?? null;
    const fault = fieldFault(standards, field, value);
    if (fault) throw refusalOfFault(fault);
    if (value !== null) given[name] = typeof value === "string" ? value.trim() : value;
  }
  return given;
}

/** What a form names must be there and seen; what is not seen and what does not exist are alike. */
export async function checkReferences(
  tx: Runner,
  form: ActionForm,
  county: number,
  visible: Visible,
  given: Given,
): Promise<void> {
  for (const field of form.fields) {
    const value = given[inputName(field)];
    if (typeof value === "string") await checkReference(tx, field, county, visible, value);
  }
}

async function checkReference(
  tx: Runner,
  field: Field,
  county: number,
  visible: Visible,
  value: string,
): Promise<void> {
  if (field.type.kind !== "reference") return;
  const target = declarationOf(field.type.to);
  const name = inputName(field);
  const [row] = await tx.rows(sql`
    select 1 as one from ${sql.identifier(target.table)}
    where county_id = ${county} and id = ${parseId(value, name).id}::uuid
      and retired_at is null and ${visible(target)}`);
  if (!row) throw badInput(name, `${name}: there is no such ${target.singular} that you may see.`);
}
