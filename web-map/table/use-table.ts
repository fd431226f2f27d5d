import type { CSSProperties } from "react";
import { useMemo } from "react";
import { useWords } from "../i18n/use-words.js";
import { filterOf, type Narrowing } from "../layers/filter-of.js";
import { countsDocument } from "../layers/layer-documents.js";
import { type FieldInfo, type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import {
  type ColumnFilter,
  type ColumnFilters,
  filterInput,
  filterWay,
  knownFilters,
} from "./column-filter.js";
import { columnFields, shownColumns, unsortable, widthOf, within } from "./columns.js";
import type { Order } from "./order.js";
import { useColumns } from "./use-columns.js";
import { tickedCount, useRowSelection } from "./use-row-selection.js";
import { type Sorting, useRows } from "./use-rows.js";

export interface TableInput {
  layer: LayerInfo;
  narrowing: Narrowing;
  /** How many there are without the table's own filters, once it is counted. */
  all: number | undefined;
  filters: ColumnFilters;
  onFilters(filters: ColumnFilters): void;
  /** How rows stand; null: as they usually do. */
  order: Order | null;
  onOrder(order: Order): void;
}

/** While others write, what is counted is as old as this. */
const SELDOM_MS = 5000;
const MARK_WIDTH = 84;

/** A layer's rows with how they are filtered, sorted, ticked and shown. */
export function useTable(input: TableInput) {
  const { layer, narrowing, all, filters: asked, onFilters, order, onOrder } = input;
  const { number, language } = useWords();
  const { purpose, categories } = useSession();
  const { live } = useShell();
  const hasPurpose = purpose !== null;
  const columnsOf = useColumns(layer);
  const { choice } = columnsOf;
  const columns = useMemo(() => shownColumns(layer, choice), [layer, choice]);
  const filters = knownFilters(layer, asked, hasPurpose);
  const isFiltered = Object.keys(filters).length > 0;
  const filter = { ...filterOf(layer, narrowing), ...filterInput(filters) };
  const sorting = useMemo(
    () => sortingBy(layer, order, hasPurpose) ?? usualSorting(layer, hasPurpose),
    [layer, order, hasPurpose],
  );
  const sort = ({ field, descending }: Sorting) => {
    onOrder({ field: field.name, descending });
  };
  const read = useRows(layer, filter, sorting, live.news);
  const list = listFieldOf(layer.name);
  const counted = useAsked<Record<string, { totalCount: number }>, Record<string, unknown>>(
    countsDocument([layer]),
    isFiltered ? { [list]: filter } : null,
    { version: live.version, seldomMs: SELDOM_MS },
  );
  const total =
    read.state === "done" ? read.rows.length : isFiltered ? counted.data?.[list]?.totalCount : all;
  const ticking = useRowSelection(JSON.stringify([layer.name, filter]), read.rows);
  const words = useMemo(() => {
    const said: Record<string, string[]> = {};
    for (const { kind, nameZh, nameEn } of categories)
      (said[kind] ??= []).push(language === "zh" ? nameZh : nameEn || nameZh);
    return said;
  }, [categories, language]);
  const width = (field: FieldInfo) =>
    widthOf(field, choice, (field.of && words[field.of]) || undefined);
  const layout: CSSProperties = {
    gridTemplateColumns: [
      `${MARK_WIDTH}px`,
      ...columns.map((c, i) => (i === 0 ? `minmax(${width(c)}px, 1fr)` : `${width(c)}px`)),
    ].join(" "),
    minWidth: columns.reduce((sum, c) => sum + width(c), MARK_WIDTH),
  };
  const wayOf = (field: FieldInfo) => filterWay(layer, field, columnFields(layer));
  return {
    layer,
    columnsOf,
    columns,
    layout,
    widthOf: width,
    resize(field: FieldInfo, to: number) {
      columnsOf.change({ widths: { ...choice.widths, [field.name]: within(to) } });
    },
    filter,
    filters,
    isFiltered,
    wayOf,
    filterOf(field: FieldInfo): ColumnFilter | undefined {
      const way = wayOf(field);
      return way ? filters[way.key] : undefined;
    },
    setFilter(key: string, to: ColumnFilter | null) {
      const { [key]: _, ...rest } = filters;
      onFilters(to ? { ...rest, [key]: to } : rest);
    },
    clearFilters() {
      onFilters({});
    },
    hasPurpose,
    sorting,
    sort,
    /** By a click on the head: the usual way first, then the other. */
    sortBy(field: FieldInfo) {
      const isSorted = sorting?.field.name === field.name;
      sort({ field, descending: isSorted ? !sorting.descending : field.type === "instant" });
    },
    read,
    all,
    total,
    ticking,
    ticked: tickedCount(ticking.selection, total ?? read.rows.length),
    said: number,
  };
}

export type TableModel = ReturnType<typeof useTable>;

/** As the address says; null where it names no field that the viewer may sort by. */
function sortingBy(layer: LayerInfo, order: Order | null, hasPurpose: boolean): Sorting | null {
  const field = layer.fields.find((f) => f.name === order?.field);
  return order && field && !unsortable(field, hasPurpose)
    ? { field, descending: order.descending }
    : null;
}

/** What happens is looked at from its newest on. */
function usualSorting(layer: LayerInfo, hasPurpose: boolean): Sorting | null {
  if (!layer.timed) return null;
  const fields = layer.fields.filter((f) => f.type === "instant" && !unsortable(f, hasPurpose));
  const field = fields.find((f) => f.required) ?? fields[0];
  return field ? { field, descending: true } : null;
}
