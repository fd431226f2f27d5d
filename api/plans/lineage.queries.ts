import { sql } from "drizzle-orm";
import { gridLineage } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import { freshId } from "../core/fresh-id.js";
import type { Handed } from "../grids/put-in-force.js";

export interface Lineage {
  county: number;
  plan: string;
  day: string;
  founded: readonly string[];
  ended: readonly string[];
  /** Ground that changed hands: from whom to whom. */
  handed: readonly Handed[];
}

/** Keeps which grid's ground went to which. */
export async function noteLineage(
  run: Runner,
  { county, plan, day, founded, ended, handed }: Lineage,
): Promise<void> {
  const isNew = new Set(founded);
  const isGone = new Set(ended);
  const kindOf = ({ from, to }: Handed): string => {
    if (from === null) return "founded";
    if (to === null) return "ended";
    if (isGone.has(from)) return "merged";
    return isNew.has(to) ? "split" : "ground";
  };
  const { countyId, id, planId, on, fromId, toId, kind } = gridLineage;
  const names = [countyId, id, planId, on, fromId, toId, kind].map((c) => sql.identifier(c.name));
  await run.rows(sql`
    insert into ${gridLineage} (${sql.join(names, sql`, `)})
    select ${county}, ${freshId}, ${plan}::uuid, ${day}::date, f, t, k
    from unnest(${sql.param(handed.map((h) => h.from))}::uuid[],
      ${sql.param(handed.map((h) => h.to))}::uuid[],
      ${sql.param(handed.map(kindOf))}::text[]) as n(f, t, k)`);
}

export interface LineageRow {
  on: string;
  kind: string;
  from: string | null;
  to: string | null;
}

/** What a plan did to grids when it came into force. */
export const lineageOf = (run: Runner, county: number, plan: string): Promise<LineageRow[]> =>
  run.rows<LineageRow>(sql`
    select ${gridLineage.on}::text as on, ${gridLineage.kind} as kind,
      ${county}::int || '-' || ${gridLineage.fromId} as "from",
      ${county}::int || '-' || ${gridLineage.toId} as "to"
    from ${gridLineage}
    where ${gridLineage.countyId} = ${county} and ${gridLineage.planId} = ${plan}::uuid
    order by 3, 4 limit 5000`);
