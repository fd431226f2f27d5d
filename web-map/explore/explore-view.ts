import type { Codec } from "../state/codec.js";
import { words } from "../state/view-state.js";
import { type ColumnFilters, filtersFromText, filtersToText } from "../table/column-filter.js";

export interface ExploreView {
  /** Layer of the open table; null: closed. */
  table: string | null;
  /** What the table is narrowed to, beside place and time. */
  where: ColumnFilters;
}

export const EXPLORE_VIEW: Codec<ExploreView> = {
  read: (get) => ({
    table: words(get("table"))?.[0] ?? null,
    where: filtersFromText(get("where") ?? ""),
  }),
  write: ({ table, where }): Record<string, string> => {
    const filters = filtersToText(where);
    return { ...(table && { table }), ...(table && filters && { where: filters }) };
  },
  steps: ["table", "where"],
};
