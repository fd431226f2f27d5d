import type { AreaInput } from "../gql/graphql.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { type Area, areaInput } from "../state/area.js";
import type { Period } from "../state/time-range.js";

export interface Narrowing {
  area: Area | null;
  period: Period;
  categories: readonly string[] | null;
  county: number;
  /** Beside these, in the words of the layer's own filter; of what has moments alone. */
  more?: Readonly<Record<string, unknown>>;
}

/**
 * What the view narrows a layer to: where for all, when for what has moments, categories for
 * what has a level of them above.
 */
export function filterOf(
  layer: LayerInfo,
  { area, period, categories, county, more }: Narrowing,
): Record<string, unknown> {
  const where: AreaInput = area ? areaInput(area) : { county };
  return {
    area: where,
    ...(layer.timed ? period : {}),
    ...(layer.topCategories && categories ? { categories } : {}),
    ...(layer.timed ? more : {}),
  };
}
