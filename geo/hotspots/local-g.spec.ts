import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csrWeights, rowStandardised, weightsFromLists } from "./csr-weights.js";
import { distanceBandWeights } from "./distance-band.js";
import { GETIS_ORD_TABLE } from "./getis-ord-table.fixture.js";
import { localG } from "./local-g.js";
import { localMoran } from "./local-moran.js";
import { localValue } from "./local-result.js";
import { reasonOf } from "./reason.js";
import { bruteNeighbours, chain, floats, latticeCentres, scattered } from "./spec-data.js";

/** Gi* and Gi by the definition, one cell at a time, two-pass means. */
function bruteG(
  x: readonly number[],
  lists: readonly number[][],
  i: number,
  star: boolean,
): number {
  const pool = star ? x : x.filter((_, j) => j !== i),
    n = pool.length;
  const mean = pool.reduce((a, b) => a + b, 0) / n,
    s2 = pool.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
  const members = star ? [i, ...lists[i]] : lists[i],
    w = members.length;
  const sum = members.reduce((a, j) => a + x[j] - mean, 0);
  return sum / Math.sqrt((s2 * (n * w - w * w)) / (n - 1));
}

describe("localG", () => {
  it("gives the figures that Getis and Ord, and spdep for Gi*, print for cell 120 of their table", () => {
    const { x, y } = latticeCentres(16, 16, 30),
      values = floats(GETIS_ORD_TABLE);
    const printed = [
      [30, 1.221979],
      [60, 1.748098],
      [90, 1.986135],
      [120, 1.893374],
      [150, 1.237454],
    ];
    for (const [band, z] of printed)
      expect(localG(values, distanceBandWeights(x, y, band), { star: false }).z[119]).toBeCloseTo(
        z,
        6,
      );
    // s divides by n: with n − 1 the table's 1.4479 comes out.
    const star = localG(values, distanceBandWeights(x, y, 30)).z[119];
    expect(star).toBeCloseTo(1.45078, 5);
    expect(star * Math.sqrt(255 / 256)).toBeCloseTo(1.447943, 5);
  });

  it("agrees with the definition, cell by cell, on random cells and values of either sign", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 40 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.boolean(),
        (n, seed, star) => {
          const { x, y, values } = scattered(n, 100, seed),
            v = Array.from(values, (k, i) => k * (i % 3 ? 1 : -2.5));
          const lists = bruteNeighbours(x, y, 30),
            result = localG(floats(v), distanceBandWeights(x, y, 30), { star });
          for (let i = 0; i < n; i++) {
            if (result.reason[i])
              expect(
                Number.isFinite(bruteG(v, lists, i, star)) &&
                  lists[i].length > 0 &&
                  Math.abs(bruteG(v, lists, i, star)) < 1e6,
              ).toBe(false);
            else expect(result.z[i]).toBeCloseTo(bruteG(v, lists, i, star), 9);
          }
        },
      ),
      { numRuns: 60, seed: 4 },
    );
  });

  it("does not change when weights are scaled by row, values shifted or scaled, cells renumbered", () => {
    const { x, y, values } = scattered(80, 300, 3),
      weights = distanceBandWeights(x, y, 60),
      z = localG(values, weights).z;
    const same = (other: Float64Array, digits = 9) =>
      z.forEach((v, i) => expect(other[i]).toBeCloseTo(v, digits));
    same(localG(values, rowStandardised(weights)).z);
    same(
      localG(
        values.map((v) => 7 * v - 3),
        weights,
      ).z,
    );
    same(
      localG(
        values.map((v) => v + 1e9),
        weights,
      ).z,
      6,
    );
    const turn = (a: Float64Array) => a.slice().reverse();
    same(turn(localG(turn(values), distanceBandWeights(turn(x), turn(y), 60)).z));
    localG(
      values.map((v) => -v),
      weights,
    ).z.forEach((v, i) => expect(v).toBeCloseTo(-z[i], 9));
  });

  it("keeps |z| of local Moran equal to |z| of Gi", () => {
    const { x, y, values } = scattered(120, 400, 9),
      weights = distanceBandWeights(x, y, 70);
    const gi = localG(values, weights, { star: false }),
      moran = localMoran(values, rowStandardised(weights));
    for (let i = 0; i < 120; i++)
      if (!gi.reason[i] && !moran.reason[i])
        expect(Math.abs(moran.z[i])).toBeCloseTo(Math.abs(gi.z[i]), 9);
  });
});

