import { sql } from "drizzle-orm";
import { event, eventConsumer, eventLog, eventMark } from "../../db/tables/events.js";
import type { Database } from "../core/database.js";
import { freshId } from "../core/fresh-id.js";

/** The cluster that gives out transaction numbers, and the database in it. */
const here = sql`(select c.system_identifier::text || '/' || d.oid::text
  from pg_control_system() c, pg_database d where d.datname = current_database())`;

/**
 * Positions are transaction numbers of one cluster. Where the log was brought to another one, out of
 * a backup or by pg_dump, it begins anew: named readers hear all that is kept again, and positions
 * of before are too old. Answers by what name positions know the log.
 */
export function identityOfLog(db: Database): Promise<string> {
  return db.transaction(async (tx) => {
    await tx.rows(sql`insert into ${eventLog} (one, id, cluster)
      values (true, ${freshId}, ${here}) on conflict do nothing`);
    const [log] = await tx.rows<{ id: string; home: boolean }>(sql`
      select ${eventLog.id} as id, ${eventLog.cluster} = ${here} as home from ${eventLog} for update`);
    if (log!.home) return log!.id;
    await tx.rows(sql`update ${event} set xid = pg_current_xact_id()`);
    await tx.rows(sql`update ${eventConsumer} set position = '0', next = '0', gaps = '{}'`);
    await tx.rows(sql`delete from ${eventMark}`);
    const [moved] = await tx.rows<{ id: string }>(sql`
      update ${eventLog} set id = ${freshId}, cluster = ${here} returning ${eventLog.id} as id`);
    return moved!.id;
  });
}
