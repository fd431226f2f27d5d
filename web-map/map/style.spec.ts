import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import type { Feature, Polygon } from "geojson";
import type { Map as GlMap } from "maplibre-gl";
import { describe, expect, it } from "vitest";
import { hasOwnPlace, LAYERS } from "../../schema/layers/index.js";
import type { LayerName } from "../gql/graphql.js";
import type { LayerInfo } from "../layers/layer-names.js";
import { CATEGORY_CODES, signOf } from "../layers/legend.js";
import { insetsOf } from "./insets.js";
import { OverlayStack } from "./overlay-stack.js";
import {
  areaOverlay,
  hoveredOverlay,
  releaseOverlay,
  sectorsOverlay,
  selectedOverlay,
} from "./own-overlays.js";
import { collection, DARKEST, sectorOf, shareTint } from "./sectors.js";
import { drawnFrom, isCountedAt, layerOfDrawing, mapStyle } from "./style.js";

const infos = LAYERS.map(
  (l): LayerInfo => ({
    name: l.name.toUpperCase() as LayerName,
    labelZh: l.label.zh,
    labelEn: l.label.en,
    geometry: l.geometry,
    minZoom: l.minZoom,
    category: l.category ?? null,
    typeName: l.typeName,
    singular: l.singular,
    timed: l.time !== undefined,
    dated: l.dated !== undefined,
    boundary: l.boundary ?? false,
    ownPlace: hasOwnPlace(l),
    topCategories: l.topCategories ?? false,
    place: "clear",
    canCreate: false,
    canEdit: false,
    exportable: true,
    filters: [],
    fields: [],
  }),
);
const infoOf = (name: LayerName) => infos.find((i) => i.name === name)!;
const style = (isShown: (name: string) => boolean = () => true) =>
  mapStyle(infos, "https://map.test", { v: "1" }, isShown);

describe("the map's style", () => {
  it("is a style that MapLibre takes, with everything that the map draws of its own", () => {
    const stack = new OverlayStack(
      { addSource: () => {}, addLayer: () => {} } as unknown as GlMap,
      (work) => {
        work();
      },
      { onAdded: () => {}, look: (layer) => layer },
    );
    const none = collection([]);
    stack.add("cameras", sectorsOverlay([]));
    stack.add("release", releaseOverlay(none, none, null));
    stack.add("area", areaOverlay(null));
    stack.add("selected", selectedOverlay(null));
    stack.add("hovered", hoveredOverlay(null));
    const whole = stack.into(style());
    expect(validateStyleMin(whole as never).map((e) => e.message)).toEqual([]);
    expect(whole.layers.length).toBeGreaterThan(style().layers.length + 10);
  });

  it("draws every mark and name once, from a source that is there", () => {
    const { layers, sources } = style();
    expect(new Set(layers.map((l) => l.id)).size).toBe(layers.length);
    for (const l of layers) if ("source" in l) expect(Object.keys(sources)).toContain(l.source);
    for (const source of Object.keys(sources))
      expect(layers.some((l) => "source" in l && l.source === source)).toBe(true);
  });

  it("names areas by the points of their tiles: pieces of an area would each carry its name", () => {
    const named = style().layers.filter(
      (l) => l.type === "symbol" && l.layout?.["symbol-placement"] !== "line" && "source" in l,
    );
    const areas = new Set(LAYERS.filter((l) => l.geometry !== "Point").map((l) => String(l.name)));
    for (const l of named)
      if ("source-layer" in l && areas.has(l.source))
        expect(l["source-layer"], l.id).toBe(`${l.source}-names`);
  });

  it("draws borders of coverages by their edges, not by the areas on both sides", () => {
    const lines = style().layers.filter((l) => l.id === "grids" || l.id === "villages");
    expect(lines.map((l) => "source-layer" in l && l["source-layer"])).toEqual([
      "grids-edges",
      "villages-edges",
    ]);
  });

  it("gives each category a sign of its own, and a dot farther out in the same place of the pile", () => {
    const signs = CATEGORY_CODES.map(signOf);
    expect(new Set(signs).size).toBe(CATEGORY_CODES.length);
    expect(signOf("88")).toBe(signOf("99"));
    const { layers } = style();
    const [dots, own] = ["incidents", "incidents-signs"].map(
      (id) => layers.find((l) => l.id === id)!,
    );
    expect(dots!.maxzoom).toBe(own!.minzoom);
    const order = layers.map((l) => l.id);
    expect(order.indexOf("incidents-signs")).toBeGreaterThan(order.indexOf("cameras"));
  });

  it("asks from the first tile on only for what the view shows", () => {
    const { layers } = style((name) => name === "grids");
    const visible = layers.filter((l) => l.layout?.visibility !== "none" && "source" in l);
    const own = new Set(LAYERS.map((l) => String(l.name)));
    expect(new Set(visible.map((l) => layerOfDrawing(l.id)).filter((n) => own.has(n)))).toEqual(
      new Set(["grids"]),
    );
  });

  it("knows from which zoom a layer is drawn, and where incidents are counts", () => {
    expect(drawnFrom(infoOf("HOUSEHOLDS"))).toBe(15);
    expect(drawnFrom(infoOf("BUILDINGS"))).toBe(13);
    expect(drawnFrom(infoOf("CAMERAS"))).toBeGreaterThan(13);
    expect(drawnFrom(infoOf("STREETS"))).toBe(infoOf("STREETS").minZoom);
    expect(drawnFrom(infoOf("INCIDENTS"))).toBeLessThan(5);
    expect([11, 13, 13.7, 16].map((z) => isCountedAt(infoOf("INCIDENTS"), z))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isCountedAt(infoOf("CAMERAS"), 11)).toBe(false);
  });
});

