import type { ReactNode } from "react";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";
import { ALL_DAYS, type ClockWindow, WORK_DAYS, windowsToText } from "./clock-windows.js";
import { DaysChip } from "./days-chip.js";
import { wholePercent } from "./figures.js";
import { isNarrowed, type Question, toggledIn, toggledKind } from "./question.js";
import { useDayName } from "./use-day-name.js";
import type { DefaultPlaces } from "./use-default-places.js";
import type { Asking } from "./use-question.js";
import { type SayAnalyse, useAnalyseWords } from "./words.js";

interface QuestionBarProps {
  asking: Asking;
  /** Which question it is. */
  saved: ReactNode;
  /** The area, by its own tools. */
  area: ReactNode;
  /** What can be done with the question as a whole. */
  tools: ReactNode;
  nameOfGrid(id: string): string;
  places: DefaultPlaces;
  daysMenu: { open: boolean; onOpen(open: boolean): void };
}

/** The question in words: each part can be changed or taken away. */
export function QuestionBar({
  asking,
  saved,
  area,
  tools,
  nameOfGrid,
  places,
  daysMenu,
}: QuestionBarProps) {
  const t = useAnalyseWords();
  const { stands: question, ask, today } = asking;
  return (
    <section className="analyse-bar" aria-label={t("question")}>
      <div className="analyse-chips">
        {saved}
        {area}
        <DaysChip
          question={question}
          today={today}
          isOpen={daysMenu.open}
          onOpen={daysMenu.onOpen}
          onTime={(time) => {
            ask({ time });
          }}
        />
        {(places.count > 0 || question.isWithoutDefaults) && (
          <button
            type="button"
            className="chip"
            data-on={question.isWithoutDefaults}
            aria-pressed={question.isWithoutDefaults}
            title={t("defaultsHint")}
            onClick={() => {
              ask({ isWithoutDefaults: !question.isWithoutDefaults });
            }}
          >
            {t(question.isWithoutDefaults ? "defaultsOut" : "defaultsIn", {
              percent: wholePercent(places.share),
              count: places.count,
            })}
          </button>
        )}
        <Chips question={question} nameOfGrid={nameOfGrid} ask={ask} />
      </div>
      <div className="analyse-tools">{tools}</div>
    </section>
  );
}

interface ChipsProps {
  question: Question;
  ask: Asking["ask"];
  nameOfGrid(id: string): string;
}

function Chips({ question, ask, nameOfGrid }: ChipsProps) {
  const t = useAnalyseWords();
  const { name } = useWords();
  const { categories } = useSession();
  const dayName = useDayName();
  const named = (kind: string, code: string) => {
    const found = categories.find((c) => c.kind === kind && c.code === code);
    return found ? name(found) : code;
  };
  const { kinds, levels, sources, clock, grids } = question;
  const chip = (key: string, text: string, changes: Partial<Question>) => (
    <button
      type="button"
      className="chip"
      key={key}
      data-on="true"
      aria-label={t("remove", { what: text })}
      onClick={() => {
        ask(changes);
      }}
    >
      {text}
      <Icon name="close" size={12} />
    </button>
  );
  return (
    <>
      {kinds?.map((code) =>
        chip(code, named("incident", code), { kinds: toggledKind(kinds, code) }),
      )}
      {clock.map((window) =>
        chip(windowsToText([window]), windowText(window, t, dayName), {
          clock: clock.filter((other) => other !== window),
        }),
      )}
      {levels.map((level) =>
        chip(`level ${level}`, t("level", { level }), { levels: toggledIn(levels, level) }),
      )}
      {sources.map((code) =>
        chip(`source ${code}`, named("incident-source", code), {
          sources: toggledIn(sources, code),
        }),
      )}
      {isNarrowed(question, "grids") &&
        grids.map((id) => chip(id, nameOfGrid(id), { grids: toggledIn(grids, id) }))}
    </>
  );
}

const two = (n: number) => String(n).padStart(2, "0");

/** «周五至周日 22–06». */
function windowText(
  { days, from, to }: ClockWindow,
  t: SayAnalyse,
  dayName: (day: number) => string,
): string {
  const is = (all: readonly number[]) => days.join() === all.join();
  const inRow = days.length > 2 && days.at(-1)! - days[0]! === days.length - 1;
  const on = is(ALL_DAYS)
    ? t("everyDay")
    : is(WORK_DAYS)
      ? t("workDays")
      : is([6, 7])
        ? t("weekEnd")
        : inRow
          ? `${dayName(days[0]!)}–${dayName(days.at(-1)!)}`
          : days.map(dayName).join("、");
  return from === 0 && to === 24 ? on : `${on} ${two(from)}–${two(to)}`;
}
