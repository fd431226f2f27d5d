import { RateBy } from "../../schema/incident-stats.js";
import { type LayerName, layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { type Stir, watchStirs } from "../events/changes.service.js";
import { type Filter, rowsOf } from "../layers/filter.js";
import { readFilter } from "../layers/read-filter.js";

export interface StatsWatched {
  filter?: Filter | null;
  rate?: RateBy | null;
  after?: string | null;
}

/** A page asks again each time. */
const REST_MS = 1000;

/** Beside incidents: by which grids they are grouped, and what they are counted against. */
const besides = (rate: RateBy | null | undefined): LayerName[] =>
  rate === RateBy.HOUSEHOLDS
    ? ["grids", "households"]
    : rate === RateBy.STREETS
      ? ["grids", "streets"]
      : ["grids"];

/**
 * Tells when figures of a filter may be others. Whether a change leaves or enters what the filter
 * asks of a row's fields is not known afterwards; its area, and what the viewer may see, decide as
 * for all changes.
 */
export function watchStats(
  context: Context,
  { filter, rate, after }: StatsWatched,
): AsyncGenerator<Stir> {
  const judge = async () => {
    const layer = layerOf("incidents");
    const access = context.access(layer);
    // What may not be asked may not be watched either.
    const read = (await readFilter(context, layer, filter)) ?? {};
    rowsOf(access, read);
    const others = besides(rate).filter((name) => context.tryAccess(layerOf(name)));
    const county = read.county == null ? null : { county: read.county };
    return { kinds: [layer.name, ...others], area: read.area ?? county, after: after ?? null };
  };
  return watchStirs(context, judge, REST_MS);
}
