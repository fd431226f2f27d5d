import type { Context } from "../core/context.js";
import { groupPlans, latestPlans } from "./groups.queries.js";
import { type BorderTold, bordersOf } from "./groups.service.js";

/**
 * What borders of grids in some villages cost the groups beside them, by the latest plan of groups
 * of each village that this viewer may know it of; each border once. Ids are GraphQL's.
 */
export async function borderPricesIn(
  context: Context,
  county: number,
  villages: readonly string[],
): Promise<BorderTold[]> {
  const visible = context.access(groupPlans).rows([county]);
  const latest = await latestPlans(context.db, county, villages, visible);
  const prices = new Map<string, BorderTold>();
  for (const plan of latest)
    for (const price of bordersOf(context, plan) ?? []) {
      const border = price.grids.toSorted().join(" ");
      if (!prices.has(border)) prices.set(border, price);
    }
  return [...prices.values()];
}
