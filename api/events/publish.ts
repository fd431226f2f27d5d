import { type SQL, sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { event } from "../../db/tables/events.js";
import { frozen, type Transaction } from "../core/database.js";
import { freshId } from "../core/fresh-id.js";
import { raiseVersions, raising } from "./data-versions.js";

/** Who listens is woken by it; what happened stands in the log. */
export const EVENTS_CHANNEL = "hearthgrid_events";

/** More rows than this at once are one event: readers read them anew. */
export const SET_LIMIT = 1000;
/** Events of one statement. */
const AT_ONCE = 250;

/** Something that happened, said in the transaction that makes it so. */
export interface NewEvent {
  county: number;
  /** In the field's words: `incident.reported`. */
  kind: string;
  /** The declaration's name: "incidents". */
  subjectKind: string;
  /** Null: many rows at once, see `count`. */
  subject: string | null;
  /** created, updated, moved, retired, imported, or the name of a step. */
  action: string;
  version: number | null;
  actor: string;
  /** Names of the fields that are others now. */
  fields: readonly string[];
  /** Both places of a move; of many rows the ground they lie on. Null: anywhere in the county. */
  place: SQL | null;
  /** The row as jsonb, when nothing of it is kept: who may be told is read from it. */
  gone?: SQL;
  /** How many rows, where it tells of many. */
  count?: number;
  /** The change set they were written in. */
  set?: string;
}

/**
 * Writes down what happened, raises the versions of what it happened to, and wakes the readers of
 * every process once it is committed. To be called after the rows were written: who holds a
 * subject's row writes its next event.
 */
export async function publish(tx: Transaction, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const told = events.length > SET_LIMIT ? summed(events) : events;
  const kinds = new Map<number, Set<string>>();
  for (const e of events)
    kinds.set(e.county, (kinds.get(e.county) ?? new Set<string>()).add(e.subjectKind));
  const [[county, of], ...others] = [...kinds] as [[number, Set<string>]];
  if (told.length <= AT_ONCE && others.length === 0) {
    // As nearly always: one statement less is a tenth of what a single write takes.
    const { first, last } = raising(county, [...of]);
    tx.send(sql`with told as (${inserting(told)}), ${first} ${last}`);
  } else {
    for (let i = 0; i < told.length; i += AT_ONCE)
      await tx.rows(inserting(told.slice(i, i + AT_ONCE)));
    for (const [county, of] of kinds) await raiseVersions(tx, county, [...of]);
  }
  tx.notify(EVENTS_CHANNEL);
}

/** Who writes so many knows the ground better and says one event; here it is anywhere. */
function summed(events: readonly NewEvent[]): NewEvent[] {
  const sums = new Map<string, NewEvent & { count: number; fields: string[] }>();
  for (const e of events) {
    const key = [e.county, e.subjectKind, e.kind, e.action, e.actor, e.set].join(" ");
    let sum = sums.get(key);
    if (!sum) {
      const { gone: _, ...rest } = e;
      sums.set(
        key,
        (sum = { ...rest, subject: null, version: null, place: null, fields: [], count: 0 }),
      );
    }
    sum.count += e.count ?? 1;
    sum.fields = [...new Set([...sum.fields, ...e.fields])];
  }
  return [...sums.values()];
}

const columns = frozen(
  sql.join(
    [
      event.countyId,
      event.id,
      event.kind,
      event.subjectKind,
      event.subjectId,
      event.action,
      event.version,
      event.at,
      event.actor,
      event.fields,
      event.place,
      event.gone,
      event.count,
      event.setId,
    ].map((c) => sql.identifier(c.name)),
    sql`, `,
  ),
);

const inserting = (events: readonly NewEvent[]): SQL =>
  sql`insert into ${event} (${columns}) values ${sql.join(
    events.map(
      (e) =>
        sql`(${e.county}::int, ${uuid()}::uuid, ${e.kind}, ${e.subjectKind}, ${e.subject}::uuid,
            ${e.action}, ${e.version}::int, clock_timestamp(), ${e.actor},
            ${sql.param([...e.fields])}::text[], ${e.place ?? sql`null::geometry`},
            ${e.gone ?? sql`null::jsonb`}, ${e.count ?? null}::int, ${e.set ?? null}::uuid)`,
    ),
    sql`, `,
  )}`;

/**
 * The same for rows that a query gives: `rows` selects subject, version, place and gone, from what
 * `first` (a list of common table expressions) writes.
 */
export async function publishRows(
  tx: Transaction,
  e: Pick<NewEvent, "county" | "kind" | "subjectKind" | "action" | "actor" | "fields" | "set">,
  first: SQL,
  rows: SQL,
): Promise<void> {
  await tx.rows(sql`
    with ${first}, told as (${rows})
    insert into ${event} (${columns})
    select ${e.county}::int, ${freshId}, ${e.kind}, ${e.subjectKind}, subject, ${e.action}, version,
      clock_timestamp(), ${e.actor}, ${sql.param([...e.fields])}::text[], place, gone, null::int,
      ${e.set ?? null}::uuid from told`);
  await raiseVersions(tx, e.county, [e.subjectKind]);
  tx.notify(EVENTS_CHANNEL);
}

/** Of what is to be forgotten no event keeps where it was. */
export const forgetPlaces = (tx: Transaction, county: number, subjects: readonly string[]) =>
  tx.rows(sql`update ${event} set ${sql.identifier(event.place.name)} = null
    where ${event.countyId} = ${county}
      and ${event.subjectId} = any(${sql.param([...subjects])}::uuid[])`);
