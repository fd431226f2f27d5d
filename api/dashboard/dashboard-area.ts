import type { AreaInput } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import { clockFor } from "../analysis/comparison.js";
import type { Context } from "../core/context.js";
import { Refusal } from "../core/refusal.js";
import type { Filter } from "../layers/filter.js";
import { readFilter } from "../layers/read-filter.js";
import { isWall } from "../policy/walls.js";

export interface AreaArguments {
  area?: AreaInput | null | undefined;
}

/** A wall shows its county, or communities of it: drawn areas would tell where something was. */
function refuseDrawn({ viewer }: Context, area: AreaInput): void {
  if (isWall(viewer) && area.county == null && !area.villages)
    throw new Refusal(
      "FORBIDDEN",
      "area: a wall shows a county or villages, not what is drawn or named otherwise.",
      { field: "area" },
    );
}

/** An area as the policy lets it be asked, and the clock of its county. */
export async function askedArea(context: Context, area: AreaInput | null | undefined) {
  if (area) refuseDrawn(context, area);
  const filter: Filter =
    (await readFilter(context, layerOf("incidents"), area ? { area } : null)) ?? {};
  return { filter, clock: await clockFor(context, { filter }) };
}
