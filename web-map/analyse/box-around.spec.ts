import { expect, test } from "vitest";
import { boxAround } from "./box-around.js";

test("the first look holds every cell that has incidents", () => {
  expect(
    boxAround([
      [-3, 51, -2, 52],
      [-1, 50, 0, 51],
      [-2, 55, -1, 56],
    ]),
  ).toEqual([-3, 50, 0, 56]);
});
