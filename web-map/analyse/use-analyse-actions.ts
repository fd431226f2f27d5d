import { useAreaActions } from "../areas/use-area-actions.js";
import type { AreaTools } from "../areas/use-area-tools.js";
import type { Action } from "../shell/actions.js";
import { useActions, useEscape, useKeyHints } from "../shell/shell-context.js";
import { MAPS } from "./question.js";
import type { Asking } from "./use-question.js";
import { useAnalyseWords } from "./words.js";

interface Doing {
  asking: Asking;
  areas: AreaTools;
  openDays(open: boolean): void;
  openSaved(open: boolean): void;
  toggleLens(): void;
  openExport(open: boolean): void;
  openSheet(change: (open: boolean) => boolean): void;
  openList(change: (open: boolean) => boolean): void;
}

const VIEWS = [1, 2, 3, 4, 5, 6, 7];

/** The view that a number is the key of takes the focus, its first control if it has one. */
function focusView(n: number): void {
  const view = document.querySelector<HTMLElement>(`[data-view="${n}"]`);
  view?.scrollIntoView({ block: "nearest" });
  (view?.querySelector<HTMLElement>('[tabindex="0"], button, input') ?? view)?.focus();
}

/** What can be done in Analyse, by key and from the command menu. */
export function useAnalyseActions({
  asking,
  areas,
  openDays,
  openSaved,
  toggleLens,
  openList,
  openExport,
  openSheet,
}: Doing): void {
  const t = useAnalyseWords();
  const ofAreas = useAreaActions(areas, true);
  const act = (id: string, title: string, key: string, run: () => void): Action => ({
    ...{ id: `analyse-${id}`, title, icon: "chart" as const, key, run },
  });
  useActions([
    ...ofAreas,
    act("area", t("area"), "/", () => {
      const button = document.querySelector<HTMLElement>(".analyse-bar .area-bar button");
      if (button?.getAttribute("aria-expanded") !== "true") button?.click();
      requestAnimationFrame(() => {
        document.querySelector<HTMLElement>(".analyse-bar .area-name input")?.focus();
      });
    }),
    act("time", t("when"), "t", () => {
      openDays(true);
    }),
    act("saved", t("questions"), "q", () => {
      openSaved(true);
    }),
    act("list", t("openList"), "l", () => {
      openList((open) => !open);
    }),
    act("export", t("exportAs"), "e", () => {
      openExport(true);
    }),
    act("hot", t("mapKind"), "h", () => {
      const next = (MAPS.indexOf(asking.stands.map) + 1) % MAPS.length;
      asking.ask({ map: MAPS[next]! });
    }),
    act("lens", t("lens"), "b", toggleLens),
    act("sheet", t("sheet"), "i", () => {
      openSheet((open) => !open);
    }),
    act("back", t("windowBack"), "[", () => {
      asking.slide(-1);
    }),
    act("on", t("windowOn"), "]", () => {
      asking.slide(1);
    }),
    act("takeBack", t("takeBack"), "Backspace", asking.takeBack),
    { ...act("undo", t("undo"), "z", asking.undo), isOffered: asking.canUndo },
    { ...act("redo", t("redo"), "Z", asking.redo), isOffered: asking.canRedo },
    ...VIEWS.map((n) =>
      act(`view-${n}`, t("focusView", { n }), String(n), () => {
        focusView(n);
      }),
    ),
  ]);
  useKeyHints([["← ↑ → ↓", t("clockKeys")]]);
  useEscape(() => {
    if (areas.tool) areas.cancel();
    else openSheet(() => false);
  });
}
