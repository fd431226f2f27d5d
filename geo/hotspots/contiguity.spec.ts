import type { Polygon } from "geojson";
import { expect, it } from "vitest";
import { contiguityWeights } from "./contiguity.js";
import { maskSaid } from "./phrases.js";

const box = (x: number, y: number, w: number, h: number): Polygon => ({
  type: "Polygon",
  coordinates: [
    [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
      [x, y],
    ],
  ],
});
const centre = ({ coordinates: [ring] }: Polygon): [number, number] => [
  (ring![0]![0]! + ring![2]![0]!) / 2,
  (ring![0]![1]! + ring![2]![1]!) / 2,
];
const neighbours = (shapes: Polygon[], barriers = null as never) => {
  const said = maskSaid("every-cell", {});
  const weights = contiguityWeights(shapes, {
    points: shapes.map(centre),
    ...{ barriers, maskSaid: said },
  });
  const { start, index } = weights.toCsr();
  return shapes.map((_, i) => [...index.slice(start[i], start[i + 1])]);
};

//  0 | 1
//  2   3 | 4    (2 and 3 meet under 0 and 1; 4 touches 1 and 3)    5 stands alone
const TOWN = [
  box(0, 100, 100, 100),
  box(100, 100, 100, 100),
  box(0, 0, 130, 100),
  box(130, 0, 70, 100),
  box(200, 50, 100, 80),
  box(500, 0, 100, 100),
];

it("finds who shares a border or a corner, also where vertices are on one side only", () => {
  expect(neighbours(TOWN)).toEqual([[1, 2], [0, 2, 3, 4], [0, 1, 3], [1, 2, 4], [1, 3], []]);
  // Whose side is touched may have no vertex there.
  expect(neighbours([box(0, 0, 100, 100), box(100, 40, 10, 10)])).toEqual([[1], [0]]);
  // A corner alone.
  expect(neighbours([box(0, 0, 10, 10), box(10, 10, 10, 10)])).toEqual([[1], [0]]);
});

it("parts neighbours that a barrier lies between, unless a crossing is on the way", () => {
  const lines = [
    [
      [-50, 100],
      [250, 100],
    ],
  ];
  const across = (crossings: number[][]) => neighbours(TOWN, { lines, crossings } as never);
  expect(across([])).toEqual([[1], [0], [3], [2, 4], [3], []]);
  expect(across([[-40, 100]])).toEqual(across([]));
  expect(across([[100, 100]])).toEqual(neighbours(TOWN));
});
