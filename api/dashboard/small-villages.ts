import type { Runner } from "../core/database.js";
import { gridsOfVillages } from "../grids/grids.service.js";
import { householdsOfGrids } from "../households/households.service.js";

/** Where fewer live, whoever is meant by a village's name may be known. As of dwellings. */
const MANY_HOUSEHOLDS = 20;

/**
 * Which of some villages are never named on a wall: somebody lives there, but few. Of one where
 * nobody is registered nothing is known, and nobody can be meant.
 */
export async function smallVillages(
  run: Runner,
  county: number,
  villages: readonly string[],
): Promise<Set<string>> {
  if (villages.length === 0) return new Set();
  const grids = await gridsOfVillages(run, [county], villages);
  const living = await householdsOfGrids(run, county, [...grids.values()].flat());
  const small = new Set<string>();
  for (const [village, ids] of grids) {
    const households = ids.reduce((sum, id) => sum + (living.get(id) ?? 0), 0);
    if (households > 0 && households < MANY_HOUSEHOLDS) small.add(village);
  }
  return small;
}
