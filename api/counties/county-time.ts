import { sql } from "drizzle-orm";
import { county } from "../../db/tables/index.js";
import type { CodeProfile } from "../../geo/codes.js";
import type { Runner } from "../core/database.js";

/** Whose clock a county goes by, and whose law: that of China where its codes are. */
export interface CountyTime {
  timeZone: string;
  codeProfile: CodeProfile;
}

/** Asked in the caller's own transaction, where the cached list of counties cannot be. */
export async function timeOfCounty(run: Runner, id: number): Promise<CountyTime> {
  const [found] = await run.rows<CountyTime>(sql`
    select ${county.timeZone} as "timeZone", ${county.codeProfile} as "codeProfile"
    from ${county} where ${county.id} = ${id}`);
  if (!found) throw new Error(`there is no county ${id}`);
  return found;
}
