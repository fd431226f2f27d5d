import { type SQL, sql } from "drizzle-orm";
import { endConsentsOf } from "../consents/end-consents.js";
import type { Runner } from "../core/database.js";
import { freshId } from "../core/fresh-id.js";
import { localDay } from "../counties/local-day.js";
import { followed, inGrid } from "../grids/grid-of-place.js";
import { forgetTiesOf } from "../ties/ties.service.js";
import type { WriteRules, WrittenSet } from "../writing/rules.js";

const HOME = ["geometry", "buildingId", "stair", "floor", "unit"];
const PLACE = new Set([...HOME, "placeSince"]);

/**
 * Who agreed to be in a group agreed where they lived then: with the home it ends, as the
 * household's devices do (households.service.ts `Home.digest`). A corrected place counts as a move.
 */
async function endConsentsOfMoved(tx: Runner, written: WrittenSet): Promise<void> {
  const { county, action, rows, writer } = written;
  if (action !== "updated") return;
  const moved = rows.filter((row) => row.fields.some((f) => HOME.includes(f))).map((row) => row.id);
  if (moved.length > 0) await endConsentsOf(tx, county, moved, "MOVED", writer.actor);
}

/** A household that moves keeps its earlier places, dated. */
async function keepPlaces(tx: Runner, { county, action, rows }: WrittenSet): Promise<void> {
  const moved = rows.filter((row) => action === "created" || row.fields.some((f) => PLACE.has(f)));
  if (moved.length === 0) return;
  const ids: SQL = sql`any(${sql.param(moved.map((row) => row.id))}::uuid[])`;
  const since = sql`coalesce(h.place_since, ${localDay(county, sql`now()`)})`;
  if (action === "updated")
    await tx.rows(sql`
      update household_place p set valid_to = greatest(${since}, p.valid_from)
      from household h where h.county_id = ${county} and h.id = p.household_id
        and p.county_id = ${county} and p.household_id = ${ids} and p.valid_to is null`);
  await tx.rows(sql`
    insert into household_place (county_id, id, household_id, building_id, stair, floor, unit,
      valid_from, geom)
    select h.county_id, ${freshId}, h.id, h.building_id, h.stair, h.floor, h.unit, ${since}, h.geom
    from household h where h.county_id = ${county} and h.id = ${ids}`);
}

export const householdRules: WriteRules = {
  settle: (_tx, set) => inGrid(set),

  async after(tx, written) {
    await followed(tx, written);
    if (written.action !== "retired") await keepPlaces(tx, written);
    await endConsentsOfMoved(tx, written);
  },

  /** Ties and consents end with the household. */
  async beforeRetire(tx, { county, ids, writer }) {
    await forgetTiesOf(tx, county, ids, writer.actor);
    await endConsentsOf(tx, county, ids, "MOVED", writer.actor);
    return null;
  },
};
