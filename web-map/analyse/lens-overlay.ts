import type { Feature, Geometry } from "geojson";
import { ACCENT } from "../layers/legend.js";
import type { Overlay } from "../map/map-adapter.js";
import { byZoom, colour } from "../map/paint.js";
import { tint } from "../map/presets.js";
import { collection } from "../map/sectors.js";

/** What lies on one side of the lens: a hexagon with its count, or an incident. */
export interface LensPart {
  geometry: Geometry;
  count: number;
}
export type Side = "before" | "now";

/** Told from the accent by who does not tell red from green; the line of last year has it too. */
const BEFORE = "#9a5b00";

/**
 * Both times over each other: at 0 only the one before is seen, at 1 only this one. How much is
 * seen stands with the features, so that the map is not built anew while the slider is drawn.
 */
export function lensOverlay(parts: Record<Side, readonly LensPart[]>, share: number): Overlay {
  const all = [...parts.before, ...parts.now];
  const most = Math.max(1, ...all.map(({ count }) => count));
  const features = (side: Side, seen: number) =>
    parts[side].map(
      ({ geometry, count }): Feature => ({
        type: "Feature",
        geometry,
        properties: { opacity: seen * (geometry.type === "Point" ? 0.85 : shade(count / most)) },
      }),
    );
  const layers = (source: Side, paint: string) => [
    tint({
      ...{ id: `${source}-cells`, source, colour: paint, opacity: ["get", "opacity"] },
      filter: ["==", ["geometry-type"], "Polygon"],
    }),
    {
      id: `${source}-points`,
      type: "circle" as const,
      source,
      filter: ["==", ["geometry-type"], "Point"] as never,
      paint: {
        "circle-radius": byZoom(9, 2.5, 13, 4.5, 16, 8),
        "circle-color": colour(paint),
        "circle-opacity": ["get", "opacity"] as never,
        "circle-stroke-color": "#fff",
        "circle-stroke-opacity": ["get", "opacity"] as never,
        "circle-stroke-width": 0.8,
      },
    },
  ];
  return {
    slot: "objects",
    sources: {
      before: collection(features("before", 1 - share)),
      now: collection(features("now", share)),
    },
    layers: [...layers("before", BEFORE), ...layers("now", ACCENT)],
  };
}

/** The root spreads the many small counts; one incident is still seen. */
const shade = (part: number) => 0.15 + 0.7 * Math.sqrt(part);
