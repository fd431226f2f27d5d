import type {
  LayerSpecification,
  StyleSpecification,
  VectorSourceSpecification,
} from "maplibre-gl";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { FONT_FAMILY, fontSlices } from "./fonts.js";
import { MARKS } from "./looks.js";
import { NAMES } from "./names.js";
import { COUNTED_TO, countedSource, type Drawing, PAPER, SINGLE_FROM } from "./paint.js";
import { anchor } from "./slots.js";

/** Deeper, the map enlarges this zoom's tiles, as the service's TileJSON says. */
const DEEPEST = 18;
const COUNTED_FROM = 4;
/** What lies under it is ground: overlays of the ground are drawn between. */
const ABOVE_GROUND = MARKS.findIndex(([name]) => name === "streets");

/**
 * Query of a tile's address: time and categories narrow incidents; `v` makes a browser ask anew.
 */
export interface TileQuery {
  from?: string;
  to?: string;
  categories?: readonly string[];
  v: string;
}

export function tileUrl(origin: string, layer: LayerInfo, query: TileQuery): string {
  const parts = new URLSearchParams({ v: query.v });
  if (layer.timed) {
    if (query.from) parts.set("from", query.from);
    if (query.to) parts.set("to", query.to);
  }
  if (layer.topCategories && query.categories) parts.set("categories", query.categories.join(","));
  return `${origin}/tiles/${listFieldOf(layer.name)}/{z}/{x}/{y}.mvt?${parts.toString()}`;
}

/** Which of the viewer's layers a drawn layer belongs to: `grids-names` → grids. */
export const layerOfDrawing = (id: string): string => id.split("-")[0]!;

/** Tiles of one layer: its objects, and beside them its counts where the service still counts. */
function sourcesOf(
  layer: LayerInfo,
  origin: string,
  query: TileQuery,
): Record<string, VectorSourceSpecification> {
  const name = listFieldOf(layer.name);
  const vector = (minzoom: number, maxzoom: number): VectorSourceSpecification => ({
    type: "vector",
    tiles: [tileUrl(origin, layer, query)],
    minzoom,
    maxzoom,
    promoteId: "id",
  });
  return {
    [name]: vector(layer.minZoom, DEEPEST),
    [countedSource(name)]: vector(COUNTED_FROM, layer.minZoom - 1),
  };
}

const drawn = (drawings: readonly Drawing[], names: ReadonlySet<string>): LayerSpecification[] =>
  drawings.filter(([name]) => names.has(name)).flatMap(([name, draw]) => draw(name));

const hidden = (l: LayerSpecification) =>
  ({ ...l, layout: { ...l.layout, visibility: "none" } }) as LayerSpecification;

/**
 * The whole map as the viewer may see it and as the view shows it from the first tile on. Only our
 * own server is named in it.
 */
export function mapStyle(
  layers: readonly LayerInfo[],
  origin: string,
  query: TileQuery,
  isShown: (name: string) => boolean,
): StyleSpecification {
  const names = new Set(layers.map((l) => listFieldOf(l.name)));
  const layersDrawn = [
    ...drawn(MARKS.slice(0, ABOVE_GROUND), names),
    anchor("ground"),
    ...drawn(MARKS.slice(ABOVE_GROUND), names),
    anchor("objects"),
    anchor("selection"),
    ...drawn(NAMES, names),
    anchor("top"),
  ].map((l) => (isShown(layerOfDrawing(l.id)) || !names.has(layerOfDrawing(l.id)) ? l : hidden(l)));
  const used = new Set(layersDrawn.map((l) => "source" in l && l.source));
  const tiles = Object.entries(
    Object.assign({}, ...layers.map((l) => sourcesOf(l, origin, query))) as Record<
      string,
      VectorSourceSpecification
    >,
  ).filter(([source]) => used.has(source));
  return {
    version: 8,
    sources: Object.fromEntries(tiles),
    layers: [
      { id: "paper", type: "background", paint: { "background-color": PAPER } },
      ...layersDrawn,
    ],
    "font-faces": {
      [FONT_FAMILY]: fontSlices(origin).map((s) => ({
        url: s.url,
        "unicode-range": s.unicodeRange,
      })),
    },
  };
}

/** From which zoom something of a layer is drawn: its tiles and its look decide. */
export function drawnFrom(layer: LayerInfo): number {
  const name = listFieldOf(layer.name);
  const sources = sourcesOf(layer, "", { v: "" });
  const starts = MARKS.filter(([n]) => n === name)
    .flatMap(([, draw]) => draw(name))
    .map((l) => Math.max(l.minzoom ?? 0, ("source" in l && sources[l.source]?.minzoom) || 0));
  return starts.length > 0 ? Math.min(...starts) : 0;
}

/** Whether a layer with counts is drawn by them here, and not one by one. */
export const isCountedAt = (layer: LayerInfo, zoom: number): boolean => {
  const name = listFieldOf(layer.name);
  return (
    zoom < (COUNTED_TO + SINGLE_FROM) / 2 &&
    MARKS.some(
      ([n, draw]) =>
        n === name && draw(n).some((l) => "source" in l && l.source === countedSource(n)),
    )
  );
};

/** What lies under a click counts in this order; the ground is not asked. */
export const CLICKABLE: readonly string[] = [
  "incidents-signs",
  "incidents",
  "incidents-counted",
  "cameras",
  "households",
  "households-cells",
  "crossings",
  "buildings",
  "ties",
  "grids-fill",
  "villages-fill",
  "townships-fill",
];
