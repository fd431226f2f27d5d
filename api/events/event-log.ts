import { type SQL, sql } from "drizzle-orm";
import { event, eventMark } from "../../db/tables/events.js";
import type { Runner } from "../core/database.js";
import type { Position } from "./position.js";

/** An event as every reader in this process gets it. */
export interface LoggedEvent {
  id: string;
  /** The transaction that wrote it. */
  xid: string;
  county: number;
  kind: string;
  subjectKind: string;
  subject: string | null;
  action: string;
  version: number | null;
  /** ISO 8601 in UTC, to the microsecond. */
  at: string;
  actor: string;
  fields: readonly string[];
  /** West, south, east, north of where it happened; null: anywhere in the county. */
  box: readonly [number, number, number, number] | null;
  /** The subject is gone from its table too. */
  gone: boolean;
  count: number | null;
  set: string | null;
}

/** What was committed between two positions, the events of each subject in their order. */
export interface Batch {
  events: readonly LoggedEvent[];
  from: Position;
  /** Where the reader stands after it. */
  to: Position;
  /** There is more before the log's end. */
  more: boolean;
}

const INSTANT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"';
const list = (xids: readonly bigint[]): SQL => sql`${`{${xids.join(",")}}`}::xid8[]`;

/** Committed since a position, as a condition on an event's transaction. */
const since = ({ next, gaps }: Position): SQL =>
  gaps.length === 0
    ? sql`${event.xid} >= ${String(next)}::xid8`
    : sql`(${event.xid} >= ${String(next)}::xid8 or ${event.xid} = any(${list(gaps)}))`;

/** Seen by who stands at a position, as a condition on an event's transaction. */
export const isBehind = ({ next, gaps }: Position): SQL =>
  sql`(${event.xid} < ${String(next)}::xid8 and ${event.xid} <> all(${list(gaps)}))`;

/** What happened to one kind of subject in all counties. */
export const happenedToAll = (subjectKind: string): SQL =>
  sql`${event.subjectKind} = ${subjectKind}`;

/** The same in one county. */
export const happenedTo = (county: number, subjectKind: string): SQL =>
  sql`${event.countyId} = ${county} and ${happenedToAll(subjectKind)}`;

/** What stands before an event of a batch comes before it here too. */
const after = ({ within }: Position): SQL =>
  within
    ? sql`(${event.at}, ${event.id}) > (${within.at}::timestamptz, ${within.id}::uuid)
        and ${isBehind(within.upto)}`
    : sql`true`;

const columns = sql`${event.id} as id, ${event.xid}::text as xid, ${event.countyId} as county, ${event.kind} as kind,
  ${event.subjectKind} as "subjectKind", ${event.subjectId} as subject, ${event.action} as action,
  ${event.version} as version, to_char(${event.at} at time zone 'UTC', ${sql.raw(`'${INSTANT}'`)}) as at,
  ${event.actor} as actor, ${event.fields} as fields, ${event.gone} is not null as gone,
  ${event.count} as count, ${event.setId} as "set",
  case when ${event.place} is not null and not ST_IsEmpty(${event.place}) then
    array[ST_XMin(${event.place}), ST_YMin(${event.place}), ST_XMax(${event.place}),
      ST_YMax(${event.place})] end as box`;

interface Answer extends LoggedEvent {
  /** Of the statement's own snapshot: xmin:xmax:open transactions. */
  snapshot: string;
  /** The last transaction whose events the snapshot shows; null: the log is empty. */
  last: string | null;
  /** The log's end when it was last marked: all before it may have been taken out. */
  marked: string | null;
}

/**
 * The log as the statement's snapshot shows it. Above the last transaction seen nothing is known,
 * and nothing need be: so numbers that a crash gives out a second time are read like any other.
 */
function standing({ snapshot, last, marked }: Answer, from: Position): Position {
  const [, , open] = snapshot.split(":");
  const ends = [from.next, last === null ? 0n : BigInt(last) + 1n, BigInt(marked ?? 0)];
  const next = ends.reduce((a, b) => (a > b ? a : b));
  const gaps = open ? open.split(",").map(BigInt) : [];
  return { next, gaps: gaps.filter((xid) => xid < next) };
}

/**
 * Reads on from a position: all that is committed and visible now, without waiting for transactions
 * that are open. `only` leaves events out, which count as seen.
 */
export async function readOn(
  run: Runner,
  from: Position,
  limit: number,
  only: SQL = sql`true`,
): Promise<Batch> {
  const rows = await run.rows<Answer>(sql`
    select log.*, e.* from
      (select pg_current_snapshot()::text as snapshot,
        (select max(${event.xid}) from ${event})::text as last,
        (select ${eventMark.next} from ${eventMark} order by ${eventMark.at} desc limit 1)::text
          as marked) log
      left join lateral (select ${columns} from ${event}
        where ${since(from)} and ${after(from)} and ${only}
        order by ${event.at}, ${event.id} limit ${limit + 1}) e on true`);
  const upto = from.within?.upto ?? standing(rows[0]!, from);
  const found = rows[0]!.id === null ? [] : rows;
  const more = found.length > limit;
  const events: LoggedEvent[] = found
    .slice(0, limit)
    .map(({ snapshot: _snapshot, last: _last, marked: _marked, ...e }) => e);
  const to = more ? positionOf({ from, to: upto }, events.at(-1)!) : upto;
  return { events, from, to, more: more || from.within !== undefined };
}

/** An event on its way to a subscriber, and where it leaves them; null: where they were. */
export interface Told {
  event: LoggedEvent;
  position: Position | null;
}

export const toldOf = (batch: Batch): Told[] =>
  batch.events.map((event) => ({ event, position: positionOf(batch, event) }));

/** Where stands who has seen a batch as far as this event. */
const positionOf = (
  { from, to }: Pick<Batch, "from" | "to">,
  { at, id }: LoggedEvent,
): Position => ({
  next: from.next,
  gaps: from.gaps,
  within: { upto: to.within?.upto ?? to, at, id },
});

/** The end of the log now. */
export async function endOfLog(run: Runner): Promise<Position> {
  return (await readOn(run, { next: 0n, gaps: [] }, 0, sql`false`)).to;
}
