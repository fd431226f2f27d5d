import { useEffect, useMemo, useState } from "react";
import {
  HotSpotsDocument,
  type HotSpotsQuery,
  type HotSpotsQueryVariables,
} from "../gql/graphql.js";
import { useOverlay } from "../map/use-overlay.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { useTheme } from "../shell/theme.js";
import { wholeFilter } from "./filters.js";
import { hotOverlay, OVERLAY, outlineOverlay } from "./hot-overlay.js";
import type { Question } from "./question.js";
import { useFirstLook } from "./use-first-look.js";

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
): HotSpotsQueryVariables {
  const { hotAreas, gridsOn, cell } = question;
  return {
    filter: wholeFilter(question, county),
    unit: hotAreas ? { areas: hotAreas } : { hex: cell ?? USUAL_CELL },
    ...(hotAreas === "GRID" && gridsOn && { grids: { on: gridsOn } }),
  };
}

/** Where incidents of the question are more than by chance, on the map; null: it is not shown. */
export function useHotSpots(question: Question, total: number | undefined) {
  const { county } = useSession();
  const { map, live } = useShell();
  const theme = useTheme();
  const [chosen, setChosen] = useState<string | null>(null);
  const metres = question.cell ?? USUAL_CELL;
  const asking = isShownOf(question, total) ? hotArguments(question, county) : null;
  const isOutline = question.map === "DENSITY";
  const { data, ...asked } = useAsked(HotSpotsDocument, asking, {
    version: live.version,
    seldomMs: SELDOM_MS,
    pauseMs: PAUSE_MS,
    keeps: true,
  });
  const hot = asking ? data?.hotspots : undefined;
  const cells = hot?.cells;
  useFirstLook(cells);
  const cell = cells?.find(({ id }) => id === chosen) ?? null;
  useOverlay(
    OVERLAY,
    useMemo(() => {
      if (!cells) return null;
      return (isOutline ? outlineOverlay : hotOverlay)(cells, { chosen, theme });
    }, [cells, chosen, theme, isOutline]),
  );
  useEffect(
    () =>
      map?.claimClicks((click) => {
        const [hit] = click.of(OVERLAY);
        setChosen(hit ? String(hit.properties?.["id"]) : null);
        return hit !== undefined;
      }),
    [map],
  );
  return { ...asked, hot, metres, cell, choose: setChosen };
}
