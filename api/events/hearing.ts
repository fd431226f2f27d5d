import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { event } from "../../db/tables/events.js";
import type { Database } from "../core/database.js";
import type { LoggedEvent } from "./event-log.js";

const dialect = new PgDialect();
/** Questions and events of one statement: what a statement may take of somebody else's second. */
const QUESTIONS_AT_ONCE = 200;
const EVENTS_AT_ONCE = 500;

/** In conditions: where an event happened, beside the columns of its subject's row. */
export const EVENT_PLACE: SQL = sql.raw("event_place");

/** Which rows of a table somebody may hear of. */
export interface Question {
  table: string;
  condition: SQL;
  /** Equal questions have equal keys. */
  key: string;
}

export function questionOf(table: string, condition: SQL): Question {
  return { table, condition, key: JSON.stringify([table, dialect.sqlToQuery(condition)]) };
}

interface Ask {
  question: Question;
  events: readonly LoggedEvent[];
  answer: (told: ReadonlySet<string>) => void;
  fail: (error: unknown) => void;
}

/**
 * Asks the database for all who listen in this process: what is asked in the same turn of the event
 * loop, which is when all hear of a batch, is one statement a table, and equal questions are asked
 * once.
 */
export class Hearing {
  private waiting: Ask[] = [];

  constructor(private readonly db: Database) {}

  /** Of events with a subject in the question's table, the ids of those that may be told. */
  ask(question: Question, events: readonly LoggedEvent[]): Promise<ReadonlySet<string>> {
    return new Promise((answer, fail) => {
      if (this.waiting.length === 0) setImmediate(() => this.askAll());
      this.waiting.push({ question, events, answer, fail });
    });
  }

  private askAll(): void {
    const tables = grouped(this.waiting, (a) => a.question.table);
    this.waiting = [];
    for (const [table, asks] of tables)
      this.askTable(table, asks).catch((error: unknown) => {
        for (const a of asks) a.fail(error);
      });
  }

  private async askTable(table: string, asks: readonly Ask[]): Promise<void> {
    const byKey = grouped(asks, (a) => a.question.key);
    const events = [...new Map(asks.flatMap((a) => a.events.map((e) => [e.id, e]))).values()];
    const groups = [...byKey.values()];
    for (let q = 0; q < groups.length; q += QUESTIONS_AT_ONCE) {
      const some = groups.slice(q, q + QUESTIONS_AT_ONCE);
      const told = some.map(() => new Set<string>());
      for (let e = 0; e < events.length; e += EVENTS_AT_ONCE) {
        const answers = await this.db.rows<{ event: string; heard: number[] }>(
          statement(
            table,
            some.map(([a]) => a!.question.condition),
            events.slice(e, e + EVENTS_AT_ONCE),
          ),
        );
        for (const { event: id, heard } of answers) for (const n of heard) told[n]!.add(id);
      }
      for (const [n, group] of some.entries()) for (const a of group) a.answer(told[n]!);
    }
  }
}

function grouped<T>(items: readonly T[], by: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(by(item));
    if (group) group.push(item);
    else groups.set(by(item), [item]);
  }
  return groups;
}

/** Of each event, the numbers of the conditions that its subject's row fulfils, or fulfilled. */
function statement(table: string, conditions: readonly SQL[], events: readonly LoggedEvent[]): SQL {
  const rows = sql.identifier(table);
  const which = sql`${event.countyId} = any(${sql.param([...new Set(events.map((e) => e.county))])}::int[])
    and ${event.id} = any(${sql.param(events.map((e) => e.id))}::uuid[])`;
  const columns = sql`${event.id} as event_id, ${event.place} as ${EVENT_PLACE}`;
  const gone = events.some((e) => e.gone)
    ? sql`union all select ${columns}, g.* from ${event},
        jsonb_populate_record(null::${rows}, ${event.gone}) g
        where ${which} and ${event.gone} is not null`
    : sql``;
  const heard = conditions.map((c, n) => sql`case when ${c} then ${sql.raw(String(n))} end`);
  return sql`
    select event_id as event, array_remove(array[${sql.join(heard, sql`, `)}], null) as heard
    from (select ${columns}, t.* from ${event} join ${rows} t
        on t.county_id = ${event.countyId} and t.id = ${event.subjectId}
      where ${which} ${gone}) heard_of`;
}
