import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { FieldValue } from "../details/field-value.js";
import { useWords } from "../i18n/use-words.js";
import { isOrderable, readableFields } from "../layers/layer-documents.js";
import type { FieldInfo, LayerInfo } from "../layers/layer-names.js";
import { useShell } from "../shell/shell-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import { Notice } from "../ui/notice.js";
import { StaleNote } from "../ui/stale-note.js";
import type { Narrowing } from "./filter-of.js";
import { type Row, type Rows, type Sorting, useRows } from "./use-rows.js";

const ROW_HEIGHT = 36;
/** Rows that Page Up and Page Down pass. */
const PAGE_ROWS = 8;
const WIDTHS: Record<string, number> = {
  text: 150,
  code: 130,
  instant: 150,
  date: 104,
  integer: 72,
  number: 88,
  boolean: 84,
  reference: 130,
};
/** What a row is called stands first and has room to be read. */
const NAMES: readonly string[] = ["title", "name"];
const NAME_WIDTH = 240;
/** A number to quote is of no use with its end cut off. */
/** A number that says how much; the steps of a scale are read as words. */
const isMeasured = ({ type, scale }: FieldInfo): boolean =>
  (type === "integer" || type === "number") && scale.length === 0;

const CODES: readonly string[] = ["number", "code"];
const CODE_WIDTH = 190;
const SCALE_WIDTH = 130;

const isName = (f: FieldInfo) => NAMES.includes(f.name);
const widthOf = (f: FieldInfo): number => {
  if (isName(f)) return NAME_WIDTH;
  if (CODES.includes(f.name)) return CODE_WIDTH;
  return f.scale.length > 0 ? SCALE_WIDTH : (WIDTHS[f.type] ?? 120);
};

/** Columns of a layer's table: what a row is called, then its other short fields. */
function columnsOf(layer: LayerInfo): FieldInfo[] {
  const short = readableFields(layer).filter((f) => !f.multiline);
  return [...short.filter(isName), ...short.filter((f) => !isName(f))];
}

interface TableRowsProps {
  layer: LayerInfo;
  narrowing: Narrowing;
  /** How many there are in all, once it is counted. */
  total: number | undefined;
  selectedId: string | null;
  onRow(row: Row): void;
  onHover(row: Row | null): void;
}

/** The rows of one layer: only what is scrolled to is in the page. */
export function TableRows(props: TableRowsProps) {
  const { layer, narrowing, total } = props;
  const { live } = useShell();
  const { t, label, number } = useWords();
  const columns = useMemo(() => columnsOf(layer), [layer]);
  const initial = layer.timed ? columns.find((f) => f.type === "instant") : undefined;
  const [sorting, setSorting] = useState<Sorting | null>(
    initial ? { field: initial, descending: true } : null,
  );
  const read = useRows(layer, narrowing, sorting, live.news);
  const { rows, state, fault, retry } = read;
  if (fault && rows.length === 0) return <FaultNotice fault={fault} retry={retry} />;
  if (state === "done" && rows.length === 0)
    return (
      <Notice
        icon="table"
        title={t("tableEmpty", { name: label(layer) })}
        text={t("tableEmptyHint")}
      />
    );
  return (
    <>
      {(fault || read.isStale) && <StaleNote asOf={read.asOf} retry={retry} />}
      <Grid {...props} read={read} columns={columns} sorting={sorting} onSorting={setSorting} />
      <p className="table-foot muted small" role="status">
        {total === undefined
          ? t("tableLoaded", { count: number(rows.length) })
          : t("tableRows", { count: number(rows.length), total: number(total) })}
      </p>
    </>
  );
}

interface GridProps extends TableRowsProps {
  read: Rows;
  columns: FieldInfo[];
  sorting: Sorting | null;
  onSorting(sorting: Sorting): void;
}

