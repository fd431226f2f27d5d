import { type CSSProperties, type KeyboardEvent, useRef, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { ALL_DAYS, brushed, type ClockWindow, hoursOf, toggled } from "./clock-windows.js";
import { type Press, useBrush } from "./use-brush.js";
import { useDayName } from "./use-day-name.js";
import { useAnalyseWords } from "./words.js";

interface Cell {
  /** 1 to 7. */
  day: number;
  /** From the left, 0 to 23, and on beyond both edges where the pointer is. */
  column: number;
}
interface Span {
  from: Cell;
  to: Cell;
  /** It began on the name of an hour or of a day, and takes all of its column or row. */
  all?: "days" | "hours" | undefined;
}

interface ClockProps {
  /** Incidents of each hour of the week, 0 Monday 00:00–00:59 to 167; parts where they are spread. */
  counts: readonly number[];
  windows: readonly ClockWindow[];
  /** `isOver` false: while the pointer still draws. */
  onWindows(windows: ClockWindow[], isOver: boolean): void;
  /** What was being drawn is not meant. */
  onGiveUp(): void;
}

const COLUMNS = Array.from({ length: 24 }, (_, i) => i);

/**
 * Hours of the week: rows are days, columns hours, deeper where more happened. A brush past either
 * edge goes over midnight; with noon first a night is one piece. A table to who does not see it.
 */
export function Clock({ counts, windows, onWindows, onGiveUp }: ClockProps) {
  const t = useAnalyseWords();
  const { number } = useWords();
  const dayName = useDayName();
  const [first, setFirst] = useState(0);
  const [focus, setFocus] = useState<Cell>({ day: 1, column: 0 });
  const [anchor, setAnchor] = useState<Cell | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  const most = Math.max(...counts, 0);
  const windowOf = ({ from, to, all }: Span): ClockWindow =>
    brushed(
      { day: all === "days" ? 1 : from.day, hour: first + (all === "hours" ? 0 : from.column) },
      { day: all === "days" ? 7 : to.day, hour: first + (all === "hours" ? 23 : to.column) },
    );
  const held = useRef(windows);
  const brush = useBrush<Span>({
    begin: (press) => {
      held.current = windows;
      const at = cellAt(grid.current!, press);
      const { target } = press;
      if (!(target instanceof Element)) return null;
      const all = target.closest("thead") ? "days" : target.closest("th") ? "hours" : undefined;
      return { from: at, to: at, all };
    },
    move: (press, span) => ({ ...span, to: cellAt(grid.current!, press) }),
    tell: (span, isOver, { shiftKey, ctrlKey, metaKey }) => {
      const one = windowOf(span);
      const isMore = shiftKey || ctrlKey || metaKey;
      onWindows(
        isMore ? (isOver ? toggled(held.current, one) : [...held.current, one]) : [one],
        isOver,
      );
    },
    giveUp: onGiveUp,
  });
  const chosen = hoursOf(windows);
  const hourAt = (day: number, column: number) => ((day - 1) * 24 + first + column) % 168;
  const onKeyDown = (e: KeyboardEvent) => {
    const [days, columns] = ARROWS[e.key] ?? [0, 0];
    if (e.key in ARROWS) {
      e.preventDefault();
      const next = {
        day: Math.min(7, Math.max(1, focus.day + days)),
        // Past midnight one goes on at the other side.
        column: (focus.column + columns + 24) % 24,
      };
      const from = e.shiftKey ? (anchor ?? focus) : null;
      setAnchor(from);
      setFocus(next);
      if (from) onWindows([windowOf({ from, to: next })], false);
      grid.current?.querySelector<HTMLElement>(`[data-cell="${next.day}.${next.column}"]`)?.focus();
    } else if (e.key === "Enter" || e.key === " ") {
      e.preventDefault();
      const one = windowOf({ from: anchor ?? focus, to: focus });
      onWindows(e.key === " " ? toggled(windows, one) : [one], true);
      setAnchor(null);
    }
  };
  const onKeyUp = (e: KeyboardEvent) => {
    if (e.key !== "Shift" || !anchor) return;
    onWindows([windowOf({ from: anchor, to: focus })], true);
    setAnchor(null);
  };
  return (
    <div className="analyse-clock">
      <table
        role="grid"
        ref={grid}
        aria-label={t("clockTable")}
        aria-multiselectable="true"
        data-narrowed={windows.length > 0}
        onKeyDown={onKeyDown}
        onKeyUp={onKeyUp}
        {...brush}
      >
        <thead>
          <tr>
            <td />
            {COLUMNS.map((column) => (
              <th key={column} scope="col" aria-label={t("hour", { hour: (first + column) % 24 })}>
                {(first + column) % 6 === 0 ? (first + column) % 24 : ""}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ALL_DAYS.map((day) => (
            <tr key={day}>
              <th scope="row">{dayName(day)}</th>
              {COLUMNS.map((column) => {
                const at = hourAt(day, column);
                const count = counts[at] ?? 0;
                const said = t("clockCell", {
                  day: dayName(Math.floor(at / 24) + 1),
                  hour: at % 24,
                  count: number(Math.round(count * 10) / 10),
                });
                const style = { "--share": most > 0 ? count / most : 0 } as CSSProperties;
                return (
                  <td
                    key={column}
                    role="gridcell"
                    data-cell={`${day}.${column}`}
                    tabIndex={focus.day === day && focus.column === column ? 0 : -1}
                    aria-selected={chosen.has(at)}
                    aria-label={said}
                    title={said}
                    style={style}
                    onFocus={() => {
                      setFocus({ day, column });
                    }}
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="analyse-under">
        <label>
          <input
            type="checkbox"
            checked={first === 12}
            onChange={(e) => {
              setFirst(e.target.checked ? 12 : 0);
            }}
          />
          {t("noonFirst")}
        </label>
        {most > 0 && (
          <span className="analyse-scale">
            0<i aria-hidden="true" />
            {number(Math.round(most * 10) / 10)}
          </span>
        )}
      </p>
    </div>
  );
}

const ARROWS: Readonly<Record<string, readonly [days: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The cell under a pointer; columns are counted on beyond the edges, rows are not. */
function cellAt(grid: HTMLTableElement, { clientX, clientY }: Press): Cell {
  const [top, bottom] = ["1.0", "7.23"].map((name) =>
    grid.querySelector(`[data-cell="${name}"]`)!.getBoundingClientRect(),
  ) as [DOMRect, DOMRect];
  const [width, height] = [(bottom.right - top.left) / 24, (bottom.bottom - top.top) / 7];
  const row = Math.floor((clientY - top.top) / (height || 1)) + 1;
  const column = Math.floor((clientX - top.left) / (width || 1));
  return { day: Math.min(7, Math.max(1, row)), column: Math.min(46, Math.max(-23, column)) };
}
