import { sql } from "drizzle-orm";
import type { Runner } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import { type ChangeSet, openSetFor } from "./change-set.js";
import type { Writer } from "./command.js";

/** Whoever asks again after a week has found another way, or means another object. */
const KEPT = "7 days";

export interface Claim {
  county: number;
  key: string;
  /** What is asked for, as text. */
  request: string;
  /** The object that it is to make. */
  id: string;
}

/**
 * Takes an idempotency key and opens the set of changes that it is for, or tells the object that
 * the same request made before; another request's key is refused.
 */
export async function claim(
  tx: Runner,
  writer: Writer,
  { county, key, request, id }: Claim,
): Promise<ChangeSet | string> {
  const { actor } = writer;
  const set = await openSetFor(
    tx,
    county,
    writer,
    sql`insert into idempotency (county_id, key, actor, request, subject_id, at)
      values (${county}, ${key}, ${actor}, md5(${request}), ${id}::uuid, clock_timestamp())
      on conflict (county_id, actor, key) do nothing returning subject_id`,
  );
  if (set) return set;
  const [earlier] = await tx.rows<{ subject_id: string; same: boolean }>(sql`
    select subject_id, request = md5(${request}) as same from idempotency
    where county_id = ${county} and actor = ${actor} and key = ${key}`);
  if (!earlier?.same) throw keyOfAnother();
  return earlier.subject_id;
}

export const keyOfAnother = (): Refusal =>
  new Refusal(
    "CONFLICT",
    "idempotencyKey: this key was used for another request. Use a fresh key for each new one.",
    { field: "idempotencyKey" },
  );

export async function pruneIdempotencyKeys(run: Runner): Promise<void> {
  await run.rows(sql`delete from idempotency where at < now() - ${KEPT}::interval`);
}
