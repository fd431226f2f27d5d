import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { runRequest } from "../core/request.js";
import { stableText } from "../core/stable-text.js";
import { versionsOf } from "../events/data-versions.js";
import { rowsOf } from "../layers/filter.js";
import { policyKey } from "../policy/policy.js";
import { type AreaArguments, askedArea } from "./dashboard-area.js";

const MINUTE = 60_000;
/** Of an answer of a tile, about. */
const BYTES = 20_000;

/** Raised by every look for hot areas: what tells of them is another then. */
export const HOT_VERSION = "hotAreas";
const DEPENDS = ["incidents", "grids", "villages", "households", HOT_VERSION];

/**
 * What a tile shows, worked out once a minute and data version for all who have the same policy and
 * ask of the same area, however many walls hang. It is nobody's own request: that its first asker
 * leaves is nothing to the others.
 */
export async function keptTile<T>(
  context: Context,
  name: string,
  { area, ...how }: AreaArguments & { first?: number },
  now: number,
  make: () => Promise<T>,
): Promise<T> {
  const access = context.access(layerOf("incidents"));
  const { filter } = await askedArea(context, area);
  // What an area tells is noted, and refused, whether its answer is kept or not.
  rowsOf(access, filter);
  const version = await versionsOf(context.db, access.counties, DEPENDS);
  const minute = Math.floor(now / MINUTE);
  const key = stableText([name, policyKey(context.viewer), version, minute, filter, how]);
  return context.services.keptResults.get(key, undefined, () =>
    runRequest(undefined, async () => ({ value: await make(), bytes: BYTES })),
  );
}
