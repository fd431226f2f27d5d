import {
  ACCENT,
  BUILDING_COLOURS,
  categoryColour,
  categorySign,
  MARK,
  OTHER_BUILDING,
  PARCEL_COLOURS,
} from "../layers/legend.js";
import {
  amount,
  byZoom,
  COUNTED_TO,
  colour,
  countedSource,
  DEDICATED_FROM,
  type Drawing,
  evenly,
  from,
  HOUSEHOLDS_FROM,
  isLine,
  isPolygon,
  PAPER,
  SIGNS_FROM,
  SINGLE_FROM,
} from "./paint.js";

const isPicked = ["boolean", ["feature-state", "picked"], false];

/** From bottom to top: ground, areas, lines, objects. */
export const MARKS: readonly Drawing[] = [
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
            ...Object.entries(PARCEL_COLOURS).flat(),
            MARK.parcel,
          ]),
          "fill-outline-color": "#e2dfd6",
        },
      },
    ],
  ],
  [
    "waters",
    (n) => [
      { id: n, type: "fill", ...from(n), filter: isPolygon, paint: { "fill-color": MARK.water } },
      {
        id: `${n}-line`,
        type: "line",
        ...from(n),
        filter: isLine,
        paint: { "line-color": "#b4d2dc", "line-width": byZoom(9, 0.8, 16, 6) },
      },
    ],
  ],
  ...["townships", "villages"].map(
    (layer): Drawing => [
      layer,
      // Seen by nobody, but there to be clicked.
      (n) => [
        {
          id: `${n}-fill`,
          type: "fill",
          ...from(n),
          paint: { "fill-color": PAPER, "fill-opacity": 0 },
        },
      ],
    ],
  ),
  [
    "grids",
    (n) => [
      {
        id: `${n}-dedicated`,
        type: "fill",
        ...from(n),
        minzoom: DEDICATED_FROM,
        filter: ["==", ["get", "kind"], "02"],
        paint: { "fill-color": MARK.dedicated, "fill-opacity": 0.14 },
      },
      {
        id: `${n}-fill`,
        type: "fill",
        ...from(n),
        paint: { "fill-color": ACCENT, "fill-opacity": amount(["case", isPicked, 0.2, 0.001]) },
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
            OTHER_BUILDING,
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
        paint: { "line-color": "#bdb6a4", "line-width": streetWidth(1.8) },
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
        paint: { "line-color": MARK.barrier, "line-width": 1.5, "line-dasharray": [2, 1.5] },
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
          "circle-stroke-color": MARK.barrier,
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
        paint: { "line-color": MARK.tie, "line-width": 1.2, "line-opacity": 0.6 },
      },
    ],
  ],
  [
    "townships",
    (n) => [
      {
        id: n,
        type: "line",
        ...from(n, "edges"),
        layout: { "line-join": "round", "line-cap": "round" },
        paint: {
          "line-color": MARK.township,
          "line-opacity": byZoom(8, 0.4, 14, 0.25),
          "line-width": byZoom(8, 3, 14, 8),
        },
      },
    ],
  ],
  [
    "grids",
    (n) => [
      {
        id: n,
        type: "line",
        ...from(n, "edges"),
        layout: { "line-join": "round" },
        paint: {
          "line-color": ACCENT,
          "line-opacity": byZoom(9, 0.3, 13, 0.6),
          "line-width": byZoom(9, 0.4, 13, 1, 17, 2),
        },
      },
      {
        id: `${n}-picked`,
        type: "line",
        ...from(n),
        paint: {
          "line-color": ACCENT,
          "line-width": 2.5,
          "line-opacity": amount(["case", isPicked, 1, 0]),
        },
      },
    ],
  ],
  [
    "villages",
    (n) => [
      {
        id: n,
        type: "line",
        ...from(n, "edges"),
        layout: { "line-join": "round" },
        paint: {
          "line-color": MARK.village,
          "line-opacity": 0.7,
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
        id: `${n}-cells`,
        type: "circle",
        ...from(n, "cells"),
        minzoom: HOUSEHOLDS_FROM,
        paint: {
          "circle-radius": cellRadius(),
          "circle-color": MARK.household,
          // Paler than what happened there: they say how many live about, and not where.
          "circle-opacity": 0.18,
          "circle-stroke-color": MARK.household,
          "circle-stroke-opacity": 0.45,
          "circle-stroke-width": evenly(HOUSEHOLDS_FROM, 0.7, 16, 1),
        },
      },
      {
        id: n,
        type: "circle",
        ...from(n),
        minzoom: HOUSEHOLDS_FROM,
        paint: {
          "circle-radius": byZoom(HOUSEHOLDS_FROM, 1.8, 18, 4),
          "circle-color": MARK.household,
          "circle-opacity": 0.85,
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
        minzoom: 14,
        layout: {
          "icon-image": "camera",
          "icon-size": byZoom(14, 0.26, 15, 0.38, 17, 0.7),
          "icon-allow-overlap": true,
          "icon-ignore-placement": true,
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
        minzoom: COUNTED_TO,
        maxzoom: SIGNS_FROM,
        filter: ["!", ["has", "count"]],
        paint: {
          "circle-radius": evenly(COUNTED_TO, 3, SIGNS_FROM, 5.6),
          "circle-color": colour(categoryColour()),
          "circle-opacity": evenly(COUNTED_TO, 0, SINGLE_FROM, 0.9),
          "circle-stroke-color": "#fff",
          "circle-stroke-opacity": evenly(COUNTED_TO, 0, SINGLE_FROM, 1),
          "circle-stroke-width": evenly(COUNTED_TO, 0.6, SIGNS_FROM, 1),
        },
      },
      {
        // As large as its dot was; none hides another's neighbour, so none is left out.
        id: `${n}-signs`,
        type: "symbol",
        ...from(n),
        minzoom: SIGNS_FROM,
        filter: ["!", ["has", "count"]],
        layout: {
          "icon-image": categorySign() as never,
          "icon-size": evenly(SIGNS_FROM, 0.58, 16, 0.85, 18, 1.05),
          "icon-allow-overlap": true,
          "icon-ignore-placement": true,
        },
      },
      {
        id: `${n}-counted`,
        type: "circle",
        source: countedSource(n),
        "source-layer": n,
        maxzoom: SINGLE_FROM,
        filter: ["has", "count"],
        paint: {
          "circle-radius": bubbleRadius(),
          "circle-color": ACCENT,
          "circle-opacity": evenly(COUNTED_TO, 0.85, SINGLE_FROM, 0),
          "circle-stroke-color": "#fff",
          "circle-stroke-opacity": evenly(COUNTED_TO, 1, SINGLE_FROM, 0),
          "circle-stroke-width": 1.2,
        },
      },
      {
        // Nearer too, where a tile has more than can be shown one by one.
        id: `${n}-dense`,
        type: "circle",
        ...from(n),
        minzoom: COUNTED_TO,
        filter: ["has", "count"],
        paint: {
          "circle-radius": bubbleRadius(),
          "circle-color": ACCENT,
          "circle-opacity": evenly(COUNTED_TO, 0, SINGLE_FROM, 0.85),
          "circle-stroke-color": "#fff",
          "circle-stroke-opacity": evenly(COUNTED_TO, 0, SINGLE_FROM, 1),
          "circle-stroke-width": 1.2,
        },
      },
    ],
  ],
];

/** Area by number. Cells are 32 pixels wide at every whole zoom, and grow until the next. */
function bubbleRadius() {
  const upTo = (most: number) => [
    "interpolate",
    ["linear"],
    ["sqrt", ["get", "count"]],
    1,
    7.5,
    10,
    11,
    60,
    most,
  ];
  return evenly(9, upTo(14), 11, upTo(17), 12, upTo(24), 13, upTo(34));
}

/** A cell is 46 pixels wide at zoom 15. */
function cellRadius() {
  const upTo = (least: number, most: number) => [
    "interpolate",
    ["linear"],
    ["sqrt", ["get", "count"]],
    1,
    least,
    12,
    most,
  ];
  return evenly(HOUSEHOLDS_FROM, upTo(5, 16), 17, upTo(8, 26));
}

function streetWidth(casing: number) {
  const width = (trunk: number, main: number, country: number, other: number) => [
    "match",
    ["get", "kind"],
    ["trunk", "motorway"],
    trunk + casing,
    ["main", "primary", "secondary"],
    main + casing,
    ["village", "tertiary"],
    country + casing,
    other + casing,
  ];
  return amount([
    "interpolate",
    ["exponential", 1.6],
    ["zoom"],
    10,
    width(1.2, 0.7, 0.5, 0.3),
    14,
    width(4.5, 3, 2.2, 1.6),
    18,
    width(22, 16, 10, 9),
  ]);
}
