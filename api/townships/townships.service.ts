import { sql } from "drizzle-orm";
import { township } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";

/** Codes of townships by their uuids. */
export async function townshipCodes(
  run: Runner,
  county: number,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await run.rows<{ code: string }>(sql`
    select ${township.code} as code from ${township} where ${township.countyId} = ${county}
      and ${township.id} = any(${sql.param([...ids])}::uuid[])`);
  return rows.map((r) => r.code);
}
