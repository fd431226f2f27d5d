import { type SQL, sql } from "drizzle-orm";
import { planEdit } from "../../db/tables/index.js";
import type { PackedChange } from "../../geo/coverage/index.js";
import { personName } from "../accounts/actor-name.js";
import type { Runner, Transaction } from "../core/database.js";
import { keyOfAnother } from "../writing/idempotency.js";

export type EditKind = "do" | "undo" | "redo";

export interface EditRow {
  number: number;
  kind: EditKind;
  /** The edit that it takes back or does again. */
  of: number | null;
  version: number;
  actor: string;
  /** What that person is called; null for others. Who sees plans works with their planners. */
  actorName: string | null;
  /** ISO 8601, UTC. */
  at: string;
  note: string | null;
  operations: unknown[] | null;
  /** What was done, and what the service changed by itself besides. */
  did: PackedChange["note"];
  change: PackedChange;
}

const COLUMNS = sql`${planEdit.number} as number, ${planEdit.kind} as kind, ${planEdit.of} as of,
  ${planEdit.version} as version, ${planEdit.actor} as actor,
  ${personName(sql`${planEdit.actor}`)} as "actorName", ${planEdit.change} -> 'note' as did,
  to_char(${planEdit.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
  ${planEdit.note} as note, ${planEdit.operations} as operations, ${planEdit.change} as change`;

const ofPlan = (county: number, plan: string): SQL => sql`${planEdit.countyId} = ${county}
  and ${planEdit.planId} = ${plan}::uuid`;

/** Edits that made a later version than one, oldest first. */
export const editsAfter = (
  run: Runner,
  county: number,
  plan: string,
  { version, first }: { version: number; first: number },
): Promise<EditRow[]> =>
  run.rows<EditRow>(sql`
    select ${COLUMNS} from ${planEdit}
    where ${ofPlan(county, plan)} and ${planEdit.version} > ${version}
    order by ${planEdit.number} limit ${first}`);

export async function editNumbered(
  run: Runner,
  county: number,
  plan: string,
  number: number,
): Promise<EditRow> {
  const [row] = await run.rows<EditRow>(sql`
    select ${COLUMNS} from ${planEdit}
    where ${ofPlan(county, plan)} and ${planEdit.number} = ${number}`);
  return row!;
}

/** The edit that an earlier attempt with the same key made; the key of another request is refused. */
export async function editByKey(
  run: Runner,
  county: number,
  plan: string,
  { actor, key, request }: { actor: string; key: string; request: string },
): Promise<EditRow | undefined> {
  const [row] = await run.rows<EditRow & { same: boolean }>(sql`
    select ${COLUMNS}, ${planEdit.request} = md5(${request}) as same from ${planEdit}
    where ${ofPlan(county, plan)} and ${planEdit.actor} = ${actor} and ${planEdit.key} = ${key}`);
  if (!row) return undefined;
  const { same, ...edit } = row;
  if (!same) throw keyOfAnother();
  return edit;
}

/** What can be taken back and done again: numbers of edits, the next one last. */
export async function stacks(
  run: Runner,
  county: number,
  plan: string,
): Promise<{ done: number[]; undone: number[] }> {
  const rows = await run.rows<Pick<EditRow, "number" | "kind" | "of">>(sql`
    select ${planEdit.number} as number, ${planEdit.kind} as kind, ${planEdit.of} as of
    from ${planEdit} where ${ofPlan(county, plan)} order by ${planEdit.number}`);
  const done: number[] = [];
  let undone: number[] = [];
  for (const { number, kind, of } of rows)
    if (kind === "undo") undone.push(done.pop()!);
    else if (kind === "redo") {
      undone.pop();
      done.push(of!);
    } else {
      done.push(number);
      undone = [];
    }
  return { done, undone };
}

export function insertEdit(
  tx: Transaction,
  county: number,
  plan: string,
  edit: Omit<EditRow, "actorName" | "did"> & { key: string | null; request: string },
): void {
  tx.send(sql`
    insert into ${planEdit} (county_id, plan_id, number, kind, "of", version, actor, at, note,
      operations, change, key, request)
    values (${county}, ${plan}::uuid, ${edit.number}, ${edit.kind}, ${edit.of}::int,
      ${edit.version}, ${edit.actor}, ${edit.at}::timestamptz, ${edit.note},
      ${edit.operations && JSON.stringify(edit.operations)}::jsonb,
      ${JSON.stringify(edit.change)}::jsonb, ${edit.key},
      ${edit.key && sql`md5(${edit.request})`})`);
}
