import { getTableColumns, type SQL, sql } from "drizzle-orm";
import {
  firstAction,
  missingFor,
  type Transition,
  transitionFor,
} from "../../civic/steps/machine.js";
import { isLayer } from "../../schema/layers/index.js";
import { bookOf } from "../clocks/clock-rules.js";
import { dropClocks } from "../clocks/clocks.service.js";
import type { Context } from "../core/context.js";
import type { Database, Transaction } from "../core/database.js";
import { parseId } from "../core/identifier.js";
import { Refusal } from "../core/refusal.js";
import { publish } from "../events/publish.js";
import { amendRows } from "../writing/apply.js";
import { visibleTo } from "../writing/change-one.js";
import { type ChangeSet, openSet } from "../writing/change-set.js";
import type { WrittenSet } from "../writing/rules.js";
import { standardsOf } from "../writing/standards.js";
import { checkForm, checkReason, checkReferences } from "./check-form.js";
import { Judge } from "./judge.js";
import { moveClocks, rebaseForAll, startForAll } from "./move-clocks.js";
import { missingRight, notFromHere, refusalOfGuards } from "./refusals.js";
import {
  firstSteps,
  furtherSteps,
  insertStep,
  lockTogether,
  reportSteps,
  type SetOfSteps,
} from "./step.queries.js";
import type { Given, Standing, Workflow } from "./workflow.js";

export { addSteps } from "./step.queries.js";

export interface StepInput {
  id: string;
  version: number;
  reason?: string | null;
  /** The form's values, by the names of the mutation's arguments. */
  form: Given;
}

type Way = Transition<string, string, unknown, unknown>;

const CLOCK = "clock";

/**
 * Takes a step with a subject, or refuses it: may the viewer, does it lead on from here, is
 * something missing. State, step, history and event are written together or not at all. Answers the
 * version that it made.
 */
export async function takeStep(
  context: Context,
  workflow: Workflow,
  action: string,
  { id, version, reason, form }: StepInput,
): Promise<number> {
  const declared = workflow.forms[action]!;
  const access = context.access(workflow.layer);
  const { county, id: uuid } = parseId(id);
  const why = checkReason(declared, reason);
  const given = checkForm(declared, await standardsOf(context.services, county), form);
  await context.db.transaction(async (tx) => {
    const visible = access.rows([county]);
    await lockTogether(tx, workflow, county, [uuid, ...workflow.names(given)]);
    const [standing] = await workflow.standings(tx, visible, county, [uuid], true);
    const subject = refuseStale(workflow, standing, version);
    const judge = await Judge.of(tx, context.viewer, workflow, county, [subject]);
    const way = transitionFor(workflow.machine, action, subject.state, given);
    if (!way) throw notFromHere(action, subject.state, judge.allowed(subject));
    refuseUnallowed(judge, subject, way);
    await checkReferences(tx, declared, county, visibleTo(context, county), given);
    const named = await workflow.named(tx, visible, subject, { given, reason: why });
    refuseGuarded(judge, subject, way, named);
    await write(tx, workflow, {
      subject,
      way,
      action,
      actor: context.viewer.actor,
      reason: why,
      given,
    });
  }, "kept");
  context.forget();
  return version + 1;
}

/**
 * Takes a step that nobody takes: a clock ran out. Nothing happens, and false is answered, when the
 * subject has moved on, or its guards keep it.
 */
export async function takeStepByClock(
  db: Database,
  workflow: Workflow,
  action: string,
  { county, id }: { county: number; id: string },
): Promise<boolean> {
  return await db.transaction((tx) => stepByClock(tx, workflow, action, { county, id }));
}

/** The same within the transaction of what else happens then. */
export async function stepByClock(
  tx: Transaction,
  workflow: Workflow,
  action: string,
  { county, id }: { county: number; id: string },
): Promise<boolean> {
  const [subject] = await workflow.standings(tx, sql`true`, county, [id], true);
  const way = subject && transitionFor(workflow.machine, action, subject.state);
  if (!way || subject.retired) return false;
  const world = workflow.world({ now: Date.now(), may: () => false }, null);
  if (missingFor(way.guards, subject, world, true).length > 0) return false;
  await write(tx, workflow, { subject, way, action, actor: CLOCK, reason: null, given: {} });
  return true;
}

/**
 * The steps of rows that one command wrote: what is reported begins with a report, what comes from
 * elsewhere comes as it is, and where a set of changes brought another state that is a step too.
 */
export async function stepsOfWritten(
  tx: Transaction,
  workflow: Workflow,
  { county, action, rows, writer }: WrittenSet,
): Promise<void> {
  const { layer, table } = workflow;
  const reported = writer.cause === "graphql";
  const set = {
    county,
    actor: writer.actor,
    action: reported ? firstAction(workflow.machine) : "imported",
    reason: writer.reason ?? null,
  };
  if (action === "created") {
    const ids = rows.map(({ id }) => id);
    if (reported) await report(tx, workflow, { ...set, ids });
    else await firstSteps(tx, layer.name, table, { ...set, ids });
  }
  // What is retired waits for nobody any more.
  if (action === "retired")
    await dropClocks(
      tx,
      county,
      layer.name,
      rows.map(({ id }) => id),
    );
  if (action !== "updated") return;
  await rebaseChanged(tx, workflow, county, rows);
  const brought = rows.filter(({ fields }) => fields.includes("status")).map(({ id }) => id);
  if (brought.length === 0) return;
  await furtherSteps(tx, layer.name, table, { ...set, action: "imported", ids: brought });
  await dropClocks(tx, county, layer.name, brought);
}

