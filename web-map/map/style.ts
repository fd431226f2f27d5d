import type {
  DataDrivenPropertyValueSpecification,
  LayerSpecification,
  StyleSpecification,
  VectorSourceSpecification,
} from "maplibre-gl";
import { type LayerInfo, listFieldOf } from "../layers/layer-names.js";
import { BUILDING_COLOURS, categoryColour } from "../layers/legend.js";
import { FONT_FAMILY, fontSlices } from "./fonts.js";

/**
 * Up to this zoom points are shown as counts, made by the service a few zooms further out; single
 * ones from here.
 */
const POINT_ZOOM = 12.5;
const COUNT_SOURCE_ZOOM = 10;
const DEEPEST = 18;

export const ACCENT = "#0f6b72";
const INK = "#26323a";
const PAPER = "#f7f6f2";
const font = { "text-font": [FONT_FAMILY] };
const colour = (expression: unknown) => expression as DataDrivenPropertyValueSpecification<string>;
const empty = {
  type: "geojson" as const,
  data: { type: "FeatureCollection" as const, features: [] },
};

const byZoom = (...stops: number[]) =>
  [
    "interpolate",
    ["exponential", 1.5],
    ["zoom"],
    ...stops,
  ] as unknown as DataDrivenPropertyValueSpecification<number>;

/**
 * Query of a tile's address: time and categories narrow incidents; `v` makes a browser ask anew.
 */
export interface TileQuery {
  from?: string;
  to?: string;
  categories?: readonly string[];
  v: string;
}

export function tileUrl(origin: string, layer: string, query: TileQuery): string {
  const parts = new URLSearchParams({ v: query.v });
  if (layer === "incidents") {
    if (query.from) parts.set("from", query.from);
    if (query.to) parts.set("to", query.to);
    if (query.categories) parts.set("categories", query.categories.join(","));
  }
  return `${origin}/tiles/${layer}/{z}/{x}/{y}.mvt?${parts.toString()}`;
}

/**
 * Sources of one layer: points have a second one that stays at the zooms where the service counts
 * them.
 */
function sourcesOf(
  layer: LayerInfo,
  origin: string,
  query: TileQuery,
): Record<string, VectorSourceSpecification> {
  const name = listFieldOf(layer.name);
  const tiles = [tileUrl(origin, name, query)];
  if (layer.geometry !== "Point")
    return {
      [name]: { type: "vector", tiles, minzoom: layer.minZoom, maxzoom: DEEPEST, promoteId: "id" },
    };
  const single: VectorSourceSpecification = {
    type: "vector",
    tiles,
    minzoom: Math.max(12, layer.minZoom),
    maxzoom: DEEPEST,
    promoteId: "id",
  };
  return layer.name === "INCIDENTS"
    ? {
        [name]: single,
        [`${name}-counted`]: { type: "vector", tiles, minzoom: 4, maxzoom: COUNT_SOURCE_ZOOM },
      }
    : { [name]: single };
}

type Draw = (name: string) => LayerSpecification[];
const from = (name: string) => ({ source: name, "source-layer": name });
const nameField = ["coalesce", ["get", "name"], ""] as unknown as string;

/**
 * From bottom to top: ground, areas, lines, objects; a layer the viewer has not is simply not
 * drawn.
 */
