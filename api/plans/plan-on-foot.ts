import type { Runner } from "../core/database.js";
import { formatId } from "../core/identifier.js";
import { walkedWithin } from "../ground/ground.service.js";
import type { MeasuredPlan } from "./measured-plan.js";
import { type OnFoot, onFootIn } from "./on-foot.js";
import { boxOfPlan, type PlanGridRow } from "./plan.queries.js";

/** Contiguity on foot of a plan's grids that have homes, by GraphQL id. */
export async function planOnFoot(
  run: Runner,
  { county, id }: { county: number; id: string },
  rows: readonly PlanGridRow[],
  measured: MeasuredPlan,
): Promise<Map<string, OnFoot>> {
  const box = await boxOfPlan(run, county, id);
  if (!box) return new Map();
  const grids = rows.map(({ gridId }) => formatId(county, gridId));
  return onFootIn(grids, box, await walkedWithin(run, county, box), measured);
}
