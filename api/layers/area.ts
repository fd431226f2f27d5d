import { type SQL, sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import { isPoint, wayOf } from "../../schema/area-value.js";
import { fieldOf } from "../../schema/declaration.js";
import type { AreaInput } from "../../schema/inputs.js";
import { isLayer } from "../../schema/layers/index.js";
import { parseId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import type { Access } from "../policy/policy.js";
import { refuseOdd } from "./asked-area.js";
import { cutOf, inCut } from "./asked-polygon.js";

/**
 * Metres of a degree of latitude at its shortest (at the equator), so that boxes from it are never
 * too small.
 */
const METRES_PER_DEGREE = 110_574;

export const geometrySql = (geometry: Geometry): SQL =>
  sql`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(geometry)}),4326)`;

export const pointSql = (lon: number, lat: number): SQL =>
  sql`ST_SetSRID(ST_MakePoint(${lon}::float8,${lat}::float8),4326)`;

/**
 * A box in degrees that holds the circle; near a pole or the antimeridian it widens to all
 * longitudes.
 */
export function circleBox(
  lon: number,
  lat: number,
  metres: number,
): [number, number, number, number] {
  const dLat = metres / METRES_PER_DEGREE;
  const cos = Math.cos((Math.min(89.9, Math.abs(lat) + dLat) * Math.PI) / 180);
  const narrow = cos < 0.01 ? 360 : dLat / cos;
  const dLon = lon - narrow < -180 || lon + narrow > 180 ? 360 : narrow;
  return [
    Math.max(-180, lon - dLon),
    Math.max(-90, lat - dLat),
    Math.min(180, lon + dLon),
    Math.min(90, lat + dLat),
  ];
}

export function checkedPoint(point: readonly number[], field: string): [number, number] {
  if (!isPoint(point))
    throw badInput(field, `${field}: a point is [longitude, latitude] in degrees.`);
  return point;
}

export const envelope = ([w, s, e, n]: readonly number[]): SQL =>
  sql`ST_MakeEnvelope(${w}::float8,${s}::float8,${e}::float8,${n}::float8,4326)`;

/**
 * By itself `&&`, which compares boxes of single precision, also finds points up to a metre outside.
 * The planner takes a `case` for half of the rows, and a `between` for one in 200.
 */
const pointInBox = (g: SQL, [w, s, e, n]: readonly number[]): SQL =>
  sql`(${g} && ${envelope([w!, s!, e!, n!])} and case
    when ST_X(${g}) between ${w}::float8 and ${e}::float8
    then ST_Y(${g}) between ${s}::float8 and ${n}::float8 else false end)`;

/**
 * An area as a condition on a layer's rows, and the counties it confines them to, if it names any.
 */
export interface AreaCondition {
  condition?: SQL;
  counties?: number[];
}

/**
 * `AreaInput` → SQL, through the policy's `where`, so that a place is only compared as precisely as
 * the viewer may see it.
 * Grids and villages are meant as membership where the layer has it, else as ground. `readArea` has
 * judged a polygon before, and looked up what is named. `few` rows need no cut area, whose cells are
 * a large parameter.
 */
export function areaCondition(
  access: Access,
  area: AreaInput,
  rows: "many" | "few" = "many",
): AreaCondition {
  refuseOdd(area);
  if (area.saved !== undefined || area.object !== undefined)
    throw new Error("an area became SQL before readArea had looked up what it names");
  access.notes.asks(`area.${wayOf(area)!}`);
  if (area.county !== undefined) return { counties: [area.county] };
  if (!isLayer(access.layer)) return { condition: areaThrough(access, area, rows) };
  if (area.bbox) {
    const box = envelope(area.bbox);
    const isPoint = access.layer.geometry === "Point";
    return {
      condition: access.where("area.bbox", (g) =>
        isPoint ? pointInBox(g, area.bbox!) : sql`ST_Intersects(${g}, ${box})`,
      ),
    };
  }
  if (area.circle) {
    const [lon, lat] = area.circle.center as [number, number];
    const { metres } = area.circle;
    const box = envelope(circleBox(lon, lat, metres));
    const centre = pointSql(lon, lat);
    return {
      condition: access.where(
        "area.circle",
        (g) =>
          sql`(${g} && ${box} and ST_DWithin(${g}::geography, ${centre}::geography,
            ${metres}::float8))`,
      ),
    };
  }
  if (area.polygon) {
    const cut = cutOf(area.polygon);
    const polygon = geometrySql(area.polygon);
    // Lines and areas are PostGIS' own work, which prepares the polygon once a statement.
    const isCut = cut !== null && rows === "many" && access.layer.geometry === "Point";
    return {
      condition: access.where("area.polygon", (g) =>
        isCut
          ? sql`(${g} && ${envelope(cut.bounds)} and ${inCut(g, cut)})`
          : sql`ST_Intersects(${g}, ${polygon})`,
      ),
    };
  }
  return area.grids ? byGrids(access, area.grids) : byVillages(access, area.villages!);
}

/** Of what has no place of its own: what it names lies there, as far as the viewer sees that. */
function areaThrough(access: Access, area: AreaInput, rows: "many" | "few"): SQL {
  const { name: register, through } = access.layer;
  if (!through)
    throw badInput("area", `area: ${register} lie nowhere; of an area only its county is known.`);
  const named = through.flatMap((name) => {
    const target = access.to(name);
    if (!target) return [];
    const { condition, counties } =
      area.grids && target.layer.scope === "village"
        ? villagesOf(area.grids)
        : areaCondition(target, area, rows);
    const reference = sql.identifier(fieldOf(access.layer, name).column);
    return sql`(county_id, ${reference}) in (select county_id, id
      from ${sql.identifier(target.layer.table)}
      where ${target.rows(counties)} and ${condition ?? sql`true`})`;
  });
  return named.length === 0 ? sql`false` : sql`(${sql.join(named, sql` or `)})`;
}

/** The villages that grids belong to, not those they touch. */
function villagesOf(ids: readonly string[]): AreaCondition {
  const { counties, uuids } = gridsNamed(ids);
  return {
    counties,
    condition: sql`(county_id, code) in
      (select g.county_id, g.village_code from grid g where g.id = ${uuids})`,
  };
}

function gridsNamed(ids: readonly string[]): { counties: number[]; uuids: SQL } {
  const parsed = ids.map((id) => parseId(id, "area.grids"));
  return {
    counties: [...new Set(parsed.map((p) => p.county))],
    uuids: sql`any(${sql.param(parsed.map((p) => p.id))}::uuid[])`,
  };
}

function byGrids(access: Access, ids: readonly string[]): AreaCondition {
  const { counties, uuids } = gridsNamed(ids);
  switch (access.layer.scope) {
    case "grid":
      return { counties, condition: sql`grid_id = ${uuids}` };
    case "self-grid":
      return { counties, condition: sql`id = ${uuids}` };
    default:
      return {
        counties,
        condition: onGround(
          access,
          "area.grids",
          sql`from grid a where a.county_id = any(${sql.param(counties)}::int[])
            and a.id = ${uuids}`,
        ),
      };
  }
}

function byVillages(access: Access, codes: readonly string[]): AreaCondition {
  const list = sql`any(${sql.param([...codes])}::text[])`;
  switch (access.layer.scope) {
    case "village":
      return { condition: sql`code = ${list}` };
    case "self-grid":
      return { condition: sql`village_code = ${list}` };
    // The codes of villages are unique in a county; the counties asked about are already in the
    // rows' condition.
    case "grid":
      return {
        condition: sql`(county_id, grid_id) in (select g.county_id, g.id from grid g
          where g.village_code = ${list})`,
      };
    default:
      return {
        condition: onGround(
          access,
          "area.villages",
          sql`from village a where a.retired_at is null and a.code = ${list}`,
        ),
      };
  }
}

/** The areas' union is one value for the planner, so that the layer's GiST index serves. */
const onGround = (access: Access, name: string, from: SQL): SQL =>
  access.where(
    name,
    (g) => sql`ST_Intersects(${g}, (select ST_UnaryUnion(ST_Collect(a.geom)) ${from}))`,
  );
