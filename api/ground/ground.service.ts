import { type SQL, sql } from "drizzle-orm";
import type { Geometry, LineString, MultiLineString, Position } from "geojson";
import { barrier, crossing, parcel, street, water } from "../../db/tables/index.js";
import type { NamedLine, NamedPlace } from "../../geo/coverage/border-course.js";
import type { WalkedGround } from "../../geo/coverage/walk-parts.js";
import type { Runner } from "../core/database.js";

type Box = readonly [west: number, south: number, east: number, north: number];

/** A piece of the ground: its kind as the county's code table has it, its shape as GeoJSON text. */
export interface GroundPiece {
  id: string;
  code: string | null;
  name: string | null;
  kind: string | null;
  shape: string;
}

/** 出入口: of one site (code table `crossing-kind`), no place by which others find their way. */
const GATE = "gate";

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
    select ${table.id} as id, ${table.code} as code, ${table.name} as name, ${table.kind} as kind,
      ST_AsGeoJSON(${table.geom}, 7) as shape
    from ${table} where ${table.countyId} = ${county} and ${table.retiredAt} is null
      and ${table.geom} && ST_MakeEnvelope(${w}, ${s}, ${e}, ${n}, 4326)
    order by ${table.id}`);
}

/**
 * Shapes of the lines within a box (degrees) that borders may follow: streets, waters and parcels,
 * GeoJSON text; at most so many.
 */
export async function linesWithin(
  run: Runner,
  county: number,
  [w, s, e, n]: Box,
  most: number,
): Promise<string[]> {
  const within = (table: typeof street | typeof water | typeof parcel) => sql`
    select ${table.geom} as geom from ${table}
    where ${table.countyId} = ${county} and ${table.retiredAt} is null
      and ${table.geom} && ST_MakeEnvelope(${w}, ${s}, ${e}, ${n}, 4326)`;
  const rows = await run.rows<{ shape: string }>(sql`
    select ST_AsGeoJSON(geom, 7) as shape from (
      ${within(street)} union all ${within(water)} union all ${within(parcel)}) lines
    limit ${most}`);
  return rows.map(({ shape }) => shape);
}

/** Streets of a county as what to select from: `geom`. */
export const streetsOf = (county: number): SQL => sql`(
  select ${street.geom} from ${street}
  where ${street.countyId} = ${county} and ${street.retiredAt} is null)`;

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

/** Streets, waters and barriers with a name within a box, and bridges and crossings with one. */
export async function namedWithin(
  run: Runner,
  county: number,
  box: Box,
): Promise<{ lines: NamedLine[]; places: NamedPlace[] }> {
  const lines: NamedLine[] = [];
  for (const layer of ["streets", "waters", "barriers"] as const)
    for (const { name, shape } of await groundWithin(run, county, layer, box)) {
      const line = name === null ? null : shoreOf(JSON.parse(shape) as Geometry);
      if (line) lines.push({ name: name!, geometry: line });
    }
  const crossings = await groundWithin(run, county, "crossings", box);
  const places = crossings.flatMap(({ name, kind, shape }) =>
    name === null || kind === GATE
      ? []
      : [{ name, at: (JSON.parse(shape) as { coordinates: Position }).coordinates }],
  );
  return { lines, places };
}

/** A line, or the rim of a water that has an extent. */
function shoreOf(geometry: Geometry): LineString | MultiLineString | null {
  switch (geometry.type) {
    case "LineString":
    case "MultiLineString":
      return geometry;
    case "Polygon":
      return { type: "MultiLineString", coordinates: geometry.coordinates };
    case "MultiPolygon":
      return { type: "MultiLineString", coordinates: geometry.coordinates.flat() };
    default:
      return null;
  }
}

/** Kinds of parcels that are open to the public (code table `parcel-kind`). */
const PUBLIC = ["school", "hospital", "market", "park", "square", "station", "government"];

/** Names of public parcels at some points, by the points' places in the list. */
export async function publicParcelsAt(
  run: Runner,
  county: number,
  points: readonly (readonly [lon: number, lat: number])[],
): Promise<Map<number, string>> {
  const rows = await run.rows<{ k: number; name: string }>(sql`
    select p.k::int as k, min(${parcel.name}) as name
    from unnest(${sql.param(points.map(([lon]) => lon))}::float8[],
        ${sql.param(points.map(([, lat]) => lat))}::float8[]) with ordinality as p(lon, lat, k)
      join ${parcel} on ${parcel.countyId} = ${county} and ${parcel.retiredAt} is null
        and ST_Intersects(${parcel.geom}, ST_SetSRID(ST_MakePoint(lon, lat), 4326))
    where ${parcel.kind} = any(${sql.param(PUBLIC)}::text[]) and ${parcel.name} is not null
    group by 1`);
  return new Map(rows.map(({ k, name }) => [k - 1, name]));
}

/**
 * Names of public parcels in some outlines (GeoJSON text), by the outlines' places in the list: of
 * each the one of which most lies in it.
 */
export async function publicParcelsIn(
  run: Runner,
  county: number,
  outlines: readonly string[],
): Promise<Map<number, string>> {
  const rows = await run.rows<{ k: number; name: string }>(sql`
    select distinct on (o.k) o.k::int as k, ${parcel.name} as name
    from (select k, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) as geom
        from unnest(${sql.param([...outlines])}::text[]) with ordinality as t(shape, k)) o
      join ${parcel} on ${parcel.countyId} = ${county} and ${parcel.retiredAt} is null
        and ST_Intersects(${parcel.geom}, o.geom)
    where ${parcel.kind} = any(${sql.param(PUBLIC)}::text[]) and ${parcel.name} is not null
    order by o.k, ST_Area(ST_Intersection(${parcel.geom}, o.geom)) desc, ${parcel.name}`);
  return new Map(rows.map(({ k, name }) => [k - 1, name]));
}

/** Gated compounds (小区) that some points lie in, by the points' places in the list. */
export async function compoundsAt(
  run: Runner,
  county: number,
  points: readonly (readonly [lon: number, lat: number])[],
): Promise<Map<number, string>> {
  const rows = await run.rows<{ k: number; id: string }>(sql`
    select p.k::int - 1 as k, min(${parcel.id}::text) as id
    from unnest(${sql.param(points.map(([lon]) => lon))}::float8[],
        ${sql.param(points.map(([, lat]) => lat))}::float8[]) with ordinality as p(lon, lat, k)
      join ${parcel} on ${parcel.countyId} = ${county} and ${parcel.retiredAt} is null
        and ST_Intersects(${parcel.geom}, ST_SetSRID(ST_MakePoint(lon, lat), 4326))
    where ${parcel.kind} = 'compound' group by 1`);
  return new Map(rows.map(({ k, id }) => [k, id]));
}

/** A wall stands round a compound, which is grouped for itself; a gate is no way across a road. */
const WALL = "wall";

/**
 * Lines that nobody walks across within a box, and where one comes over: rivers, railways and big
 * roads as the county declares them barriers; bridges, crossings and underpasses.
 */
export async function barriersWithin(
  run: Runner,
  county: number,
  box: Box,
): Promise<{ barriers: Position[][]; crossings: Position[] }> {
  const barriers = await groundWithin(run, county, "barriers", box);
  const crossings = await groundWithin(run, county, "crossings", box);
  return {
    barriers: barriers
      .filter(({ kind }) => kind !== WALL)
      .flatMap(({ shape }) => {
        const line = JSON.parse(shape) as LineString | MultiLineString;
        return line.type === "LineString" ? [line.coordinates] : line.coordinates;
      }),
    crossings: crossings
      .filter(({ kind }) => kind !== GATE)
      .map(({ shape }) => (JSON.parse(shape) as { coordinates: Position }).coordinates),
  };
}