function Grid({ layer, total, read, columns, sorting, onSorting, ...on }: GridProps) {
  const { t, label } = useWords();
  const { rows, state, loadMore } = read;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    // The row that Tab reaches is there wherever the list is scrolled to.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const [from, to] = [
        Math.max(0, startIndex - overscan),
        Math.min(count - 1, endIndex + overscan),
      ];
      const shown = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
      const tabbed = Math.min(active, count - 1);
      return tabbed >= 0 && (tabbed < from || tabbed > to)
        ? [...shown, tabbed].sort((a, b) => a - b)
        : shown;
    },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `loadMore` is new with each `state`
  useEffect(() => {
    if (last >= rows.length - 40) loadMore();
  }, [last, rows.length, state]);
  const template = columns
    .map((c) => `minmax(${widthOf(c)}px, ${c.type === "text" ? 2 : 1}fr)`)
    .join(" ");
  const minWidth = columns.reduce((sum, c) => sum + widthOf(c), 0);
  const go = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
    });
  };
  const onKeyDown = (e: KeyboardEvent<HTMLDivElement>, index: number, row: Row) => {
    const steps: Record<string, () => void> = {
      Enter: () => on.onRow(row),
      " ": () => on.onRow(row),
      ArrowDown: () => go(index + 1),
      ArrowUp: () => go(index - 1),
      PageDown: () => go(index + PAGE_ROWS),
      PageUp: () => go(index - PAGE_ROWS),
      Home: () => go(0),
      End: () => go(rows.length - 1),
    };
    const step = steps[e.key];
    if (!step) return;
    e.preventDefault();
    step();
  };
  return (
    <div
      className="rows"
      ref={scroller}
      role="grid"
      aria-label={label(layer)}
      aria-rowcount={total === undefined ? -1 : total + 1}
      aria-busy={state === "loading"}
      data-stale={read.isStale}
    >
      <div className="row head" role="row" style={{ gridTemplateColumns: template, minWidth }}>
        {columns.map((c) => (
          <ColumnHead key={c.name} field={c} sorting={sorting} onSorting={onSorting} />
        ))}
      </div>
      {state === "loading" && (
        <div className="skeleton" role="status" aria-label={t("loading")}>
          {Array.from({ length: 8 }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: eight bars that are all the same
            <i key={i} />
          ))}
        </div>
      )}
      <div
        role="rowgroup"
        style={{ height: virtual.getTotalSize(), minWidth, position: "relative" }}
      >
        {items.map((item) => {
          const row = rows[item.index]!;
          return (
            <div
              key={row.id}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={row.id === on.selectedId}
              tabIndex={item.index === Math.min(active, rows.length - 1) ? 0 : -1}
              className="row"
              style={{ gridTemplateColumns: template, transform: `translateY(${item.start}px)` }}
              onClick={() => {
                setActive(item.index);
                on.onRow(row);
              }}
              onKeyDown={(e) => {
                onKeyDown(e, item.index, row);
              }}
              onPointerEnter={() => {
                on.onHover(row);
              }}
              onPointerLeave={() => {
                on.onHover(null);
              }}
              onFocus={() => {
                on.onHover(row);
              }}
            >
              {columns.map((c) => (
                <div key={c.name} role="gridcell" className={isMeasured(c) ? "number" : ""}>
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

interface ColumnHeadProps {
  field: FieldInfo;
  sorting: Sorting | null;
  onSorting(sorting: Sorting): void;
}

function ColumnHead({ field, sorting, onSorting }: ColumnHeadProps) {
  const { t, label } = useWords();
  const isSorted = sorting?.field.name === field.name;
  const sorted = isSorted ? (sorting.descending ? "descending" : "ascending") : "none";
  return (
    <div role="columnheader" aria-sort={sorted}>
      {isOrderable(field) ? (
        <button
          type="button"
          onClick={() => {
            onSorting({
              field,
              descending: isSorted ? !sorting.descending : field.type === "instant",
            });
          }}
          title={t("tableSort", { name: label(field) })}
        >
          {label(field)}
          {isSorted && <Icon name={sorted === "ascending" ? "up" : "down"} size={12} />}
        </button>
      ) : (
        <span>{label(field)}</span>
      )}
    </div>
  );
}
