import { useWords } from "../i18n/use-words.js";
import { useTheme } from "../shell/theme.js";
import { limitsOf } from "./density-bands.js";
import type { Statistic } from "./question.js";
import { PER_WORDS } from "./related-to.js";
import { type Density, densityShades } from "./use-density.js";
import { useAnalyseWords } from "./words.js";

interface DensityLegendProps {
  density: Density;
  /** Of the cells whose hot ones are outlined; null: areas are. */
  metres: number | null;
  /** What is hot is so of these; null: not known yet. */
  statistic: Statistic | null;
}

/** What a shade stands for, in numbers, and what it does not say. */
export function DensityLegend({ density, metres, statistic }: DensityLegendProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const theme = useTheme();
  if (density.reason) return <p className="analyse-legend">{t("densityNone")}</p>;
  const shades = densityShades(theme);
  const told = (value: number) => number(Number(value.toPrecision(2)));
  return (
    <ul className="analyse-legend">
      <li>
        {t("densityUnit")}
        <span className="analyse-classes">
          {limitsOf(density.peak).map((limit, k) => (
            <span key={shades[k]}>
              <i style={{ background: shades[k] }} aria-hidden="true" />
              {t("densityFrom", { from: told(limit) })}
            </span>
          ))}
        </span>
        {t("densityPeak", { peak: told(density.peak) })}
      </li>
      <li>
        <i className="outline" aria-hidden="true" />
        {metres === null ? t("densityAreas") : t("densityOutline", { metres: number(metres) })}
        {statistic && t("densityBy", { per: t(PER_WORDS[statistic]) })}
      </li>
    </ul>
  );
}
