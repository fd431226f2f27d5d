import type { Change } from "./figures.js";
import type { SayAnalyse } from "./words.js";

/** What something is compared with: in a line of figures, or in a sentence with its days. */
export function againstWords(
  { against, from, to }: Pick<Change, "against" | "from" | "to">,
  t: SayAnalyse,
  how: "short" | "sentence",
): string {
  if (against === "preceding") return t("againstPreceding");
  if (against === "lastYear") return t("againstLastYear");
  return how === "short" ? t("againstChosen") : t("againstDays", { from, to });
}
