import { type SQL, sql } from "drizzle-orm";
import { layerOf } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import { forgetRow } from "../layers/change.queries.js";

const uuids = (ids: readonly string[]): SQL => sql`any(${sql.param([...ids])}::uuid[])`;

/** A tie follows its households: its line joins where they are, its grid is that of the first. */
export async function followHouseholds(
  tx: Runner,
  county: number,
  households: readonly string[],
): Promise<void> {
  if (households.length === 0) return;
  await tx.rows(sql`
    update tie t set geom = ST_Multi(ST_MakeLine(a.geom, b.geom)), grid_id = a.grid_id
    from household a, household b
    where t.county_id = ${county} and (t.from_id = ${uuids(households)}
        or t.to_id = ${uuids(households)})
      and a.county_id = t.county_id and a.id = t.from_id
      and b.county_id = t.county_id and b.id = t.to_id`);
}

/** Ties end with a household, and nothing of them is kept. */
export async function forgetTiesOf(tx: Runner, county: number, household: string): Promise<void> {
  const ties = await tx.rows<{ id: string; version: number }>(sql`
    select id, version from tie where county_id = ${county}
      and (from_id = ${household}::uuid or to_id = ${household}::uuid) for update`);
  for (const { id, version } of ties) await forgetRow(tx, layerOf("ties"), county, id, version);
}
