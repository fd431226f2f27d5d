import { type CSSProperties, type KeyboardEvent, useRef } from "react";
import { addDays, type Day, weekday } from "../../geo/time/day.js";
import { useWords } from "../i18n/use-words.js";
import { type Days, daysBetween, longOf, shifted } from "./question.js";
import { useBrush } from "./use-brush.js";
import { useAnalyseWords } from "./words.js";

type Grip = "from" | "to" | "whole" | "new";
interface Span {
  grip: Grip;
  /** Where the press was, days from the first that is shown. */
  at: number;
  window: Days;
  held: Days;
}

interface DayBarsProps {
  /** The days that are shown. */
  shown: Days;
  /** How many incidents there were a day; days without any may miss. */
  counts: ReadonlyMap<Day, number>;
  /** The same a year before, by the day of this year that it stands under. */
  lastYear: ReadonlyMap<Day, number> | null;
  window: Days;
  today: Day;
  onWindow(window: Days, isOver: boolean): void;
  onGiveUp(): void;
}

/** Units of the drawing's height. */
const TALL = 100;
/** Pixels beside an edge of the window that still grip it. */
const REACH = 9;

/** Incidents day by day; the window on it is drawn, moved and drawn wider, by keys too. */
export function DayBars(props: DayBarsProps) {
  const { shown, counts, lastYear, window, today, onWindow, onGiveUp } = props;
  const t = useAnalyseWords();
  const { number } = useWords();
  const self = useRef<HTMLDivElement>(null);
  const n = longOf(shown);
  const days = Array.from({ length: n }, (_, i) => addDays(shown.from, i));
  const most = Math.max(1, ...counts.values(), ...(lastYear?.values() ?? []));
  const at = (day: Day) => daysBetween(shown.from, day);
  const within = (i: number) => Math.min(n - 1, Math.max(0, i));
  const dayUnder = (clientX: number): number => {
    const box = self.current!.getBoundingClientRect();
    return Math.floor(((clientX - box.left) / (box.width || 1)) * n);
  };
  const gripUnder = (clientX: number): Grip => {
    const box = self.current!.getBoundingClientRect();
    const left = box.left + (at(window.from) / n) * box.width;
    const right = box.left + ((at(window.to) + 1) / n) * box.width;
    if (Math.abs(clientX - right) <= REACH) return "to";
    if (Math.abs(clientX - left) <= REACH) return "from";
    return clientX > left && clientX < right ? "whole" : "new";
  };
  const brush = useBrush<Span>({
    begin: ({ clientX }) => {
      const i = within(dayUnder(clientX));
      const grip = gripUnder(clientX);
      const day = addDays(shown.from, i);
      const now = grip === "new" ? { from: day, to: day } : window;
      return { grip, at: i, window: now, held: now };
    },
    move: ({ clientX }, span) => ({
      ...span,
      window: pulled(span, within(dayUnder(clientX)), shown),
    }),
    tell: (span, isOver) => {
      onWindow(span.window, isOver);
    },
    giveUp: onGiveUp,
  });
  const onKey = (grip: Exclude<Grip, "new">) => (e: KeyboardEvent) => {
    const by = STEPS[e.key] ?? 0;
    if (by === 0) return;
    e.preventDefault();
    const from = grip === "to" ? window.from : addDays(window.from, by);
    const to = grip === "from" ? window.to : addDays(window.to, by);
    if (from <= to) onWindow({ from, to }, true);
  };
  const width = 100 / n;
  const place: CSSProperties = {
    left: `${at(window.from) * width}%`,
    width: `${longOf(window) * width}%`,
  };
  const bars = (isIn: boolean) =>
    days
      .flatMap((day, i) => {
        const count = counts.get(day) ?? 0;
        const inside = day >= window.from && day <= window.to;
        if (inside !== isIn || count === 0 || day === today) return [];
        return [bar(i, count / most)];
      })
      .join("");
  const slider = (grip: Exclude<Grip, "new">, day: Day, name: string) => (
    <span
      role="slider"
      tabIndex={0}
      className={`analyse-grip ${grip}`}
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={n - 1}
      aria-valuenow={within(at(day))}
      aria-valuetext={grip === "whole" ? `${window.from} – ${window.to}` : day}
      onKeyDown={onKey(grip)}
    />
  );
  return (
    <div className="analyse-days">
      <div className="analyse-days-plot" ref={self} {...brush}>
        <svg viewBox={`0 0 ${n} ${TALL}`} preserveAspectRatio="none" aria-hidden="true">
          <path className="outside" d={bars(false)} />
          <path className="inside" d={bars(true)} />
          {counts.get(today) !== undefined && today >= shown.from && today <= shown.to && (
            <path className="today" d={bar(at(today), counts.get(today)! / most)} />
          )}
          {lastYear && (
            <polyline
              className="last-year"
              points={days
                .map((day, i) => `${i + 0.5},${TALL * (1 - (lastYear.get(day) ?? 0) / most)}`)
                .join(" ")}
            />
          )}
        </svg>
        <div className="analyse-window" style={place}>
          {slider("whole", window.from, t("windowMove"))}
          {slider("from", window.from, t("windowFrom"))}
          {slider("to", window.to, t("windowTo"))}
        </div>
        <span className="analyse-most">{number(Math.round(most * 10) / 10)}</span>
      </div>
      <ol className="analyse-axis" aria-hidden="true">
        {ticks(days).map(({ i, text }) => (
          // The first and the last would stand over the edge.
          <li key={i} style={{ left: `clamp(22px, ${(i + 0.5) * width}%, 100% - 22px)` }}>
            {text}
          </li>
        ))}
      </ol>
      <table className="sr-only">
        <caption>{t("daysTable")}</caption>
        <tbody>
          {days.map((day) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td>
                {number(counts.get(day) ?? 0)}
                {day === today && ` (${t("notOver")})`}
              </td>
              {lastYear && <td>{t("lastYearWas", { count: number(lastYear.get(day) ?? 0) })}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageUp: 7,
  PageDown: -7,
};

const bar = (i: number, share: number): string => {
  const high = TALL * share;
  return `M${i + 0.1} ${TALL}V${(TALL - high).toFixed(2)}h.8V${TALL}z`;
};

/** The window once what was gripped is over another day; nothing goes beyond what is shown. */
function pulled({ grip, at, held }: Omit<Span, "window">, to: number, shown: Days): Days {
  const day = addDays(shown.from, to);
  if (grip === "whole") {
    const by = to - at;
    const least = daysBetween(held.from, shown.from);
    const most = daysBetween(held.to, shown.to);
    return shifted(held, Math.min(Math.max(by, Math.min(least, 0)), Math.max(most, 0)));
  }
  const fixed = grip === "from" ? held.to : held.from;
  return day < fixed ? { from: day, to: fixed } : { from: fixed, to: day };
}

/** Dates below the bars: Mondays while there is room for them, then months. */
function ticks(days: readonly Day[]): { i: number; text: string }[] {
  const every = Math.ceil(days.length / 7 / 10);
  const isWeekly = days.length <= 7 * 20;
  let mondays = 0;
  return days.flatMap((day, i) => {
    if (!isWeekly) {
      const isMonth = day.endsWith("-01") && (days.length <= 400 || /-(01|07)-01$/.test(day));
      return isMonth ? [{ i, text: day.slice(0, 7) }] : [];
    }
    if (weekday(day) !== 1 || mondays++ % every !== 0) return [];
    return [{ i, text: day.slice(5) }];
  });
}
