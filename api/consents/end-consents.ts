import { type SQL, sql } from "drizzle-orm";
import { consent } from "../../db/tables/index.js";
import type { ConsentEnd } from "../../schema/consents.js";
import type { Runner } from "../core/database.js";

/** The one thing that is agreed to so far: the ten-household group. */
export const PURPOSE = "ten-household";

/**
 * What is set when a consent ends. Name, phone and guardian are gone with it, and so is the digest,
 * by which a known number could be found again: another one, of nothing, stands in its place. The
 * sheet stays named, which is where the proof lies.
 */
const ended = (why: ConsentEnd, by: string): SQL => sql`withdrawn_at = now(),
  withdrawn_by = ${by}, withdrawn_for = ${why}, person_name = null, phone = null, guardian = null,
  phone_digest = sha256(convert_to(${consent.id}::text || clock_timestamp()::text, 'UTF8'))`;

/** Ends one that holds; false: there is none. */
export async function endConsent(
  run: Runner,
  { county, id }: { county: number; id: string },
  why: ConsentEnd,
  by: string,
): Promise<boolean> {
  const rows = await run.rows(sql`
    update ${consent} set ${ended(why, by)}
    where ${consent.countyId} = ${county} and ${consent.id} = ${id}::uuid
      and ${consent.withdrawnAt} is null returning 1 as one`);
  return rows.length > 0;
}

/**
 * Ends all of some households: called where a household moves or goes, in that transaction, so that
 * at no moment a card shows somebody where they no longer live.
 */
export async function endConsentsOf(
  run: Runner,
  county: number,
  households: readonly string[],
  why: ConsentEnd,
  by: string,
): Promise<void> {
  await run.rows(sql`
    update ${consent} set ${ended(why, by)}
    where ${consent.countyId} = ${county} and ${consent.withdrawnAt} is null
      and ${consent.householdId} = any(${sql.param([...households])}::uuid[])`);
}
