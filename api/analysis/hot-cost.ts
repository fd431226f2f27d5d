import type { LayerName } from "../../schema/declaration.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { refuseCostly, workLimitOf } from "../cost/cost-of.js";
import type { RootPrice } from "../cost/dear-fields.js";
import { countWork, groupsWork, objectIn, sizeOf } from "../cost/prices.js";

/** A thread's work of one map, and what is read of the ground for it. */
const MAP = 100;

/** Rows are grouped once, for the cells and those of twice the size. */
const cells: RootPrice = ({ filter }, sizes) =>
  MAP + groupsWork(layerOf("incidents"), objectIn(filter), "CATEGORY", sizes);

/** What incidents are related to is read once a version of it; who asks first waits for it. */
const map: RootPrice = (asked, sizes) => {
  const { statistic = null } = asked;
  const rows = (layer: LayerName) => sizeOf(sizes, layer).rows;
  const homes = 0.003 * rows("households") + 0.01 * rows("buildings");
  const streets = 0.05 * rows("streets");
  return (
    cells(asked, sizes) +
    (statistic === null || statistic === "EB_RATE" ? homes : 0) +
    (statistic === null || statistic === "EB_STREETS" ? streets : 0)
  );
};

/** Rows are grouped by place; pairs are a thread's. */
const places: RootPrice = ({ filter }, sizes) =>
  MAP + 4 * countWork(layerOf("incidents"), objectIn(filter), sizes);

/** What questions of places cost, whatever fields are asked of the answer. */
export const HOT_WORK: Readonly<Record<string, RootPrice>> = {
  hotspots: map,
  density: cells,
  concentration: cells,
  placeCheck: places,
  nearRepeat: places,
  repeatPlaces: places,
};

/** Refuses what would cost too much by a way that is not GraphQL's. */
export async function refuseCostlyQuestion(
  { viewer, services }: Context,
  field: "hotspots" | "density",
  asked: Readonly<Record<string, unknown>>,
): Promise<void> {
  const work = HOT_WORK[field]!(asked, await services.sizes.get());
  refuseCostly({ work, values: 0, questions: 1, mostly: field }, workLimitOf(viewer));
}
