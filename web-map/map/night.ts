import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import {
  ACCENT,
  BUILDING_COLOURS,
  MARK,
  OTHER_BUILDING,
  PARCEL_COLOURS,
} from "../layers/legend.js";
import { INK, PAPER } from "./paint.js";

export type Theme = "light" | "dark";

const building = (use: string) => BUILDING_COLOURS[use]!;
const parcel = (kind: string) => PARCEL_COLOURS[kind]!;

/**
 * What each colour of the day is by night. Colours of categories and of the published numbers mean
 * something and stay; so does white, the rim and the number of a mark.
 */
const BY_NIGHT: Readonly<Record<string, string>> = {
  [PAPER]: "#171c20",
  [INK]: "#e6eaec",
  "#ffffffb0": "#171c20b0",
  "#ffffffd0": "#171c20d0",
  "#f1efe9": "#05080a",
  // Ground.
  [MARK.parcel]: "#1d2429",
  [parcel("park")]: "#1f3128",
  [parcel("farm")]: "#232c22",
  [parcel("school")]: "#2c2a23",
  [parcel("hospital")]: "#33272a",
  [parcel("factory")]: "#292830",
  "#e2dfd6": "#2a3238",
  [MARK.water]: "#143445",
  "#b4d2dc": "#1c475c",
  [building("01")]: "#3d3c36",
  [building("02")]: "#4b3b33",
  [building("03")]: "#343d49",
  [building("04")]: "#3d3845",
  [building("05")]: "#3a3b36",
  [building("06")]: "#473c30",
  [building("99")]: "#383a3c",
  [OTHER_BUILDING]: "#34383b",
  "#c9c2b5": "#565c61",
  "#bdb6a4": "#0f1418",
  "#f6e3bd": "#7d6838",
  "#fdf4dd": "#5d553f",
  "#ffffff": "#46525a",
  // Marks.
  [ACCENT]: "#62bfc1",
  [MARK.camera]: "#5aa3c6",
  [MARK.household]: "#a59a84",
  [MARK.village]: "#a294c4",
  [MARK.township]: "#9a8ac2",
  [MARK.dedicated]: "#d98c45",
  [MARK.tie]: "#b188cf",
  [MARK.barrier]: "#c08a70",
  // Names.
  "#e4eff2": "#12303f",
  "#3a6a7e": "#93c5da",
  "#4f4839": "#d8d0bd",
  "#6d685d": "#b9b4a8",
  "#6b6257": "#bdb4a6",
  "#5b6b54": "#a8bb9f",
  "#0a4f55": "#8fd3d2",
  "#6b3d14": "#e0b07f",
  "#54476d": "#c3b5e2",
};

/** Where a colour is something else than elsewhere: a number stands on the one, and lines part. */
const BY_NIGHT_AS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "circle-color": { [ACCENT]: "#17757c" },
  "line-color": { "#fff": "#0f1418" },
};

/** A colour of the day, as it is in a theme. */
export const colourIn = (theme: Theme, colour: string, property = ""): string =>
  theme === "light" ? colour : (BY_NIGHT_AS[property]?.[colour] ?? BY_NIGHT[colour] ?? colour);

function valueIn(theme: Theme, property: string, value: unknown): unknown {
  if (typeof value === "string") return colourIn(theme, value, property);
  return Array.isArray(value) ? value.map((part) => valueIn(theme, property, part)) : value;
}

/** Something that is drawn, in the colours of a theme. */
export function layerIn(theme: Theme, layer: LayerSpecification): LayerSpecification {
  if (theme === "light" || !layer.paint) return layer;
  const paint = Object.entries(layer.paint).map(([property, value]) => [
    property,
    valueIn(theme, property, value),
  ]);
  return { ...layer, paint: Object.fromEntries(paint) } as LayerSpecification;
}

export const styleIn = (theme: Theme, style: StyleSpecification): StyleSpecification => ({
  ...style,
  layers: style.layers.map((layer) => layerIn(theme, layer)),
});
