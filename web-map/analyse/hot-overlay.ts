import type { Feature, Polygon } from "geojson";
import type { HotSpotsQuery } from "../gql/graphql.js";
import type { Overlay } from "../map/map-adapter.js";
import type { Theme } from "../map/night.js";
import { colour, INK } from "../map/paint.js";
import { stroke } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { outlineOf } from "./hot-outline.js";
import { hotColour, shadesOf } from "./map-shades.js";

export type HotCell = HotSpotsQuery["hotspots"]["cells"][number];

export const OVERLAY = "analyse-hot";

export type HotKind = "none" | "hot" | "ofSize" | "byNeighbours";

/** What passes at 0.05 after the correction is called hot. */
export const HOT_BIN = 2;

/** What a cell is, in the order in which doubt weighs: chance, neighbours alone, one size alone. */
function kindOf({ bin, own, stable }: Pick<HotCell, "bin" | "own" | "stable">): HotKind {
  if (bin < HOT_BIN) return "none";
  if (!own) return "byNeighbours";
  return stable === false ? "ofSize" : "hot";
}

/** What a shade tells: incidents, or how many a household where the map is of rates. */
const shown = ({ rate, count }: HotCell): number => rate ?? count;

/** Up to which value each shade goes; the square root spreads the many small ones. */
const shadeOf = (value: number, most: number, shades: readonly string[]): string =>
  shades[
    Math.min(shades.length - 1, Math.floor(Math.sqrt(most > 0 ? value / most : 0) * shades.length))
  ]!;

const is = (...kinds: HotKind[]) => ["in", ["get", "kind"], ["literal", kinds]] as never;

const CHOSEN = stroke({
  ...{ id: "chosen", source: "cells", colour: INK, width: 3 },
  filter: ["==", ["get", "isChosen"], true],
});

/** How it is drawn: the cell in hand, by day or by night. */
interface Look {
  chosen: string | null;
  theme: Theme;
}

function featuresOf(cells: readonly HotCell[], { chosen, theme }: Look): Feature[] {
  const most = Math.max(...cells.map(shown));
  const shades = shadesOf(theme);
  return cells.flatMap((cell): Feature[] =>
    cell.geometry
      ? [
          {
            type: "Feature",
            geometry: cell.geometry,
            properties: {
              id: cell.id,
              kind: kindOf(cell),
              shade: shadeOf(shown(cell), most, shades),
              isChosen: cell.id === chosen,
            },
          },
        ]
      : [],
  );
}

/** Where it is hot as one line around it, over a density; a thin one around what doubt is left of. */
export function outlineOverlay(cells: readonly HotCell[], look: Look): Overlay {
  const hot = hotColour(look.theme);
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
      cells: collection(featuresOf(cells, look)),
      outline: collection([
        around("any", (kind) => kind !== "none"),
        around("hot", (kind) => kind === "hot"),
      ]),
    },
    layers: [
      // Not seen, and clicked all the same.
      { id: "cells", type: "fill", source: "cells", paint: { "fill-opacity": 0 } },
      stroke({
        ...{ id: "any", source: "outline", colour: hot, width: 1.2, opacity: 0.8 },
        filter: ["==", ["get", "id"], "any"],
      }),
      stroke({
        ...{ id: "hot", source: "outline", colour: hot, width: 2.6 },
        filter: ["==", ["get", "id"], "hot"],
      }),
      CHOSEN,
    ],
  };
}

/** Counts as shades, hot cells rimmed over them: own count beside significance. */
export function hotOverlay(cells: readonly HotCell[], look: Look): Overlay {
  const hot = hotColour(look.theme);
  return {
    slot: "objects",
    isClickable: true,
    sources: { cells: collection(featuresOf(cells, look)) },
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
        ...{ id: "near", source: "cells", colour: hot, width: 1, opacity: 0.6 },
        filter: is("ofSize", "byNeighbours"),
      }),
      stroke({ id: "hot", source: "cells", colour: hot, width: 2.6, filter: is("hot") }),
      CHOSEN,
    ],
  };
}