describe("what does not exist has a reason and no NaN", () => {
  const reasons = (v: number[], weights: Parameters<typeof localG>[1], star = true) => {
    const result = localG(floats(v), weights, { star });
    for (const a of [result.z, result.p, result.q])
      for (const k of a) expect(Number.isFinite(k)).toBe(true);
    return Array.from(result.reason, (b) => reasonOf(b));
  };
  it.each([true, false])("constant values, also when their mean is rounded (star %s)", (star) => {
    expect(new Set(reasons(Array(49).fill(0.1), chain(49), star))).toEqual(new Set(["constant"]));
  });
  it("one cell, no cell, two cells for Gi", () => {
    expect(reasons([4], chain(1))).toEqual(["few-cells"]);
    expect(reasons([], chain(0))).toEqual([]);
    expect(reasons([4, 5], chain(2), false)).toEqual(["few-cells", "few-cells"]);
  });
  it("islands, and all cells neighbours of each other", () => {
    expect(
      reasons([1, 2, 3, 4], weightsFromLists([[1], [0], [3], [2]].map((l, i) => (i < 2 ? l : [])))),
    ).toEqual([null, null, "no-neighbours", "no-neighbours"]);
    expect(
      reasons(
        [1, 5, 2],
        weightsFromLists([
          [1, 2],
          [0, 2],
          [0, 1],
        ]),
      ),
    ).toEqual(["whole-map", "whole-map", "whole-map"]);
  });
  it("a spike: the others of its cell are all equal, for any size of the spike", () => {
    for (const spike of [12, 0.3, 1e7])
      expect(reasons([0.1, 0.1, spike, 0.1, 0.1], chain(5), false)).toEqual([
        null,
        null,
        "others-equal",
        null,
        null,
      ]);
    // One count beside a giant is real variation, and stays.
    expect(reasons([0, 0, 1e7, 1, 0], chain(5), false)[2]).toBeNull();
  });
  it("coincident cells are neighbours at distance 0", () => {
    expect(
      reasons([1, 2, 3], distanceBandWeights(floats([0, 0, 500]), floats([0, 0, 0]), 10)),
    ).toEqual([null, null, "no-neighbours"]);
  });
  it("speaks null at the seam, and throws on what is not a number", () => {
    const value = localValue(localG(floats([4, 4]), chain(2)), 0);
    expect(value).toMatchObject({
      z: null,
      p: null,
      q: null,
      bin: 0,
      reason: "constant",
    });
    expect(() => localG(floats([1, NaN]), chain(2))).toThrow(RangeError);
    expect(() =>
      csrWeights({ start: Uint32Array.of(0, 1), index: Uint32Array.of(0), weight: null }),
    ).toThrow(/own neighbour/);
  });
});

describe("the sheet of what was computed", () => {
  it("counts cells, neighbours, islands, and both the raw and the corrected bins", () => {
    const { x, y, values } = scattered(400, 1000, 2),
      result = localG(values, distanceBandWeights(x, y, 60));
    const { record } = result;
    expect(record).toMatchObject({
      n: 400,
      masked: 0,
      bandMetres: 60,
      correction: "benjamini-hochberg",
      inference: { kind: "analytic", tail: "two-sided" },
    });
    record.levels.forEach(({ level, rawHot, rawCold, hot, cold, pCut }) => {
      const count = (bins: Float64Array, sign: number) =>
        bins.filter((p, i) => !result.reason[i] && p <= level && sign * result.z[i] > 0).length;
      expect([rawHot, rawCold, hot, cold]).toEqual([
        count(result.p, 1),
        count(result.p, -1),
        count(result.q, 1),
        count(result.q, -1),
      ]);
      if (pCut === null) expect(hot + cold).toBe(0);
      else
        expect(result.p.filter((p, i) => p <= pCut && !result.reason[i]).length).toBe(hot + cold);
    });
    expect(record.withoutValue["no-neighbours"] ?? 0).toBe(record.islands);
  });
  it("warns of few cells, wide neighbourhoods, skew and islands", () => {
    const { x, y } = scattered(20, 100, 1),
      spike = floats(Array(20).fill(0).with(3, 1000));
    const codes = localG(spike, distanceBandWeights(x, y, 60)).record.warnings.map((w) => w.code);
    expect(codes).toEqual(expect.arrayContaining(["few-cells", "wide-neighbourhood"]));
    const big = scattered(500, 10_000, 1),
      lone = floats(Array(500).fill(0).with(3, 1000));
    expect(
      localG(lone, distanceBandWeights(big.x, big.y, 400)).record.warnings.map((w) => w.code),
    ).toEqual(expect.arrayContaining(["islands", "skewed"]));
  });
});
