import { sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import { geometryFault } from "../../geo/geometry.js";
import { snapGeometry } from "../../geo/snap.js";
import type { Database } from "../core/database.js";
import { geometrySql } from "../layers/area.js";
import { ranges, refuse, type Staging, staged } from "./stage.queries.js";

const CHUNK = 1000;
/**
 * A mended polygon may differ by this part of its area: files rounded to a lattice (TopoJSON) fold
 * over by less, a bow-tie by all of it.
 */
const TOLERANCE = 1e-4;

/**
 * Polygons that PostGIS finds invalid (OGC Simple Features): those whose repair keeps every vertex
 * and changes the area by
 * no more than a ten-thousandth are mended, the others refused with the reason. Returns the mended
 * rows.
 */
export async function mendPolygons(db: Database, s: Staging): Promise<number[]> {
  if (!["MultiPolygon", "Geometry"].includes(s.layer.geometry)) return [];
  const mended: number[] = [];
  for (const range of ranges(s, CHUNK)) {
    const invalid = await db.rows<{ row: number; shape: string; same: boolean }>(sql`
      select row, ST_AsGeoJSON(made, 15) as shape,
        abs(ST_Area(made) - ST_Area(geom)) <= ${TOLERANCE} * ST_Area(made) as same
      from (select s.row, s.geom, ST_Multi(ST_CollectionExtract(ST_MakeValid(s.geom), 3)) as made
        from import_row s where ${staged(s, ...range, "staged")} and not ST_IsValid(s.geom)) x`);
    for (const { row, shape, same } of invalid) {
      const made = snapGeometry(JSON.parse(shape) as Geometry);
      if (!same || geometryFault(made)) continue;
      await db.rows(
        sql`update import_row set geom = ${geometrySql(made)}
          where county_id = ${s.county} and import_id = ${s.id}::uuid and row = ${row}`,
      );
      mended.push(row);
    }
    if (invalid.length > 0)
      await refuse(db, s, range, sql`not ST_IsValid(s.geom)`, {
        field: "geometry",
        kind: "place",
        reason: sql`'is not a valid polygon: ' ||
            lower(regexp_replace(ST_IsValidReason(s.geom), '\\[(\\S+) (\\S+)\\]', ' at \\1, \\2'))`,
      });
  }
  return mended;
}
