import { sql } from "drizzle-orm";
import { jurisdiction, organisation } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";

interface At {
  county: number;
  id: string;
}

/**
 * Is an organisation another's own place in the tree, or below it? Every step upwards is locked
 * before it is read, so that two moves at once cannot close a circle between them: one waits and
 * sees the other's, or both wait and the database ends one.
 */
export async function isBelow(tx: Runner, { county, id }: At, start: string): Promise<boolean> {
  let at: string | null = start;
  while (at !== null && at !== id) {
    const [row]: { parent: string | null }[] = await tx.rows(sql`
      select ${organisation.parentId} as parent from ${organisation}
      where ${organisation.countyId} = ${county} and ${organisation.id} = ${at}::uuid for share`);
    at = row?.parent ?? null;
  }
  return at === id;
}

/** What still hangs on an organisation. */
export async function hangsOn(
  tx: Runner,
  { county, id }: At,
): Promise<{ below: number; places: number }> {
  const [row] = await tx.rows<{ below: number; places: number }>(sql`
    select
      (select count(*)::int from ${organisation} where ${organisation.countyId} = ${county}
        and ${organisation.parentId} = ${id}::uuid and ${organisation.retiredAt} is null) as below,
      (select count(*)::int from ${jurisdiction} where ${jurisdiction.countyId} = ${county}
        and ${jurisdiction.organisationId} = ${id}::uuid
        and ${jurisdiction.retiredAt} is null) as places`);
  return row!;
}

/** Of a place: the grid it is or lies in, the village that grid belongs to, either unknown. */
export interface AnsweredPlace {
  county: number;
  gridId: string | null;
  villageId: string | null;
}

/** Organisations that answer for a grid or its village: those of the grid first, then by code. */
export async function answeringFor(
  run: Runner,
  { county, gridId, villageId }: AnsweredPlace,
  kinds: readonly string[] | null,
): Promise<string[]> {
  const rows = await run.rows<{ id: string }>(sql`
    select ${organisation.id} as id
    from ${jurisdiction} join ${organisation}
      on ${organisation.countyId} = ${jurisdiction.countyId}
      and ${organisation.id} = ${jurisdiction.organisationId}
    where ${jurisdiction.countyId} = ${county} and ${jurisdiction.retiredAt} is null
      and ${organisation.retiredAt} is null
      and (${jurisdiction.gridId} = ${gridId}::uuid or ${jurisdiction.villageId} = ${villageId}::uuid)
      and ${kinds ? sql`${organisation.kind} = any(${sql.param([...kinds])}::text[])` : sql`true`}
    group by ${organisation.id}, ${organisation.code}
    order by bool_or(${jurisdiction.gridId} is not null) desc, ${organisation.code} collate "C",
      ${organisation.id}`);
  return rows.map((row) => row.id);
}

/** The office that answers for each of some villages, of the kinds the first that there is. */
export async function officesOf(
  run: Runner,
  county: number,
  villages: readonly string[],
  kinds: readonly string[],
): Promise<Map<string, { name: string; phone: string | null }>> {
  const rows = await run.rows<{ village: string; name: string; phone: string | null }>(sql`
    select distinct on (${jurisdiction.villageId}) ${jurisdiction.villageId} as village,
      ${organisation.name} as name, ${organisation.phone} as phone
    from ${jurisdiction} join ${organisation}
      on ${organisation.countyId} = ${jurisdiction.countyId}
      and ${organisation.id} = ${jurisdiction.organisationId}
    where ${jurisdiction.countyId} = ${county} and ${jurisdiction.retiredAt} is null
      and ${organisation.retiredAt} is null
      and ${jurisdiction.villageId} = any(${sql.param([...villages])}::uuid[])
      and ${organisation.kind} = any(${sql.param([...kinds])}::text[])
    order by 1, array_position(${sql.param([...kinds])}::text[], ${organisation.kind}),
      ${organisation.code} collate "C", ${organisation.id}`);
  return new Map(rows.map(({ village, ...office }) => [village, office]));
}
