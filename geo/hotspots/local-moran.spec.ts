import { describe, expect, it } from "vitest";
import { rowStandardised, weightsFromLists } from "./csr-weights.js";
import { distanceBandWeights } from "./distance-band.js";
import { globalMoran } from "./global-moran.js";
import { localMoran, QUADRANTS } from "./local-moran.js";
import { chain, floats, scattered } from "./spec-data.js";

// The ten cells of de Smith, Goodchild and Longley (Geospatial Analysis), with the moments that
// esda's tests print.
const desmith = floats([2.24, 3.1, 4.55, -5.15, -4.39, 0.46, 5.54, 9.02, -2.09, -3.06]);
const lists = [
  [1, 3],
  [0, 4],
  [3, 6],
  [0, 2, 4, 7],
  [1, 3, 5, 8],
  [4, 9],
  [2, 7],
  [3, 6, 8],
  [4, 7, 9],
  [5, 8],
];
const weights = rowStandardised(weightsFromLists(lists));
const totalVariances = [
  0.394432, 0.394432, 0.394432, 0.148043, 0.148043, 0.394432, 0.394432, 0.230173, 0.230173,
  0.394432,
];
const conditionalMeans = [
  -0.00838113, -0.0243949, -0.07031778, -0.21520869, -0.16547163, -0.00178435, -0.11531888,
  -0.36138555, -0.05471258, -0.09413562,
];
const conditionalVariances = [
  0.03636013, 0.10412408, 0.28600769, 0.26389674, 0.21576683, 0.00779261, 0.44633942, 0.57696508,
  0.12929777, 0.3730742,
];

describe("localMoran", () => {
  it("has both published variances: conditional (spdep's default) and total (Anselin's)", () => {
    const conditional = localMoran(desmith, weights),
      total = localMoran(desmith, weights, { moments: "total" });
    desmith.forEach((_, i) => {
      expect(conditional.z[i]).toBeCloseTo(
        (conditional.i[i] - conditionalMeans[i]) / Math.sqrt(conditionalVariances[i]),
        4,
      );
      expect(total.z[i]).toBeCloseTo((total.i[i] + 1 / 9) / Math.sqrt(totalVariances[i]), 4);
    });
    expect(Array.from(conditional.quadrant, (q) => QUADRANTS[q])).toEqual([
      "HL",
      "HL",
      "HL",
      "LH",
      "LL",
      "LL",
      "HH",
      "HL",
      "LL",
      "LL",
    ]);
  });
  it("averages to the global I when rows are standardised", () => {
    const { x, y, values } = scattered(200, 500, 6),
      w = rowStandardised(distanceBandWeights(x, y, 90));
    const mean = localMoran(values, w).i.reduce((a, b) => a + b, 0) / 200;
    expect(mean).toBeCloseTo(globalMoran(values, w).value?.i as number, 12);
  });
  it("has no z for a cell exactly at the mean, whatever the last bits say", () => {
    const result = localMoran(floats([0.1, 0.2, 0.3, 0.1, 0.3]), chain(5));
    expect(result.reason[1]).toBeGreaterThan(0);
    expect([result.z[1], result.i[1], result.quadrant[1]]).toEqual([0, 0, 0]);
    const far = localMoran(floats([1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 1, 1e9 + 3]), chain(5));
    expect(far.reason[1]).toBe(result.reason[1]);
  });
});
