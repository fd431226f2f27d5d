import { type SQL, sql } from "drizzle-orm";
import { county } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";

/** The zone of a county's clock, as SQL. */
export const zoneOf = (of: number | SQL): SQL => sql`
  (select ${county.timeZone} from ${county} where ${county.id} = ${of})`;

/** The zone of a county's clock; throws where there is no such county. */
export async function zoneNamed(run: Runner, of: number): Promise<string> {
  const [row] = await run.rows<{ zone: string }>(sql`
    select ${county.timeZone} as zone from ${county} where ${county.id} = ${of}`);
  if (!row) throw new Error(`there is no county ${of} (c2b1a7e4)`);
  return row.zone;
}

/** The zone that counties share, or null where they have several. */
export const sharedZone = (of: readonly number[]): SQL => sql`
  (select min(${county.timeZone}) from ${county}
    where ${county.id} = any(${sql.param([...of])}::int[])
    having min(${county.timeZone}) = max(${county.timeZone}))`;

/** The local day of a moment in a county, as SQL. */
export const localDay = (of: number, moment: SQL): SQL => sql`
  (${moment} at time zone ${zoneOf(of)})::date`;
