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

/**
 * Signs of incident categories in a box of 24: what they are is told by their shape, so that no
 * colour has to be told from another.
 */
const CATEGORY_SIGNS: Record<string, string> = {
  // A shield.
  "01": "M12 6l4.8 1.8v3.8c0 3-2 5-4.8 6.4-2.8-1.4-4.8-3.4-4.8-6.4V7.8z",
  // Two arrows against each other.
  "02": "M6.5 9h6V7l4 3-4 3v-2h-6zM17.5 15h-6v-2l-4 3 4 3v-2h6z",
  // A flame.
  "03": "M12.4 5.5c.4 2.6 3.8 4 3.8 7.7a4.2 4.2 0 0 1-8.4 0c0-1.7.9-2.8 1.7-3.6.2 1 .6 1.6 1.2 1.9-.1-2.1.3-4.2 1.7-6z",
  // An exclamation mark.
  "04": "M10.7 6h2.6l-.5 7.2h-1.6zM10.8 15h2.4v2.4h-2.4z",
  // Lightning.
  "05": "M13.6 5.5L7.8 13h3.4l-1 5.5 6-7.8h-3.7z",
  // A leaf.
  "06": "M17.2 6.8c-6.6 0-10 3.2-9.3 8.7l-1.4 1.6 1 .9 1.4-1.5c5.4.5 8.3-2.9 8.3-9.7z",
  // A cover with a hole in it.
  "07": "M7.2 7.2h9.6v9.6H7.2zM10.2 10.2v3.6h3.6v-3.6z",
  // A heart.
  "08": "M12 17.6l-4.9-4.9a3 3 0 0 1 4.3-4.3l.6.6.6-.6a3 3 0 0 1 4.3 4.3z",
  // A flag.
  "09": "M8 6h1.6v.8h7l-2 2.7 2 2.7h-7V18H8z",
  // A speech bubble.
  "10": "M6.8 7h10.4v7.8H12l-3 3v-3H6.8z",
};
const OTHER_SIGN = "M12 9.4a2.6 2.6 0 1 0 .01 0z";

export const CATEGORY_CODES: readonly string[] = Object.keys(CATEGORY_COLOURS);
export const signOf = (code: string): string => CATEGORY_SIGNS[code.slice(0, 2)] ?? OTHER_SIGN;

export const colourOf = (code: string): string =>
  CATEGORY_COLOURS[code.slice(0, 2)] ?? OTHER_COLOUR;

/** Name of the image of a category's sign on the map; MapLibre takes the first that is there. */
export const signImage = (code: string): string => `incident-${code}`;
export const categorySign = (): unknown[] => [
  "coalesce",
  ["image", ["concat", "incident-", ["slice", ["coalesce", ["get", "category"], "99"], 0, 2]]],
  ["image", signImage("99")],
];

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
  incident: "#c2410c",
  camera: "#2f6f8f",
  household: "#7d7462",
  village: "#6d5f86",
  township: "#75629c",
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
