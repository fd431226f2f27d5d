import { layerOf } from "../../schema/layers/index.js";
import type { RootPrice } from "../cost/dear-fields.js";
import {
  type AnyFilter,
  countWork,
  groupsWork,
  objectIn,
  PRICE,
  sizeOf,
  watchWork,
} from "../cost/prices.js";

/** Milliseconds of finding the grid of a place on a day. */
const PLACED = 0.007;

/** Milliseconds of cutting a street along an outline. */
const STREET = 0.1;

const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A filter with all that was chosen in views: it costs what both cost, and narrows nothing more. */
const whole = (filter: AnyFilter, brushes: readonly unknown[]): AnyFilter => ({
  ...filter,
  and: [
    ...listIn(filter["and"]),
    ...brushes.map((b) => ({ or: [objectIn(objectIn(b)["filter"])] })),
  ],
});

/**
 * One scan of what the filter leaves, each row judged by all brushes and put into a group of each
 * view; with a comparison a second one.
 */
export const statsWork: RootPrice = (args, sizes) => {
  const incidents = layerOf("incidents");
  const filter = whole(objectIn(args["filter"]), listIn(args["brushes"]));
  const rows = countWork(incidents, filter, sizes);
  const groups = listIn(args["groupBy"]).reduce<number>(
    (sum, by) => sum + groupsWork(incidents, filter, by, sizes) - rows,
    0,
  );
  // Each is looked up among the grids of a day: measured 5 µs to 10 µs a row.
  const placed = args["grids"] == null ? 0 : (rows / PRICE.counted) * PLACED;
  return (rows + groups + placed) * (args["compare"] == null ? 1 : 2);
};

/** Each row is laid on every area, to count it and to leave out what lies in none. */
export const areasWork: RootPrice = ({ filter, areas, compare, rate }, sizes) => {
  const incidents = layerOf("incidents");
  const inAreas = (of: AnyFilter): AnyFilter =>
    whole(
      of,
      listIn(areas).map((area) => ({ filter: { area } })),
    );
  const rows = groupsWork(incidents, inAreas(objectIn(filter)), "DAY", sizes);
  const of =
    rate === "HOUSEHOLDS"
      ? countWork(layerOf("households"), inAreas({}), sizes)
      : rate === "STREETS"
        ? STREET * sizeOf(sizes, "streets").rows
        : 0;
  return 2 * rows * (compare == null ? 1 : 2) + of;
};

export const watchedWork: RootPrice = ({ filter }) => watchWork(objectIn(filter)["area"]);
