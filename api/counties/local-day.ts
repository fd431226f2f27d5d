import { type SQL, sql } from "drizzle-orm";
import { county } from "../../db/tables/index.js";

/** The local day of a moment in a county, as SQL. */
export const localDay = (of: number, moment: SQL): SQL => sql`
  (${moment} at time zone (
    select ${county.timeZone} from ${county} where ${county.id} = ${of}))::date`;
