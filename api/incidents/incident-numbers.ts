import { sql } from "drizzle-orm";
import type { Series } from "../numbering/numbering.service.js";

/** Running numbers of incidents: 510799-2026-000123. */
export const incidentNumbers = (county: number): Series => ({
  county,
  name: "incident",
  highestGiven: (prefix) => sql`
    select max(right(number, -length(${prefix}))::int) from incident
    where county_id = ${county} and number ~ ('^' || ${prefix} || '[0-9]{1,9}$')`,
});
