import { useWords } from "../i18n/use-words.js";
import type { AreaFacts } from "./use-area-facts.js";
import { useAreaWords } from "./words.js";

/** Three digits: more would claim that a hand draws so exactly. */
const rounded = (n: number) => Number(n.toPrecision(3));
const MU_M2 = 2000 / 3;
const HECTARE_M2 = 1e4;
const KM2 = 1e6;

/** How sizes are said, in metres or kilometres as they are large, and in mu (亩). */
export function useSizeWords() {
  const { number } = useWords();
  const t = useAreaWords();
  const said = (n: number) => number(rounded(n));
  const size = (m2: number) => {
    if (m2 < HECTARE_M2) return t("m2", { n: said(m2) });
    return m2 < KM2 ? t("ha", { n: said(m2 / HECTARE_M2) }) : t("km2", { n: said(m2 / KM2) });
  };
  const mu = (m2: number) => t("mu", { n: said(m2 / MU_M2) });
  const length = (m: number) =>
    m < 1000 ? t("m", { n: said(m) }) : t("km", { n: said(m / 1000) });
  return {
    size,
    length,
    /** All that is told of a size; the outline's length where it is known. */
    whole: ({ m2, around }: Pick<AreaFacts, "m2" | "around">) =>
      [
        size(m2),
        mu(m2),
        ...(around === null ? [] : [t("around", { length: length(around) })]),
      ].join(" · "),
  };
}
