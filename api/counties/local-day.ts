import { type SQL, sql } from "drizzle-orm";
import { county } from "../../db/tables/index.js";

/** The zone of a county's clock, as SQL. */
export const zoneOf = (of: number | SQL): SQL => sql`
  (select ${county.timeZone} from ${county} where ${county.id} = ${of})`;

/** The zone that counties share, or null where they have several. */
export const sharedZone = (of: readonly number[]): SQL => sql`
  (select min(${county.timeZone}) from ${county}
    where ${county.id} = any(${sql.param([...of])}::int[])
    having min(${county.timeZone}) = max(${county.timeZone}))`;

/** The local day of a moment in a county, as SQL. */
export const localDay = (of: number, moment: SQL): SQL => sql`
  (${moment} at time zone ${zoneOf(of)})::date`;
