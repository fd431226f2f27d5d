import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monteCarlo, randomOf } from "../random.js";
import {
  fullMask,
  intersectMasks,
  maskFromPoints,
  maskFromPolygons,
  uniteMasks,
} from "./cell-mask.js";
import { suggestCellSizes } from "./cell-size.js";
import { concentration } from "./concentration.js";
import { hotSpotsOfPoints } from "./hot-spots-of-points.js";
import { cellCentre, cellCount, latticeOver } from "./lattice.js";
import { binomialTwoSidedP, periodChange } from "./period-change.js";
import { maskSaid } from "./phrases.js";
import { predictiveAccuracy, topCells } from "./predictive-accuracy.js";
import { floats } from "./spec-data.js";

describe("PAI and PEI", () => {
  it("are those of the hand cases", () => {
    const ones = floats(Array(10).fill(1)),
      chosen = (...cells: number[]) => Uint8Array.from(ones, (_, i) => (cells.includes(i) ? 1 : 0));
    expect(
      predictiveAccuracy(chosen(0, 1), floats([20, 5, 5, 5, 5, 4, 3, 2, 1, 0]), ones).value,
    ).toMatchObject({ hitRate: 0.5, areaShare: 0.2, pai: 2.5, bestPai: 2.5, pei: 1 });
    expect(
      predictiveAccuracy(chosen(0, 2), floats([20, 15, 5, 2, 2, 2, 1, 1, 1, 1]), ones).value?.pei,
    ).toBeCloseTo(5 / 7, 12);
  });
  it("go by area, not by number of cells, and never beat the best", () => {
    expect(
      predictiveAccuracy(Uint8Array.of(1, 0), floats([5, 5]), floats([1, 9])).value?.pai,
    ).toBeCloseTo(5, 12);
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 })),
          { minLength: 1 },
        ),
        (rows) => {
          const { value, reason } = predictiveAccuracy(
            Uint8Array.from(rows, (r) => +r[0]),
            floats(rows.map((r) => r[1])),
            floats(rows.map((r) => r[2])),
          );
          if (value) expect(value.pei).toBeLessThanOrEqual(1 + 1e-9);
          else expect(["no-area", "no-incidents"]).toContain(reason);
        },
      ),
      { seed: 1 },
    );
  });
  it("take the floor of the share, the earlier of equals", () => {
    const top = (share: number) =>
      [...topCells(floats([1, 2, 3, 4, 5, 6]), share)].flatMap((v, i) => (v ? [i + 1] : []));
    expect([top(0.7), top(0.6), top(0)]).toEqual([[3, 4, 5, 6], [4, 5, 6], []]);
    expect([...topCells(floats([1, 1, 1]), 0.4)]).toEqual([1, 0, 0]);
    expect([...topCells(floats([9, 1, 1]), 0.5, Uint8Array.of(0, 1, 1))]).toEqual([0, 1, 0]);
  });
});

describe("concentration", () => {
  it("is the mean difference of all pairs, and 0 for the evenest spread of few incidents", () => {
    const counts = [0, 0, 1, 5, 2, 9, 0],
      mean = 17 / 7;
    let differences = 0;
    for (const a of counts) for (const b of counts) differences += Math.abs(a - b);
    const value = concentration(floats(counts)).value;
    expect(value?.gini).toBeCloseTo(differences / (2 * 49 * mean), 12);
    expect(value?.adjustedGini).toBeCloseTo(value?.gini as number, 12);
    expect(concentration(floats([1, 0, 1, 0, 0])).value?.adjustedGini).toBeCloseTo(0, 12);
    expect(concentration(floats([4, 4, 4, 4, 4])).value).toMatchObject({
      gini: 0,
      placesForHalf: 0.6,
      placesForEighty: 0.8,
    });
    expect(concentration(floats([8, 1, 1, 0, 0])).value?.shareOfTopFifth).toBeCloseTo(0.8, 12);
    expect(concentration(floats([0, 0])).reason).toBe("no-incidents");
  });

  it("by chance is what incidents thrown on the places have on average", () => {
    const random = randomOf(4, "thrown");
    for (const [incidents, places] of [
      [30, 200],
      [100, 100],
      [900, 60],
    ] as const) {
      let sum = 0,
        chance = 0;
      const times = 200;
      for (let t = 0; t < times; t++) {
        const counts = new Float64Array(places);
        for (let i = 0; i < incidents; i++) counts[random.integer(0, places - 1)]++;
        const { value } = concentration(counts);
        sum += value!.adjustedGini;
        chance = value!.chanceGini;
      }
      expect(sum / times, `${incidents} in ${places}`).toBeGreaterThan(chance - 0.015);
      expect(sum / times, `${incidents} in ${places}`).toBeLessThan(chance + 0.015);
    }
  });
});

