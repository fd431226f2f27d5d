import type { DataDrivenPropertyValueSpecification, LayerSpecification } from "maplibre-gl";
import { FONT_FAMILY } from "./fonts.js";

/** Words of MapLibre's style that every drawing uses. */
export const PAPER = "#f7f6f2";
export const INK = "#26323a";
/** Names on published numbers, whose colours are the same by day and by night. */
export const ON_NUMBERS = { ink: "#1f2a31", halo: "#ffffffcc" };
export const font = { "text-font": [FONT_FAMILY] };

export const colour = (expression: unknown) =>
  expression as DataDrivenPropertyValueSpecification<string>;
export const amount = (expression: unknown) =>
  expression as DataDrivenPropertyValueSpecification<number>;

/** Zoom, value, zoom, value …: between them it grows as the map does. */
export const byZoom = (...stops: unknown[]) =>
  amount(["interpolate", ["exponential", 1.5], ["zoom"], ...stops]);

/** Zoom, value, zoom, value …: evenly between them. */
export const evenly = (...stops: unknown[]) =>
  amount(["interpolate", ["linear"], ["zoom"], ...stops]);

export const halo = (around = PAPER) => ({
  "text-halo-color": around,
  "text-halo-width": 1.6,
  "text-halo-blur": 0.4,
});

/**
 * Incidents are counts out to here and one by one from the second; between, the one becomes the
 * other.
 */
export const COUNTED_TO = 13.1;
export const SINGLE_FROM = 13.7;
/** From here an incident is large enough for the sign of its category; farther out it is a dot. */
export const SIGNS_FROM = 14.5;
/** Farther out coarse homes are a raster of dots that no number fits into. */
export const HOUSEHOLDS_FROM = 15;
/** From here the view sectors of cameras are drawn. */
export const SECTORS_FROM = 15;
/** From here a dedicated grid is tinted and its border told from that of the grid around it. */
export const DEDICATED_FROM = 12;

/** How a layer is drawn: its name, and what the style needs for it. */
export type Drawing = readonly [layer: string, draw: (name: string) => LayerSpecification[]];

/** The objects of a layer's tiles, or a part made from them: names, edges, cells. */
export const from = (name: string, part?: "names" | "edges" | "cells") => ({
  source: name,
  "source-layer": part ? `${name}-${part}` : name,
});
/** Counts come in a source of their own, which stays at the zooms where the service counts. */
export const countedSource = (name: string) => `${name}-counted`;

/** What a thing is called. */
export const nameField = ["coalesce", ["get", "name"], ""] as unknown as string;

export const isPolygon = ["==", ["geometry-type"], "Polygon"] as never;
export const isLine = ["==", ["geometry-type"], "LineString"] as never;
