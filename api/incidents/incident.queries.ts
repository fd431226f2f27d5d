import { type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { incident } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";

/** A row as steps judge it. */
export interface StandingRow {
  county: number;
  id: string;
  state: string;
  version: number;
  retired: boolean;
  createdBy: string;
  gridId: string | null;
  organisationId: string | null;
  category: string;
  level: number;
  closing: string | null;
  rework: number;
  reopened: number;
  pushedBack: number;
  duplicateOfId: string | null;
  outsideReference: string | null;
  hasDuplicates: boolean;
  /** Milliseconds since 1970. */
  stateSince: number;
}

const merged = alias(incident, "merged");

/** In the order of their ids, so that two who lock the same rows do not wait for each other. */
export const standingRows = (
  run: Runner,
  visible: SQL,
  county: number,
  ids: readonly string[],
  lock: boolean,
): Promise<StandingRow[]> =>
  run.rows<StandingRow>(sql`
    select ${incident.countyId} as county, ${incident.id} as id, ${incident.status} as state,
      ${incident.version} as version, ${incident.retiredAt} is not null as retired,
      ${incident.createdBy} as "createdBy", ${incident.gridId} as "gridId",
      ${incident.organisationId} as "organisationId", ${incident.level} as level,
      ${incident.category} as category,
      ${incident.closing} as closing, ${incident.rework} as rework,
      ${incident.reopened} as reopened, ${incident.pushedBack} as "pushedBack",
      ${incident.duplicateOfId} as "duplicateOfId",
      ${incident.outsideReference} as "outsideReference",
      exists (select 1 from ${incident} merged where ${merged.countyId} = ${county}
        and ${merged.duplicateOfId} = ${incident.id}) as "hasDuplicates",
      extract(epoch from ${incident.stateSince})::float8 * 1000 as "stateSince"
    from ${incident}
    where ${incident.countyId} = ${county}
      and ${incident.id} = any(${sql.param([...ids])}::uuid[]) and (${visible})
    order by ${incident.id} ${lock ? sql`for update` : sql``}`);
