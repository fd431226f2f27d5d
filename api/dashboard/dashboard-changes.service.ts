import type { AreaInput } from "../../schema/inputs.js";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { type Stir, watchStirs } from "../events/changes.service.js";
import { askedArea } from "./dashboard-area.js";
import { HOT_VERSION } from "./kept-tile.js";

export interface DashboardWatched {
  area?: AreaInput | null;
  after?: string | null;
}

/** A wall asks its tiles again each time. */
const REST_MS = 1000;

/** Beside incidents: by which grids and villages they are counted and called. */
const BESIDES: readonly LayerName[] = ["grids", "villages"];

/** Tells when tiles of an area may show something else, as far as the viewer may see it. */
export function watchDashboard(
  context: Context,
  { area, after }: DashboardWatched,
): AsyncGenerator<Stir> {
  const judge = async () => {
    const { filter } = await askedArea(context, area);
    const kinds: LayerName[] = ["incidents"];
    for (const name of BESIDES) if (context.tryAccess(layerOf(name))) kinds.push(name);
    const { counties, seesGround } = context.access(layerOf("incidents"));
    // That they were looked for is known to all who may see any: `hotNow` tells when.
    const tidings = { kind: HOT_VERSION, counties: counties.filter(seesGround) };
    return { kinds, area: filter.area ?? null, after: after ?? null, tidings };
  };
  return watchStirs(context, judge, REST_MS);
}
