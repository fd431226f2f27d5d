import type { Feature } from "geojson";
import { useEffect, useMemo } from "react";
import { PointsDocument } from "../gql/graphql.js";
import { useWords } from "../i18n/use-words.js";
import { categoryColour } from "../layers/legend.js";
import type { Overlay } from "../map/map-adapter.js";
import { byZoom, colour } from "../map/paint.js";
import { collection } from "../map/sectors.js";
import { useOverlay } from "../map/use-overlay.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { wholeFilter } from "./filters.js";
import type { Question } from "./question.js";
import { useChoose } from "./use-choose.js";
import { useAnalyseWords } from "./words.js";

/** As many as a list gives at once; more hide each other. */
const MOST = 5000;
/** While others write, points are as old as this. */
const SELDOM_MS = 5000;
const OVERLAY = "analyse-points";

const pointsOverlay = (points: readonly Feature[]): Overlay => ({
  slot: "objects",
  isClickable: true,
  sources: { points: collection([...points]) },
  layers: [
    {
      id: "points",
      type: "circle",
      source: "points",
      paint: {
        "circle-radius": byZoom(9, 2, 13, 3.5, 16, 7),
        "circle-color": colour(categoryColour()),
        "circle-opacity": 0.85,
        "circle-stroke-color": "#fff",
        "circle-stroke-width": byZoom(9, 0.4, 14, 1),
      },
    },
  ],
});

/** A point for each incident that the question finds, where they can still be told apart. */
export function usePoints(
  question: Question,
  total: number | undefined,
  isShown: boolean,
): { note: string | null; at: readonly (readonly number[])[] } {
  const t = useAnalyseWords();
  const { number } = useWords();
  const { county } = useSession();
  const { map, live } = useShell();
  const choose = useChoose();
  const isFew = total !== undefined && total <= MOST;
  const { data } = useAsked(
    PointsDocument,
    isFew && total > 0 ? { filter: wholeFilter(question, county), first: MOST } : null,
    { version: live.version, seldomMs: SELDOM_MS, keeps: true },
  );
  const nodes = useMemo(
    () => (data && isFew && total > 0 ? data.incidents.nodes : []),
    [data, isFew, total],
  );
  const at = useMemo(() => nodes.flatMap(({ centroid }) => (centroid ? [centroid] : [])), [nodes]);
  const isDrawn = isShown && question.map === "POINTS";
  const overlay = useMemo(() => {
    if (!isDrawn || nodes.length === 0) return null;
    return pointsOverlay(
      nodes.flatMap(({ id, category, centroid }): Feature[] =>
        centroid
          ? [
              {
                type: "Feature",
                properties: { id, category },
                geometry: { type: "Point", coordinates: centroid },
              },
            ]
          : [],
      ),
    );
  }, [nodes, isDrawn]);
  useOverlay(OVERLAY, overlay);
  useEffect(
    () =>
      map?.claimClicks((click) => {
        const [point] = click.of(OVERLAY);
        if (point) choose(String(point.properties?.["id"]), null);
        return point !== undefined;
      }),
    [map, choose],
  );
  if (total === undefined || total === 0) return { note: null, at };
  return {
    at,
    note: isFew ? t("points", { count: number(total) }) : t("pointsMany", { most: number(MOST) }),
  };
}
