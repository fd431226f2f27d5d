import { sql } from "drizzle-orm";
import { building } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";

/** A building as those who count need it: a point of it, in degrees. */
export interface StandingAt {
  id: string;
  gridId: string | null;
  lon: number;
  lat: number;
}

/** Present buildings within a box (west, south, east, north in degrees). */
export const buildingsWithin = (
  run: Runner,
  county: number,
  [w, s, e, n]: readonly [number, number, number, number],
): Promise<StandingAt[]> =>
  run.rows<StandingAt>(sql`
    select id, "gridId", ST_X(point) as lon, ST_Y(point) as lat from (
      select ${building.id} as id, ${building.gridId} as "gridId", ST_PointOnSurface(${building.geom}) as point from ${building}
      where ${building.countyId} = ${county} and ${building.retiredAt} is null
        and ${building.geom} && ST_MakeEnvelope(${w}, ${s}, ${e}, ${n}, 4326) offset 0) b`);

/** West, south, east, north in degrees of some present buildings; null: none of them is there. */
export async function boxOfBuildings(
  run: Runner,
  county: number,
  ids: readonly string[],
): Promise<[number, number, number, number] | null> {
  const [row] = await run.rows<{ box: [number, number, number, number] | null }>(sql`
    select case when count(*) > 0 then array[ST_XMin(ST_Extent(geom)), ST_YMin(ST_Extent(geom)),
      ST_XMax(ST_Extent(geom)), ST_YMax(ST_Extent(geom))] end as box
    from ${building} where ${building.countyId} = ${county} and ${building.retiredAt} is null
      and ${building.id} = any(${sql.param([...ids])}::uuid[])`);
  return row!.box;
}

/** Footprints within a box (west, south, east, north in degrees), GeoJSON text; at most so many. */
export const footprintsWithin = (
  run: Runner,
  county: number,
  [w, s, e, n]: readonly [number, number, number, number],
  most: number,
): Promise<{ id: string; shape: string }[]> =>
  run.rows<{ id: string; shape: string }>(sql`
    select ${building.id} as id, ST_AsGeoJSON(${building.geom}, 7) as shape from ${building}
    where ${building.countyId} = ${county} and ${building.retiredAt} is null
      and ${building.geom} && ST_MakeEnvelope(${w}, ${s}, ${e}, ${n}, 4326)
    order by ${building.id} limit ${most}`);

/** Present buildings with a name at some points, by the points' places in the list. */
export const buildingsAt = (
  run: Runner,
  county: number,
  points: readonly (readonly [lon: number, lat: number])[],
): Promise<{ k: number; id: string; name: string }[]> =>
  run.rows<{ k: number; id: string; name: string }>(sql`
    select p.k::int - 1 as k, ${building.id} as id, ${building.name} as name
    from unnest(${sql.param(points.map(([lon]) => lon))}::float8[],
        ${sql.param(points.map(([, lat]) => lat))}::float8[]) with ordinality as p(lon, lat, k)
      join ${building} on ${building.countyId} = ${county} and ${building.retiredAt} is null
        and ST_Intersects(${building.geom}, ST_SetSRID(ST_MakePoint(lon, lat), 4326))
    where ${building.name} is not null order by 1, 2`);

/** What buildings are called, or else their codes, by their uuids. */
export async function namesOfBuildings(
  run: Runner,
  county: number,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await run.rows<{ id: string; name: string }>(sql`
    select ${building.id}::text as id, coalesce(${building.name}, ${building.code}) as name
    from ${building} where ${building.countyId} = ${county}
      and ${building.id} = any(${sql.param([...new Set(ids)])}::uuid[])
      and coalesce(${building.name}, ${building.code}) is not null`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
