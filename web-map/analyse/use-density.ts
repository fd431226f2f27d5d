import { useMemo } from "react";
import { DensityDocument, type DensityQuery } from "../gql/graphql.js";
import type { Overlay } from "../map/map-adapter.js";
import type { Theme } from "../map/night.js";
import { amount, colour } from "../map/paint.js";
import { collection } from "../map/sectors.js";
import { useOverlay } from "../map/use-overlay.js";
import { useSession } from "../session/session-context.js";
import { useAsked } from "../session/use-asked.js";
import { useShell } from "../shell/shell-context.js";
import { useTheme } from "../shell/theme.js";
import { densityBands } from "./density-bands.js";
import { wholeFilter } from "./filters.js";
import { shadesOf } from "./map-shades.js";
import type { Question } from "./question.js";
import { USUAL_CELL } from "./use-hot-spots.js";

export type Density = DensityQuery["density"];

const OVERLAY = "analyse-density";
/** While others write, a density is as old as this. */
const SELDOM_MS = 15_000;
const PAUSE_MS = 150;
/** Of the longer side: finer is not seen on a screen. */
const PIXELS = 200;

/** The kernel ends where the neighbours of a cell do: two of its widths. */
const radiusOf = ({ radius, cell }: Question): number => radius ?? 2 * (cell ?? USUAL_CELL);

/** Shades of the classes, the lowest first. */
export const densityShades = (theme: Theme): readonly string[] => shadesOf(theme).slice(1);

function densityOverlay(density: Density, theme: Theme): Overlay {
  const shades = densityShades(theme);
  const bands = collection(densityBands(density));
  return {
    slot: "ground",
    sources: { bands },
    layers: [
      {
        id: "bands",
        type: "fill",
        source: "bands",
        paint: {
          "fill-color": colour([
            ...["step", ["get", "band"], shades[0]],
            ...shades.slice(1).flatMap((shade, k) => [k + 1, shade]),
          ]),
          // Of the lowest the ground is still seen; the denser lie over it and cover it.
          "fill-opacity": amount(["match", ["get", "band"], 0, 0.6, 0.8]),
        },
      },
    ],
  };
}

/** Where the incidents of the question lie dense, on the map; undefined: it is not shown. */
export function useDensity(question: Question, total: number | undefined) {
  const { county } = useSession();
  const { live } = useShell();
  const theme = useTheme();
  const radius = radiusOf(question);
  const isShown = question.map === "DENSITY" && (total ?? 0) > 0;
  const { data, ...asked } = useAsked(
    DensityDocument,
    isShown ? { filter: wholeFilter(question, county), radius, pixels: PIXELS } : null,
    { version: live.version, seldomMs: SELDOM_MS, pauseMs: PAUSE_MS, keeps: true },
  );
  const density = isShown ? data?.density : undefined;
  useOverlay(
    OVERLAY,
    useMemo(
      () => (density && !density.reason ? densityOverlay(density, theme) : null),
      [density, theme],
    ),
  );
  return { ...asked, density, radius };
}
