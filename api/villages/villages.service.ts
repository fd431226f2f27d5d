import { sql } from "drizzle-orm";
import type { Runner } from "../core/database.js";

/** Those of the codes that no present village of the county has. */
export async function unknownVillages(
  run: Runner,
  county: number,
  codes: readonly string[],
): Promise<string[]> {
  if (codes.length === 0) return [];
  const known = await run.rows<{ code: string }>(sql`
    select code from village where county_id = ${county} and retired_at is null
      and code = any(${sql.param([...codes])}::text[])`);
  const found = new Set(known.map((v) => v.code));
  return codes.filter((code) => !found.has(code));
}
