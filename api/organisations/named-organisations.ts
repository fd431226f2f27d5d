import { sql } from "drizzle-orm";
import { organisation } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import { badInput } from "../core/refusal.js";

export interface NamedOrganisation {
  id: string;
  /** Its code, or its name where it has none. */
  code: string;
}

const called = sql`coalesce(${organisation.code}, ${organisation.name})`;

/** Kinds of organisations that incidents are sent to in the demonstration. */
export const UNDERTAKERS: readonly string[] = ["department", "property"];

/** Present organisations of some kinds, by code. */
export const organisationsOfKinds = (
  run: Runner,
  county: number,
  kinds: readonly string[],
): Promise<NamedOrganisation[]> =>
  run.rows<NamedOrganisation>(sql`
    select ${organisation.id} as id, ${called} as code from ${organisation}
    where ${organisation.countyId} = ${county} and ${organisation.retiredAt} is null
      and ${organisation.kind} = any(${sql.param([...kinds])}::text[])
    order by code, id`);

/** Present organisations of a county, each named by its code or its id. Refuses an unknown name. */
export async function organisationsNamed(
  run: Runner,
  county: number,
  names: readonly string[],
): Promise<NamedOrganisation[]> {
  if (names.length === 0) return [];
  const rows = await run.rows<NamedOrganisation>(sql`
    select ${organisation.id} as id, ${called} as code from ${organisation}
    where ${organisation.countyId} = ${county} and ${organisation.retiredAt} is null
      and (${organisation.code} = any(${sql.param([...names])}::text[])
        or ${organisation.countyId} || '-' || ${organisation.id}
          = any(${sql.param([...names])}::text[]))`);
  return names.map((name) => {
    const found = rows.find((r) => r.code === name || `${county}-${r.id}` === name);
    if (!found)
      throw badInput(
        "organisation",
        `organisation: there is no organisation ${name} in county ${county}.`,
      );
    return found;
  });
}

/** What organisations are called, by uuid, also of retired ones. */
export async function namesOfOrganisations(
  run: Runner,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await run.rows<NamedOrganisation>(sql`
    select ${organisation.id} as id, ${called} as code from ${organisation}
    where ${organisation.id} = any(${sql.param([...new Set(ids)])}::uuid[])`);
  return new Map(rows.map((r) => [r.id, r.code]));
}
