import type { Feature, Geometry } from "geojson";
import type { Overlay } from "../map/map-adapter.js";
import { middleOf } from "../map/middle-of.js";
import { INK } from "../map/paint.js";
import { label, ring, stroke, tint } from "../map/presets.js";
import { collection } from "../map/sectors.js";
import type { Class } from "./ranges.js";

/** Told apart without red and green; by their names beside them too. */
export const CLASS_COLOURS: Readonly<Record<Class, string>> = {
  below: "#3f7fb5",
  within: "#8d9a86",
  above: "#c8591d",
  dedicated: "#b3aca0",
};

const byClass = [
  "match",
  ["get", "class"],
  ...Object.entries(CLASS_COLOURS).flat(),
  CLASS_COLOURS.dedicated,
];

export interface DrawnGrid {
  id: string;
  /** What stands in it. */
  text: string;
  class: Class;
  geometry: Geometry | null;
  isChosen?: boolean;
  /** It moves, or would. */
  isLit?: boolean;
}

const gridFeature = (grid: DrawnGrid): Feature[] =>
  grid.geometry
    ? [
        {
          type: "Feature",
          geometry: grid.geometry,
          properties: {
            id: grid.id,
            name: grid.text,
            class: grid.class,
            isChosen: grid.isChosen ?? false,
            isLit: grid.isLit ?? false,
          },
        },
      ]
    : [];

/** One place each: a polygon's own label would be written once in every tile that it crosses. */
const nameFeature = ({ id, text, geometry }: DrawnGrid): Feature[] => {
  const at = geometry && middleOf(geometry);
  return at
    ? [
        {
          type: "Feature",
          geometry: { type: "Point", coordinates: at },
          properties: { id, name: text },
        },
      ]
    : [];
};

const WRONG = "#a5281b";
const isFlag = (flag: string) => ["==", ["get", flag], true] as never;

/** Grids coloured by their class, with what stands in them. */
export const gridsOverlay = (grids: readonly DrawnGrid[]): Overlay => ({
  slot: "objects",
  isClickable: true,
  sources: {
    grids: collection(grids.flatMap(gridFeature)),
  },
  layers: [
    tint({
      id: "class",
      source: "grids",
      colour: byClass,
      opacity: [
        "case",
        ["get", "isLit"],
        0.5,
        ["match", ["get", "class"], ["above", "below"], 0.34, 0.14],
      ],
    }),
    stroke({ id: "line", source: "grids", colour: INK, width: 1.6 }),
    stroke({ id: "chosen", source: "grids", width: 3.5, filter: isFlag("isChosen") }),
  ],
});

/** What stands in grids, before the names of the ground; in hand it is always read. */
export const namesOverlay = (grids: readonly DrawnGrid[], isInHand = false): Overlay => {
  const text = label({ id: "text", source: "names", minzoom: 13, width: isInHand ? 15 : 12.5 });
  return {
    slot: "top",
    sources: { names: collection(grids.flatMap(nameFeature)) },
    layers: [
      isInHand
        ? ({ ...text, layout: { ...text.layout, "text-allow-overlap": true } } as typeof text)
        : text,
    ],
  };
};

/** Where something is wrong, asked about, or drawn. */
export const placeOverlay = (places: readonly Geometry[], isWrong: boolean): Overlay => {
  const colour = isWrong ? WRONG : undefined;
  const look = colour ? { colour } : {};
  return {
    slot: "top",
    sources: {
      places: collection(
        places.map((geometry) => ({ type: "Feature", properties: {}, geometry }) as Feature),
      ),
    },
    layers: [
      stroke({ id: "line", source: "places", width: 4, opacity: 0.8, ...look }),
      ring({ id: "at", source: "places", filter: ["==", ["geometry-type"], "Point"], ...look }),
    ],
  };
};

/** Buildings that would change hands. */
export const buildingsOverlay = (outlines: readonly Geometry[]): Overlay => ({
  slot: "top",
  sources: {
    buildings: collection(
      outlines.map((geometry) => ({ type: "Feature", properties: {}, geometry }) as Feature),
    ),
  },
  layers: [
    tint({ id: "ground", source: "buildings", opacity: 0.55 }),
    stroke({ id: "line", source: "buildings", width: 1.6 }),
  ],
});

/** Where a point is led to. */
export const snapOverlay = (at: readonly number[]): Overlay => ({
  slot: "top",
  sources: {
    at: collection([
      { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [...at] } },
    ]),
  },
  layers: [ring({ id: "at", source: "at", width: 6, opacity: 0.9 })],
});

/** Ground that cleaning gives away, and the borders as they are then. */
export const cleaningOverlay = (
  pieces: readonly Geometry[],
  outlines: readonly Geometry[],
): Overlay => {
  const features = (of: readonly Geometry[]) =>
    collection(of.map((geometry) => ({ type: "Feature", properties: {}, geometry }) as Feature));
  return {
    slot: "top",
    sources: { pieces: features(pieces), outlines: features(outlines) },
    layers: [
      tint({ id: "pieces", source: "pieces", colour: WRONG, opacity: 0.5 }),
      stroke({ id: "edges", source: "pieces", colour: WRONG, width: 2 }),
      stroke({ id: "outlines", source: "outlines", width: 2 }),
    ],
  };
};

/** Vertices of a border that is in hand, the chosen one larger. */
export const handlesOverlay = (
  places: readonly (readonly number[])[],
  chosen: number,
): Overlay => ({
  slot: "top",
  sources: {
    line: collection(
      places.length > 1
        ? [
            {
              type: "Feature",
              properties: {},
              geometry: { type: "LineString", coordinates: places.map((at) => [...at]) },
            },
          ]
        : [],
    ),
    ends: collection(
      places.map((at, i) => ({
        type: "Feature",
        properties: { isChosen: i === chosen },
        geometry: { type: "Point", coordinates: [...at] },
      })),
    ),
  },
  layers: [
    stroke({ id: "line", source: "line", width: 4 }),
    ring({ id: "ends", source: "ends", width: 3.5, opacity: 0.9 }),
    ring({ id: "chosen", source: "ends", width: 9, filter: isFlag("isChosen") }),
  ],
});
