import { DATA_LAYERS, type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { useSession } from "../session/session-context.js";
import { useShell } from "../shell/shell-context.js";
import { DataTable } from "../table/data-table.js";
import type { Exploring } from "./use-explore.js";

/** From where a row can be told from its neighbours on the map. */
const ROW_ZOOM = 15.5;

/** What is in the area and time as a table, below the map. */
export default function TableDock({ layer, ...explore }: Exploring & { layer: LayerInfo }) {
  const { counts, narrowing, filters, setFilters, order, setOrder, setTable, select } = explore;
  const { map, view } = useShell();
  const { layers } = useSession();
  const tabs = layers
    .filter((l) => DATA_LAYERS.includes(l.name) && l.ownPlace)
    .sort((a, b) => DATA_LAYERS.indexOf(a.name) - DATA_LAYERS.indexOf(b.name));
  return (
    <DataTable
      layer={layer}
      layers={tabs}
      onLayer={setTable}
      narrowing={narrowing}
      countOf={(l) => counts.of[listFieldOf(l.name)]?.totalCount}
      isCountStale={counts.isStale}
      filters={filters}
      onFilters={setFilters}
      order={order}
      onOrder={setOrder}
      openId={view.selection?.id ?? null}
      onOpen={(row, byKey) => {
        select(listFieldOf(layer.name), row.id);
        if (row.centroid) map?.fly(row.centroid, ROW_ZOOM);
        if (byKey) focusDetails();
      }}
      onHover={(row) => {
        map?.setHovered(row?.centroid ?? null);
      }}
      onClose={() => {
        setTable(null);
      }}
    />
  );
}

/** Whoever opened by a key reads on with keys; closing leads back to the row. */
function focusDetails(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(".right-dock .panel")?.focus();
  });
}
