import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { FieldValue } from "../details/field-value.js";
import { useWords } from "../i18n/use-words.js";
import { isMeasured } from "./columns.js";
import { HeadRow } from "./head-row.js";
import { useIsNarrow } from "./use-is-narrow.js";
import { isTicked } from "./use-row-selection.js";
import type { Row } from "./use-rows.js";
import type { TableModel } from "./use-table.js";
import { useTableWords } from "./words.js";

const ROW_HEIGHT = 36;
/** Title and two facts, one below the other. */
const CARD_HEIGHT = 60;
const CARD_FACTS = 3;
/** Rows that Page Up and Page Down pass. */
const PAGE_ROWS = 8;
/** The next page is asked for while so many rows are still to be scrolled through. */
const AHEAD = 120;

export interface RowHandlers {
  /** The thing whose details are open; its row is marked. */
  openId: string | null;
  onOpen(row: Row, byKey: boolean): void;
  onHover(row: Row | null): void;
}

/** Rows of a table: only what is scrolled to is in the page, and Tab stops at one of them. */
export function Grid({ table, openId, onOpen, onHover }: { table: TableModel } & RowHandlers) {
  const t = useTableWords();
  const { t: say, label } = useWords();
  const { layer, read, ticking, total } = table;
  const { rows, state, loadMore } = read;
  const isNarrow = useIsNarrow();
  const height = isNarrow ? CARD_HEIGHT : ROW_HEIGHT;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [headStop, setHeadStop] = useState(-1);
  const tabbed = Math.min(active, rows.length - 1);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) =>
      withTabbed(
        Math.max(0, startIndex - overscan),
        Math.min(count - 1, endIndex + overscan),
        tabbed,
      ),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height are laid out anew
  useEffect(() => {
    virtual.measure();
  }, [height]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `loadMore` is new with each `state`
  useEffect(() => {
    if (last >= rows.length - AHEAD) loadMore();
  }, [last, rows.length, state]);
  const go = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    setHeadStop(-1);
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
    });
    return next;
  };
  useFocusOnClose(openId, rows[tabbed]?.id, () => {
    go(active);
  });
  const toHead = () => {
    setHeadStop(1);
    scroller.current?.querySelectorAll<HTMLElement>(".head [data-stop]")[1]?.focus();
  };
  const onKeyDown = (e: KeyboardEvent<HTMLDivElement>, index: number, row: Row) => {
    const move = (to: number) => () => {
      const at = go(to);
      if (!e.shiftKey) return;
      if (!isTicked(ticking.selection, row.id)) ticking.tick(index, true, false);
      ticking.tick(at, true, true);
    };
    const steps: Record<string, () => void> = {
      Enter: () => onOpen(row, true),
      " ": () => ticking.tick(index, !isTicked(ticking.selection, row.id), e.shiftKey),
      ArrowDown: move(index + 1),
      ArrowUp: index === 0 && !e.shiftKey ? toHead : move(index - 1),
      PageDown: move(index + PAGE_ROWS),
      PageUp: move(index - PAGE_ROWS),
      Home: move(0),
      End: move(rows.length - 1),
      ...((e.ctrlKey || e.metaKey) && { a: () => ticking.all(true) }),
    };
    const step = steps[e.key];
    if (!step) return;
    e.preventDefault();
    e.stopPropagation();
    step();
  };
  const columns = isNarrow ? table.columns.slice(0, CARD_FACTS) : table.columns;
  return (
    <div
      className="rows"
      data-narrow={isNarrow}
      ref={scroller}
      role="grid"
      aria-label={label(layer)}
      aria-description={t("gridHelp")}
      aria-multiselectable="true"
      aria-rowcount={total === undefined ? -1 : total + 1}
      aria-colcount={table.columns.length + 1}
      aria-busy={state === "loading"}
      data-stale={read.isStale}
    >
      <HeadRow
        table={table}
        stop={headStop}
        onStop={setHeadStop}
        onLeave={() => {
          go(active);
        }}
      />
      {state === "loading" && (
        <div className="skeleton" role="status" aria-label={say("loading")}>
          {Array.from({ length: 8 }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: eight bars that are all the same
            <i key={i} />
          ))}
        </div>
      )}
      <div
        role="rowgroup"
        className="row-space"
        style={{
          height: virtual.getTotalSize(),
          ...(isNarrow ? {} : { minWidth: table.layout.minWidth }),
        }}
      >
        {items.map((item) => {
          const row = rows[item.index]!;
          const isOn = isTicked(ticking.selection, row.id);
          return (
            <div
              key={row.id}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={isOn}
              aria-current={row.id === openId}
              tabIndex={headStop < 0 && item.index === tabbed ? 0 : -1}
              className="row"
              style={{
                height,
                ...(isNarrow ? {} : { gridTemplateColumns: table.layout.gridTemplateColumns }),
                transform: `translateY(${item.start}px)`,
              }}
              onClick={() => {
                setActive(item.index);
                setHeadStop(-1);
                onOpen(row, false);
              }}
              onKeyDown={(e) => {
                if (e.target === e.currentTarget) onKeyDown(e, item.index, row);
              }}
              onPointerEnter={() => {
                onHover(row);
              }}
              onPointerLeave={() => {
                onHover(null);
              }}
              onFocus={() => {
                onHover(row);
              }}
            >
              <div role="gridcell" className="row-mark">
                <Mark table={table} at={item.index} isOn={isOn} />
              </div>
              {columns.map((c) => (
                <div
                  key={c.name}
                  role="gridcell"
                  className={isMeasured(c) ? "number" : ""}
                  onPointerEnter={titleWhenCut}
                >
                  <FieldValue field={c} row={row} />
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The row that Tab reaches is there wherever the list is scrolled to. */
function withTabbed(from: number, to: number, tabbed: number): number[] {
  const shown = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  if (tabbed < 0 || (tabbed >= from && tabbed <= to)) return shown;
  return tabbed < from ? [tabbed, ...shown] : [...shown, tabbed];
}

/** A text that does not fit is told whole to who points at it; the row in focus shows it whole. */
function titleWhenCut({ currentTarget: cell }: { currentTarget: HTMLElement }): void {
  cell.title = cell.scrollWidth > cell.clientWidth ? (cell.textContent ?? "") : "";
}

interface MarkProps {
  table: TableModel;
  at: number;
  isOn: boolean;
}

/** The row's number, and whether it is ticked: with Shift all from the last one ticked to here. */
function Mark({ table, at, isOn }: MarkProps) {
  const t = useTableWords();
  const shift = useRef(false);
  return (
    <label>
      <input
        type="checkbox"
        tabIndex={-1}
        checked={isOn}
        aria-label={t("tickRow", { at: at + 1 })}
        onClick={(e) => {
          e.stopPropagation();
          shift.current = e.shiftKey;
        }}
        onChange={(e) => {
          table.ticking.tick(at, e.target.checked, shift.current);
        }}
      />
      <span aria-hidden="true">{at + 1}</span>
    </label>
  );
}

/** Whoever closes the details of the row at hand is at it again. */
function useFocusOnClose(openId: string | null, atHand: string | undefined, back: () => void) {
  const before = useRef(openId);
  useEffect(() => {
    const was = before.current;
    before.current = openId;
    // Focus that was in what closed has fallen to the body.
    const isLost = document.activeElement === document.body;
    if (openId === null && was !== null && was === atHand && isLost) back();
  });
}
