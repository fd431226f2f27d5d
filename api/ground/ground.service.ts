import { sql } from "drizzle-orm";
import type { LineString, MultiLineString, Position } from "geojson";
import { barrier, crossing, parcel, street, water } from "../../db/tables/index.js";
import type { WalkedGround } from "../../geo/coverage/walk-parts.js";
import type { Runner } from "../core/database.js";

type Box = readonly [west: number, south: number, east: number, north: number];

/** A piece of the ground: its kind as the county's code table has it, its shape as GeoJSON text. */
export interface GroundPiece {
  id: string;
  name: string | null;
  kind: string | null;
  shape: string;
}

const GROUND = {
  streets: street,
  waters: water,
  parcels: parcel,
  barriers: barrier,
  crossings: crossing,
};

/** What lies in a box (degrees), of one of the layers that the county stands on. */
export function groundWithin(
  run: Runner,
  county: number,
  layer: keyof typeof GROUND,
  [w, s, e, n]: Box,
): Promise<GroundPiece[]> {
  const table = GROUND[layer];
  return run.rows<GroundPiece>(sql`
    select ${table.id} as id, coalesce(${table.name}, ${table.code}) as name, ${table.kind} as kind,
      ST_AsGeoJSON(${table.geom}, 7) as shape
    from ${table} where ${table.countyId} = ${county} and ${table.retiredAt} is null
      and ${table.geom} && ST_MakeEnvelope(${w}, ${s}, ${e}, ${n}, 4326)
    order by ${table.id}`);
}

/** What parts the ground within a box for those who walk, and where one comes across. */
export async function walkedWithin(run: Runner, county: number, box: Box): Promise<WalkedGround> {
  const barriers = await groundWithin(run, county, "barriers", box);
  const crossings = await groundWithin(run, county, "crossings", box);
  return {
    barriers: barriers.map(({ shape }) => JSON.parse(shape) as LineString | MultiLineString),
    crossings: crossings.map(
      ({ shape }) => (JSON.parse(shape) as { coordinates: Position }).coordinates,
    ),
  };
}