/** What has become urgent, or another matter, has other times from when its clocks began. */
async function rebaseChanged(
  tx: Transaction,
  { layer, matter, standings }: Workflow,
  county: number,
  rows: WrittenSet["rows"],
): Promise<void> {
  const told = Object.keys(matter ?? {});
  const ids = rows
    .filter(({ fields }) => told.some((field) => fields.includes(field)))
    .map(({ id }) => id);
  if (ids.length === 0) return;
  await rebaseForAll(tx, layer.name, await standings(tx, sql`true`, county, ids, false));
}

/** What is reported: its first step, and the clocks that this starts. */
async function report(tx: Transaction, workflow: Workflow, set: SetOfSteps): Promise<void> {
  const { starts: kinds } = transitionFor(workflow.machine, set.action, null)!;
  const subjectKind = workflow.layer.name;
  if (!workflow.matter) return firstSteps(tx, subjectKind, workflow.table, set);
  const standings = await reportSteps(tx, workflow, workflow.matter, set);
  const [first] = standings;
  if (!first || !kinds) return;
  await startForAll(tx, bookOf(subjectKind, first.own), { subjectKind, standings, kinds });
}

function refuseStale<S extends Standing>(
  { layer }: Workflow,
  standing: S | undefined,
  version: number,
): S {
  if (!standing)
    throw new Refusal("NOT_FOUND", `id: there is no such ${layer.singular} that you may see.`, {
      field: "id",
    });
  if (standing.retired)
    throw new Refusal("CONFLICT", `This ${layer.singular} is retired: no step leads on.`, {
      currentVersion: standing.version,
    });
  if (standing.version !== version) throw changedSince(standing.version);
  return standing;
}

const changedSince = (current: number) =>
  new Refusal(
    "CONFLICT",
    `version: it has been changed since you read it (now version ${current}). Read it again and ` +
      "repeat your step.",
    { field: "version", currentVersion: current },
  );

function refuseUnallowed(judge: Judge, subject: Standing, way: Way): void {
  const refusal = judge.refusal(subject, way);
  if (!refusal) return;
  const { code, sentence } = missingRight(refusal);
  if (code !== "FOUR_EYES") throw refusal;
  throw new Refusal("STEP_NOT_ALLOWED", sentence.en, {
    state: subject.state,
    allowed: judge.allowed(subject),
    reason: code,
  });
}

function refuseGuarded(judge: Judge, subject: Standing, way: Way, named: unknown): void {
  const missing = missingFor(way.guards, subject, judge.world(subject, named), true);
  if (missing.length > 0) throw refusalOfGuards(missing, subject.state, judge.allowed(subject));
}

interface Move {
  subject: Standing & Record<string, unknown>;
  way: Way;
  action: string;
  actor: string;
  reason: string | null;
  given: Given;
}

/** State, step, history and event of a step that was judged, as one set of changes. */
async function write(tx: Transaction, workflow: Workflow, move: Move): Promise<void> {
  const { layer, machine } = workflow;
  const { subject, way, action, actor, reason, given } = move;
  const { county, id, state: from } = subject;
  const more = workflow.writes({ action, from, to: way.to, given, standing: subject });
  const set = await openSet(tx, county, { actor, cause: "step", reason, step: action });
  const [written] = await amendRows(tx, set, {
    layer,
    ids: [id],
    action: "updated",
    from: asJudged(workflow, subject),
    columns: columnsOf(workflow, set, way.to, more),
  });
  if (!written) throw changedSince(subject.version + 1);
  const { version, fields } = written;
  insertStep(tx, {
    ...{ kind: layer.name, county, id, from, to: way.to, action, actor },
    ...{ at: set.at, version, reason },
    form: Object.keys(given).length > 0 ? given : null,
  });
  await moveClocks(tx, layer.name, subject, way);
  const { emits: kind } = machine.actions[action]!;
  const event = { county, kind, subjectKind: layer.name, subject: id, set: set.id };
  const place = placeOf(workflow, county, id);
  await publish(tx, [{ ...event, action: "updated", version, actor, fields, place }]);
  await workflow.after?.(tx, { action, from, to: way.to, given, standing: subject });
}

/** The row while it is as it was judged: nobody else has taken a step since. */
const asJudged = ({ table }: Workflow, { county, id, version, state }: Standing): SQL => sql`
  (select ${table.id} from ${table} where ${table.countyId} = ${county}
    and ${table.id} = ${id}::uuid and ${table.version} = ${version}
    and ${table.status} = ${state} and ${table.retiredAt} is null) s`;

function columnsOf(
  { table }: Workflow,
  set: ChangeSet,
  to: string,
  more: Readonly<Record<string, unknown>>,
): Record<string, SQL> {
  const columns: Readonly<Record<string, { name: string; getSQLType(): string }>> =
    getTableColumns(table);
  const others = Object.entries(more).map(([key, value]) => {
    const column = columns[key]!;
    return [column.name, sql`${value}::${sql.raw(column.getSQLType())}`] as const;
  });
  return {
    ...Object.fromEntries(others),
    [table.status.name]: sql`${to}`,
    [table.stateSince.name]: sql`${set.at}::timestamptz`,
  };
}

const placeOf = ({ layer, table }: Workflow, county: number, id: string): SQL | null =>
  isLayer(layer)
    ? sql`(select ${sql.identifier(layer.geometryColumn)} from ${table}
        where ${table.countyId} = ${county} and ${table.id} = ${id}::uuid)`
    : null;
