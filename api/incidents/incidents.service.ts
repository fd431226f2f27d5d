import { type SQL, sql } from "drizzle-orm";
import { incident } from "../../db/tables/index.js";

/** Present incidents of a county as what to select from: `category`, `occurred_from`, `geom`. */
export const happened = (county: number): SQL => sql`(
  select ${incident.category}, ${incident.occurredFrom}, ${incident.geom} from ${incident}
  where ${incident.countyId} = ${county} and ${incident.retiredAt} is null)`;

/** When the first incident on record began, retired ones too, as SQL; null without any. */
export const firstOnRecord = (county: number): SQL => sql`(
  select min(${incident.occurredFrom}) from ${incident} where ${incident.countyId} = ${county})`;