/** By crossings of a ray to the east. */
const holds = ({ geometry }: Feature<Polygon>, [x, y]: [number, number]): boolean => {
  const ring = geometry.coordinates[0]!;
  return (
    ring.slice(1).filter(([bx, by], i) => {
      const [ax, ay] = ring[i]!;
      return ay! > y !== by! > y && x < ax! + ((bx! - ax!) * (y - ay!)) / (by! - ay!);
    }).length %
      2 ===
    1
  );
};

describe("sectors on one another", () => {
  it("are never darker than a bound, and one alone can be seen", () => {
    const at = (i: number) =>
      sectorOf([107.39 + i * 1e-5, 29.71], (i * 37) % 360, 90, 60) as Feature<Polygon>;
    const sheets = shareTint(Array.from({ length: 74 }, (_, i) => at(i)));
    let most = 0;
    for (let x = -60; x <= 130; x += 4)
      for (let y = -60; y <= 60; y += 4) {
        const over = sheets.filter((s) => holds(s, [107.39 + x * 1e-5, 29.71 + y * 1e-5]));
        const light = over.reduce((l, s) => l * (1 - (s.properties!["opacity"] as number)), 1);
        expect(1 - light).toBeLessThanOrEqual(DARKEST + 1e-9);
        most = Math.max(most, over.length);
      }
    expect(most).toBeGreaterThan(10);
    expect(shareTint([at(0)])[0]!.properties!["opacity"]).toBeGreaterThan(0.1);
  });
});

describe("what lies over the map", () => {
  const map = { left: 288, top: 56, right: 1072, bottom: 900 };
  it("takes from the side where it costs least", () => {
    const strip = { left: 300, top: 68, right: 500, bottom: 108 };
    const column = { left: 300, top: 760, right: 340, bottom: 884 };
    expect(insetsOf(map, [strip, column])).toEqual({
      top: 52 + 24,
      left: 52 + 24,
      right: 24,
      bottom: 24,
    });
  });
  it("never takes more than half, and nothing where it lies beside the map", () => {
    const dock = { left: 1072, top: 56, right: 1440, bottom: 900 };
    const sheet = { left: 288, top: 200, right: 1072, bottom: 900 };
    expect(insetsOf(map, [dock])).toEqual({ top: 24, left: 24, right: 24, bottom: 24 });
    expect(insetsOf(map, [sheet]).bottom).toBeCloseTo(844 / 2);
  });
});
