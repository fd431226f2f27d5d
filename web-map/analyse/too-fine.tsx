import { useEffect } from "react";
import { useWords } from "../i18n/use-words.js";
import type { Fault } from "../session/ask.js";
import { Notice } from "../ui/notice.js";
import { CELLS, type Question } from "./question.js";
import type { Asking } from "./use-question.js";
import { useAnalyseWords } from "./words.js";

interface Finest {
  metres: number;
  cells: number;
  /** The least of those offered that the ground can be divided into; null: none is. */
  offered: number | null;
}

/** Of a refusal of cells that are too many for their ground, what is not; null: of another. */
export function finestOf(fault: Fault | undefined): Finest | null {
  if (fault?.said?.code !== "too-many-cells") return null;
  const { metres, cells, leastMetres } = fault.said.params as Record<string, number>;
  const offered = CELLS.find((one) => one >= leastMetres!) ?? null;
  return { metres: metres!, cells: cells!, offered };
}

interface TooFineProps extends Finest {
  question: Question;
  ask: Asking["ask"];
}

/** A whole country has too many cells of the usual size: where nobody chose it, another is taken. */
export function TooFine({ metres, cells, offered, question, ask }: TooFineProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const isUsual = question.cell === null && offered !== null;
  useEffect(() => {
    if (isUsual) ask({ cell: offered });
  }, [isUsual, offered, ask]);
  if (isUsual) return null;
  return (
    <Notice
      icon="chart"
      title={t("tooFine", { metres: number(metres), cells: number(cells) })}
      text={t("tooFineHint")}
      alert
    >
      {offered !== null && (
        <button
          type="button"
          className="button"
          onClick={() => {
            ask({ cell: offered });
          }}
        >
          {t("takeCell", { metres: number(offered) })}
        </button>
      )}
    </Notice>
  );
}
