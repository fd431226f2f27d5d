import {
  createExpression,
  featureFilter,
  validateStyleMin,
} from "@maplibre/maplibre-gl-style-spec";
import { expect, test } from "vitest";
import { hotOverlay, type Look, outlineOverlay } from "./hot-overlay.js";
import { idsAround } from "./ids-around.js";

const look: Look = {
  tiles: "http://service.test/tiles/hot/x/{z}/{x}/{y}.mvt",
  ...{ most: 100, metres: 250, latitude: 30, theme: "light", chosen: null },
};
const layer = (id: string) => hotOverlay(look).layers.find((one) => one.id === id)!;
const drawn = (properties: object) =>
  hotOverlay(look)
    .layers.filter(
      (one) =>
        "filter" in one &&
        featureFilter(one.filter as never, "layers[0].filter").filter({ zoom: 12 }, {
          type: 3,
          properties,
        } as never),
    )
    .map(({ id }) => id);
const shade = (properties: object) => {
  const fill = (layer("count").paint as Record<string, unknown>)["fill-color"];
  const made = createExpression(fill, "layers[0].paint.fill-color");
  if (made.result === "error") throw made.value[0]!;
  return String(made.value.evaluate({ zoom: 12 }, { type: 3, properties } as never));
};

test("a cell is hatched by what its heat hangs on, as a tile has it: what is not told is left out", () => {
  expect(drawn({ bin: 0, own: true, count: 3 })).toEqual(["count"]);
  expect(drawn({ bin: 3, own: true, stable: true })).toEqual(["count", "hot"]);
  // Areas have no second size.
  expect(drawn({ bin: 3, own: true })).toEqual(["count", "hot"]);
  expect(drawn({ bin: 2, own: true, stable: false })).toEqual(["count", "size", "near"]);
  expect(drawn({ bin: 3, own: false, stable: true })).toEqual(["neighbours", "near"]);
  expect(drawn({ bin: 1, own: true, stable: true })).toEqual(["count"]);
});

test("more is darker, by rate where there is one, and the most is the darkest", () => {
  const [few, some, most] = [{ count: 1 }, { count: 30 }, { count: 100 }].map(shade);
  expect(new Set([few, some, most]).size).toBe(3);
  expect(shade({ count: 1, rate: 100 })).toBe(most);
});

test("both ways of drawing are styles that the map takes", () => {
  const square = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 0],
  ];
  const cell = { bin: 3, own: true, stable: true };
  const geometry = { type: "Polygon" as const, coordinates: [square] };
  for (const overlay of [hotOverlay(look), outlineOverlay([{ ...cell, geometry }], look)]) {
    const sources = Object.fromEntries(
      Object.entries(overlay.sources).map(([name, source]) => [
        name,
        source.type === "FeatureCollection" ? { type: "geojson", data: source } : source,
      ]),
    );
    const faults = validateStyleMin({ version: 8, sources, layers: overlay.layers } as never);
    expect(faults.map(({ message }) => message)).toEqual([]);
  }
});

test("around a hexagon are six, around an area nobody knows", () => {
  expect(new Set(idsAround("2,-1"))).toEqual(
    new Set(["3,-1", "1,-1", "2,0", "2,-2", "3,-2", "1,0"]),
  );
  expect(idsAround("510799100001")).toEqual([]);
});
