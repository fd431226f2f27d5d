import pg from "pg";
import { hexScale, hexSql } from "../../geo/hotspots/hexagon.js";

/**
 * What one writes by hand for the questions of the bench, knowing the tables and nothing of the
 * service: no policy, no cursor, no statement of ours. Names of columns are those of the answer.
 */
const HEX = hexSql(hexScale(250), "x_m", "y_m");
const EIGHT = `county_id || '-' || id as id, title, category, level, status,
  occurred_from as "occurredFrom", address, ST_AsGeoJSON(geom, 7)::json as geometry`;
const LIVE = "county_id = 510799 and retired_at is null";
const INSIDE = "ST_Intersects(geom, ST_SetSRID(ST_GeomFromGeoJSON($1), 4326))";
const DURING = "occurred_from >= $2 and occurred_from < $3";
const HERE = "ST_SetSRID(ST_MakePoint($1, $2), 4326)";

const IN_TILE = `ST_MakePoint(round((ST_X(geom) + 180) * $5::float8 - $6::float8),
  round($7::float8 - asinh(tand(ST_Y(geom))) * $8::float8))`;

export const FLOORS = {
  list: `select ${EIGHT} from incident where ${LIVE} and ${INSIDE} and ${DURING}
    order by occurred_from desc, id desc limit $4`,
  total: `select count(*)::int as "totalCount" from incident
    where ${LIVE} and ${INSIDE} and ${DURING}`,
  all: `select count(*)::int as "totalCount" from incident where ${LIVE}`,
  hexagons: `select count(*)::int as cells, coalesce(sum(n), 0)::int as incidents from (
      select ${HEX.q} as q, ${HEX.r} as r, count(*) as n from incident where ${LIVE} group by 1, 2) b`,
  during: `select count(*)::int as "totalCount" from incident where ${LIVE}
    and occurred_from >= $1 and occurred_from < $2`,
  // Clipped to cells: of a star ST_Subdivide alone takes ten times as long as all this. A point on
  // a cut lies in two pieces.
  star: `with area as materialized (select ST_SetSRID(ST_GeomFromGeoJSON($1), 4326) as geom),
      piece as materialized (select ST_ClipByBox2D(area.geom, cell.geom) as geom
        from area, ST_SquareGrid(0.0075, area.geom) as cell)
    select count(distinct incident.id)::int as "totalCount"
    from piece join incident on ST_Intersects(incident.geom, piece.geom) where ${LIVE}`,
  // The index's hundred nearest by degrees hold the ten nearest by metres.
  nearest: `select id, distance from (
      select county_id || '-' || id as id, id as uuid,
        ST_Distance(geom::geography, ${HERE}::geography) as distance
      from incident where ${LIVE} order by geom <-> ${HERE} limit 100) near
    order by distance, uuid limit 10`,
  // Values: the box in degrees, then what the two formulas of web Mercator need; then the time.
  tile: `select ST_AsMVT(f, 'incidents', 4096, 'geom') as tile from (
      select county_id || '-' || id as id, category, level, status,
        extract(epoch from occurred_from)::int8 as "occurredFrom", ${IN_TILE} as geom
      from incident where ${LIVE} and geom && ST_MakeEnvelope($1, $2, $3, $4, 4326)
        and occurred_from >= $9 and occurred_from < $10) f`,
  cells: `select ST_AsMVT(f, 'incidents', 4096, 'geom') as tile from (
      select count(*)::int as count, ST_MakePoint(avg(ST_X(p)), avg(ST_Y(p))) as geom
      from (select ${IN_TILE} as p from incident
        where ${LIVE} and geom && ST_MakeEnvelope($1, $2, $3, $4, 4326)
          and occurred_from >= $9 and occurred_from < $10) placed
      group by floor(ST_X(p) / 256), floor(ST_Y(p) / 256)) f`,
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
