import { type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { grid } from "../../db/tables/index.js";
import type { Layer } from "../../schema/layers/index.js";
import { localDay } from "../counties/local-day.js";
import { todayIn } from "../policy/policy.js";

const g = alias(grid, "g");

/**
 * The grid of a row of a placed layer, as SQL: in force today where it stands, or on the local day
 * on which it happened (an earlier shape of a grid stands for that grid); of two that share a border, the first by code. What has an extent stands
 * where a point of it lies, which is worked out once for all grids about it.
 */
export function gridOfRow(county: number, layer: Layer, row: { place: SQL; time: SQL }): SQL {
  const day = layer.placed === "then" ? localDay(county, row.time) : todayIn(county);
  const hasExtent = layer.geometry === "MultiPolygon";
  const point = hasExtent
    ? sql`(select ST_PointOnSurface(${row.place}) as point offset 0) stands,`
    : sql``;
  return sql`(
    select coalesce(${g.earlierOfId}, ${g.id}) from ${point} ${grid} ${g}
    where ${g.countyId} = ${county} and ${g.retiredAt} is null and ${g.validFrom} <= ${day}
      and (${g.validTo} is null or ${g.validTo} > ${day})
      and ST_Covers(${g.geom}, ${hasExtent ? sql`stands.point` : row.place})
    order by ${g.code} collate "C" limit 1)`;
}

/**
 * The grid in force on one day where a row's place lies, as SQL in a statement over rows that have a
 * `county_id`: whoever belonged to another then is counted where they would belong.
 */
export const gridOnDay = (day: SQL, place: SQL): SQL => sql`(
    select coalesce(${g.earlierOfId}, ${g.id})
    from (select ${place} as place, county_id as county offset 0) stands, ${grid} ${g}
    where ${g.countyId} = stands.county and ${g.retiredAt} is null and ${g.validFrom} <= ${day}
      and (${g.validTo} is null or ${g.validTo} > ${day}) and ST_Covers(${g.geom}, stands.place)
    order by ${g.code} collate "C" limit 1)`;
