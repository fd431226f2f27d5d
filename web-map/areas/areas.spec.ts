import { area as squareMetres } from "@turf/area";
import fc from "fast-check";
import type { Polygon } from "geojson";
import { expect, test } from "vitest";
import { partsOf } from "../../geo/geometry.js";
import { reachAt } from "../outline/rings.js";
import { destination, metresBetween } from "../state/area.js";
import { readBox, readCorners, readPlace } from "./places-text.js";
import { together, within, without } from "./shape-ops.js";
import { areaOf, drawnOf, press, type Sketch, takeBack } from "./sketch.js";

const square = (x: number, y: number, side = 0.01): Polygon => ({
  type: "Polygon",
  coordinates: [
    [
      [x, y],
      [x + side, y],
      [x + side, y + side],
      [x, y + side],
      [x, y],
    ],
  ],
});
const km2 = (shape: Polygon | Parameters<typeof squareMetres>[0]) => squareMetres(shape) / 1e6;

test("corners are set, ended by pressing one again, and taken back", () => {
  const reach = reachAt(16, 29);
  expect(reach).toBeGreaterThan(5);
  expect(reach).toBeLessThan(15);
  let sketch: Sketch = { figure: "polygon", corners: [] };
  const at = (lng: number, lat: number) => {
    const pressed = press(sketch, [lng, lat], reach);
    sketch = pressed.sketch;
    return pressed.done;
  };
  expect([at(107, 29), at(107.01, 29), at(107.01, 29)]).toEqual([false, false, false]);
  expect(sketch.corners).toHaveLength(2);
  expect(areaOf(sketch)).toBeNull();
  expect([at(107.01, 29.01), at(107.0000001, 29)]).toEqual([false, true]);
  expect(areaOf(sketch)).toEqual({
    kind: "polygon",
    parts: [
      [
        [
          [107, 29],
          [107.01, 29],
          [107.01, 29.01],
          [107, 29],
        ],
      ],
    ],
  });
  expect(areaOf(takeBack(sketch))).toBeNull();
  expect(drawnOf(takeBack(sketch), [107, 29.02])?.type).toBe("Polygon");
});

test("a rectangle and a circle are done with their second place", () => {
  for (const [figure, kind] of [
    ["rectangle", "bbox"],
    ["circle", "circle"],
  ] as const) {
    const first = press({ figure, corners: [] }, [107.02, 29.01], 1);
    const second = press(first.sketch, [107, 29], 1);
    expect([first.done, second.done]).toEqual([false, true]);
    expect(areaOf(second.sketch)?.kind).toBe(kind);
  }
  expect(
    areaOf({
      figure: "rectangle",
      corners: [
        [107.02, 29.01],
        [107, 29],
      ],
    }),
  ).toEqual({
    kind: "bbox",
    bounds: [107, 29, 107.02, 29.01],
  });
});

test("adding and taking away measure as sets do", () => {
  const [a, b] = [square(107, 29), square(107.005, 29)];
  const hole = square(107.002, 29.002, 0.002);
  expect(km2(together([a, b]))).toBeCloseTo(km2(a) * 1.5, 3);
  expect(km2(without(a, b)!)).toBeCloseTo(km2(a) / 2, 3);
  const ring = without(a, hole)!;
  expect(km2(ring)).toBeCloseTo(km2(a) - km2(hole), 6);
  // Taking away what has a hole leaves what lies in the hole.
  expect(km2(without(a, ring)!)).toBeCloseTo(km2(hole), 6);
  expect(without(hole, a)).toBeNull();
});

test("what lies within metres of a line does, and what does not does not", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 6.28, noNaN: true }),
      fc.integer({ min: 20, max: 400 }),
      fc.integer({ min: 50, max: 3000 }),
      (bearing, metres, length) => {
        const a: [number, number] = [107, 29];
        const b = destination(a, length, bearing);
        const shape = within({ type: "LineString", coordinates: [a, b] }, metres);
        const expected = Math.PI * metres ** 2 + 2 * metres * length;
        expect(squareMetres(shape) / expected).toBeGreaterThan(0.985);
        expect(squareMetres(shape) / expected).toBeLessThan(1.01);
        for (const p of (shape as Polygon).coordinates[0]!)
          expect(Math.min(metresBetween(a, p), metresBetween(b, p))).toBeGreaterThan(metres * 0.99);
      },
    ),
    { seed: 5, numRuns: 60 },
  );
});

test("a track with a point a second is gone round in no time, and no further aside than told", () => {
  const track = Array.from({ length: 3000 }, (_, i): [number, number] => [
    107 + i * 2e-6 + 0.002 * Math.sin(i / 200) + 2e-6 * Math.sin(i * 7.3),
    29 + i * 1e-6 + 0.002 * Math.cos(i / 200) + 2e-6 * Math.cos(i * 5.1),
  ]);
  const shape = within({ type: "LineString", coordinates: track }, 40);
  const corners = partsOf(shape).flat(2) as [number, number][];
  expect(corners.length).toBeLessThan(3000);
  for (const corner of corners.filter((_, i) => i % 7 === 0)) {
    const near = Math.min(...track.map((at) => metresBetween(at, corner)));
    expect(near).toBeGreaterThan(40 * 0.97);
    expect(near).toBeLessThan(40 * 1.03);
  }
});

test.each([
  ["107.5,29.25", [107.5, 29.25]],
  ["107.5 29.25", [107.5, 29.25]],
  ["107°30′E 29°15′N", [107.5, 29.25]],
  ["29°15'0\"N, 107°30'0\"E", [107.5, 29.25]],
  ["东经107度30分 北纬29度15分", [107.5, 29.25]],
  ["29°15′S 107°30′W", [-107.5, -29.25]],
  ["29.25", null],
  ["107.5,129.25", null],
  ["here,there", null],
  ["107.5N 29.25N", null],
])("the place %s is %j", (text, place) => {
  expect(readPlace(text).value ?? null).toEqual(place);
});

test("corners and bounds tell which line is wrong", () => {
  expect(readCorners("107,29\n107.1,29\n\n107.1,29.1\n107,29").value).toHaveLength(3);
  expect(readCorners("107,29\nx\n107.1,29.1").fault).toMatchObject({
    word: "lineWrong",
    values: { n: 2, text: "x" },
  });
  expect(readCorners("107,29\n29,107").fault).toMatchObject({ word: "lineRange" });
  expect(readCorners("107,29\n107.1,29").fault?.word).toBe("cornersFew");
  expect(readBox("107,29,107.1,29.1").value).toEqual([107, 29, 107.1, 29.1]);
  expect(readBox("107.1,29,107,29.1").fault?.word).toBe("boxWrong");
});
