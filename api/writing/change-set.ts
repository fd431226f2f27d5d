import { type SQL, sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import type { Runner } from "../core/database.js";
import type { Writer } from "./command.js";

/** All that one command, import or job writes: one who, when and why for however many rows. */
export interface ChangeSet {
  id: string;
  county: number;
  actor: string;
  /** The moment of all its rows, as SQL's text. */
  at: string;
}

interface Opening extends Pick<Writer, "actor" | "cause" | "reason"> {
  /** The action that it is, where a step writes it; its history tells of it by that name. */
  step?: string;
}

export const openSet = async (tx: Runner, county: number, by: Opening): Promise<ChangeSet> =>
  (await openSetFor(tx, county, by, sql`select 1`))!;

/** Opens one if what `allowed` writes answers a row; null: it answered none. */
export async function openSetFor(
  tx: Runner,
  county: number,
  { actor, cause, reason, step }: Opening,
  allowed: SQL,
): Promise<ChangeSet | null> {
  const id = uuid();
  const summary = step === undefined ? null : JSON.stringify({ step });
  const [row] = await tx.rows<{ at: string }>(sql`
    with allowed as (${allowed})
    insert into change_set (county_id, id, at, actor, cause, reason, summary)
    select ${county}::int, ${id}::uuid, clock_timestamp(), ${actor}, ${cause}, ${reason ?? null},
      ${summary}::jsonb
    from allowed returning at::text as at`);
  return row ? { id, county, actor, at: row.at } : null;
}

/** Of what leaves nothing, not its reason either. */
export const unsaved = async (
  _tx: Runner,
  county: number,
  { actor }: Pick<Writer, "actor">,
): Promise<ChangeSet> => ({ id: uuid(), county, actor, at: new Date().toISOString() });

/** What a set came to, of one that is reported on: an import's figures. */
export async function summarize(
  tx: Runner,
  set: Pick<ChangeSet, "county" | "id">,
  summary: object,
): Promise<void> {
  await tx.rows(sql`
    update change_set set summary = ${JSON.stringify(summary)}::jsonb
    where county_id = ${set.county} and id = ${set.id}::uuid`);
}
