import type { DearPrice } from "../cost/dear-fields.js";

/** Of a page of at most 500 groups: its rows, its members and, where asked, their homes. */
const PAGE_MS = 60;

/** What is worked out plan by plan (docs/decisions/cost-before-execution.md). */
export const GROUP_WORK: Readonly<Record<string, DearPrice>> = {
  groups: () => PAGE_MS,
  group: () => 10,
  exceptions: (sizes) => 10 + (sizes.get("households")?.rows ?? 0) * 1e-4,
  verdict: () => 5,
  borderPrice: () => 5,
  tradeOff: () => 5,
  job: () => 5,
};
