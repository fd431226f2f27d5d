import { type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { grid } from "../../db/tables/index.js";
import type { Layer } from "../../schema/layers/index.js";
import { localDay } from "../counties/local-day.js";
import { todayIn } from "../policy/policy.js";

const g = alias(grid, "g");

/**
 * The grid in force at a place on a day, as SQL; of two that share a border, the first by code.
 * `what` are columns of the grid `g`.
 */
const gridInForce = (county: number, place: SQL, day: SQL, what: SQL): SQL => sql`
  select ${what} from ${grid} ${g}
  where ${g.countyId} = ${county} and ${g.retiredAt} is null and ${g.validFrom} <= ${day}
    and (${g.validTo} is null or ${g.validTo} > ${day}) and ST_Covers(${g.geom}, ${place})
  order by ${g.code} collate "C" limit 1`;

/** Where something is: the place itself, and for what has an extent a point that lies in it. */
const standsAt = (layer: Layer, place: SQL): SQL =>
  layer.geometry === "MultiPolygon" ? sql`ST_PointOnSurface(${place})` : place;

/**
 * The grid of a row of a placed layer, as SQL: in force today where it stands, or on the local day
 * on which it happened.
 */
export function gridOfRow(county: number, layer: Layer, row: { place: SQL; time: SQL }): SQL {
  const day = layer.placed === "then" ? localDay(county, row.time) : todayIn(county);
  return sql`(${gridInForce(county, standsAt(layer, row.place), day, sql`${g.id}`)})`;
}
