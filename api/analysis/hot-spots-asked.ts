import { HotSpotMask, HotSpotStatistic, type HotSpotUnitInput } from "../../schema/hot-spots.js";
import type { Filter } from "../layers/filter.js";
import type { DensityAsked } from "./density.service.js";
import type { HotSpotsAsked } from "./hot-spots.service.js";

/** Arguments of `hotspots`, and how each is taken that is not given. */
export interface HotArguments {
  filter?: Filter | null;
  unit?: HotSpotUnitInput | null;
  statistic?: HotSpotStatistic | null;
  mask?: HotSpotMask | null;
  barriers?: boolean | null;
  stable?: boolean | null;
}

const USUAL_METRES = 250;

export const hotAsked = (given: HotArguments): HotSpotsAsked => ({
  filter: given.filter ?? null,
  cellMetres: given.unit?.hex ?? USUAL_METRES,
  statistic: given.statistic ?? HotSpotStatistic.GI_STAR,
  mask: given.mask ?? HotSpotMask.AREA,
  barriers: given.barriers ?? true,
  stable: given.stable ?? true,
});

const USUAL_PIXELS = 128;

export const densityAsked = (given: {
  filter?: Filter | null;
  radiusMetres?: number | null;
  pixels?: number | null;
}): DensityAsked => ({
  filter: given.filter ?? null,
  radiusMetres: given.radiusMetres ?? null,
  pixels: given.pixels ?? USUAL_PIXELS,
});
