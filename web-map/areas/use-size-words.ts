import { useWords } from "../i18n/use-words.js";
import { useAreaWords } from "./words.js";

/** Three digits: more would claim that a hand draws so exactly. */
const rounded = (n: number) => Number(n.toPrecision(3));
const MU_M2 = 2000 / 3;
const KM2 = 1e6;

/** How sizes are said, in metres or kilometres as they are large, and in mu (亩). */
export function useSizeWords() {
  const { number } = useWords();
  const t = useAreaWords();
  const said = (n: number) => number(rounded(n));
  return {
    size: (m2: number) =>
      m2 < KM2 / 100 ? t("m2", { n: said(m2) }) : t("km2", { n: said(m2 / KM2) }),
    mu: (m2: number) => t("mu", { n: said(m2 / MU_M2) }),
    length: (m: number) => (m < 1000 ? t("m", { n: said(m) }) : t("km", { n: said(m / 1000) })),
  };
}
