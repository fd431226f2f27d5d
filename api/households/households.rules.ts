import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { parseId } from "../core/identifier.js";
import { localDay } from "../counties/local-day.js";
import { followed, inGridOf, left } from "../grids/grid-of-place.js";
import { geometrySql } from "../layers/area.js";
import { type LayerRules, requiredGeometry } from "../layers/rules.js";
import { forgetTiesOf } from "../ties/ties.service.js";

const PLACE = ["geometry", "buildingId", "stair", "floor", "unit", "placeSince"] as const;

export const householdRules: LayerRules = {
  complete: inGridOf("households"),

  /** A household that moves keeps its earlier places, dated. */
  async after(tx, w) {
    await followed("households")(tx, w);
    const now: Record<string, unknown> = { ...w.values, geometry: w.geometry };
    if (
      w.before &&
      PLACE.every((k) => JSON.stringify(now[k] ?? null) === JSON.stringify(w.before![k] ?? null))
    )
      return;
    const since = sql`coalesce(${w.values["placeSince"] ?? null}::date,
      ${localDay(w.county, sql`now()`)})`;
    await tx.rows(
      sql`update household_place set valid_to = greatest(${since}, valid_from)
        where county_id = ${w.county} and household_id = ${w.id}::uuid and valid_to is null`,
    );
    const building = w.values["buildingId"] as string | null | undefined;
    await tx.rows(sql`
      insert into household_place (county_id, id, household_id, building_id, stair, floor, unit,
        valid_from, geom)
      values (${w.county}, ${uuid()}::uuid, ${w.id}::uuid,
        ${building ? parseId(building).id : null}::uuid, ${w.values["stair"] ?? null},
        ${w.values["floor"] ?? null}::int, ${w.values["unit"] ?? null}, ${since},
        ${geometrySql(requiredGeometry(w.geometry))})`);
  },

  /** Ties end with the household. */
  beforeRetire: (tx, at) => forgetTiesOf(tx, at.county, [at.id], at.actor),
  afterRetire: left("households"),
};
