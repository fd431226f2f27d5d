import { useWords } from "../i18n/use-words.js";
import type { Period } from "./public-numbers.js";

/** How a span of months is written: one month, or from and to. */
export function usePeriodWords(): (period: Period) => string {
  const { t } = useWords();
  return ({ from, to }) => (from === to ? from : t("publicSpan", { from, to }));
}
