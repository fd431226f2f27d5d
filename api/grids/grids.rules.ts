import { type SQL, sql } from "drizzle-orm";
import type { Geometry } from "geojson";
import { layerOf } from "../../schema/layers/index.js";
import type { Runner, Transaction } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { badInput } from "../core/refusal.js";
import { geometrySql } from "../layers/area.js";
import { type LayerRules, type Retired, requiredGeometry, type Written } from "../layers/rules.js";
import { holdsOn, todayIn } from "../policy/policy.js";
import { redrawGrids } from "./places.js";

async function holdsToday(tx: Runner, county: number, id: string): Promise<boolean> {
  const [row] = await tx.rows(sql`
    select 1 as one from grid where county_id = ${county} and id = ${id}::uuid
      and ${holdsOn(layerOf("grids"), todayIn(county))}`);
  return row !== undefined;
}

/** Two grids share a border; what they share beyond rounding is an overlap. */
const OVERLAP_M2 = 1;

async function refuseOverlap(
  tx: Runner,
  county: number,
  id: string | null,
  geometry: Geometry,
  from: unknown,
  to: unknown,
): Promise<void> {
  const shape = geometrySql(geometry);
  const [overlap] = await tx.rows<{ name: string; piece: string }>(sql`
    select name, ST_AsGeoJSON(piece, 7) as piece from (
      select name, ST_CollectionExtract(ST_Intersection(geom, ${shape}), 3) as piece from grid
      where county_id = ${county} and retired_at is null and id is distinct from ${id}::uuid
        and geom && ${shape} and ST_Intersects(geom, ${shape})
        and daterange(valid_from, valid_to) && daterange(${from}::date, ${to}::date)) o
    where ST_Area(piece::geography) > ${OVERLAP_M2}
    order by ST_Area(piece::geography) desc limit 1`);
  if (overlap)
    throw badInput(
      "geometry",
      `geometry: overlaps the grid ${overlap.name} in the same days. Draw it along that grid's ` +
        "border, or give the other one an end first.",
      JSON.parse(overlap.piece) as Geometry,
    );
}

/** The ground that may belong to another grid now: between two borders, where only they moved. */
function changedFace({ before, values, geometry }: Written): SQL {
  const now = geometrySql(requiredGeometry(geometry));
  if (!before) return now;
  const was = geometrySql(before["geometry"] as Geometry);
  const moved = ["code", "validFrom", "validTo"].every(
    (name) => (before[name] ?? null) === (values[name] ?? null),
  );
  return moved ? sql`ST_SymDifference(${was}, ${now})` : sql`ST_Union(${was}, ${now})`;
}

/**
 * Whoever draws a border in force across homes learns from their memberships on which side they
 * are: memberships come from exact places. So a change of one is logged like a reading of them.
 */
async function redrawn(tx: Transaction, w: Retired, face: SQL): Promise<void> {
  const given = await redrawGrids(tx, w.county, sql`select ${face} as face`, w);
  const households = given.get("households") ?? [];
  if (!(await holdsToday(tx, w.county, w.id)) && households.length === 0) return;
  const notes = w.notes("households");
  notes.opens("place", [w.county], "condition");
  notes.asks("grid.border");
  notes.answered(households.map((id) => formatId(w.county, id)));
}

export const gridRules: LayerRules = {
  async complete(tx, p) {
    const geometry = requiredGeometry(p.geometry);
    const { validFrom, validTo } = p.values;
    if (validTo != null && validFrom != null && String(validTo) <= String(validFrom))
      throw badInput("validTo", "validTo: must lie after validFrom.");
    if (
      !p.before ||
      p.moved ||
      validFrom !== p.before.values["validFrom"] ||
      validTo !== p.before.values["validTo"]
    )
      await refuseOverlap(
        tx,
        p.county,
        p.before?.id ?? null,
        geometry,
        validFrom ?? null,
        validTo ?? null,
      );
    const villageCode = (p.values["villageCode"] as string | null | undefined) ?? null;
    if (villageCode !== null) {
      const [village] = await tx.rows(
        sql`select 1 as one from village where county_id = ${p.county} and code = ${villageCode}
          and retired_at is null`,
      );
      if (!village)
        throw badInput(
          "villageCode",
          "villageCode: there is no village with this code. A grid belongs to a village or " +
            "community, never to a town or county.",
        );
    }
    return { values: p.values, geometry, gridId: p.before?.id ?? null, villageCode };
  },

  after: async (tx, w) => redrawn(tx, w, changedFace(w)),

  async beforeRetire(tx, at) {
    const [inside] = await tx.rows<{ n: number }>(sql`
      select (select count(*) from household
        where county_id = ${at.county} and grid_id = ${at.id}::uuid
        and retired_at is null)::int as n`);
    if (inside!.n > 0)
      throw badInput(
        "id",
        `id: ${inside!.n} households belong to this grid. Give its ground to another grid first.`,
      );
  },
  afterRetire: (tx, w) => redrawn(tx, w, geometrySql(requiredGeometry(w.geometry))),
};
