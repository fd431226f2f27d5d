import type { Category } from "./layer-names.js";

/**
 * Colours of incident categories, by top-level code: hues of Okabe and Ito (2008) and Tol's muted
 * scheme, in an order in
 * which neighbours differ in lightness too. No eleven colours are safe for every eye; legend, table
 * and details name each.
 */
const CATEGORY_COLOURS: Record<string, string> = {
  "01": "#d55e00",
  "02": "#e69f00",
  "03": "#b2182b",
  "04": "#aa4499",
  "05": "#6f4c1f",
  "06": "#117733",
  "07": "#0072b2",
  "08": "#56b4e9",
  "09": "#332288",
  "10": "#44aa99",
  "99": "#7d858b",
};
const OTHER_COLOUR = "#7d858b";

export const colourOf = (code: string): string =>
  CATEGORY_COLOURS[code.slice(0, 2)] ?? OTHER_COLOUR;

/** A MapLibre `match` expression on the first two digits of `category`. */
export const categoryColour = (): unknown[] => [
  "match",
  ["slice", ["coalesce", ["get", "category"], "  "], 0, 2],
  ...Object.entries(CATEGORY_COLOURS).flat(),
  OTHER_COLOUR,
];

export const topCategories = (categories: readonly Category[]): Category[] =>
  categories.filter((c) => c.kind === "incident" && !c.parent);

export const subCategories = (categories: readonly Category[], parent: string): Category[] =>
  categories.filter((c) => c.kind === "incident" && c.parent === parent);

export const ACCENT = "#0f6b72";

/** The colour of each mark, for the map and for its legend. */
export const MARK = {
  camera: "#2f6f8f",
  household: "#7d7462",
  village: "#6d5f86",
  dedicated: "#b5651d",
  tie: "#7a5195",
  barrier: "#8a5a44",
  water: "#c7dde4",
  parcel: "#efede6",
} as const;

/** Parcels by kind; the others are `MARK.parcel`. */
export const PARCEL_COLOURS: Record<string, string> = {
  park: "#dfe9d6",
  farm: "#eaeedd",
  school: "#efe9dc",
  hospital: "#f1e4e2",
  factory: "#e9e7ea",
};
export const OTHER_BUILDING = "#e2dfd8";

/** Colours of building uses: quiet fills that let what lies on them speak. */
export const BUILDING_COLOURS: Record<string, string> = {
  "01": "#e6ddcf",
  "02": "#ecd3c5",
  "03": "#d6dce6",
  "04": "#d9d3de",
  "05": "#dad9d0",
  "06": "#e9d8c4",
  "99": "#dfdcd6",
};

/**
 * Light to dark, one hue, equal steps of lightness: Viridis-like order holds in grey too. For
 * choropleths of the release.
 */
export const RAMP = ["#eef3ee", "#cfe3dc", "#a3cdc6", "#6fb0b0", "#3d8d95", "#155e6e"] as const;

/** Under the hatch of areas of which no number is told. */
export const UNKNOWN = "#f1eee7";

/** Limits of `n` classes that hold about equally many values each; fewer when values repeat. */
export function quantileBreaks(values: readonly number[], n: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const breaks = Array.from(
    { length: n - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / n)],
  ).filter((v): v is number => v !== undefined);
  return [...new Set(breaks)].filter((b) => b > (sorted[0] ?? 0));
}
