import type { Codec } from "../state/codec.js";
import { words } from "../state/view-state.js";

export interface ExploreView {
  /** Layer of the open table; null: closed. */
  table: string | null;
}

export const EXPLORE_VIEW: Codec<ExploreView> = {
  read: (get) => ({ table: words(get("table"))?.[0] ?? null }),
  write: ({ table }): Record<string, string> => (table ? { table } : {}),
  steps: ["table"],
};
