import { useAreaActions } from "../areas/use-area-actions.js";
import type { AreaTools } from "../areas/use-area-tools.js";
import { useWords } from "../i18n/use-words.js";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { useActions } from "../shell/shell-context.js";
import type { ExploreView } from "./explore-view.js";
import { useAddable } from "./use-addable.js";

interface Explored {
  isAnonymous: boolean;
  canReport: boolean;
  areas: AreaTools;
  own: ExploreView;
  setTable(table: string | null): void;
  setLayersOpen(change: (open: boolean) => boolean): void;
  report(): void;
  add(layer: LayerInfo): void;
}

/** What can be done in Explore, by key and from the command menu. */
export function useExploreActions(explored: Explored): void {
  const { isAnonymous, canReport, areas, own, setTable, setLayersOpen, report, add } = explored;
  const { t, one } = useWords();
  const addable = useAddable();
  const areaActions = useAreaActions(areas, !isAnonymous);
  useActions([
    {
      id: "report",
      title: t("helpReport"),
      icon: "report",
      key: "r",
      isOffered: canReport,
      run: report,
    },
    {
      id: "layers",
      title: t("helpLayers"),
      icon: "layers",
      key: "l",
      run: () => {
        setLayersOpen((open) => !open);
      },
    },
    {
      id: "table",
      title: t("helpTable"),
      icon: "table",
      key: "t",
      isOffered: !isAnonymous,
      run: () => {
        setTable(own.table ? null : "incidents");
      },
    },
    ...addable.map((layer) => ({
      id: `add-${listFieldOf(layer.name)}`,
      title: t("addTo", { layer: one(layer) }),
      icon: "plus" as const,
      run: () => {
        add(layer);
      },
    })),
    ...areaActions,
  ]);
}
