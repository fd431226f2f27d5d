import type { Action } from "../shell/actions.js";
import { useShell } from "../shell/shell-context.js";
import { DRAWN, type DrawnWays, MEASURED } from "./area-ways.js";
import type { AreaTools } from "./use-area-tools.js";
import { useAsArea } from "./use-as-area.js";
import { useAreaWords } from "./words.js";

/** What can be done about an area and measured, as the command menu finds it and keys run it. */
export function useAreaActions(tools: AreaTools, isOffered: boolean): Action[] {
  const t = useAreaWords();
  const { map, view } = useShell();
  const asArea = useAsArea();
  const { selection } = view;
  const of = (what: "draw" | "measure", ways: DrawnWays): Action[] =>
    ways.map(({ word, icon, tool, key }) => ({
      id: `area-${word}`,
      title: t("by", { what: t(what), way: t(word) }),
      icon,
      isOffered,
      ...(key ? { key } : {}),
      run: () => {
        tools.begin(tool);
      },
    }));
  return [
    ...of("draw", DRAWN),
    {
      id: "area-view",
      title: t("by", { what: t("area"), way: t("view") }),
      icon: "target",
      isOffered: isOffered && map !== null,
      run: () => {
        if (map) void tools.settle({ kind: "bbox", bounds: map.bounds() });
      },
    },
    {
      id: "area-object",
      title: t("by", { what: t("area"), way: t("object") }),
      icon: "polygon",
      isOffered: isOffered && selection !== null,
      run: () => {
        if (selection) asArea(selection);
      },
    },
    {
      id: "area-clear",
      title: t("clear"),
      icon: "close",
      isOffered: isOffered && tools.area !== null,
      run: tools.clear,
    },
    ...of("measure", MEASURED),
  ];
}
