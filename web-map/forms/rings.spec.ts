import { expect, test } from "vitest";
import { metresBetween } from "../state/area.js";
import { cornerNear, cornersOf, moveCorner, placeOf, removeCorner, shifted } from "./rings.js";

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
