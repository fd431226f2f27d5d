import type { AreaInput } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import { clockFor } from "../analysis/comparison.js";
import type { Context } from "../core/context.js";
import type { Filter } from "../layers/filter.js";
import { readFilter } from "../layers/read-filter.js";

export interface AreaArguments {
  area?: AreaInput | null | undefined;
}

/** An area as the policy lets it be asked, and the clock of its county. */
export async function askedArea(context: Context, area: AreaInput | null | undefined) {
  const filter: Filter =
    (await readFilter(context, layerOf("incidents"), area ? { area } : null)) ?? {};
  return { filter, clock: await clockFor(context, { filter }) };
}
