import { sql } from "drizzle-orm";
import { incident } from "../../db/tables/index.js";
import { rowsOf } from "../layers/filter.js";
import type { AskedPlaces } from "./incident-places.service.js";

/** One of some incidents: where it is, and whether an organisation has it. */
export interface HandledRow {
  county: number;
  /** Uuids. */
  id: string;
  grid: string | null;
  isHandled: boolean;
}

/** Those of some incidents that the viewer may see in what was asked for, as a statement. */
export const handledIncidents = ({ access, filter }: AskedPlaces, ids: readonly string[]) => sql`
  select ${incident.countyId} as county, ${incident.id}::text as id,
    ${incident.gridId}::text as grid, ${incident.organisationId} is not null as "isHandled"
  from ${incident} where ${rowsOf(access, filter)}
    and ${incident.id} = any(${sql.param([...ids])}::uuid[])`;
