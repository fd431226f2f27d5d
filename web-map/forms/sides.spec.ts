import type { Polygon } from "geojson";
import { expect, test } from "vitest";
import type { FieldInfo } from "../layers/layer-names.js";
import { differencesOf, metresMoved, usualSide } from "./sides.js";

const fields = ["a", "b", "c", "d"].map((name) => ({ name }) as FieldInfo);
const before = { a: "1", b: "1", c: "1", d: "1" };

test("each side's changes are told apart, and what both changed alike is no difference", () => {
  const mine = { a: "2", b: "1", c: "2", d: "2 " };
  const theirs = { a: "1", b: "3", c: "3", d: "2" };
  const told = differencesOf(fields, before, mine, theirs);
  expect(told.map((d) => [d.field.name, d.mine, d.theirs])).toEqual([
    ["a", "2", null],
    ["b", null, "3"],
    ["c", "2", "3"],
  ]);
  expect(told.map(usualSide)).toEqual(["mine", "theirs", "mine"]);
});

test("a place that moved says how far, by its middle", () => {
  const square = (x: number): Polygon => ({
    type: "Polygon",
    coordinates: [
      [
        [x, 29],
        [x + 0.001, 29],
        [x + 0.001, 29.001],
        [x, 29],
      ],
    ],
  });
  expect(metresMoved(square(107), square(107))).toBe(0);
  expect(metresMoved(square(107), square(107.001))).toBe(97);
});
