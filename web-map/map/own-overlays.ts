import type { Feature, FeatureCollection, Geometry, MultiPolygon, Polygon } from "geojson";
import { partsOf } from "../../geo/geometry.js";
import { MARK, UNKNOWN } from "../layers/legend.js";
import { type Area, areaPolygon } from "../state/area.js";
import type { Overlay } from "./map-adapter.js";
import { byZoom, colour, INK, ON_NUMBERS, SECTORS_FROM } from "./paint.js";
import { label, ring, stroke, tint } from "./presets.js";
import { collection } from "./sectors.js";

/** What the map draws for all workspaces alike. */

const feature = (geometry: Geometry): Feature => ({ type: "Feature", properties: {}, geometry });
const features = (geometry: Geometry | null) => collection(geometry ? [feature(geometry)] : []);

/** The world without it: its holes lie outside too. */
const outsideOf = (shape: Polygon | MultiPolygon): MultiPolygon => {
  const parts = partsOf(shape);
  const world = [
    [-180, -85],
    [180, -85],
    [180, 85],
    [-180, 85],
    [-180, -85],
  ];
  return {
    type: "MultiPolygon",
    coordinates: [
      [world, ...parts.map((rings) => rings[0]!)],
      ...parts.flatMap((rings) => rings.slice(1).map((hole) => [hole])),
    ],
  };
};

export function areaOverlay(area: Area | null): Overlay {
  const shape = area ? areaPolygon(area) : null;
  return {
    slot: "selection",
    sources: { shape: features(shape), outside: features(shape && outsideOf(shape)) },
    layers: [
      tint({ id: "mask", source: "outside", colour: "#f1efe9", opacity: 0.66 }),
      stroke({ id: "line", source: "shape" }),
    ],
  };
}

export const selectedOverlay = (geometry: Geometry | null): Overlay => ({
  slot: "selection",
  sources: { shape: features(geometry) },
  layers: [
    tint({ id: "fill", source: "shape", filter: ["==", ["geometry-type"], "Polygon"] }),
    stroke({ id: "line", source: "shape", width: 3, filter: ["!=", ["geometry-type"], "Point"] }),
    ring({ id: "point", source: "shape", filter: ["==", ["geometry-type"], "Point"] }),
  ],
});

export const hoveredOverlay = (at: readonly number[] | null): Overlay => ({
  slot: "selection",
  sources: { at: features(at && { type: "Point", coordinates: [...at] }) },
  layers: [ring({ id: "point", source: "at", colour: INK, width: 9 })],
});

export const sectorsOverlay = (sectors: readonly Feature<Polygon>[]): Overlay => ({
  slot: "objects",
  sources: { sectors: collection([...sectors]) },
  layers: [
    tint({
      id: "sectors",
      source: "sectors",
      minzoom: SECTORS_FROM,
      colour: MARK.camera,
      opacity: ["get", "opacity"],
    }),
  ],
});

/** Hatched: not low, but not told. The denser hatch knows nothing, the wider one a part. */
export const releaseOverlay = (
  areas: FeatureCollection,
  names: FeatureCollection,
  chosen: string | null,
): Overlay => ({
  slot: "objects",
  isClickable: true,
  sources: {
    areas,
    names,
    chosen: collection(areas.features.filter((f) => String(f.properties?.["id"]) === chosen)),
  },
  layers: [
    {
      id: "area",
      type: "fill",
      source: "areas",
      paint: { "fill-color": colour(["coalesce", ["get", "colour"], UNKNOWN]) },
    },
    {
      id: "withheld",
      type: "fill",
      source: "areas",
      filter: ["==", ["get", "said"], "nothing"],
      paint: { "fill-pattern": "withheld" },
    },
    {
      id: "partly",
      type: "fill",
      source: "areas",
      filter: ["==", ["get", "said"], "atLeast"],
      paint: { "fill-pattern": "partly" },
    },
    stroke({ id: "line", source: "areas", colour: "#fff", width: 1 }),
    stroke({ id: "chosen", source: "chosen", colour: INK, width: 2.5 }),
    label({
      id: "names",
      source: "names",
      minzoom: 9,
      width: byZoom(11, 10.5, 15, 14),
      colour: ON_NUMBERS.ink,
      halo: ON_NUMBERS.halo,
    }),
  ],
});
