import { useEffect, useMemo, useState } from "react";
import {
  HotCellsDocument,
  type HotCellsQueryVariables,
  HotSpotsDocument,
  type HotSpotsQuery,
} from "../gql/graphql.js";
import { useOverlay } from "../map/use-overlay.js";
import type { Fault } from "../session/ask.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { useTheme } from "../shell/theme.js";
import { wholeFilter } from "./filters.js";
import { type HotCell, hotOverlay, type Look, OVERLAY, outlineOverlay } from "./hot-overlay.js";
import { idsAround } from "./ids-around.js";
import type { Question } from "./question.js";
import { useFirstLook } from "./use-first-look.js";
import { useAnalyseWords } from "./words.js";

export type HotSpots = HotSpotsQuery["hotspots"];

/** Metres between the middles of hexagons, until somebody chooses. */
export const USUAL_CELL = 250;
/** While others write, hot spots are as old as this. */
const SELDOM_MS = 15_000;
/** They are asked for once a brush has come to rest. */
const PAUSE_MS = 150;

const isShownOf = ({ map }: Question, total: number | undefined) =>
  map !== "POINTS" && (total ?? 0) > 0;

/** What hot spots are asked by, on the map and in a file. */
export function hotArguments(
  question: Question,
  county: { id: number; timeZone: string },
): Omit<HotCellsQueryVariables, "ids"> {
  const { hotAreas, gridsOn, cell, statistic } = question;
  return {
    filter: wholeFilter(question, county),
    unit: hotAreas ? { areas: hotAreas } : { hex: cell ?? USUAL_CELL },
    ...(statistic && { statistic }),
    ...(hotAreas === "GRID" && gridsOn && { grids: { on: gridsOn } }),
  };
}

/** Where incidents of the question are more than by chance, on the map; null: it is not shown. */
export function useHotSpots(question: Question, total: number | undefined) {
  const { county } = useSession();
  const { live } = useShell();
  const t = useAnalyseWords();
  const metres = question.cell ?? USUAL_CELL;
  const asking = isShownOf(question, total) ? hotArguments(question, county) : null;
  const isOutline = question.map === "DENSITY";
  const { data, ...asked } = useAsked(
    HotSpotsDocument,
    asking && { ...asking, outlined: isOutline },
    { version: live.version, seldomMs: SELDOM_MS, pauseMs: PAUSE_MS, keeps: true },
  );
  const found = asking ? data?.hotspots : undefined;
  useFirstLook(found?.bounds);
  const [chosen, setChosen] = useState<string | null>(null);
  const named = useNamed(asking, chosen);
  const cell = named.find(({ id }) => id === chosen) ?? null;
  useCellsOnMap(question, found, cell);
  useClicked(setChosen);
  // What is around the one in hand may stand below the end of the list.
  const hot = useMemo(() => {
    if (!found || named.length === 0) return found;
    const ids = new Set(named.map(({ id }) => id));
    return { ...found, cells: [...named, ...found.cells.filter(({ id }) => !ids.has(id))] };
  }, [found, named]);
  const untold: Fault | undefined =
    found?.tiles === null ? { code: "TOO_LONG", message: t("areaTooLong") } : undefined;
  return { ...asked, fault: asked.fault ?? untold, hot, metres, cell, choose: setChosen };
}

const NONE: readonly HotCell[] = [];

/** The cell in hand and, of hexagons, the six around it, with their outlines. */
function useNamed(
  asking: ReturnType<typeof hotArguments> | null,
  chosen: string | null,
): readonly HotCell[] {
  const ids = chosen === null ? [] : [chosen, ...idsAround(chosen)];
  const { data } = useAsked(
    HotCellsDocument,
    asking && chosen !== null ? { ...asking, ids } : null,
  );
  return chosen === null ? NONE : (data?.hotspots.named ?? NONE);
}

function useCellsOnMap(question: Question, found: HotSpots | undefined, cell: HotCell | null) {
  const { map } = useShell();
  const theme = useTheme();
  const metres = question.hotAreas ? null : (question.cell ?? USUAL_CELL);
  const chosen = cell?.geometry ?? null;
  const overlay = useMemo(() => {
    if (!map || !found?.tiles) return null;
    const isOfRates = found.sheet.statistic !== "GI_STAR";
    const shown = ({ rate, count }: HotCell) => (isOfRates ? (rate ?? 0) : count);
    const look: Look = {
      tiles: `${location.origin}${found.tiles}`,
      // Hot ones come first, and of the others those with most.
      most: found.reason ? null : found.cells.reduce((most, one) => Math.max(most, shown(one)), 0),
      latitude: map.camera().lat,
      ...{ isOfRates, metres, theme, chosen },
    };
    return found.outlined ? outlineOverlay(found.outlined, look) : hotOverlay(look);
  }, [map, found, metres, theme, chosen]);
  useOverlay(OVERLAY, overlay);
}

function useClicked(choose: (id: string | null) => void): void {
  const { map } = useShell();
  useEffect(
    () =>
      map?.claimClicks((click) => {
        const [hit] = click.of(OVERLAY);
        choose(hit ? String(hit.properties?.["id"]) : null);
        return hit !== undefined;
      }),
    [map, choose],
  );
}
