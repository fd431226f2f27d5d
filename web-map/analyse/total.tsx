import type { ReactNode } from "react";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { againstWords } from "./against-words.js";
import { type Change, changeSaid } from "./figures.js";
import { useAnalyseWords } from "./words.js";

interface TotalProps {
  total: number;
  changes: readonly Change[];
  /** How what it is compared with is chosen. */
  children: ReactNode;
}

/** The number, how it stands to other times, and whether that is more than chance. */
export function Total({ total, changes, children }: TotalProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  return (
    <div className="analyse-total">
      <div aria-live="polite">
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
      {children}
    </div>
  );
}

/** «环比 +31 %，随机波动 −17 … +20 %：超出随机», and the days that it is compared with. */
function ChangeLine({ change }: { change: Change }) {
  const t = useAnalyseWords();
  const { number, clock } = useWords();
  const { county } = useSession();
  const { from, to, until, before, isScaled, percent, range, isBeyondChance } = change;
  const said = (percent: number) => changeSaid(percent, t, number);
  const what = againstWords(change, t, "short");
  const end = until === null ? to : `${to} ${clock(new Date(until), county.timeZone)}`;
  const count = number(Math.round(before * 10) / 10);
  const then = t(isScaled ? "comparedScaled" : "comparedWith", { from, to: end, count });
  return (
    <span>
      {what} {percent === null ? t("noneBefore") : <b>{said(percent)}</b>}
      {percent !== null && (
        <small>
          {range && t("chanceRange", { low: said(range.low), high: said(range.high) })}{" "}
          <em>{t(isBeyondChance ? "beyondChance" : "withinChance")}</em>
        </small>
      )}
      <small className="analyse-then">
        {then}
        {until !== null && ` ${t("comparedUntil")}`}
      </small>
    </span>
  );
}
