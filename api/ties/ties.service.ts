import { sql } from "drizzle-orm";
import { layerOf } from "../../schema/layers/index.js";
import type { Runner, Transaction } from "../core/database.js";
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

/** Who knows whom among the households of some grids (uuids), for grouping alone. */
export const tiesToGroup = (
  run: Runner,
  county: number,
  grids: readonly string[],
): Promise<{ a: string; b: string; kind: string }[]> =>
  run.rows(sql`
    select from_id as a, to_id as b, kind from tie where county_id = ${county}
      and retired_at is null and grid_id = any(${sql.param([...grids])}::uuid[])
    order by id`);
