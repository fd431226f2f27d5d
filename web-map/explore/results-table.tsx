import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import { isOrderable, readableFields } from "../layers/layer-documents.js";
import { DATA_LAYERS, type FieldInfo, type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import { Notice } from "../ui/notice.js";
import { FieldValue } from "./field-value.js";
import type { Narrowing } from "./filter-of.js";
import type { Counts } from "./use-counts.js";
import { type Row, type Sorting, useRows } from "./use-rows.js";

const ROW_HEIGHT = 36;
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

interface ResultsTableProps {
  layer: LayerInfo;
  narrowing: Narrowing;
  version: string;
  counts: Counts;
  selectedId: string | null;
  onLayer(name: string): void;
  onRow(row: Row): void;
  onHover(row: Row | null): void;
  onClose(): void;
}

/**
 * The objects of the view as a grid of rows: tabs of layers above, only what is scrolled to in the
 * page.
 */
export function ResultsTable(props: ResultsTableProps) {
  const { layer, counts, onLayer, onClose } = props;
  const { t, label, number } = useWords();
  const { layers } = useSession();
  const tabs = layers
    .filter((l) => DATA_LAYERS.includes(l.name) && l.name !== "TIES")
    .sort((a, b) => DATA_LAYERS.indexOf(a.name) - DATA_LAYERS.indexOf(b.name));
  return (
    <section className="table-dock" aria-label={t("table")}>
      <div className="tabs" role="tablist">
        {tabs.map((l) => (
          <button
            type="button"
            key={l.name}
            role="tab"
            aria-selected={l.name === layer.name}
            onClick={() => {
              onLayer(listFieldOf(l.name));
            }}
          >
            {label(l)}
            <b>
              {counts.of[listFieldOf(l.name)]
                ? number(counts.of[listFieldOf(l.name)]!.totalCount)
                : ""}
            </b>
          </button>
        ))}
        <button
          type="button"
          className="icon-button"
          onClick={onClose}
          aria-label={t("tableClose")}
          title={`${t("tableClose")} (T)`}
        >
          <Icon name="down" />
        </button>
      </div>
      <Rows key={layer.name} {...props} />
    </section>
  );
}

function Rows({ layer, narrowing, version, selectedId, onRow, onHover }: ResultsTableProps) {
  const { t, label } = useWords();
  const columns = useMemo(() => readableFields(layer).filter((f) => !f.multiline), [layer]);
  const initial = layer.timed ? columns.find((f) => f.type === "instant") : undefined;
  const [sorting, setSorting] = useState<Sorting | null>(
    initial ? { field: initial, descending: true } : null,
  );
  const { rows, state, fault, loadMore, retry } = useRows(layer, narrowing, sorting, version);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `loadMore` is new with each `state`
  useEffect(() => {
    if (last >= rows.length - 40) loadMore();
  }, [last, rows.length, state]);
  const template = columns
    .map((c) => `minmax(${WIDTHS[c.type] ?? 120}px, ${c.type === "text" ? 2 : 1}fr)`)
    .join(" ");
  const minWidth = columns.reduce((sum, c) => sum + (WIDTHS[c.type] ?? 120), 0);
  const sort = (field: FieldInfo) => {
    setSorting((old) =>
      old?.field.name !== field.name
        ? { field, descending: field.type === "instant" }
        : { field, descending: !old.descending },
    );
  };
  const onKeyDown = (e: KeyboardEvent<HTMLDivElement>, index: number, row: Row) => {
    if (e.key === "Enter" || e.key === " ") {
      e.preventDefault();
      onRow(row);
    }
    const next = e.key === "ArrowDown" ? index + 1 : e.key === "ArrowUp" ? index - 1 : -1;
    if (next < 0 || next >= rows.length) return;
    e.preventDefault();
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
    });
  };
  if (fault) return <FaultNotice fault={fault} retry={retry} />;
  if (state === "done" && rows.length === 0)
    return (
      <Notice
        icon="table"
        title={t("tableEmpty", { name: label(layer) })}
        text={t("tableEmptyHint")}
      />
    );
  return (
    <div
      className="rows"
      ref={scroller}
      role="grid"
      aria-label={label(layer)}
      aria-rowcount={state === "done" ? rows.length + 1 : -1}
      aria-busy={state === "loading"}
    >
      <div className="row head" role="row" style={{ gridTemplateColumns: template, minWidth }}>
        {columns.map((c) => {
          const sorted =
            sorting?.field.name === c.name
              ? sorting.descending
                ? "descending"
                : "ascending"
              : undefined;
          return (
            <div key={c.name} role="columnheader" aria-sort={sorted ?? "none"}>
              {isOrderable(c) ? (
                <button
                  type="button"
                  onClick={() => {
                    sort(c);
                  }}
                  title={t("tableSort", { name: label(c) })}
                >
                  {label(c)}
                  {sorted && <Icon name={sorted === "ascending" ? "up" : "down"} size={12} />}
                </button>
              ) : (
                <span>{label(c)}</span>
              )}
            </div>
          );
        })}
      </div>
      {state === "loading" && (
        <div className="skeleton" role="status" aria-label={t("tableLoading")}>
          {Array.from({ length: 8 }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: eight bars that are all the same
            <i key={i} />
          ))}
        </div>
      )}
      <div style={{ height: virtual.getTotalSize(), minWidth, position: "relative" }}>
        {items.map((item) => {
          const row = rows[item.index]!;
          return (
            <div
              key={row.id}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={row.id === selectedId}
              tabIndex={0}
              className="row"
              style={{ gridTemplateColumns: template, transform: `translateY(${item.start}px)` }}
              onClick={() => {
                onRow(row);
              }}
              onKeyDown={(e) => {
                onKeyDown(e, item.index, row);
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
              {columns.map((c) => (
                <div
                  key={c.name}
                  role="gridcell"
                  className={c.type === "integer" || c.type === "number" ? "number" : ""}
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
