import type { AreaTools } from "../areas/use-area-tools.js";
import { useWords } from "../i18n/use-words.js";
import { useActions } from "../shell/shell-context.js";
import type { ExploreView } from "./explore-view.js";

interface Explored {
  isAnonymous: boolean;
  canReport: boolean;
  areas: AreaTools;
  own: ExploreView;
  setTable(table: string | null): void;
  setLayersOpen(change: (open: boolean) => boolean): void;
  report(): void;
}

/** What can be done in Explore, by key and from the command menu. */
export function useExploreActions(explored: Explored): void {
  const { isAnonymous, canReport, areas, own, setTable, setLayersOpen, report } = explored;
  const { t } = useWords();
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
      id: "area",
      title: t("helpArea"),
      icon: "polygon",
      key: "a",
      isOffered: !isAnonymous,
      run: () => {
        areas.begin({ kind: "figure", figure: "polygon", use: "area" });
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
  ]);
}
