import { sql } from "drizzle-orm";
import { layerOf } from "../../schema/layers/index.js";
import type { Transaction } from "../core/database.js";
import { forgetMemberships } from "../grids/memberships.js";
import { forgetRows } from "../writing/forget.js";

/** Ties end with one of their households, and nothing of them is kept. */
export async function forgetTiesOf(
  tx: Transaction,
  county: number,
  households: readonly string[],
  actor: string,
): Promise<void> {
  const ends = sql`any(${sql.param([...households])}::uuid[])`;
  const found = await tx.rows<{ id: string }>(sql`
    select id from tie where county_id = ${county} and from_id = ${ends}
    union select id from tie where county_id = ${county} and to_id = ${ends}`);
  const ties = found.map((t) => t.id);
  await forgetMemberships(tx, county, ties);
  await forgetRows(tx, layerOf("ties"), county, ties, actor);
}
