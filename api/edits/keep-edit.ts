import { sql } from "drizzle-orm";
import type { Register } from "../../schema/registers/index.js";
import type { Transaction } from "../core/database.js";
import { publish } from "../events/publish.js";
import { amendRows } from "../writing/apply.js";
import { openSet } from "../writing/change-set.js";
import type { EditKind, EditLog, EditRow } from "./edit-log.js";

/** Who edits, and how. */
export interface EditAuthor {
  kind: EditKind;
  actor: string;
  actorName: string | null;
  cause: "graphql" | "job";
  note: string | null;
  key: string | null;
  request: string;
}

/** What an edit left. */
export interface Edited<Change> {
  /** The edit that it takes back or does again. */
  of: number | null;
  operations: unknown[] | null;
  change: Change;
}

/** Columns of the plan that an edit changes besides. */
type Besides = Parameters<typeof amendRows>[2]["columns"];

/**
 * Keeps an edit of a plan whose row is held and whose parts were written: the plan's next version
 * with its history, the line of the log, the event.
 */
export async function keepEdit<Change>(
  tx: Transaction,
  { log, register, event }: { log: EditLog<Change>; register: Register; event: string },
  { county, id, edits }: { county: number; id: string; edits: number },
  { cause, key, request, ...author }: EditAuthor,
  edited: Edited<Change>,
  besides: Besides = {},
): Promise<EditRow<Change>> {
  const number = edits + 1;
  const { actor, note: reason } = author;
  const set = await openSet(tx, county, { actor, cause, reason });
  const [written] = await amendRows(tx, set, {
    layer: register,
    ids: [id],
    action: "updated",
    from: sql`(select ${id}::uuid as id) s`,
    columns: { edits: sql`${number}::int`, ...besides },
  });
  const { version, fields } = written!;
  const row = { ...author, ...edited, number, version, at: set.at };
  log.insert(tx, county, id, { ...row, key, request });
  const what = { county, kind: event, subjectKind: register.name, subject: id };
  const told = { action: "updated", version, actor, fields, place: null };
  await publish(tx, [{ ...what, ...told, set: set.id }]);
  return { ...row, at: new Date(set.at).toISOString() };
}
