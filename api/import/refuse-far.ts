import { type SQL, sql } from "drizzle-orm";
import { LAYERS } from "../../schema/layers/index.js";
import type { Database } from "../core/database.js";
import { envelope } from "../layers/area.js";
import { all, ranges, refuse, type Staging } from "./stage.queries.js";

/** So far beyond the villages and grids of a county a place is still taken for one of its own. */
const BEYOND_BOUNDARY_M = 100_000;
/** So far from the middle of a county without any; a whole country with its islands fits in. */
const BEYOND_MIDDLE_M = 2_000_000;

/** Is it the point at 0, 0? */
const isNothing = sql`(s.geom && ST_SetSRID(ST_MakePoint(0, 0), 4326) and ST_NPoints(s.geom) = 1)`;

type Box = [number, number, number, number];

interface Reach {
  box: Box;
  metres: number;
  /** What the distance is from, in a sentence. */
  from: string;
}

/**
 * Refuses places that cannot be of this county: slips of the pen, swapped axes, and the point at
 * 0, 0 that programs write where they know none. A county without villages and grids has its
 * middle only, a new one the middle of the file itself.
 */
export async function refuseFar(
  db: Database,
  s: Staging,
  origin: readonly number[] | null,
): Promise<void> {
  if (s.layer.joins) return;
  const reach = await reachOf(db, s, origin);
  if (!reach) return;
  const box = envelope(reach.box);
  const distance = sql`ST_Distance(s.geom::geography, ${box}::geography)`;
  const near = sql`(s.geom && ${envelope(widened(reach))}
    or ${distance} <= ${reach.metres}::float8)`;
  const isSwapped = sql`ST_FlipCoordinates(s.geom) && ${envelope(widened(reach))}`;
  const far = sql`'lies ' || round(${distance} / 1000) || ' km from ' ||
    ${reach.from}::text`;
  const why = sql`case
    when ${isNothing} then 'is 0, 0, which programs write for a place they do not know'
    when ${isSwapped} then ${far} || '; longitude and latitude look swapped'
    else ${far} end || '; if that is right, give --far'`;
  for (const range of ranges(s))
    await refuse(db, s, range, sql`(${isNothing} or not ${near})`, {
      field: "geometry",
      kind: "place",
      reason: why,
    });
}

/** A box in degrees that holds all within reach; over the antimeridian the distance decides. */
function widened({ box: [w, s, e, n], metres }: Reach): Box {
  const dLat = metres / 110_574;
  const cos = Math.cos((Math.min(89, Math.max(Math.abs(s), Math.abs(n)) + dLat) * Math.PI) / 180);
  return [w - dLat / cos, s - dLat, e + dLat / cos, n + dLat];
}

async function reachOf(
  db: Database,
  s: Staging,
  origin: readonly number[] | null,
): Promise<Reach | null> {
  const county = `county ${s.county}`;
  const drawn = LAYERS.filter((layer) => layer.boundary).map(
    (layer) => sql`select ${sql.identifier(layer.geometryColumn)} as geom
      from ${sql.identifier(layer.table)} where county_id = ${s.county} and retired_at is null`,
  );
  const boundary = await extentOf(db, sql.join(drawn, sql` union all `));
  // What draws the boundary is not held to the part of it that is already there.
  if (boundary && !s.layer.boundary)
    return { box: boundary, metres: BEYOND_BOUNDARY_M, from: `the boundary of ${county}` };
  if (boundary || origin) {
    const [lon, lat] = origin ?? [0, 0];
    const box = boundary ?? ([lon!, lat!, lon!, lat!] as Box);
    return { box, metres: BEYOND_MIDDLE_M, from: county };
  }
  const [middle] = await db.rows<{ lon: number | null; lat: number }>(sql`
    select percentile_disc(0.5) within group (order by ST_XMin(geom)) as lon,
      percentile_disc(0.5) within group (order by ST_YMin(geom)) as lat
    from import_row s where ${all(s, "staged")} and not ${isNothing}`);
  if (!middle || middle.lon === null) return null;
  const { lon, lat } = middle;
  return { box: [lon, lat, lon, lat], metres: BEYOND_MIDDLE_M, from: "most of the file" };
}

async function extentOf(db: Database, places: SQL): Promise<Box | null> {
  const [row] = await db.rows<{ w: number | null; s: number; e: number; n: number }>(sql`
    select ST_XMin(b) as w, ST_YMin(b) as s, ST_XMax(b) as e, ST_YMax(b) as n
    from (select ST_Extent(geom) as b from (${places}) p) x`);
  return row && row.w !== null ? [row.w, row.s, row.e, row.n] : null;
}
