import type { MultiPolygon, Polygon } from "geojson";
import { expect, it } from "vitest";
import { bandedPolygon } from "./banded-polygon.js";
import { randomOf } from "./random.js";

const box = (w: number, s: number, e: number, n: number) => [
  [w, s],
  [e, s],
  [e, n],
  [w, n],
  [w, s],
];
const TWO: MultiPolygon = {
  type: "MultiPolygon",
  coordinates: [[box(0, 0, 4, 4), box(1, 1, 3, 3).reverse()], [box(5, 0, 6, 1)]],
};

it("parts are in, holes and what lies between are out", () => {
  const sideOf = bandedPolygon(TWO);
  expect(sideOf(0.5, 2)).toBe("in");
  expect(sideOf(3.5, 0.5)).toBe("in");
  expect(sideOf(5.5, 0.5)).toBe("in");
  for (const [x, y] of [
    [2, 2],
    [4.5, 0.5],
    [-1, 2],
    [7, 0.5],
    [2, 5],
    [5.5, 1.5],
  ] as const)
    expect(sideOf(x, y), `${x} ${y}`).toBe("out");
});

it("on borders, level ones too, at corners, and as near as rounding reaches, nobody says", () => {
  const sideOf = bandedPolygon(TWO);
  for (const [x, y] of [
    [2, 0],
    [2, 4],
    [0, 2],
    [1, 2],
    [2, 3],
    [4, 4],
    [0, 0],
    [6, 1],
  ] as const)
    for (const away of [0, 1e-12, -1e-12])
      expect(sideOf(x + away, y - away), `${x} ${y} ${away}`).toBe("near");
  expect(sideOf(2, 1e-7)).toBe("in");
  expect(sideOf(2, -1e-7)).toBe("out");
});

it("bands of latitude change nothing: a star of many corners is what each of its borders says", () => {
  const random = randomOf(4, "stars");
  const ring = Array.from({ length: 400 }, (_, i) => {
    const [angle, reach] = [(2 * Math.PI * i) / 400, 0.5 + random.next() / 2];
    return [reach * Math.cos(angle), reach * Math.sin(angle)];
  });
  const star: Polygon = { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
  const sideOf = bandedPolygon(star);
  let inside = 0;
  for (let i = 0; i < 500; i++) {
    const [x, y] = [2 * random.next() - 1, 2 * random.next() - 1];
    const isIn = windingOf(star.coordinates[0]!, x, y) !== 0;
    expect(sideOf(x, y)).toBe(isIn ? "in" : "out");
    if (isIn) inside++;
  }
  expect(inside).toBeGreaterThan(50);
});

/** Turns of the ring around a point, by the angles of its borders. */
function windingOf(ring: readonly number[][], x: number, y: number): number {
  let turned = 0;
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1]!, ring[i]!].map(([px, py]) => Math.atan2(py! - y, px! - x)) as [
      number,
      number,
    ];
    const turn = b - a;
    turned += turn > Math.PI ? turn - 2 * Math.PI : turn < -Math.PI ? turn + 2 * Math.PI : turn;
  }
  return Math.round(turned / (2 * Math.PI));
}
