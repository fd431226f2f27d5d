import {
  type GroupingInput,
  type Plan,
  priceBorders,
  type Rules,
} from "../../geo/grouping/index.js";
import { createBreath } from "../../geo/grouping/run-grouping.js";
import { type BorderRow, tenths } from "./verdict.js";

/** Proposals a household: what a border costs is told in metres, not in centimetres. */
const ITERATIONS = 60;
/** Metres: neighbours across a border further apart are none. */
const REACH = 100;
/** Dearest first; more nobody reads. */
const TOLD = 100;

/**
 * What borders between grids cost the groups beside them. Each groups anew only those that reach
 * it: a county of 200 borders takes some seconds. None where the run was stopped.
 */
export async function borderRows(
  input: GroupingInput,
  rules: Rules,
  plan: Plan,
  { told, signal }: { told: (fraction: number) => void; signal: AbortSignal },
): Promise<BorderRow[]> {
  const pricing = priceBorders(input, rules, plan, {
    ...{ seed: plan.seed, iterations: ITERATIONS, reach: REACH },
  });
  const breath = createBreath();
  for (;;) {
    if (signal.aborted) return [];
    const { done, value } = pricing.next();
    if (done)
      return value.slice(0, TOLD).map((price) => ({
        grids: price.areas,
        metres: tenths(price.metresSaved),
        ...{ isolated: price.isolatedSaved, grouped: price.groupedSaved },
        parted: price.partedHomes,
      }));
    if (await breath()) told(value);
  }
}
