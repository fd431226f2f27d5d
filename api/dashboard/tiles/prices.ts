import { layerOf } from "../../../schema/layers/index.js";
import type { RootPrice } from "../../cost/dear-fields.js";
import { groupsWork, objectIn, PRICE } from "../../cost/prices.js";

const DAY = 86_400_000;

/** Of incidents of some days before now, in an area: one scan that groups them. */
const scan =
  (days: number, ago = 0): RootPrice =>
  ({ area }, sizes) => {
    const [from, to] = [days + ago, ago].map((n) => new Date(Date.now() - n * DAY).toISOString());
    const filter = { from, to, ...(area == null ? {} : { area: objectIn(area) }) };
    return groupsWork(layerOf("incidents"), filter, "DAY", sizes);
  };

const sum =
  (...prices: RootPrice[]): RootPrice =>
  (args, sizes) =>
    prices.reduce((all, price) => all + price(args, sizes), 0);

/** The last four weeks, and the same a year before. */
export const lastDaysWork: RootPrice = sum(scan(28), scan(28, 365));
/** The same in three years. */
export const categoriesWork: RootPrice = sum(
  scan(28),
  ...[1, 2, 3].map((year) => scan(28, 365 * year)),
);
/** The last four weeks, and the half year before. */
export const clockWork: RootPrice = sum(scan(28), scan(182, 28));
/** What a job found is read. */
export const hotNowWork: RootPrice = () => 4 * PRICE.statement;
/** An index leads to the last ones. */
export const newestWork: RootPrice = sum(scan(1), () => 4 * PRICE.statement);
