import type { LayerSpecification } from "maplibre-gl";
import { ACCENT, MARK } from "../layers/legend.js";
import { amount, colour, INK, SECTORS_FROM } from "./paint.js";

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
    paint: {
      "fill-color": colour(["coalesce", ["get", "colour"], "#e5e2da"]),
      "fill-opacity": 1,
    },
  },
  {
    id: "release-line",
    type: "line",
    source: "release",
    paint: {
      "line-color": "#fff",
      "line-width": ["case", ["boolean", ["feature-state", "selected"], false], 3, 1],
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
