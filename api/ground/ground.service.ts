import { sql } from "drizzle-orm";
import type { LineString, MultiLineString, Position } from "geojson";
import { barrier, crossing } from "../../db/tables/index.js";
import type { WalkedGround } from "../../geo/coverage/walk-parts.js";
import type { Runner } from "../core/database.js";

/** What parts the ground within a box (degrees) for those who walk, and where one comes across. */
export async function walkedWithin(
  run: Runner,
  county: number,
  [w, s, e, n]: readonly [number, number, number, number],
): Promise<WalkedGround> {
  const box = sql`ST_MakeEnvelope(${w}, ${s}, ${e}, ${n}, 4326)`;
  const barriers = await run.rows<{ shape: string }>(sql`
    select ST_AsGeoJSON(${barrier.geom}, 7) as shape from ${barrier}
    where ${barrier.countyId} = ${county} and ${barrier.retiredAt} is null
      and ${barrier.geom} && ${box} order by ${barrier.id}`);
  const crossings = await run.rows<{ at: Position }>(sql`
    select array[ST_X(${crossing.geom}), ST_Y(${crossing.geom})] as at from ${crossing}
    where ${crossing.countyId} = ${county} and ${crossing.retiredAt} is null
      and ${crossing.geom} && ${box} order by ${crossing.id}`);
  return {
    barriers: barriers.map(({ shape }) => JSON.parse(shape) as LineString | MultiLineString),
    crossings: crossings.map(({ at }) => at),
  };
}
