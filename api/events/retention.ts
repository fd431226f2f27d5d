import { sql } from "drizzle-orm";
import { event, eventConsumer, eventMark } from "../../db/tables/events.js";
import type { Database, Runner } from "../core/database.js";
import { isBehind, readOn } from "./event-log.js";
import { BEGINNING, type Position } from "./position.js";

/** Who was away as long as this reads on without loss. */
export const KEPT_HOURS = 24;
/** Named readers are waited for, but not for ever: their log would fill the disk. */
const WAITED_DAYS = 7;
/** What says who may be told of a thing that is gone, and where it was. */
const DETAIL_KEPT = "1 hour";
const MARKS_EVERY = "5 minutes";

interface Mark {
  next: string;
  gaps: string[];
}
const marked = ({ next, gaps }: Mark): Position => ({
  next: BigInt(next),
  gaps: gaps.map(BigInt),
});
const mark = sql`${eventMark.next}::text as next, ${eventMark.gaps}::text[] as gaps`;
const literal = (gaps: readonly bigint[]) => sql`${`{${gaps.join(",")}}`}::xid8[]`;

/** Behind this nothing is kept; null: all that ever was is there. */
export async function prunedTo(run: Runner): Promise<Position | null> {
  const [row] = await run.rows<Mark>(sql`select ${mark} from ${eventMark}
    where ${eventMark.pruned} is not null order by ${eventMark.at} desc limit 1`);
  return row ? marked(row) : null;
}

/**
 * Takes out of the log what was committed a day ago, unless a named reader has yet to see it. When
 * something was committed is known from marks of where the log stood: a transaction may be open for
 * hours, so the time of an event says nothing of it.
 */
export async function pruneEvents(db: Database): Promise<void> {
  await forgetDetails(db);
  const [latest] = await db.rows<Mark & { due: boolean }>(sql`
    select ${mark}, ${eventMark.at} < now() - ${MARKS_EVERY}::interval as due from ${eventMark}
    order by ${eventMark.at} desc limit 1`);
  if (!latest || latest.due) {
    const { to } = await readOn(db, latest ? marked(latest) : BEGINNING, 0, sql`false`);
    await db.rows(sql`insert into ${eventMark} (at, next, gaps)
      values (now(), ${String(to.next)}::xid8, ${literal(to.gaps)}) on conflict do nothing`);
  }
  const [old] = await db.rows<Mark & { at: string; pruned: boolean }>(sql`
    select ${mark}, ${eventMark.at}::text as at, ${eventMark.pruned} is not null as pruned
    from ${eventMark} where ${eventMark.at} < now() - make_interval(hours => ${KEPT_HOURS})
    order by ${eventMark.at} desc limit 1`);
  if (!old) return;
  await db.transaction(async (tx) => {
    // First, so that who reads on meanwhile is told that it may have missed something.
    if (!old.pruned)
      await tx.rows(sql`update ${eventMark} set pruned = now()
        where ${eventMark.at} = ${old.at}::timestamptz`);
    await tx.rows(sql`delete from ${eventMark} where ${eventMark.at} < ${old.at}::timestamptz`);
    await tx.rows(sql`delete from ${event} where ${isBehind(marked(old))}
      and not exists (select 1 from ${eventConsumer}
        where ${eventConsumer.at} > now() - make_interval(days => ${WAITED_DAYS})
          and (${event.xid} >= ${eventConsumer.next}
            or ${event.xid} = any(${eventConsumer.gaps})))`);
  });
}

/**
 * Of a thing that is gone its event keeps, once those who listen have been told, no more than that
 * something of its kind is another now: who comes late reads that kind anew.
 */
const forgetDetails = (db: Database) =>
  db.rows(sql`update ${event}
    set gone = null, place = null, subject_id = null, version = null, actor = '', fields = '{}',
      set_id = null, count = 1
    where ${event.gone} is not null and ${event.at} < now() - ${DETAIL_KEPT}::interval`);
