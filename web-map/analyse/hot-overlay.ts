import type { Geometry, MultiPolygon, Polygon } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import type { HotSpotsQuery } from "../gql/graphql.js";
import type { Overlay } from "../map/map-adapter.js";
import type { Theme } from "../map/night.js";
import { colour, INK } from "../map/paint.js";
import { stroke } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import { outlineOf } from "./hot-outline.js";
import { hotColour, shadesOf } from "./map-shades.js";

type Listed = HotSpotsQuery["hotspots"]["cells"][number];
type Outlined = NonNullable<HotSpotsQuery["hotspots"]["outlined"]>[number];
/** A cell of the list; the one in hand has its outline too. */
export type HotCell = Listed & { geometry?: Geometry | null };

export const OVERLAY = "analyse-hot";

/** What passes at 0.05 after the correction is called hot. */
export const HOT_BIN = 2;

/** Deeper, the map enlarges the tiles of this zoom: a unit of them is half a metre. */
const DEEPEST = 14;

/** How cells are drawn: of which tiles, by day or by night, how large on the ground. */
export interface Look {
  /** Address of their tiles. */
  tiles: string;
  /**
   * The most that one has: incidents, or their rate where the map is of rates. Null: nothing stands
   * out, and all are shaded alike.
   */
  most: number | null;
  isOfRates: boolean;
  /** Between the middles of hexagons; null: areas are counted by. */
  metres: number | null;
  /** Degrees, where they are. */
  latitude: number;
  theme: Theme;
  /** Outline of the cell in hand. */
  chosen: Geometry | null;
}

type Test = readonly unknown[];
/** In the order in which doubt weighs: chance, neighbours alone, one size alone. */
const IS_HOT: Test = [">=", ["get", "bin"], HOT_BIN];
const BY_NEIGHBOURS: Test = ["all", IS_HOT, ["!", ["get", "own"]]];
const BY_SIZE: Test = ["all", IS_HOT, ["get", "own"], ["==", ["get", "stable"], false]];
const BELIEVED: Test = ["all", IS_HOT, ["get", "own"], ["!=", ["get", "stable"], false]];

/** Of a map of rates: incidents where nothing is to relate them to. */
const NO_RATE: Test = ["!", ["has", "rate"]];

/** The square root spreads the many small ones. */
const shadeOf = ({ most, isOfRates }: Look, shades: readonly string[]) =>
  colour(
    most === null
      ? shades[1]!
      : [
          ...["step", ["sqrt", ["/", ["get", isOfRates ? "rate" : "count"], most || 1]]],
          shades[0],
          ...shades.slice(1).flatMap((shade, k) => [(k + 1) / shades.length, shade]),
        ],
  );

/** Pixels around the earth at zoom 0, by its metres. */
const METRES_A_PIXEL = 78_271.5;
/** Of a hexagon that is so many pixels wide a rim has its whole width; of smaller ones less. */
const WIDE = 18;

/** Of many small hexagons rims of full width would hide what they are around. */
function rim(width: number, { metres, latitude }: Look): readonly unknown[] | number {
  if (metres === null) return width;
  const across = METRES_A_PIXEL * Math.cos((latitude * Math.PI) / 180);
  const whole = Math.log2((WIDE * across) / metres);
  const stops = [whole - 3, width / 8, whole, width];
  return ["interpolate", ["exponential", 2], ["zoom"], ...stops];
}

const sourcesOf = ({ tiles, chosen }: Look): Overlay["sources"] => ({
  cells: { type: "vector", tiles: [tiles], maxzoom: DEEPEST, promoteId: "id" },
  chosen: collection(chosen ? [{ type: "Feature", properties: {}, geometry: chosen }] : []),
});

const CHOSEN = stroke({ id: "chosen", source: "chosen", colour: INK, width: 3 });

const ofCells = (layer: LayerSpecification, test?: Test) =>
  ({
    ...layer,
    source: "cells",
    "source-layer": "hotspots",
    ...(test && { filter: test }),
  }) as LayerSpecification;

/**
 * Where it is hot as one line around it, over a density; a thin one around what doubt is left of.
 */
export function outlineOverlay(outlined: readonly Outlined[], look: Look): Overlay {
  const red = hotColour(look.theme);
  const around = (id: string, isSo: (cell: Outlined) => boolean) => ({
    type: "Feature" as const,
    properties: { id },
    geometry: {
      type: "MultiLineString" as const,
      coordinates: outlineOf(
        outlined.flatMap((cell) =>
          cell.geometry && isSo(cell) ? [cell.geometry as Polygon | MultiPolygon] : [],
        ),
      ),
    },
  });
  return {
    slot: "objects",
    isClickable: true,
    sources: {
      ...sourcesOf(look),
      outline: collection([
        around("any", ({ bin }) => bin >= HOT_BIN),
        around("hot", ({ bin, own, stable }) => bin >= HOT_BIN && own && stable !== false),
      ]),
    },
    layers: [
      // Not seen, and clicked all the same.
      ofCells({ id: "cells", type: "fill", source: "cells", paint: { "fill-opacity": 0 } }),
      stroke({
        ...{ id: "any", source: "outline", colour: red, width: rim(1.2, look), opacity: 0.8 },
        filter: ["==", ["get", "id"], "any"],
      }),
      stroke({
        ...{ id: "hot", source: "outline", colour: red, width: rim(2.6, look) },
        filter: ["==", ["get", "id"], "hot"],
      }),
      CHOSEN,
    ],
  };
}

/** Counts as shades, hot cells rimmed over them: own count beside significance. */
export function hotOverlay(look: Look): Overlay {
  const red = hotColour(look.theme);
  const fill = { type: "fill", source: "cells" } as const;
  const shaded = { "fill-color": shadeOf(look, shadesOf(look.theme)), "fill-opacity": 0.72 };
  const line = (id: string, width: number, colour: string, opacity: number, test?: Test) =>
    ofCells(stroke({ id, source: "cells", colour, width: rim(width, look), opacity }), test);
  const dashed = ofCells(
    {
      ...{ id: "noRate", type: "line", source: "cells" },
      paint: { "line-color": colour(INK), "line-dasharray": [2, 2] },
    },
    NO_RATE,
  );
  return {
    slot: "objects",
    isClickable: true,
    sources: sourcesOf(look),
    layers: [
      ofCells(
        { ...fill, id: "count", paint: shaded },
        look.isOfRates ? ["all", ["has", "rate"], ["!", BY_NEIGHBOURS]] : ["!", BY_NEIGHBOURS],
      ),
      ofCells({ ...fill, id: "neighbours", paint: { "fill-pattern": "withheld" } }, BY_NEIGHBOURS),
      ofCells({ ...fill, id: "size", paint: { "fill-pattern": "partly" } }, BY_SIZE),
      line("line", 0.3, INK, 0.4),
      ...(look.isOfRates ? [dashed] : []),
      line("near", 1, red, 0.6, ["any", BY_NEIGHBOURS, BY_SIZE]),
      line("hot", 2.6, red, 1, BELIEVED),
      CHOSEN,
    ],
  };
}
