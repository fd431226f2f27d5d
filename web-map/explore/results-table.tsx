import { Tabs } from "radix-ui";
import { useWords } from "../i18n/use-words.js";
import { DATA_LAYERS, type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { Icon } from "../ui/icon.js";
import { TableRows } from "./table-rows.js";
import type { Exploring } from "./use-explore.js";

interface ResultsTableProps extends Exploring {
  layer: LayerInfo;
}

/** The objects of the view as a grid of rows, one tab a layer. */
export function ResultsTable(props: ResultsTableProps) {
  const { layer, counts, setTable, select } = props;
  const { map, view } = useShell();
  const { t, label, number } = useWords();
  const { layers } = useSession();
  const tabs = layers
    .filter((l) => DATA_LAYERS.includes(l.name) && l.ownPlace)
    .sort((a, b) => DATA_LAYERS.indexOf(a.name) - DATA_LAYERS.indexOf(b.name));
  const countOf = (l: LayerInfo) => counts.of[listFieldOf(l.name)]?.totalCount;
  return (
    <Tabs.Root
      asChild
      value={layer.name}
      onValueChange={(name) => {
        setTable(listFieldOf(name as LayerInfo["name"]));
      }}
    >
      <section className="table-dock" aria-label={t("table")}>
        <div className="table-head">
          <Tabs.List className="tabs" aria-label={t("table")}>
            {tabs.map((l) => (
              <Tabs.Trigger key={l.name} value={l.name}>
                {label(l)}
                <b data-stale={counts.isStale}>
                  {countOf(l) === undefined ? "" : number(countOf(l)!)}
                </b>
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <button
            type="button"
            className="icon-button"
            onClick={() => {
              setTable(null);
            }}
            aria-label={t("tableClose")}
            title={`${t("tableClose")} (T)`}
          >
            <Icon name="down" />
          </button>
        </div>
        {/* Its rows are reached by Tab themselves. */}
        <Tabs.Content value={layer.name} className="table-panel" tabIndex={-1}>
          <TableRows
            key={layer.name}
            layer={layer}
            narrowing={props.narrowing}
            total={countOf(layer)}
            selectedId={view.selection?.id ?? null}
            onRow={(row) => {
              select(listFieldOf(layer.name), row.id);
              if (row.centroid) map?.fly(row.centroid, 15.5);
            }}
            onHover={(row) => {
              map?.setHovered(row?.centroid ?? null);
            }}
          />
        </Tabs.Content>
      </section>
    </Tabs.Root>
  );
}
