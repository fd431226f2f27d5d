import ranges from "@fontsource/noto-sans-sc/unicode.json" with { type: "json" };

/** One woff2 slice of Noto Sans SC: the letters it holds, and where our own server has it. */
export interface FontSlice {
  url: string;
  unicodeRange: string[];
}

const FILES = import.meta.glob<string>(
  "/../../node_modules/@fontsource/noto-sans-sc/files/*-400-normal.woff2",
  { query: "?url", import: "default", eager: true },
);

/**
 * Slices are named `[4]` in the table of ranges and `noto-sans-sc-4-400-normal.woff2` on disk;
 * scripts by their name.
 */
const common = (base: string): FontSlice[] =>
  Object.entries(ranges).flatMap(([name, range]) => {
    const suffix = `/noto-sans-sc-${name.replace(/[[\]]/g, "")}-400-normal.woff2`;
    const file = Object.keys(FILES).find((path) => path.endsWith(suffix));
    return file ? [{ url: new URL(FILES[file]!, base).href, unicodeRange: range.split(",") }] : [];
  });

/**
 * Noto Sans SC lacks 𠮷 (U+20BB7), which stands in names of places and families; one slice of its
 * Japanese sister has it.
 */
const RARE = import.meta.glob<string>(
  "/../../node_modules/@fontsource/noto-sans-jp/files/noto-sans-jp-1-400-normal.woff2",
  { query: "?url", import: "default", eager: true },
);

/** All slices, where a page at `base` finds them. */
export const fontSlices = (base: string): FontSlice[] => [
  ...common(base),
  ...Object.values(RARE).map((file) => ({
    url: new URL(file, base).href,
    unicodeRange: ["U+20BB7"],
  })),
];

export const FONT_FAMILY = "Noto Sans SC";

/**
 * Makes the slices known to the page's style sheets; a browser fetches a slice when a letter of it
 * is shown.
 */
export function registerPageFonts(): void {
  for (const slice of fontSlices(location.href)) {
    document.fonts.add(
      new FontFace(FONT_FAMILY, `url("${slice.url}") format("woff2")`, {
        unicodeRange: slice.unicodeRange.join(","),
        weight: "100 900",
        display: "swap",
      }),
    );
  }
}
