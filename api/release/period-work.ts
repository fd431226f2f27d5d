import { chooseEvery, type MonthlyCounts } from "./periods.js";
import type { Slice } from "./suppress.js";

export interface PeriodTask {
  categories: ReadonlyMap<string, MonthlyCounts>;
  first: number;
  last: number;
  overlaps: Slice["overlaps"];
}

/** Years of months of every category are weighed: not the work of the thread that answers. */
export const choosePeriods = ({ categories, first, last, overlaps }: PeriodTask) =>
  Object.fromEntries(
    [...categories].map(([category, monthly]) => [
      category,
      chooseEvery(monthly, first, last, overlaps),
    ]),
  );
