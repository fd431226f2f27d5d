import { type SQL, sql } from "drizzle-orm";
import { step } from "../../db/tables/index.js";
import { type Matter, type OwnRule, ownRules } from "../clocks/clock-rules.js";
import type { Runner, Transaction } from "../core/database.js";
import type { StatefulTable, Workflow } from "./workflow.js";

export interface NewStep {
  kind: string;
  county: number;
  id: string;
  from: string | null;
  to: string;
  action: string;
  actor: string;
  /** The moment, as SQL's text. */
  at: string;
  version: number;
  reason: string | null;
  form: unknown;
}

const name = sql.identifier;

/** Columns of a step, in the order in which all ways of writing one name them. */
const STEP_COLUMNS = sql.join(
  [
    step.countyId,
    step.subjectKind,
    step.subjectId,
    step.number,
    step.version,
    step.fromState,
    step.toState,
    step.action,
    step.actor,
    step.at,
    step.reason,
    step.form,
  ].map((column) => name(column.name)),
  sql`, `,
);

const ofSubject = (kind: string, county: number, id: SQL): SQL =>
  sql`${step.countyId} = ${county} and ${step.subjectKind} = ${kind} and ${step.subjectId} = ${id}`;

export function insertStep(tx: Transaction, s: NewStep): void {
  const subject = ofSubject(s.kind, s.county, sql`${s.id}::uuid`);
  tx.send(sql`
    insert into ${step} (${STEP_COLUMNS})
    select ${s.county}, ${s.kind}, ${s.id}::uuid,
      coalesce((select max(${step.number}) from ${step} where ${subject}), 0) + 1,
      ${s.version}::int, ${s.from}, ${s.to}, ${s.action}, ${s.actor}, ${s.at}::timestamptz,
      ${s.reason}, ${s.form === null ? null : JSON.stringify(s.form)}::jsonb`);
}

/** Steps that a query selects, in the order of their columns. */
export async function addSteps(tx: Runner, query: SQL): Promise<void> {
  await tx.rows(sql`insert into ${step} (${STEP_COLUMNS}) ${query}`);
}

export interface SetOfSteps {
  county: number;
  ids: readonly string[];
  action: string;
  actor: string;
  reason: string | null;
}

const rowsOf = (table: StatefulTable, { county, ids }: Pick<SetOfSteps, "county" | "ids">): SQL =>
  sql`${table.countyId} = ${county} and ${table.id} = any(${sql.param([...ids])}::uuid[])`;

const firstOf = (kind: string, table: StatefulTable, set: SetOfSteps): SQL => sql`
  insert into ${step} (${STEP_COLUMNS})
  select ${table.countyId}, ${kind}, ${table.id}, 1, ${table.version}, null, ${table.status},
    ${set.action}, ${set.actor}, ${table.stateSince}, ${set.reason}, null
  from ${table} where ${rowsOf(table, set)}`;

/** The first step of new rows, with the state that they came with. */
export async function firstSteps(
  tx: Runner,
  kind: string,
  table: StatefulTable,
  set: SetOfSteps,
): Promise<void> {
  await tx.rows(firstOf(kind, table, set));
}

export interface Reported {
  id: string;
  county: number;
  matter: Matter;
  /** Of the county, the same in every row. */
  own: OwnRule[];
}

/** The same, with what their clocks are started by, in one statement. */
export const reportSteps = (
  tx: Runner,
  { layer: { name: kind }, table }: Pick<Workflow, "layer" | "table">,
  matter: NonNullable<Workflow["matter"]>,
  set: SetOfSteps,
): Promise<Reported[]> =>
  tx.rows<Reported>(sql`
    with taken as (${firstOf(kind, table, set)})
    select ${table.id} as id, ${table.countyId} as county, ${ownRules(set.county, kind)} as own,
      json_build_object('category', ${matter.category}, 'level', ${matter.level}) as matter
    from ${table} where ${rowsOf(table, set)}`);

/**
 * Locks subjects that one step judges together, in the order of their ids and before any is read:
 * two that name each other wait instead of blocking each other, and the second reads what the first
 * made of both. One alone is locked as it is read.
 */
export async function lockTogether(
  tx: Runner,
  { table }: { table: StatefulTable },
  county: number,
  ids: readonly string[],
): Promise<void> {
  if (ids.length < 2) return;
  await tx.rows(sql`
    select 1 as one from ${table} where ${rowsOf(table, { county, ids })}
    order by ${table.id} for update`);
}

/** One more step of rows whose state was brought by a set of changes. */
export async function furtherSteps(
  tx: Runner,
  kind: string,
  table: StatefulTable,
  set: SetOfSteps,
): Promise<void> {
  await tx.rows(sql`
    insert into ${step} (${STEP_COLUMNS})
    select ${table.countyId}, ${kind}, ${table.id}, coalesce(last.number, 0) + 1, ${table.version},
      last.state, ${table.status}, ${set.action}, ${set.actor}, ${table.stateSince},
      ${set.reason}, null
    from ${table} left join lateral (
      select ${step.number} as number, ${step.toState} as state from ${step}
      where ${ofSubject(kind, set.county, sql`${table.id}`)}
      order by ${step.number} desc limit 1) last on true
    where ${rowsOf(table, set)} and last.state is distinct from ${table.status}`);
}

/** Who took any of some actions, by subject; latest first. */
export async function actorsOf(
  run: Runner,
  kind: string,
  county: number,
  ids: readonly string[],
  actions: readonly string[],
): Promise<Map<string, string[]>> {
  if (ids.length === 0 || actions.length === 0) return new Map();
  const rows = await run.rows<{ id: string; actors: string[] }>(sql`
    select ${step.subjectId} as id, array_agg(${step.actor} order by ${step.number} desc) as actors
    from ${step} where ${ofSubject(kind, county, sql`any(${sql.param([...ids])}::uuid[])`)}
      and ${step.action} = any(${sql.param([...actions])}::text[])
    group by ${step.subjectId}`);
  return new Map(rows.map(({ id, actors }) => [id, actors]));
}
