import { type SQL, sql } from "drizzle-orm";
import { county } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";

/** The last month of which a county ever published anything, as SQL; null before the first. */
export const releasedUntil = (of: number): SQL => sql`
  (select ${county.releasedUntil} from ${county} where ${county.id} = ${of})`;

/** Kept with the county, which outlives its releases: a month is never published a second time. */
export async function keepReleasedUntil(run: Runner, of: number, month: string): Promise<void> {
  await run.rows(sql`
    update ${county} set released_until = greatest(released_until, ${month}::date)
    where ${county.id} = ${of}`);
}
