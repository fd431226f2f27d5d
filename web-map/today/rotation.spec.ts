import { expect, test } from "vitest";
import { nextStop, stopsOf } from "./rotation.js";

const towns = ["100", "101", "102"].map((code) => ({ code }));

test("the county, each town that has something to say, and the county again; who is quiet is skipped", () => {
  const stops = stopsOf(towns, new Set(["102", "100", "999"]));
  expect(stops).toEqual([null, "100", "102"]);
  expect(nextStop(stops, null)).toBe("100");
  expect(nextStop(stops, "100")).toBe("102");
  expect(nextStop(stops, "102")).toBe(null);
});

test("a town that has fallen silent meanwhile is left for the county, and a quiet county stays", () => {
  expect(nextStop(stopsOf(towns, new Set(["100"])), "102")).toBe(null);
  expect(nextStop(stopsOf(towns, new Set()), null)).toBe(null);
});
