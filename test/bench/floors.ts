import pg from "pg";

/**
 * What one writes by hand for the questions of the bench, knowing the tables and nothing of the
 * service: no policy, no cursor, no statement of ours. Names of columns are those of the answer.
 */
const EIGHT = `county_id || '-' || id as id, title, category, level, status,
  occurred_from as "occurredFrom", address, ST_AsGeoJSON(geom, 7)::json as geometry`;
const LIVE = "county_id = 510799 and retired_at is null";
const INSIDE = "ST_Intersects(geom, ST_SetSRID(ST_GeomFromGeoJSON($1), 4326))";
const DURING = "occurred_from >= $2 and occurred_from < $3";
const HERE = "ST_SetSRID(ST_MakePoint($1, $2), 4326)";

export const FLOORS = {
  list: `select ${EIGHT} from incident where ${LIVE} and ${INSIDE} and ${DURING}
    order by occurred_from desc, id desc limit $4`,
  total: `select count(*)::int as "totalCount" from incident
    where ${LIVE} and ${INSIDE} and ${DURING}`,
  all: `select count(*)::int as "totalCount" from incident where ${LIVE}`,
  during: `select count(*)::int as "totalCount" from incident where ${LIVE}
    and occurred_from >= $1 and occurred_from < $2`,
  // The index's hundred nearest by degrees hold the ten nearest by metres.
  nearest: `select id, distance from (
      select county_id || '-' || id as id, id as uuid,
        ST_Distance(geom::geography, ${HERE}::geography) as distance
      from incident where ${LIVE} order by geom <-> ${HERE} limit 100) near
    order by distance, uuid limit 10`,
  one: `select ${EIGHT} from incident where county_id = 510799 and id = $1`,
} as const;

export type FloorName = keyof typeof FLOORS;

/** A pool as somebody who measured would set it: the statements are short, their values differ. */
export const floorPool = (url: string, max: number): pg.Pool =>
  new pg.Pool({
    connectionString: url,
    max,
    idleTimeoutMillis: 0,
    options: "-c jit=off -c plan_cache_mode=force_custom_plan -c max_parallel_workers_per_gather=0",
  });