describe("change between periods", () => {
  it("has the exact binomial p", () => {
    const slow = (k: number, n: number, s: number) => {
      const choose = (j: number) =>
        Array.from({ length: j }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
      const tail = (from: number, to: number) => {
        let sum = 0;
        for (let j = from; j <= to; j++) sum += choose(j) * s ** j * (1 - s) ** (n - j);
        return sum;
      };
      return Math.min(1, 2 * (k >= n * s ? tail(k, n) : tail(0, k)));
    };
    for (const [k, n, s] of [
      [0, 1, 0.5],
      [9, 10, 0.5],
      [3, 17, 0.3],
      [12, 12, 0.7],
      [5, 10, 0.5],
    ])
      expect(binomialTwoSidedP(k, n, s)).toBeCloseTo(slow(k, n, s), 10);
  });
  it("says percent where there was something, and a reason where nothing ever was", () => {
    const r = periodChange(floats([10, 0, 0, 30]), floats([5, 3, 0, 60]), { lengths: [1, 2] });
    expect(Array.from(r.difference)).toEqual([-7.5, 1.5, 0, 0]);
    expect(Array.from(r.percentExists)).toEqual([1, 0, 0, 1]);
    expect(Array.from(r.reason, (v) => v > 0)).toEqual([false, false, true, false]);
    expect(r.p[3]).toBeGreaterThan(0.9);
    expect(
      periodChange(floats([50, 50]), floats([100, 100]), { against: "overall" }).p[0],
    ).toBeGreaterThan(0.9);
    expect(() => periodChange(floats([0.5]), floats([1]))).toThrow(RangeError);
  });
});

describe("masks and zeros", () => {
  const lattice = latticeOver({ minX: 0, minY: 0, maxX: 999, maxY: 999 }, 100, "square");
  const ring = (x0: number, y0: number, x1: number, y1: number) => [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
    [x0, y0],
  ];
  it("mark centres inside polygons, holes left out, neighbours sharing no cell", () => {
    const mask = maskFromPolygons(lattice, [
      { type: "Polygon", coordinates: [ring(0, 0, 500, 1000), ring(120, 120, 330, 330)] },
    ]);
    for (let i = 0; i < 100; i++) {
      const [x, y] = cellCentre(lattice, i);
      expect(mask[i]).toBe(x < 500 && !(x > 120 && x < 330 && y > 120 && y < 330) ? 1 : 0);
    }
    // Centres exactly on the common edge (x = 450) belong to one side.
    const west = maskFromPolygons(lattice, [
        { type: "Polygon", coordinates: [ring(0, 0, 450, 1000)] },
      ]),
      east = maskFromPolygons(lattice, [
        { type: "Polygon", coordinates: [ring(450, 0, 1000, 1000)] },
      ]);
    expect(Array.from(uniteMasks(west, east))).toEqual(Array(100).fill(1));
    expect(intersectMasks(west, east).every((v) => v === 0)).toBe(true);
  });
  it("work on leaning rows of hexagons, tilted polygons too", () => {
    const hex = latticeOver({ minX: -300, minY: -300, maxX: 700, maxY: 600 }, 37, "hex"),
      tilted = [
        [-200, -250],
        [600, 0],
        [100, 500],
        [-200, -250],
      ];
    const mask = maskFromPolygons(hex, [{ type: "MultiPolygon", coordinates: [[tilted]] }]);
    const inside = (x: number, y: number) =>
      tilted
        .slice(0, 3)
        .every(
          ([x1, y1], k) =>
            (tilted[k + 1][0] - x1) * (y - y1) - (tilted[k + 1][1] - y1) * (x - x1) > 0,
        );
    for (let i = 0; i < cellCount(hex); i++)
      expect(mask[i]).toBe(inside(...cellCentre(hex, i)) ? 1 : 0);
    expect(maskFromPoints(hex, floats([0]), floats([0])).reduce((a, b) => a + b)).toBe(1);
  });
  it("decide the answer: zeros of a sea make cold spots that are none", () => {
    const r = monteCarlo(5),
      x = floats(Array.from({ length: 600 }, () => r.uniform() * 500)),
      y = floats(
        Array.from({ length: 600 }, (_, i) => (i % 3 ? r.uniform() * 1000 : 480 + r.normal() * 40)),
      );
    const box = { minX: 0, minY: 0, maxX: 999, maxY: 999 },
      land = (l: typeof lattice) =>
        maskFromPolygons(l, [{ type: "Polygon", coordinates: [ring(0, 0, 500, 1000)] }]);
    const sea = hotSpotsOfPoints(x, y, { cellMetres: 100, kind: "square", box }),
      masked = hotSpotsOfPoints(x, y, {
        cellMetres: 100,
        kind: "square",
        box,
        mask: land,
        maskSaid: maskSaid("inside-polygons", {}),
      });
    expect(sea.record.warnings.map((w) => w.code)).toContain("no-mask");
    expect(masked.record).toMatchObject({
      n: 50,
      masked: 50,
      mask: { code: "inside-polygons" },
      cellMetres: 100,
    });
    expect(sea.record.levels[0].cold).toBeGreaterThan(10);
    expect(masked.record.levels[0].cold).toBeLessThan(sea.record.levels[0].cold);
    expect(masked.counts.reduce((a, b) => a + b)).toBe(600);
    expect(
      hotSpotsOfPoints(x, y, { cellMetres: 100, accuracyMetres: 110 }).record.warnings.map(
        (w) => w.code,
      ),
    ).toContain("cell-below-accuracy");
    expect(fullMask(lattice).length).toBe(100);
  });
  it("suggest cell sizes within bounds, never below the accuracy", () => {
    const r = monteCarlo(6),
      x = floats(Array.from({ length: 400 }, () => r.uniform() * 10_000)),
      y = floats(Array.from({ length: 400 }, () => r.uniform() * 10_000));
    const sizes = suggestCellSizes(x, y, 1e8, 110).value;
    expect(sizes?.fromDensityMetres).toBeCloseTo(
      Math.min(sizes?.largestMetres ?? 0, Math.sqrt(2e8 / 400)),
      6,
    );
    expect(
      suggestCellSizes(
        x.map((v) => v / 1000),
        y.map((v) => v / 1000),
        100,
        110,
      ).value?.smallestMetres,
    ).toBeLessThanOrEqual(110);
    expect(suggestCellSizes(floats([1, 1]), floats([1, 1]), 9, 1).reason).toBe("coincident");
  });
});
