import { type SQL, sql } from "drizzle-orm";
import { incident } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import { instantSql } from "../layers/select.js";
import type { Access } from "../policy/policy.js";

/** Present incidents of a county as what to select from: `category`, `occurred_from`, `geom`. */
export const happened = (county: number): SQL => sql`(
  select ${incident.category}, ${incident.occurredFrom}, ${incident.geom} from ${incident}
  where ${incident.countyId} = ${county} and ${incident.retiredAt} is null)`;

/** When the first incident on record began, retired ones too, as SQL; null without any. */
export const firstOnRecord = (county: number): SQL => sql`(
  select min(${incident.occurredFrom}) from ${incident} where ${incident.countyId} = ${county})`;

/** From when until when incidents are counted as a year's; null: there are none on record. */
export interface IncidentYear {
  from: string;
  until: string;
}

/**
 * The last 365 days, or what of them is on record; where nothing is as young, the year up to the
 * latest incident.
 */
export async function incidentYear(run: Runner, county: number): Promise<IncidentYear | null> {
  const [row] = await run.rows<{ from: string | null; until: string }>(sql`
    select ${instantSql(sql`greatest(first, until - interval '365 days')`)} as from,
      ${instantSql(sql`until`)} as until
    from (select min(${incident.occurredFrom}) as first,
        case when max(${incident.occurredFrom}) < now() - interval '365 days'
          then max(${incident.occurredFrom}) else now() end as until
      from ${incident}
      where ${incident.countyId} = ${county} and ${incident.retiredAt} is null) r`);
  return row?.from ? { from: row.from, until: row.until } : null;
}

/** How many happened at a place. */
export interface HappenedAt {
  lon: number;
  lat: number;
  incidents: number;
}

/** Where incidents that a viewer may see happened within a box (degrees), from when until when. */
export const happenedWithin = (
  run: Runner,
  access: Access,
  county: number,
  [w, s, e, n]: readonly [number, number, number, number],
  { from, until }: IncidentYear,
): Promise<HappenedAt[]> =>
  run.rows<HappenedAt>(sql`
    select ST_X(geom) as lon, ST_Y(geom) as lat, count(*)::int as incidents
    from ${incident}
    where county_id = ${county} and retired_at is null and (${access.rows([county])})
      and occurred_from >= ${from}::timestamptz and occurred_from <= ${until}::timestamptz
      and geom && ST_MakeEnvelope(${w}, ${s}, ${e}, ${n}, 4326)
    group by geom`);
