import { expect, test } from "vitest";
import { metresBetween } from "../state/area.js";
import {
  addCorner,
  changedCorner,
  cornerNear,
  cornersOf,
  moveCorner,
  placeOf,
  removeCorner,
  shapeOfRings,
  shifted,
} from "./rings.js";

const square = [
  [
    [107, 29],
    [107.001, 29],
    [107.001, 29.001],
    [107, 29.001],
    [107, 29],
  ],
];

test("the first corner is also the last: moved and removed, the ring stays closed", () => {
  const moved = moveCorner(square, { ring: 0, at: 0 }, [106.999, 29]);
  expect(moved[0]![0]).toEqual([106.999, 29]);
  expect(moved[0]!.at(-1)).toEqual([106.999, 29]);
  const removed = removeCorner(square, { ring: 0, at: 0 });
  expect(removed[0]).toHaveLength(4);
  expect(removed[0]!.at(-1)).toEqual(removed[0]![0]);
  expect(removeCorner(removed, { ring: 0, at: 1 })).toBe(removed);
});

test("a corner is met within reach only, the nearest of all parts", () => {
  expect(cornersOf(square)).toHaveLength(4);
  const near = shifted([107.001, 29.001], 1, -1);
  expect(metresBetween(near, [107.001, 29.001])).toBeCloseTo(Math.SQRT2, 2);
  expect(cornerNear(square, near, 2)).toEqual({ ring: 0, at: 2 });
  expect(cornerNear(square, near, 1)).toBeNull();
  expect(placeOf(square, { ring: 0, at: 2 })).toEqual([107.001, 29.001]);
});

test("a corner comes into the middle of an edge, of the closing one too", () => {
  expect(addCorner(square, { ring: 0, at: 0 })[0]![1]).toEqual([107.0005, 29]);
  const closing = addCorner(square, { ring: 0, at: 3 });
  expect(closing[0]![4]![1]).toBeCloseTo(29.0005, 12);
  expect(closing[0]).toHaveLength(6);
  expect(closing[0]!.at(-1)).toEqual(closing[0]![0]);
});

test("the corner that a pointer moved or made is told from those that were only rounded", () => {
  const drawn = square.map((ring) => ring.map(([x, y]) => [x! + 1e-10, y!]));
  expect(changedCorner(square, drawn)).toBeNull();
  const ref = { ring: 0, at: 2 };
  expect(changedCorner(square, moveCorner(drawn, ref, [107.002, 29.002]))).toEqual(ref);
  expect(changedCorner(square, addCorner(drawn, { ring: 0, at: 3 }))).toEqual({ ring: 0, at: 4 });
  expect(changedCorner(square, removeCorner(square, ref))).toBeNull();
});

test("rings go back to the parts and holes that they came from", () => {
  const [a, b, c] = [square[0]!, square[0]!.map((p) => [...p]), square[0]!.toReversed()];
  const parts = [[a, b], [c]];
  expect(shapeOfRings(parts.flat(), parts).coordinates).toEqual(parts);
});
