import type { LayerSpecification } from "maplibre-gl";
import { ACCENT, MARK, UNKNOWN } from "../layers/legend.js";
import { amount, byZoom, colour, font, halo, INK, SECTORS_FROM } from "./paint.js";

/** One of two values, by a state of the feature. */
const amountOf = <T>(state: string, yes: T, no: T) =>
  ["case", ["boolean", ["feature-state", state], false], yes, no] as never;

/** What the page itself draws, over the objects and under their names. */
export const OVERLAYS: readonly LayerSpecification[] = [
  {
    id: "cameras-sectors",
    type: "fill",
    source: "sectors",
    minzoom: SECTORS_FROM,
    paint: { "fill-color": MARK.camera, "fill-opacity": amount(["get", "opacity"]) },
  },
  {
    id: "release",
    type: "fill",
    source: "release",
    paint: { "fill-color": colour(["coalesce", ["get", "colour"], UNKNOWN]) },
  },
  // Hatched: not low, but not told. The denser hatch knows nothing, the wider one a part.
  {
    id: "release-withheld",
    type: "fill",
    source: "release",
    filter: ["==", ["get", "said"], "nothing"],
    paint: { "fill-pattern": "withheld" },
  },
  {
    id: "release-partly",
    type: "fill",
    source: "release",
    filter: ["==", ["get", "said"], "atLeast"],
    paint: { "fill-pattern": "partly" },
  },
  {
    id: "release-line",
    type: "line",
    source: "release",
    layout: { "line-join": "round" },
    paint: {
      "line-color": amountOf("selected", INK, "#fff"),
      "line-width": amountOf("selected", 2.5, 1),
    },
  },
  {
    id: "mask",
    type: "fill",
    source: "mask",
    paint: { "fill-color": "#f1efe9", "fill-opacity": 0.66 },
  },
  {
    id: "area",
    type: "line",
    source: "area",
    layout: { "line-join": "round" },
    paint: { "line-color": ACCENT, "line-width": 2.2 },
  },
  {
    id: "selected-fill",
    type: "fill",
    source: "selected",
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": ACCENT, "fill-opacity": 0.16 },
  },
  {
    id: "selected-line",
    type: "line",
    source: "selected",
    filter: ["!=", ["geometry-type"], "Point"],
    paint: { "line-color": ACCENT, "line-width": 3 },
  },
  {
    id: "selected-point",
    type: "circle",
    source: "selected",
    filter: ["==", ["geometry-type"], "Point"],
    paint: {
      "circle-radius": 12,
      "circle-color": ACCENT,
      "circle-opacity": 0.15,
      "circle-stroke-color": ACCENT,
      "circle-stroke-width": 2.5,
    },
  },
  {
    id: "release-names",
    type: "symbol",
    source: "release-names",
    minzoom: 11,
    layout: {
      ...font,
      "text-field": ["get", "name"],
      "text-size": byZoom(11, 10.5, 15, 14),
      "text-max-width": 7,
    },
    paint: { "text-color": INK, ...halo("#ffffffd0") },
  },
  {
    id: "hovered",
    type: "circle",
    source: "hovered",
    paint: {
      "circle-radius": 9,
      "circle-color": "#fff",
      "circle-opacity": 0.2,
      "circle-stroke-color": INK,
      "circle-stroke-width": 2,
    },
  },
];