const DRAWINGS: [string, Draw][] = [
  [
    "parcels",
    (n) => [
      {
        id: n,
        type: "fill",
        ...from(n),
        paint: {
          "fill-color": colour([
            "match",
            ["get", "kind"],
            "park",
            "#dfe9d6",
            "farm",
            "#eaeedd",
            "school",
            "#efe9dc",
            "hospital",
            "#f1e4e2",
            "factory",
            "#e9e7ea",
            "#efede6",
          ]),
          "fill-outline-color": "#e2dfd6",
        },
      },
    ],
  ],
  [
    "waters",
    (n) => [
      {
        id: n,
        type: "fill",
        ...from(n),
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "fill-color": "#c7dde4" },
      },
      {
        id: `${n}-line`,
        type: "line",
        ...from(n),
        filter: ["==", ["geometry-type"], "LineString"],
        paint: { "line-color": "#b4d2dc", "line-width": byZoom(9, 0.8, 16, 6) },
      },
    ],
  ],
  [
    "villages",
    (n) => [
      {
        id: `${n}-fill`,
        type: "fill",
        ...from(n),
        paint: { "fill-color": PAPER, "fill-opacity": 0 },
      },
    ],
  ],
  [
    "grids",
    (n) => [
      {
        id: `${n}-fill`,
        type: "fill",
        ...from(n),
        paint: {
          "fill-color": ACCENT,
          "fill-opacity": [
            "case",
            ["boolean", ["feature-state", "picked"], false],
            0.2,
            ["boolean", ["feature-state", "selected"], false],
            0.12,
            0.001,
          ],
        },
      },
    ],
  ],
  [
    "buildings",
    (n) => [
      {
        id: n,
        type: "fill",
        ...from(n),
        paint: {
          "fill-color": colour([
            "match",
            ["get", "use"],
            ...Object.entries(BUILDING_COLOURS).flat(),
            "#e2dfd8",
          ]),
          "fill-opacity": byZoom(13, 0.5, 15, 1),
        },
      },
      {
        id: `${n}-edge`,
        type: "line",
        ...from(n),
        minzoom: 15,
        paint: { "line-color": "#c9c2b5", "line-width": 0.7 },
      },
    ],
  ],
  [
    "streets",
    (n) => [
      {
        id: `${n}-case`,
        type: "line",
        ...from(n),
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": "#d8d3c8", "line-width": streetWidth(1.6) },
      },
      {
        id: n,
        type: "line",
        ...from(n),
        layout: { "line-cap": "round", "line-join": "round" },
        paint: {
          "line-color": colour([
            "match",
            ["get", "kind"],
            ["trunk", "motorway"],
            "#f6e3bd",
            ["main", "primary"],
            "#fdf4dd",
            "#ffffff",
          ]),
          "line-width": streetWidth(0),
        },
      },
    ],
  ],
  [
    "barriers",
    (n) => [
      {
        id: n,
        type: "line",
        ...from(n),
        paint: { "line-color": "#8a5a44", "line-width": 1.5, "line-dasharray": [2, 1.5] },
      },
    ],
  ],
  [
    "crossings",
    (n) => [
      {
        id: n,
        type: "circle",
        ...from(n),
        paint: {
          "circle-radius": 3,
          "circle-color": "#fff",
          "circle-stroke-color": "#8a5a44",
          "circle-stroke-width": 1.5,
        },
      },
    ],
  ],
  [
    "ties",
    (n) => [
      {
        id: n,
        type: "line",
        ...from(n),
        paint: { "line-color": "#7a5195", "line-width": 1.2, "line-opacity": 0.6 },
      },
    ],
  ],
  [
    "grid-lines",
    () => [
      {
        id: "grids",
        type: "line",
        ...from("grids"),
        paint: {
          "line-color": ACCENT,
          "line-opacity": byZoom(9, 0.25, 13, 0.55),
          "line-width": byZoom(9, 0.4, 13, 1, 17, 2),
        },
      },
      {
        id: "grids-selected",
        type: "line",
        ...from("grids"),
        paint: {
          "line-color": ACCENT,
          "line-width": 2.5,
          "line-opacity": [
            "case",
            ["boolean", ["feature-state", "selected"], false],
            1,
            ["boolean", ["feature-state", "picked"], false],
            1,
            0,
          ],
        },
      },
    ],
  ],
  [
    "village-lines",
    () => [
      {
        id: "villages",
        type: "line",
        ...from("villages"),
        layout: { "line-join": "round" },
        paint: {
          "line-color": "#6d5f86",
          "line-opacity": 0.55,
          "line-width": byZoom(8, 0.8, 14, 2),
          "line-dasharray": [4, 2],
        },
      },
    ],
  ],
  [
    "households",
    (n) => [
      {
        id: n,
        type: "circle",
        ...from(n),
        minzoom: 14,
        paint: {
          "circle-radius": byZoom(14, 1.4, 18, 4),
          "circle-color": "#8b8373",
          "circle-opacity": 0.75,
          "circle-stroke-color": "#fff",
          "circle-stroke-width": byZoom(15, 0, 17, 1),
        },
      },
    ],
  ],
  [
    "cameras",
    (n) => [
      {
        id: n,
        type: "symbol",
        ...from(n),
        minzoom: 12.5,
        layout: {
          "icon-image": "camera",
          "icon-size": byZoom(12.5, 0.45, 17, 0.9),
          "icon-allow-overlap": true,
          "icon-rotation-alignment": "map",
        },
      },
    ],
  ],
  [
    "incidents",
    (n) => [
      {
        id: n,
        type: "circle",
        ...from(n),
        minzoom: POINT_ZOOM,
        filter: ["!", ["has", "count"]],
        paint: {
          "circle-radius": byZoom(12.5, 2, 15, 4, 18, 7),
          "circle-color": colour(categoryColour()),
          "circle-opacity": 0.82,
          "circle-stroke-color": "#fff",
          "circle-stroke-width": byZoom(12.5, 0.3, 15, 1),
        },
      },
      {
        id: `${n}-counted`,
        type: "circle",
        source: `${n}-counted`,
        "source-layer": n,
        maxzoom: POINT_ZOOM,
        filter: ["has", "count"],
        paint: {
          "circle-radius": [
            "interpolate",
            ["linear"],
            ["sqrt", ["get", "count"]],
            1,
            5,
            10,
            11,
            40,
            20,
            100,
            30,
          ],
          "circle-color": ACCENT,
          "circle-opacity": 0.62,
          "circle-stroke-color": "#fff",
          "circle-stroke-width": 1.2,
        },
      },
    ],
  ],
  [
    "labels",
    () => [
      {
        id: "streets-label",
        type: "symbol",
        ...from("streets"),
        minzoom: 13.5,
        layout: {
          ...font,
          "symbol-placement": "line",
          "text-field": nameField,
          "text-size": byZoom(13, 10, 17, 12.5),
          "symbol-spacing": 320,
        },
        paint: { "text-color": "#7b766b", ...halo() },
      },
      {
        id: "waters-label",
        type: "symbol",
        ...from("waters"),
        minzoom: 11.5,
        layout: {
          ...font,
          "symbol-placement": "line",
          "text-field": nameField,
          "text-size": 12,
          "text-letter-spacing": 0.2,
          "symbol-spacing": 420,
        },
        paint: { "text-color": "#5b8a9a", ...halo("#e4eff2") },
      },
      {
        id: "buildings-label",
        type: "symbol",
        ...from("buildings"),
        minzoom: 16.5,
        layout: { ...font, "text-field": nameField, "text-size": 10.5, "text-max-width": 7 },
        paint: { "text-color": "#7d7365", ...halo() },
      },
      {
        id: "parcels-label",
        type: "symbol",
        ...from("parcels"),
        minzoom: 15,
        layout: { ...font, "text-field": nameField, "text-size": 11, "text-max-width": 8 },
        paint: { "text-color": "#71806a", ...halo() },
      },
      {
        id: "grids-label",
        type: "symbol",
        source: "labels",
        filter: ["==", ["get", "layer"], "grids"],
        minzoom: 13,
        layout: {
          ...font,
          "text-field": nameField,
          "text-size": byZoom(13, 11, 16, 14),
          "text-max-width": 8,
        },
        paint: { "text-color": "#0a4f55", ...halo() },
      },
      {
        id: "villages-label",
        type: "symbol",
        source: "labels",
        filter: ["==", ["get", "layer"], "villages"],
        minzoom: 9.5,
        maxzoom: 14.2,
        layout: {
          ...font,
          "text-field": nameField,
          "text-size": byZoom(9, 11, 14, 15),
          "text-letter-spacing": 0.08,
          "text-variable-anchor": ["center", "bottom", "top", "left", "right"],
          "text-radial-offset": 1.1,
          "text-max-width": 8,
        },
        paint: { "text-color": "#54476d", ...halo() },
      },
    ],
  ],
  // Placed before the names, which then stand aside.
  [
    "counts",
    () => [
      {
        id: "incidents-count",
        type: "symbol",
        source: "incidents-counted",
        "source-layer": "incidents",
        maxzoom: POINT_ZOOM,
        filter: [">=", ["coalesce", ["get", "count"], 0], 5],
        layout: {
          ...font,
          "text-field": ["to-string", ["get", "count"]],
          "text-size": 11.5,
          "text-allow-overlap": true,
        },
        paint: { "text-color": "#fff" },
      },
    ],
  ],
];

