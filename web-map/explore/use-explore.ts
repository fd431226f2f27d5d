import { useCallback, useMemo, useState } from "react";
import { useAreaTools } from "../areas/use-area-tools.js";
import { useObject } from "../details/use-object.js";
import { useWords } from "../i18n/use-words.js";
import type { Narrowing } from "../layers/filter-of.js";
import { titleOf } from "../layers/layer-documents.js";
import { DATA_LAYERS, type LayerInfo } from "../layers/layer-names.js";
import { layerNamed, useSession } from "../session/session-context.js";
import { useNamedPage } from "../shell/page-title.js";
import { useEscape, useOwn, useShell } from "../shell/shell-context.js";
import type { Area } from "../state/area.js";
import type { ColumnFilters } from "../table/column-filter.js";
import type { Order } from "../table/order.js";
import { EXPLORE_VIEW } from "./explore-view.js";
import { useChosenOnMap } from "./use-chosen-on-map.js";
import { useCounts } from "./use-counts.js";
import { useExploreActions } from "./use-explore-actions.js";
import { useSide } from "./use-side.js";
import { useViewCounts } from "./use-view-counts.js";

/** What Explore knows and does, for its parts to show. */
export function useExplore() {
  const { label } = useWords();
  const session = useSession();
  const { county, purpose } = session;
  const isAnonymous = session.viewer.kind === "anonymous";
  const { view, update, map, live, period } = useShell();
  const [own, change] = useOwn("explore", EXPLORE_VIEW);
  const [layersOpen, setLayersOpen] = useState(true);
  const state = useSide(change);
  const { side } = state;
  const narrowing = useMemo<Narrowing>(
    () => ({ area: view.area, period, categories: view.categories, county: county.id }),
    [view.area, period, view.categories, county.id],
  );
  const counts = useCounts(narrowing, live.version);
  const inView = useViewCounts(map, view, narrowing, live.version, counts);
  const selectedLayer = view.selection ? layerNamed(session, view.selection.layer) : undefined;
  const one = useObject(selectedLayer, view.selection?.id ?? null, purpose ?? "", live.news);
  const chosen = one.object?.geometry ?? null;
  useChosenOnMap(chosen, side.kind === "form" ? null : chosen);
  const onArea = useCallback(
    (area: Area | null) => {
      if (area) change({ table: own.table ?? "incidents" }, { area, selection: null });
      else update({ area });
    },
    [change, update, own.table],
  );
  const areas = useAreaTools(onArea);
  const canReport = layerNamed(session, "incidents")?.canCreate ?? false;
  const firstTable = DATA_LAYERS.flatMap((n) => layerNamed(session, n) ?? [])[0];
  const tableLayer =
    own.table && !isAnonymous ? (layerNamed(session, own.table) ?? firstTable) : undefined;
  const setTable = (table: string | null) => {
    change(table === own.table ? { table } : { table, where: {}, order: null });
  };
  const openTable = (table: string, area: Area) => {
    change({ table, where: {}, order: null }, { area });
  };
  const report = () => {
    if (!canReport) return;
    if (areas.tool) areas.cancel();
    update({ selection: null });
    state.show({ kind: "report" });
  };
  const add = (layer: LayerInfo) => {
    if (areas.tool) areas.cancel();
    update({ selection: null });
    state.show({ kind: "form", layer, object: null });
  };
  useExploreActions({ isAnonymous, canReport, areas, own, setTable, setLayersOpen, report, add });
  useEscape(() => {
    if (areas.tool) areas.cancel();
    else if (side.kind !== "none") state.close();
    else if (view.selection) update({ selection: null });
    else if (own.table) setTable(null);
  });
  useNamedPage(selectedLayer ? titleOf(one.object, label(selectedLayer)) : null);
  return {
    ...state,
    isAnonymous,
    narrowing,
    counts,
    inView,
    one,
    areas,
    layersOpen,
    setLayersOpen,
    canReport,
    report,
    add,
    tableLayer,
    setTable,
    openTable,
    filters: own.where,
    order: own.order,
    setOrder: (order: Order) => {
      change({ order });
    },
    setFilters: (where: ColumnFilters) => {
      change({ where });
    },
    hasRight: side.kind === "none" ? view.selection !== null : side.kind !== "layers",
  };
}

export type Exploring = ReturnType<typeof useExplore>;
