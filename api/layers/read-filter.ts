import type { Declaration } from "../../schema/declaration.js";
import type { Context } from "../core/context.js";
import type { Filter } from "./filter.js";
import { refuseUnknown } from "./known-values.js";
import { refuseTangled, withAreas } from "./nested-filter.js";
import { readArea } from "./read-area.js";

/** A filter as it becomes SQL, its areas looked up and judged; the policy comes first. */
export async function readFilter(
  context: Context,
  layer: Declaration,
  filter: Filter | null | undefined,
): Promise<Filter | null> {
  context.access(layer);
  if (!filter) return null;
  refuseTangled(filter);
  await refuseUnknown(context, layer, filter);
  return withAreas(filter, (area) => readArea(context, area));
}