function streetWidth(casing: number): DataDrivenPropertyValueSpecification<number> {
  const width = (trunk: number, main: number, other: number) => [
    "match",
    ["get", "kind"],
    ["trunk", "motorway"],
    trunk + casing,
    ["main", "primary", "secondary"],
    main + casing,
    other + casing,
  ];
  return [
    "interpolate",
    ["exponential", 1.6],
    ["zoom"],
    10,
    width(1.2, 0.7, 0.3),
    14,
    width(4.5, 3, 1.4),
    18,
    width(22, 16, 9),
  ] as unknown as DataDrivenPropertyValueSpecification<number>;
}

function halo(around = PAPER) {
  return { "text-halo-color": around, "text-halo-width": 1.6, "text-halo-blur": 0.4 };
}

/** Which of the viewer's layers a drawn layer belongs to: `grids-label` → grids. */
export const layerOfDrawing = (id: string): string => id.split("-")[0]!;

/** The whole map as the viewer may see it. Only our own server is named in it. */
export function mapStyle(
  layers: readonly LayerInfo[],
  origin: string,
  query: TileQuery,
): StyleSpecification {
  const names = new Set(layers.map((l) => listFieldOf(l.name)));
  const drawn = DRAWINGS.flatMap(([name, draw]) => draw(name)).filter((l) =>
    names.has(layerOfDrawing(l.id)),
  );
  // Names of areas stand over everything; a dimmed surrounding lies over the objects but under the
  // labels.
  const firstLabel = drawn.findIndex((l) => l.id.endsWith("-label"));
  const overlays: LayerSpecification[] = [
    {
      id: "sectors",
      type: "fill",
      source: "sectors",
      paint: { "fill-color": "#2f6f8f", "fill-opacity": 0.16 },
    },
    {
      id: "release",
      type: "fill",
      source: "release",
      paint: {
        "fill-color": colour(["coalesce", ["get", "colour"], "#e5e2da"]),
        "fill-opacity": ["case", ["boolean", ["feature-state", "selected"], false], 0.95, 0.78],
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
  const at = firstLabel < 0 ? drawn.length : firstLabel;
  return {
    version: 8,
    sources: {
      ...(Object.assign({}, ...layers.map((l) => sourcesOf(l, origin, query))) as Record<
        string,
        VectorSourceSpecification
      >),
      labels: empty,
      sectors: empty,
      release: { ...empty, promoteId: "id" },
      mask: empty,
      area: empty,
      selected: empty,
      hovered: empty,
    },
    layers: [
      { id: "paper", type: "background", paint: { "background-color": PAPER } },
      ...drawn.slice(0, at),
      ...overlays,
      ...drawn.slice(at),
    ],
    "font-faces": {
      [FONT_FAMILY]: fontSlices.map((s) => ({ url: s.url, "unicode-range": s.unicodeRange })),
    },
  };
}

/** What lies under a click counts in this order; the ground is not asked. */
export const CLICKABLE: readonly string[] = [
  "incidents",
  "incidents-counted",
  "cameras",
  "households",
  "crossings",
  "buildings",
  "ties",
  "release",
  "grids-fill",
  "villages-fill",
];
