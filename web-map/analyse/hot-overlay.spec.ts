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
  ...{ most: 100, isOfRates: false, metres: 250, latitude: 30, theme: "light", chosen: null },
};
const ofRates: Look = { ...look, isOfRates: true };
const layer = (id: string, of = look) => hotOverlay(of).layers.find((one) => one.id === id)!;
const drawn = (properties: object, of = look) =>
  hotOverlay(of)
    .layers.filter(
      (one) =>
        "filter" in one &&
        featureFilter(one.filter as never, "layers[0].filter").filter({ zoom: 12 }, {
          type: 3,
          properties,
        } as never),
    )
    .map(({ id }) => id);
const shade = (properties: object, of = look) => {
  const fill = (layer("count", of).paint as Record<string, unknown>)["fill-color"];
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

test("a map of rates has no shade for incidents that nothing relates to: a dashed line is around them", () => {
  expect(drawn({ bin: 0, own: false, count: 3 }, ofRates)).toEqual(["noRate"]);
  expect(drawn({ bin: 0, own: true, count: 3, rate: 0.2 }, ofRates)).toEqual(["count"]);
  expect(drawn({ bin: 0, own: true, count: 3 })).toEqual(["count"]);
});

test("more is darker, by rate on a map of rates, and the most is the darkest", () => {
  const [few, some, most] = [{ count: 1 }, { count: 30 }, { count: 100 }].map((of) => shade(of));
  expect(new Set([few, some, most]).size).toBe(3);
  expect(shade({ count: 1, rate: 100 }, ofRates)).toBe(most);
  expect(shade({ count: 100, rate: 1 }, ofRates)).toBe(few);
});

test("bug: where rates differ by no more than chance all cells were the darkest, for all had the most", () => {
  const even: Look = { ...ofRates, most: null };
  expect(shade({ count: 9, rate: 4 }, even)).not.toBe(shade({ count: 9, rate: 100 }, ofRates));
  expect(shade({ count: 1, rate: 9 }, even)).toBe(shade({ count: 9, rate: 4 }, even));
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
  for (const overlay of [
    hotOverlay(look),
    hotOverlay(ofRates),
    outlineOverlay([{ ...cell, geometry }], look),
  ]) {
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
