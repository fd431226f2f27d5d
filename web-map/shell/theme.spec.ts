import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { LayerSpecification } from "maplibre-gl";
import { expect, test } from "vitest";
import { MARKS } from "../map/looks.js";
import { NAMES } from "../map/names.js";
import { layerIn, type Theme } from "../map/night.js";
import { releaseOverlay } from "../map/own-overlays.js";

const STYLES = path.resolve("web-map/styles");
const cssOf = (file: string) => readFileSync(path.join(STYLES, file), "utf8");

/** The colours of both themes, as theme.css has them: the night's over the day's. */
const [day, night] = cssOf("theme.css")
  .split(':root[data-theme="dark"]')
  .map((block) =>
    Object.fromEntries(
      [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6,8});/g)].map(([, name, hex]) => [name, hex]),
    ),
  );
const TOKENS: Record<Theme, Record<string, string>> = { light: day!, dark: { ...day, ...night } };
const THEMES: readonly Theme[] = ["light", "dark"];

const channels = (hex: string) => {
  const long = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join("") : hex.slice(1);
  return [0, 2, 4].map((at) => parseInt(long.slice(at, at + 2), 16) / 255);
};
/** WCAG 2.1, relative luminance. */
const luminance = (hex: string) => {
  const [r, g, b] = channels(hex).map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};
const contrast = (a: string, b: string) => {
  const [dim, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright! + 0.05) / (dim! + 0.05);
};

/** What is written in a colour, and what may lie under it. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  ink: ["paper", "card", "field", "wash", "wash-soft", "accent-soft", "accent-wash", "warn-soft"],
  muted: ["paper", "card", "field", "wash", "wash-soft"],
  paper: ["ink"],
  accent: ["paper", "card", "field", "wash-soft"],
  "accent-ink": ["card", "accent-soft"],
  "on-fill": ["accent-fill", "accent-strong", "danger-fill", "report", "report-strong"],
  danger: ["card", "danger-soft", "paper"],
  "warn-ink": ["warn-soft", "card", "paper"],
  "warn-fill-ink": ["warn-fill"],
  "cell-ink": ["card"],
};

test.each(THEMES)("%s: what is written can be read on what lies under it (AA: 4.5)", (theme) => {
  const tokens = TOKENS[theme];
  const faint = Object.entries(WRITTEN).flatMap(([ink, grounds]) =>
    grounds
      .map((ground) => [ink, ground, contrast(tokens[ink]!, tokens[ground]!)] as const)
      .filter(([, , found]) => found < 4.5),
  );
  expect(faint).toEqual([]);
});

test.each(THEMES)("%s: what shows where a control is and what it says (AA: 3)", (theme) => {
  const tokens = TOKENS[theme];
  for (const mark of ["accent", "lamp-grey", "lamp-green", "lamp-red"])
    expect(contrast(tokens[mark]!, tokens["card"]!), mark).toBeGreaterThan(3);
});

test("a colour stands in theme.css and nowhere else in the styles", () => {
  const loose = readdirSync(STYLES)
    .filter((file) => file !== "theme.css")
    .flatMap((file) =>
      [...cssOf(file).matchAll(/#[0-9a-f]{3,8}\b|rgb\([^)]*\)/gi)]
        .map(([found]) => `${file}: ${found}`)
        // The black of a mask is no colour.
        .filter((found) => !found.endsWith("#000")),
    );
  expect(loose).toEqual([]);
});

test("every colour of the night is one of the day's too", () => {
  expect(Object.keys(night!).filter((name) => !(name in day!))).toEqual([]);
});

const layersOf = (theme: Theme): LayerSpecification[] =>
  [...MARKS, ...NAMES].flatMap(([name, draw]) => draw(name)).map((l) => layerIn(theme, l));

test.each(THEMES)("%s: every name on the map can be read on its halo", (theme) => {
  let names = 0;
  for (const { id, paint = {} } of layersOf(theme)) {
    const { "text-color": ink, "text-halo-color": halo } = paint as Record<string, string>;
    if (!ink || !halo) continue;
    names++;
    expect(contrast(ink, halo), id).toBeGreaterThan(4.5);
  }
  expect(names).toBeGreaterThan(8);
});

test("names on published numbers stay as they are, like the colours under them", () => {
  const none = { type: "FeatureCollection" as const, features: [] };
  const [day, night] = THEMES.map((theme) =>
    releaseOverlay(none, none, null).layers.map((l) => layerIn(theme, l)),
  );
  const inkOf = (layers: LayerSpecification[]) => layers.find((l) => l.id === "names")!.paint;
  expect(inkOf(night!)).toEqual(inkOf(day!));
});

test("by night no ground stays as bright as by day", () => {
  const bright = layersOf("dark")
    .filter((l) => l.type === "fill" || l.type === "line")
    .flatMap((l) =>
      [...JSON.stringify(l.paint).matchAll(/#[0-9a-f]{6}/g)].map(([hex]) => `${l.id} ${hex}`),
    )
    .filter((found) => luminance(found.split(" ")[1]!) > 0.5);
  expect(bright).toEqual([]);
});
