import { type SQL, sql } from "drizzle-orm";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import type { Transaction } from "../core/database.js";
import type { ProposedSet, Settling, WrittenSet } from "../writing/rules.js";
import { gridOfRow } from "./grid-in-force.js";
import { beginMemberships } from "./memberships.js";
import { followPlaces } from "./places.js";

/** The village of a grid, as SQL. */
export const villageOfGrid = (county: number, grid: SQL): SQL =>
  sql`(select v.village_code from grid v where v.county_id = ${county} and v.id = ${grid})`;

/** What stands in a grid: the one in force where it is, today or when it happened. */
export function inGrid({ county, layer: { name } }: ProposedSet): Settling {
  const layer = layerOf(name as LayerName);
  const place = sql`s.${sql.identifier(layer.geometryColumn)}`;
  const time = layer.time ? sql`s.${sql.identifier(layer.time.from)}` : sql`now()`;
  const grid = gridOfRow(county, layer, { place, time });
  return { columns: { grid_id: grid }, grid, village: villageOfGrid(county, grid) };
}

/**
 * What follows from where they now are, or are no more: memberships, and what joins them to others.
 */
export async function followed(tx: Transaction, written: WrittenSet): Promise<void> {
  const ids = written.rows
    .filter((row) => written.action !== "updated" || row.fields.some(isPlace))
    .map((row) => row.id);
  if (ids.length === 0) return;
  const subjects = sql`select id from unnest(${sql.param(ids)}::uuid[]) as n(id)`;
  const layer = layerOf(written.layer.name as LayerName);
  // Nothing can join what was not there yet.
  if (written.action === "created") await beginMemberships(tx, written.county, layer, subjects);
  else await followPlaces(tx, written.county, layer, subjects, written);
}

const isPlace = (field: string): boolean => field === "geometry" || field === "gridId";
