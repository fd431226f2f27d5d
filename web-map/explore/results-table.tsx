import { Tabs } from "radix-ui";
import { useWords } from "../i18n/use-words.js";
import { DATA_LAYERS, type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { Icon } from "../ui/icon.js";
import type { Narrowing } from "./filter-of.js";
import { TableRows } from "./table-rows.js";
import type { Counts } from "./use-counts.js";
import type { Row } from "./use-rows.js";

interface ResultsTableProps {
  layer: LayerInfo;
  narrowing: Narrowing;
  version: string;
  counts: Counts;
  /** The link is down: what is shown may be out of date. */
  isStale: boolean;
  selectedId: string | null;
  onLayer(name: string): void;
  onRow(row: Row): void;
  onHover(row: Row | null): void;
  onClose(): void;
}

/** The objects of the view as a grid of rows, one tab a layer. */
export function ResultsTable(props: ResultsTableProps) {
  const { layer, counts, onLayer, onClose } = props;
  const { t, label, number } = useWords();
  const { layers } = useSession();
  const tabs = layers
    .filter((l) => DATA_LAYERS.includes(l.name) && l.name !== "TIES")
    .sort((a, b) => DATA_LAYERS.indexOf(a.name) - DATA_LAYERS.indexOf(b.name));
  const countOf = (l: LayerInfo) => counts.of[listFieldOf(l.name)]?.totalCount;
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
            {tabs.map((l) => (
              <Tabs.Trigger key={l.name} value={l.name}>
                {label(l)}
                <b data-stale={props.isStale || counts.fault !== null}>
                  {countOf(l) === undefined ? "" : number(countOf(l)!)}
                </b>
              </Tabs.Trigger>
            ))}
          </Tabs.List>
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
        {/* Its rows are reached by Tab themselves. */}
        <Tabs.Content value={layer.name} className="table-panel" tabIndex={-1}>
          <TableRows key={layer.name} {...props} total={countOf(layer)} />
        </Tabs.Content>
      </section>
    </Tabs.Root>
  );
}
