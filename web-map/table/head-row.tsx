import { Popover } from "radix-ui";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { useWords } from "../i18n/use-words.js";
import type { FieldInfo } from "../layers/layer-names.js";
import { Icon } from "../ui/icon.js";
import { ColumnMenu } from "./column-menu.js";
import { moved, unsortable } from "./columns.js";
import type { TableModel } from "./use-table.js";
import { useTableWords } from "./words.js";

const STEP = 16;

interface HeadRowProps {
  table: TableModel;
  /** The one of its buttons that Tab reaches; -1: none, a row is. */
  stop: number;
  onStop(at: number): void;
  /** Down from the head to the rows. */
  onLeave(): void;
}

/** Heads of the columns: each sorts, and has a menu with all else that a column can. */
export function HeadRow({ table, stop, onStop, onLeave }: HeadRowProps) {
  const t = useTableWords();
  const { columns, total, ticking } = table;
  const { selection } = ticking;
  const isAll = selection.of === "all" && selection.except.size === 0;
  const go = (from: HTMLElement, by: number) => {
    const stops = [...from.closest(".head")!.querySelectorAll<HTMLElement>("[data-stop]")];
    const at = Math.max(0, Math.min(stops.length - 1, stops.indexOf(from) + by));
    stops[at]?.focus();
    onStop(at);
  };
  const onKeyDown = (e: KeyboardEvent<HTMLDivElement>) => {
    const from = (e.target as HTMLElement).closest<HTMLElement>("[data-stop]");
    if (!from || e.altKey) return;
    if (e.key === "ArrowDown") {
      e.preventDefault();
      onLeave();
    } else if ((e.key === "ArrowRight" || e.key === "ArrowLeft") && !e.shiftKey) {
      e.preventDefault();
      go(from, e.key === "ArrowRight" ? 1 : -1);
    }
  };
  return (
    <div
      className="row head"
      role="row"
      aria-rowindex={1}
      style={table.layout}
      onKeyDown={onKeyDown}
    >
      <div role="columnheader" className="row-mark">
        <input
          type="checkbox"
          data-stop=""
          tabIndex={stop === 0 ? 0 : -1}
          aria-label={t("tickAll", { count: table.said(total ?? table.read.rows.length) })}
          title={t("tickAll", { count: table.said(total ?? table.read.rows.length) })}
          checked={isAll}
          ref={(box) => {
            if (box) box.indeterminate = !isAll && table.ticked > 0;
          }}
          onChange={(e) => {
            ticking.all(e.target.checked);
          }}
        />
      </div>
      {columns.map((field, at) => (
        <ColumnHead key={field.name} table={table} field={field} at={at} stop={stop} />
      ))}
    </div>
  );
}

interface ColumnHeadProps {
  table: TableModel;
  field: FieldInfo;
  at: number;
  stop: number;
}

function ColumnHead({ table, field, at, stop }: ColumnHeadProps) {
  const t = useTableWords();
  const { label } = useWords();
  const [open, setOpen] = useState(false);
  const { sorting, columnsOf, hasPurpose } = table;
  const isSorted = sorting?.field.name === field.name;
  const sorted = isSorted ? (sorting.descending ? "descending" : "ascending") : "none";
  const why = unsortable(field, hasPurpose);
  const isFiltered = table.filterOf(field) !== undefined;
  const { shown } = columnsOf.choice;
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.altKey && e.key === "ArrowDown") {
      e.preventDefault();
      setOpen(true);
    } else if (e.shiftKey && (e.key === "ArrowLeft" || e.key === "ArrowRight")) {
      e.preventDefault();
      table.resize(field, table.widthOf(field) + (e.key === "ArrowRight" ? STEP : -STEP));
    }
  };
  return (
    <div
      role="columnheader"
      aria-sort={sorted}
      data-filtered={isFiltered}
      draggable
      onDragStart={(e) => {
        e.dataTransfer.setData("text/x-column", field.name);
        e.dataTransfer.effectAllowed = "move";
      }}
      onDragOver={(e) => {
        if (e.dataTransfer.types.includes("text/x-column")) e.preventDefault();
      }}
      onDrop={(e) => {
        e.preventDefault();
        const name = e.dataTransfer.getData("text/x-column");
        if (shown.includes(name)) columnsOf.change({ shown: moved(shown, name, at) });
      }}
    >
      <button
        type="button"
        className="head-label"
        data-stop=""
        tabIndex={stop === 1 + 2 * at ? 0 : -1}
        aria-disabled={why !== null}
        aria-keyshortcuts="Alt+ArrowDown Shift+ArrowLeft Shift+ArrowRight"
        title={`${label(field)}\n${why ? t(why) : t("headHelp")}`}
        onKeyDown={onKeyDown}
        onClick={() => {
          if (!why) table.sortBy(field);
        }}
      >
        <span>{label(field)}</span>
        {isSorted && <Icon name={sorted === "ascending" ? "up" : "down"} size={12} />}
      </button>
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger
          className="head-menu"
          data-stop=""
          tabIndex={stop === 2 + 2 * at ? 0 : -1}
          aria-label={t("columnMenu", { name: label(field) })}
          title={t("columnMenu", { name: label(field) })}
        >
          <Icon name={isFiltered ? "filter" : "more"} size={14} />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content className="popover column-menu" align="start" sideOffset={6}>
            <ColumnMenu
              table={table}
              field={field}
              onDone={() => {
                setOpen(false);
              }}
            />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <ResizeHandle table={table} field={field} />
    </div>
  );
}

/** By the pointer; by the keyboard the head itself is made wider. */
function ResizeHandle({ table, field }: { table: TableModel; field: FieldInfo }) {
  const onPointerDown = (e: PointerEvent<HTMLDivElement>) => {
    e.preventDefault();
    const handle = e.currentTarget;
    const [x, width] = [e.clientX, table.widthOf(field)];
    handle.setPointerCapture(e.pointerId);
    const onMove = (move: globalThis.PointerEvent) => {
      table.resize(field, width + move.clientX - x);
    };
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener(
      "lostpointercapture",
      () => {
        handle.removeEventListener("pointermove", onMove);
      },
      { once: true },
    );
  };
  return <div className="head-resize" aria-hidden="true" onPointerDown={onPointerDown} />;
}
