import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../core/context.js";
import { streetsOf } from "../ground/ground.service.js";
import { keptStatement } from "./kept-statement.js";

interface StreetPlaces {
  /** Which place each outline is of; a place may have several. */
  at: readonly number[];
  /** GeoJSON text, degrees. */
  shapes: readonly string[];
  /** Of each list one outline holds what counts; GeoJSON text, degrees. */
  within?: readonly (readonly string[])[];
}

/**
 * Degrees, a millimetre: on such a raster overlays hold of lines that nearly lie on each other, as
 * a street on a rounded border does. Without it GEOS tries, throws and tries anew, and the embedded
 * engine's build catches nothing (docs/decisions/engine-embedded-crashes.md).
 */
export const ROBUST = sql.raw("1e-8");

const valid = (text: SQL): SQL =>
  sql`ST_CollectionExtract(ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON(${text}), 4326)), 3)`;

/**
 * Kilometres of street of a county within each place, on the ellipsoid, in one statement; a street
 * on a border is in both places. Outlines are cut into pieces of few vertices first: a street would
 * else be laid on ten thousand. They are made valid before: rounded to seven digits a thin neck may
 * cross itself, which GEOS throws at.
 */
export async function streetKm(
  context: Context,
  county: number,
  { at, shapes, within = [] }: StreetPlaces,
): Promise<Map<number, number>> {
  const held = within.reduce<SQL>(
    (geom, outlines) => sql`ST_Intersection(${geom}, (select ST_UnaryUnion(ST_Collect(
      ${valid(sql`o`)})) from unnest(${sql.param([...outlines])}::text[]) o), ${ROBUST})`,
    valid(sql`shape`),
  );
  const rows = await keptStatement<{ i: number; km: number }>(
    context,
    { counties: [county] },
    sql`select a.i, sum(ST_Length(ST_Intersection(s.geom, a.geom, ${ROBUST})::geography)) / 1000 as km
      from (select i, ST_Subdivide(${held}, 128) as geom
        from unnest(${sql.param([...at])}::int[], ${sql.param([...shapes])}::text[]) k(i, shape)) a
      join ${streetsOf(county)} s on ST_Intersects(s.geom, a.geom) group by a.i`,
  );
  return new Map(rows.map(({ i, km }) => [i, km]));
}
