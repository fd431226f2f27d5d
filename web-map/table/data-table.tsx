import { Tabs } from "radix-ui";
import { useWords } from "../i18n/use-words.js";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { FaultNotice } from "../ui/fault-notice.js";
import { Icon } from "../ui/icon.js";
import { Notice } from "../ui/notice.js";
import { StaleNote } from "../ui/stale-note.js";
import { FilterChips } from "./filter-chips.js";
import { Grid, type RowHandlers } from "./grid.js";
import { TableTools } from "./table-tools.js";
import { type TableInput, type TableModel, useTable } from "./use-table.js";
import { useTableWords } from "./words.js";

interface DataTableProps extends Omit<TableInput, "all">, RowHandlers {
  /** The layers to choose from, in the order of their tabs. */
  layers: readonly LayerInfo[];
  onLayer(list: string): void;
  /** How many there are of a layer, where it is known. */
  countOf(layer: LayerInfo): number | undefined;
  isCountStale: boolean;
  onClose(): void;
}

/** The objects of some layers as a table, one tab a layer. */
export function DataTable(props: DataTableProps) {
  const { layer, layers, countOf, onLayer, onClose } = props;
  const t = useTableWords();
  const { label, number } = useWords();
  return (
    <Tabs.Root
      asChild
      value={layer.name}
      onValueChange={(name) => {
        onLayer(listFieldOf(name as LayerInfo["name"]));
      }}
    >
      <section className="table-dock" aria-label={t("table")}>
        <div className="table-head">
          <Tabs.List className="tabs" aria-label={t("table")}>
            {layers.map((l) => (
              <Tabs.Trigger key={l.name} value={l.name}>
                {label(l)}
                <b data-stale={props.isCountStale}>
                  {countOf(l) === undefined ? "" : number(countOf(l)!)}
                </b>
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <button
            type="button"
            className="icon-button"
            onClick={onClose}
            aria-label={t("close")}
            title={`${t("close")} (T)`}
          >
            <Icon name="down" />
          </button>
        </div>
        {/* Its rows are reached by Tab themselves. */}
        <Tabs.Content value={layer.name} className="table-panel" tabIndex={-1}>
          <LayerTable key={layer.name} {...props} all={countOf(layer)} />
        </Tabs.Content>
      </section>
    </Tabs.Root>
  );
}

function LayerTable({ openId, onOpen, onHover, ...input }: TableInput & RowHandlers) {
  const table = useTable(input);
  const { read } = table;
  return (
    <>
      <div className="table-bar">
        <FilterChips table={table} />
        <TableTools table={table} />
      </div>
      {read.rows.length > 0 && (read.fault || read.isStale) && (
        <StaleNote asOf={read.asOf} retry={read.retry} />
      )}
      <Body table={table} openId={openId} onOpen={onOpen} onHover={onHover} />
      <Footer table={table} />
    </>
  );
}

function Body({ table, ...on }: { table: TableModel } & RowHandlers) {
  const t = useTableWords();
  const { label } = useWords();
  const { read, layer, isFiltered } = table;
  if (read.fault && read.rows.length === 0)
    return <FaultNotice fault={read.fault} retry={read.retry} />;
  if (read.state !== "done" || read.rows.length > 0) return <Grid table={table} {...on} />;
  const name = label(layer);
  if (!isFiltered)
    return <Notice icon="table" title={t("empty", { name })} text={t("emptyHint")} />;
  return (
    <Notice icon="table" title={t("emptyFiltered", { name })}>
      <button
        type="button"
        className="button"
        onClick={() => {
          table.clearFilters();
        }}
      >
        {t("clearAll")}
      </button>
    </Notice>
  );
}

function Footer({ table }: { table: TableModel }) {
  const t = useTableWords();
  const { read, total, all, isFiltered, ticked, ticking, said } = table;
  const count = said(read.rows.length);
  const words =
    total === undefined
      ? t("loaded", { count })
      : isFiltered && all !== undefined
        ? t("filteredRows", { count, total: said(total), all: said(all) })
        : t("rows", { count, total: said(total) });
  return (
    <p className="table-foot muted small" role="status">
      <span>{words}</span>
      {ticked > 0 && (
        <>
          <b>{t("ticked", { count: said(ticked) })}</b>
          <button
            type="button"
            className="link"
            onClick={() => {
              ticking.all(false);
            }}
          >
            {t("clearTicked")}
          </button>
        </>
      )}
    </p>
  );
}
