import type { Feature, Polygon } from "geojson";
import type { HotSpotsQuery } from "../gql/graphql.js";
import { RAMP } from "../layers/legend.js";
import type { Overlay } from "../map/map-adapter.js";
import { colour, INK } from "../map/paint.js";
import { stroke } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { outlineOf } from "./hot-outline.js";

export type HotCell = HotSpotsQuery["hotspots"]["cells"][number];

export const OVERLAY = "analyse-hot";

/** The rim of what is hot: told from all fills, and from the area's line. */
const HOT = "#b3261e";

export type HotKind = "none" | "hot" | "ofSize" | "byNeighbours";

/** What passes at 0.05 after the correction is called hot. */
export const HOT_BIN = 2;

/** What a cell is, in the order in which doubt weighs: chance, neighbours alone, one size alone. */
function kindOf({ bin, own, stable }: Pick<HotCell, "bin" | "own" | "stable">): HotKind {
  if (bin < HOT_BIN) return "none";
  if (!own) return "byNeighbours";
  return stable === false ? "ofSize" : "hot";
}

/** Up to which count each colour of the ramp goes; the square root spreads the many small ones. */
const shadeOf = (count: number, most: number): string =>
  RAMP[Math.min(RAMP.length - 1, Math.floor(Math.sqrt(count / Math.max(1, most)) * RAMP.length))]!;

const is = (...kinds: HotKind[]) => ["in", ["get", "kind"], ["literal", kinds]] as never;

const CHOSEN = stroke({
  ...{ id: "chosen", source: "cells", colour: INK, width: 3 },
  filter: ["==", ["get", "isChosen"], true],
});

function featuresOf(cells: readonly HotCell[], chosen: string | null): Feature[] {
  const most = Math.max(1, ...cells.map(({ count }) => count));
  return cells.flatMap((cell): Feature[] =>
    cell.geometry
      ? [
          {
            type: "Feature",
            geometry: cell.geometry,
            properties: {
              id: cell.id,
              kind: kindOf(cell),
              shade: shadeOf(cell.count, most),
              isChosen: cell.id === chosen,
            },
          },
        ]
      : [],
  );
}

/** Where it is hot as one line around it, over a density; a thin one around what doubt is left of. */
export function outlineOverlay(cells: readonly HotCell[], chosen: string | null): Overlay {
  const around = (id: string, isSo: (kind: HotKind) => boolean): Feature => ({
    type: "Feature",
    properties: { id },
    geometry: {
      type: "MultiLineString",
      coordinates: outlineOf(
        cells.flatMap((cell) =>
          cell.geometry && isSo(kindOf(cell)) ? [cell.geometry as Polygon] : [],
        ),
      ),
    },
  });
  return {
    slot: "objects",
    isClickable: true,
    sources: {
      cells: collection(featuresOf(cells, chosen)),
      outline: collection([
        around("any", (kind) => kind !== "none"),
        around("hot", (kind) => kind === "hot"),
      ]),
    },
    layers: [
      // Not seen, and clicked all the same.
      { id: "cells", type: "fill", source: "cells", paint: { "fill-opacity": 0 } },
      stroke({
        ...{ id: "any", source: "outline", colour: HOT, width: 1.2, opacity: 0.8 },
        filter: ["==", ["get", "id"], "any"],
      }),
      stroke({
        ...{ id: "hot", source: "outline", colour: HOT, width: 2.6 },
        filter: ["==", ["get", "id"], "hot"],
      }),
      CHOSEN,
    ],
  };
}

/** Counts as shades, hot cells rimmed over them: own count beside significance. */
export function hotOverlay(cells: readonly HotCell[], chosen: string | null): Overlay {
  return {
    slot: "objects",
    isClickable: true,
    sources: { cells: collection(featuresOf(cells, chosen)) },
    layers: [
      {
        id: "count",
        type: "fill",
        source: "cells",
        filter: is("none", "hot", "ofSize"),
        paint: { "fill-color": colour(["get", "shade"]), "fill-opacity": 0.72 },
      },
      {
        id: "neighbours",
        type: "fill",
        source: "cells",
        filter: is("byNeighbours"),
        paint: { "fill-pattern": "withheld" },
      },
      {
        id: "size",
        type: "fill",
        source: "cells",
        filter: is("ofSize"),
        paint: { "fill-pattern": "partly" },
      },
      stroke({ id: "line", source: "cells", colour: INK, width: 0.3, opacity: 0.4 }),
      stroke({
        ...{ id: "near", source: "cells", colour: HOT, width: 1, opacity: 0.6 },
        filter: is("ofSize", "byNeighbours"),
      }),
      stroke({ id: "hot", source: "cells", colour: HOT, width: 2.6, filter: is("hot") }),
      CHOSEN,
    ],
  };
}
