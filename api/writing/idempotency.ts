import { sql } from "drizzle-orm";
import type { Runner } from "../core/database.js";
import { Refusal } from "../core/refusal.js";

/** Whoever asks again after a week has found another way, or means another object. */
const KEPT = "7 days";

/**
 * Takes an idempotency key, or tells the object that the same request made before; another
 * request's key is refused.
 */
export async function claim(
  tx: Runner,
  actor: string,
  county: number,
  key: string,
  request: string,
  id: string,
): Promise<string | null> {
  const [taken] = await tx.rows(sql`
    insert into idempotency (county_id, key, actor, request, subject_id, at)
    values (${county}, ${key}, ${actor}, md5(${request}), ${id}::uuid, clock_timestamp())
    on conflict (county_id, actor, key) do nothing returning subject_id`);
  if (taken) return null;
  const [earlier] = await tx.rows<{ subject_id: string; same: boolean }>(sql`
    select subject_id, request = md5(${request}) as same from idempotency
    where county_id = ${county} and actor = ${actor} and key = ${key}`);
  if (!earlier?.same)
    throw new Refusal(
      "CONFLICT",
      "idempotencyKey: this key was used for another request. Use a fresh key for each new object.",
      { field: "idempotencyKey" },
    );
  return earlier.subject_id;
}

export async function pruneIdempotencyKeys(run: Runner): Promise<void> {
  await run.rows(sql`delete from idempotency where at < now() - ${KEPT}::interval`);
}
