import type { Narrowing } from "../layers/filter-of.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { useShell } from "../shell/shell-context.js";
import type { ColumnFilters } from "../table/column-filter.js";
import { DataTable } from "../table/data-table.js";
import type { Order } from "../table/order.js";
import { useChoose } from "./use-choose.js";

interface IncidentListProps {
  layer: LayerInfo;
  narrowing: Narrowing;
  total: number | undefined;
  filters: ColumnFilters;
  order: Order | null;
  onFilters(filters: ColumnFilters): void;
  onOrder(order: Order): void;
  onClose(): void;
}

/** Incidents as a table: its own filters narrow it further, and are not the question's. */
export default function IncidentList({ total, ...props }: IncidentListProps) {
  const { map, view } = useShell();
  const choose = useChoose();
  return (
    <DataTable
      {...props}
      layers={[props.layer]}
      onLayer={() => {}}
      countOf={() => total}
      isCountStale={false}
      openId={view.selection?.id ?? null}
      onOpen={(row) => {
        choose(row.id, row.centroid);
      }}
      onHover={(row) => {
        map?.setHovered(row?.centroid ?? null);
      }}
    />
  );
}
