import { useWords } from "../i18n/use-words.js";
import { type Change, signed } from "./figures.js";
import { useAnalyseWords } from "./words.js";

interface TotalProps {
  total: number;
  changes: readonly Change[];
}

/** The number, how it stands to other times, and whether that is more than chance. */
export function Total({ total, changes }: TotalProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  return (
    <div className="analyse-total" aria-live="polite">
      <p className="analyse-number">
        <b>{number(Math.round(total * 10) / 10)}</b> {t("incidents")}
      </p>
      <ul>
        {changes.map((change) => (
          <li key={change.against} data-beyond={change.isBeyondChance}>
            <ChangeLine change={change} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** «比前 28 天 +31 %，随机波动 −17 … +20 %：超出随机». */
function ChangeLine({ change }: { change: Change }) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const { against, from, to, before, percent, range, isBeyondChance } = change;
  const title = t("comparedWith", { from, to, count: number(before) });
  const what = t(against === "preceding" ? "againstPreceding" : "againstLastYear");
  if (percent === null)
    return (
      <span title={title}>
        {what} {t("noneBefore")}
      </span>
    );
  return (
    <span title={title}>
      {what} <b>{signed(percent)}</b>
      <small>
        {range && t("chanceRange", { low: signed(range.low), high: signed(range.high) })}{" "}
        <em>{t(isBeyondChance ? "beyondChance" : "withinChance")}</em>
      </small>
    </span>
  );
}
