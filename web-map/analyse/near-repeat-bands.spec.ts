import { expect, test } from "vitest";
import { beyondChance, type RepeatBand, strongest } from "./near-repeat-bands.js";

const band = (ratio: number, p: number, pairs = 30): RepeatBand => ({
  ...{ samePlace: false, metres: [100, 200], days: [0, 7], expected: pairs / ratio },
  ...{ ratio, p, pairs },
});
const dull = Array.from({ length: 18 }, () => band(1, 0.5));

test("one of twenty bands below 0.05 is no news, nor is one of four pairs", () => {
  expect(strongest([...dull, band(2.4, 0.03), band(9, 0.001, 4)])).toBeNull();
});

test("what passes for all bands together is told, the highest ratio first", () => {
  const found = strongest([...dull, band(1.8, 0.001, 90), band(2.6, 0.002, 40)]);
  expect(found?.ratio).toBe(2.6);
  expect(beyondChance(band(1.8, 0.0026), 20)).toBe(false);
});
