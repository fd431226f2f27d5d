import { sql } from "drizzle-orm";
import { consent } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import { PURPOSE } from "./end-consents.js";

/** What a household that is open (已同意) shows of itself: never more than a card does. */
export interface OpenHousehold {
  /** Of whoever agreed first; a card has room for one. */
  name: string;
  /** Number of people who come when a neighbour calls. */
  answers: number;
}

/**
 * Of these households those of whose phones one consents, by their uuids. The others are missing.
 */
export async function openHouseholds(
  run: Runner,
  county: number,
  households: readonly string[],
): Promise<Map<string, OpenHousehold>> {
  if (households.length === 0) return new Map();
  const rows = await run.rows<OpenHousehold & { household: string }>(sql`
    select ${consent.householdId}::text as household,
      (array_agg(${consent.personName} order by ${consent.givenAt}, ${consent.id}))[1] as name,
      count(*) filter (where ${consent.answers})::int as answers
    from ${consent}
    where ${consent.countyId} = ${county} and ${consent.purpose} = ${PURPOSE}
      and ${consent.withdrawnAt} is null
      and ${consent.householdId} = any(${sql.param([...households])}::uuid[])
    group by 1`);
  return new Map(rows.map(({ household, name, answers }) => [household, { name, answers }]));
}
