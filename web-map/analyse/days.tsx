import { DayBars } from "./day-bars.js";
import type { useFigures } from "./use-figures.js";
import type { Asking } from "./use-question.js";
import { useAnalyseWords } from "./words.js";

interface DaysProps {
  asking: Asking;
  read: ReturnType<typeof useFigures>;
}

/** Day by day, with the window on it; it obeys all that was brushed elsewhere. */
export function Days({ asking, read: { figures, isOld } }: DaysProps) {
  const t = useAnalyseWords();
  const { question, brush, giveUp, today } = asking;
  if (!figures) return null;
  return (
    <section
      className="analyse-view analyse-by-day"
      aria-label={t("days")}
      data-view="6"
      data-old={isOld}
    >
      <h2 className="group-title">
        {t("days")}
        <span className="analyse-key">
          <i className="this" aria-hidden="true" />
          {t("thisTime")}
          <i className="last" aria-hidden="true" />
          {t("lastYear")}
        </span>
      </h2>
      <DayBars
        shown={figures.shown}
        counts={figures.days}
        lastYear={figures.lastYear}
        window={question.days}
        today={today}
        onWindow={(days, isOver) => {
          brush({ time: { kind: "days", ...days } }, isOver);
        }}
        onGiveUp={giveUp}
      />
    </section>
  );
}
