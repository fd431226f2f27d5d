import type { Codec } from "../state/codec.js";
import { words } from "../state/view-state.js";
import { type ColumnFilters, filtersFromText, filtersToText } from "../table/column-filter.js";
import { type Order, orderFromText, orderToText } from "../table/order.js";

export interface ExploreView {
  /** Layer of the open table; null: closed. */
  table: string | null;
  /** What the table is narrowed to, beside place and time. */
  where: ColumnFilters;
  /** How its rows stand; null: as they usually do. */
  order: Order | null;
}

export const EXPLORE_VIEW: Codec<ExploreView> = {
  read: (get) => ({
    table: words(get("table"))?.[0] ?? null,
    where: filtersFromText(get("where") ?? ""),
    order: orderFromText(get("order") ?? ""),
  }),
  write: ({ table, where, order }): Record<string, string> => {
    if (!table) return {};
    const filters = filtersToText(where);
    return {
      table,
      ...(filters && { where: filters }),
      ...(order && { order: orderToText(order) }),
    };
  },
  steps: ["table", "where"],
};
