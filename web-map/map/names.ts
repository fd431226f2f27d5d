import { MARK } from "../layers/legend.js";
import {
  byZoom,
  COUNTED_TO,
  countedSource,
  DEDICATED_FROM,
  type Drawing,
  evenly,
  font,
  from,
  HOUSEHOLDS_FROM,
  halo,
  isLine,
  nameField,
  SINGLE_FROM,
} from "./paint.js";

const isRiver = ["in", ["get", "kind"], ["literal", ["river", "stream"]]] as never;

/** Roads that people look for from afar; the others are named once they are near. */
const leadsFar = [
  "in",
  ["get", "kind"],
  ["literal", ["trunk", "motorway", "main", "primary"]],
] as never;

/** Numbers and names over all marks; the last are placed first, and the others stand aside. */
export const NAMES: readonly Drawing[] = [
  [
    "townships",
    (n) => [
      {
        // Large and pale, as maps name a region: over what a workspace draws, under other names.
        id: `${n}-names`,
        type: "symbol",
        ...from(n, "names"),
        minzoom: 7.5,
        maxzoom: 13,
        layout: {
          ...font,
          "text-field": bothNames(),
          "text-size": byZoom(8, 11, 12, 20),
          "text-letter-spacing": 0.2,
          "text-max-width": 14,
          "text-allow-overlap": true,
          "text-ignore-placement": true,
        },
        paint: { "text-color": MARK.township, ...halo() },
      },
    ],
  ],
  // Numbers belong to their marks: no name pushes them away.
  [
    "households",
    (n) => [
      {
        id: `${n}-cells-count`,
        type: "symbol",
        ...from(n, "cells"),
        minzoom: HOUSEHOLDS_FROM,
        layout: {
          ...font,
          "text-field": ["to-string", ["get", "count"]],
          "text-size": evenly(HOUSEHOLDS_FROM, 9, 16, 11),
          "text-allow-overlap": true,
          "text-ignore-placement": true,
        },
        paint: { "text-color": "#4f4839", ...halo("#ffffffb0") },
      },
    ],
  ],
  [
    "streets",
    (n) =>
      [
        { id: `${n}-main-label`, minzoom: 11.5, filter: leadsFar },
        { id: `${n}-label`, minzoom: 14, filter: ["!", leadsFar] as never },
      ].map((some) => ({
        ...some,
        type: "symbol" as const,
        ...from(n),
        layout: {
          ...font,
          "symbol-placement": "line" as const,
          "text-field": nameField,
          "text-size": byZoom(12, 10, 17, 12.5),
          "symbol-spacing": 420,
        },
        paint: { "text-color": "#6d685d", ...halo() },
      })),
  ],
  [
    "waters",
    (n) => [
      {
        id: `${n}-label`,
        type: "symbol",
        ...from(n),
        minzoom: 11.5,
        maxzoom: 13.5,
        layout: {
          ...font,
          "symbol-placement": "line",
          "text-field": nameField,
          "text-size": 12,
          "text-letter-spacing": 0.2,
          "symbol-spacing": 560,
        },
        paint: { "text-color": "#3a6a7e", ...halo("#e4eff2") },
      },
      {
        id: `${n}-line-label`,
        type: "symbol",
        ...from(n),
        minzoom: 13.5,
        filter: isLine,
        layout: {
          ...font,
          "symbol-placement": "line",
          "text-field": nameField,
          "text-size": 12,
          "text-letter-spacing": 0.2,
          "symbol-spacing": 560,
        },
        paint: { "text-color": "#3a6a7e", ...halo("#e4eff2") },
      },
      ...[
        { id: `${n}-names`, minzoom: 13.5, filter: isRiver },
        { id: `${n}-pond-names`, minzoom: 15.5, filter: ["!", isRiver] as never },
      ].map((some) => ({
        ...some,
        type: "symbol" as const,
        ...from(n, "names"),
        layout: {
          ...font,
          "text-field": nameField,
          "text-size": some.minzoom < 15 ? 12.5 : 11,
          "text-letter-spacing": 0.1,
        },
        paint: { "text-color": "#3a6a7e", ...halo("#e4eff2") },
      })),
    ],
  ],
  [
    "buildings",
    (n) => [
      {
        id: `${n}-names`,
        type: "symbol",
        ...from(n, "names"),
        minzoom: 16.5,
        layout: { ...font, "text-field": nameField, "text-size": 10.5, "text-max-width": 7 },
        paint: { "text-color": "#6b6257", ...halo() },
      },
    ],
  ],
  [
    "parcels",
    (n) => [
      {
        id: `${n}-names`,
        type: "symbol",
        ...from(n, "names"),
        minzoom: 14.5,
        // A field is called after the house beside it: a name for a record, not for a map.
        filter: ["!=", ["get", "kind"], "farm"],
        layout: { ...font, "text-field": nameField, "text-size": 11, "text-max-width": 8 },
        paint: { "text-color": "#5b6b54", ...halo() },
      },
    ],
  ],
  [
    "grids",
    (n) => [
      {
        id: `${n}-names`,
        type: "symbol",
        ...from(n, "names"),
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
        id: `${n}-dedicated-names`,
        type: "symbol",
        ...from(n, "names"),
        minzoom: DEDICATED_FROM,
        maxzoom: 13,
        filter: ["==", ["get", "kind"], "02"],
        layout: { ...font, "text-field": nameField, "text-size": 10, "text-max-width": 7 },
        paint: { "text-color": "#6b3d14", ...halo() },
      },
    ],
  ],
  [
    "villages",
    (n) => [
      {
        id: `${n}-names`,
        type: "symbol",
        ...from(n, "names"),
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
    "incidents",
    (n) => [
      {
        id: `${n}-count`,
        type: "symbol",
        source: countedSource(n),
        "source-layer": n,
        maxzoom: SINGLE_FROM,
        filter: ["has", "count"],
        layout: {
          ...font,
          "text-field": thousands(),
          "text-size": 11,
          "symbol-sort-key": ["-", ["get", "count"]],
          "text-padding": 0,
        },
        paint: { "text-color": "#fff", "text-opacity": evenly(COUNTED_TO, 1, SINGLE_FROM, 0) },
      },
      {
        id: `${n}-dense-count`,
        type: "symbol",
        ...from(n),
        minzoom: COUNTED_TO,
        filter: ["has", "count"],
        layout: {
          ...font,
          "text-field": thousands(),
          "text-size": 11,
          "symbol-sort-key": ["-", ["get", "count"]],
          "text-padding": 0,
        },
        paint: { "text-color": "#fff", "text-opacity": evenly(COUNTED_TO, 0, SINGLE_FROM, 1) },
      },
    ],
  ],
];

/** 12,345 → 12k: what a bubble has room for. */
function thousands() {
  const count = ["get", "count"];
  return [
    "case",
    [">=", count, 10_000],
    ["concat", ["to-string", ["round", ["/", count, 1000]]], "k"],
    ["to-string", count],
  ] as unknown as string;
}

/** The Chinese name, and where there is room for both under it the English one, smaller. */
function bothNames() {
  const english = ["case", ["has", "nameEn"], ["concat", "\n", ["get", "nameEn"]], ""];
  const both = ["format", nameField, {}, english, { "font-scale": 0.62 }];
  return ["step", ["zoom"], ["format", nameField, {}], 11.3, both] as unknown as string;
}
