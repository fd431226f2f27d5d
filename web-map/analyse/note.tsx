import "../styles/posted.css";
import { type CSSProperties, useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { useWords } from "../i18n/use-words.js";
import { useSession } from "../session/session-context.js";
import { ALL_DAYS } from "./clock-windows.js";
import { NoteMap } from "./note-map.js";
import { longOf, type Question } from "./question.js";
import { sentences } from "./sentences.js";
import { useDayName } from "./use-day-name.js";
import type { Figures } from "./use-figures.js";
import { useAnalyseWords } from "./words.js";

interface NoteProps {
  question: Question;
  figures: Figures;
  points: readonly (readonly number[])[];
  /** What the area is called; null: it was drawn. */
  areaName: string | null;
  onClose(): void;
}

const HOURS = Array.from({ length: 24 }, (_, i) => i);

/** One page for the chief: three sentences from the numbers, the map and the clock. */
export default function Note({ question, figures, points, areaName, onClose }: NoteProps) {
  const t = useAnalyseWords();
  const { language, number, name, moment } = useWords();
  const dayName = useDayName();
  const { county, categories } = useSession();
  const self = useRef<HTMLElement>(null);
  useEffect(() => self.current?.focus(), []);
  const { days, kinds, area } = question;
  const countyName = name({ nameZh: county.name, nameEn: county.nameEn ?? "" });
  const what = kinds
    ? kinds
        .map((code) => {
          const found = categories.find((c) => c.kind === "incident" && c.code === code);
          return found ? name(found) : code;
        })
        .join(t("and"))
    : t("allKinds");
  const said = sentences(
    {
      ...{ ...days, days: longOf(days), what, total: figures.total, changes: figures.changes },
      where: area ? (areaName ?? t("whereArea")) : countyName,
      clock: figures.clock,
      grids: figures.isPerHousehold ? figures.grids : [],
    },
    { t, number, dayName },
  );
  const most = Math.max(1, ...figures.clock);
  return createPortal(
    <section
      className="poster"
      data-paper="A4"
      aria-label={t("noteTitle")}
      tabIndex={-1}
      ref={self}
      onKeyDown={(e) => {
        if (e.key === "Escape") onClose();
      }}
    >
      <div className="poster-tools">
        <button type="button" className="button" onClick={onClose}>
          {t("noteBack")}
        </button>
        <button
          type="button"
          className="button primary"
          onClick={() => {
            window.print();
          }}
        >
          {t("notePrint")}
        </button>
      </div>
      <article className="poster-sheet analyse-note" lang={language}>
        <header>
          <h1>{t("noteTitle")}</h1>
          <p>
            {countyName} ·{" "}
            {t("noteMade", {
              from: days.from,
              to: days.to,
              moment: moment(new Date().toISOString(), county.timeZone),
            })}
          </p>
        </header>
        <ol>
          {said.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
        <h2>{t("noteMap")}</h2>
        <NoteMap area={area} points={points} />
        <h2>{t("noteClock")}</h2>
        <table className="analyse-note-clock">
          <thead>
            <tr>
              <td />
              {HOURS.map((hour) => (
                <th key={hour} scope="col">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ALL_DAYS.map((day) => (
              <tr key={day}>
                <th scope="row">{dayName(day)}</th>
                {HOURS.map((hour) => {
                  const count = figures.clock[(day - 1) * 24 + hour] ?? 0;
                  return (
                    <td key={hour} style={{ "--share": count / most } as CSSProperties}>
                      {count > 0 ? number(Math.round(count)) : ""}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </article>
    </section>,
    document.body,
  );
}
