import { layerOf } from "../../../schema/layers/index.js";
import type { Context } from "../../core/context.js";

/** Sees all incidents of some ground, not only those that they wrote or handle. */
export function seesGround(context: Context): boolean {
  const access = context.tryAccess(layerOf("incidents"));
  return access?.counties.some((county) => access.seesGround(county)) ?? false;
}
