import { buildingsAt } from "../buildings/buildings.service.js";
import type { Runner } from "../core/database.js";
import { publicParcelsAt } from "../ground/ground.service.js";
import { livedInByMany } from "../households/households.service.js";

/** A dwelling is named where so many live that nobody is meant. */
const MANY_HOUSEHOLDS = 20;

/**
 * What places may be called, in their order: a parcel that is open to the public, or a building
 * where at least 20 households live; null of any other, which is «one address».
 */
export async function placeNames(
  db: Runner,
  county: number,
  points: readonly (readonly [lon: number, lat: number])[],
): Promise<(string | null)[]> {
  if (points.length === 0) return [];
  const parcels = await publicParcelsAt(db, county, points);
  const buildings = await buildingsAt(db, county, points);
  const ids = buildings.map(({ id }) => id);
  const many = await livedInByMany(db, county, ids, MANY_HOUSEHOLDS);
  const homes = new Map(buildings.filter(({ id }) => many.has(id)).map(({ k, name }) => [k, name]));
  return points.map((_, k) => parcels.get(k) ?? homes.get(k) ?? null);
}
