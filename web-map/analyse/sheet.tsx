import { useWords } from "../i18n/use-words.js";
import { Icon } from "../ui/icon.js";
import type { HotSpots } from "./use-hot-spots.js";
import { useAnalyseWords } from "./words.js";

interface SheetProps {
  sheet: HotSpots["sheet"];
  onClose(): void;
}

/** What was computed: enough to repeat each number, and what to know before believing it. */
export function Sheet({ sheet, onClose }: SheetProps) {
  const t = useAnalyseWords();
  const { language, number } = useWords();
  // Areas have no size.
  const metresOf = (metres: number | null | undefined) =>
    metres ? [t("cellMetres", { metres: number(metres) })] : [];
  const { statistic, meanRate } = sheet;
  const isOfStreets = statistic === "EB_STREETS";
  const told = (rate: number) => number(Number((isOfStreets ? rate : 100 * rate).toPrecision(3)));
  const mean =
    meanRate == null ? [] : [t(isOfStreets ? "sMeanKm" : "sMean", { rate: told(meanRate) })];
  const rows: [string, string][] = [
    [t("sMethod"), sheet.method[language]],
    [t("sValues"), [sheet.values[language], ...mean].join(" · ")],
    [t("sIncidents"), number(sheet.incidents)],
    ...(sheet.withoutRate > 0
      ? [[t("sWithoutRate"), number(sheet.withoutRate)] as [string, string]]
      : []),
    [t("sCells"), [number(sheet.n), ...metresOf(sheet.cellMetres)].join(" · ")],
    ...metresOf(sheet.stableMetres).map((metres): [string, string] => [t("sStable"), metres]),
    [t("sMask"), sheet.mask[language]],
    [t("sNeighbours"), sheet.neighbours[language]],
    [t("sBarriers"), number(sheet.barredPairs)],
    [t("sInference"), sheet.inference[language]],
    [t("sCorrection"), sheet.correction[language]],
  ];
  return (
    <section className="analyse-sheet" aria-label={t("sheet")}>
      <header>
        <h2>{t("sheet")}</h2>
        <button type="button" className="icon-button" aria-label={t("closeIt")} onClick={onClose}>
          <Icon name="close" size={16} />
        </button>
      </header>
      {sheet.warnings.length > 0 && (
        <>
          <h3>{t("sWarnings")}</h3>
          <ul>
            {sheet.warnings.map((warning) => (
              <li key={warning.code}>{warning[language]}</li>
            ))}
          </ul>
        </>
      )}
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t("sLevels")}</dt>
          <dd>
            {sheet.levels.map(({ level, hot, cold, rawHot, rawCold }) => (
              <span key={level}>{t("sLevel", { level, hot, cold, rawHot, rawCold })}</span>
            ))}
          </dd>
        </div>
      </dl>
    </section>
  );
}
