import {
  HotSpotAreas,
  HotSpotMask,
  type HotSpotStatistic,
  type HotSpotUnitInput,
} from "../../schema/hot-spots.js";
import { badInput } from "../core/refusal.js";
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
  grids?: { on: string } | null;
}

const USUAL_METRES = 250;

export const hotAsked = (given: HotArguments): HotSpotsAsked => ({
  filter: given.filter ?? null,
  unit: unitOf(given),
  statistic: given.statistic ?? null,
  mask: given.mask ?? HotSpotMask.AREA,
  barriers: given.barriers ?? true,
  stable: given.stable ?? true,
});

function unitOf({ unit, grids }: HotArguments): HotSpotsAsked["unit"] {
  if (unit?.areas) {
    if (grids && unit.areas !== HotSpotAreas.GRID)
      throw badInput("grids", "grids: a day of grids goes with unit { areas: GRID }.");
    return { areas: unit.areas, on: grids?.on ?? null };
  }
  if (grids) throw badInput("grids", "grids: a day of grids goes with unit { areas: GRID }.");
  return { hex: unit?.hex ?? USUAL_METRES };
}

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
