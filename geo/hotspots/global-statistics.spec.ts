import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monteCarlo } from "../random.js";
import { rowStandardised, weightsFromLists } from "./csr-weights.js";
import { distanceBandWeights } from "./distance-band.js";
import { empiricalBayesRates } from "./empirical-bayes.js";
import { fallbackBand } from "./fallback-band.js";
import { generalG } from "./general-g.js";
import { GETIS_ORD_TABLE } from "./getis-ord-table.fixture.js";
import { globalMoran } from "./global-moran.js";
import { incrementalAutocorrelation } from "./incremental-autocorrelation.js";
import { averageNearestNeighbour, nearestDistances } from "./nearest-neighbour.js";
import { chain, floats, latticeCentres, scattered } from "./spec-data.js";

const { x, y } = latticeCentres(16, 16, 30),
  table = floats(GETIS_ORD_TABLE);

describe("global statistics", () => {
  it("give spdep's figures for the table of Getis and Ord", () => {
    const weights = distanceBandWeights(x, y, 30),
      moran = globalMoran(table, weights).value,
      g = generalG(table, weights).value;
    expect(moran?.i).toBeCloseTo(0.89012379773521, 12);
    expect(moran?.variance).toBeCloseTo(0.00205841317298412, 14);
    expect(moran?.normal.variance).toBeCloseTo(0.00205177795031443, 14);
    expect(moran?.z).toBeCloseTo(19.7057641417315, 9);
    expect(g?.g).toBeCloseTo(0.0161839822113958, 14);
    expect((g?.variance ?? 0) / 8.98211210639301e-9).toBeCloseTo(1, 9);
    expect(g?.z).toBeCloseTo(15.5960471613913, 8);
  });
  it("have the mean and variance of all arrangements of a small map (the randomisation moments, exactly)", () => {
    const values = [4, 1, 7, 2, 9],
      lists = [[1, 2], [0, 3], [0, 3, 4], [1, 2], [2]],
      weights = weightsFromLists(lists);
    for (const w of [weights, rowStandardised(weights)]) {
      const is: number[] = [],
        gs: number[] = [];
      permute(values, (v) => {
        is.push(globalMoran(floats(v), w).value?.i as number);
        gs.push(generalG(floats(v), w).value?.g as number);
      });
      const moran = globalMoran(floats(values), w).value,
        g = generalG(floats(values), w).value;
      expect(mean(is)).toBeCloseTo(moran?.expected as number, 10);
      expect(mean(is.map((v) => (v - mean(is)) ** 2))).toBeCloseTo(moran?.variance as number, 10);
      expect(mean(gs)).toBeCloseTo(g?.expected as number, 10);
      expect(mean(gs.map((v) => (v - mean(gs)) ** 2))).toBeCloseTo(g?.variance as number, 10);
    }
  });
  it("answer with a reason where there is no answer", () => {
    const code = (v: number[], w = chain(v.length)) => [
      globalMoran(floats(v), w).reason,
      generalG(floats(v), w).reason,
    ];
    expect(code([])).toEqual(["few-cells", "few-cells"]);
    expect(code([1, 2, 3])).toEqual(["few-cells", "few-cells"]);
    expect(code(Array(9).fill(0.1))).toEqual(["constant", "constant"]);
    expect(code([1, 2, 3, 4], weightsFromLists([[], [], [], []]))).toEqual([
      "no-links",
      "no-links",
    ]);
    expect(
      code(
        [1, 2, 3, 4],
        weightsFromLists([
          [1, 2, 3],
          [0, 2, 3],
          [0, 1, 3],
          [0, 1, 2],
        ]),
      ),
    ).toEqual(["whole-map", "whole-map"]);
    expect(code([1, -2, 3, 4, 1])).toEqual([null, "negative-values"]);
  });
  it("permute to a two-sided p of the analytic size", () => {
    const s = scattered(80, 300, 5),
      w = distanceBandWeights(s.x, s.y, 50),
      moran = globalMoran(s.values, w, { permutations: { draws: 999, seed: 1 } }).value;
    expect(Math.abs((moran?.permutationP ?? 9) - (moran?.p ?? 0))).toBeLessThan(0.1);
  });
});

describe("incrementalAutocorrelation", () => {
  it("finds the scale of blobs, and says when there is no peak", () => {
    const c = latticeCentres(24, 24, 10),
      blobs = floats(
        Array.from(c.x, (v, i) => ((Math.floor(v / 60) + Math.floor(c.y[i] / 60)) % 2 ? 5 : 0)),
      );
    const found = incrementalAutocorrelation(c.x, c.y, blobs, {
      startMetres: 10,
      stepMetres: 10,
      steps: 12,
    });
    expect(found.firstPeak.value?.bandMetres).toBeGreaterThanOrEqual(20);
    expect(found.firstPeak.value?.bandMetres).toBeLessThanOrEqual(50);
    const slope = incrementalAutocorrelation(c.x, c.y, floats(c.x), {
      startMetres: 10,
      stepMetres: 10,
      steps: 4,
    });
    expect(slope.firstPeak.reason).toBe("no-peak");
    expect(
      incrementalAutocorrelation(floats([1, 1, 1, 1]), floats([2, 2, 2, 2]), floats([1, 2, 3, 4]))
        .firstPeak.reason,
    ).toBe("coincident");
    expect(fallbackBand(c.x, c.y).value).toBeGreaterThan(10);
    expect(fallbackBand(floats([1, 1, 1, 1]), floats([2, 2, 2, 2])).reason).toBe("coincident");
  });
});

describe("average nearest neighbour", () => {
  it("has the distances of a search of all pairs", () => {
    const s = scattered(300, 500, 8),
      slow = Array.from(s.x, (_, i) =>
        Math.min(
          ...Array.from(s.x, (_v, j) =>
            i === j ? Infinity : Math.hypot(s.x[i] - s.x[j], s.y[i] - s.y[j]),
          ),
        ),
      );
    nearestDistances(s.x, s.y).forEach((d, i) => expect(d).toBeCloseTo(slow[i], 9));
  });
  it("sees random, clustered and even patterns; drops coincident points and says so", () => {
    const s = scattered(2000, 1000, 2),
      even = latticeCentres(30, 30, 10);
    expect(Math.abs(averageNearestNeighbour(s.x, s.y, 1e6).value?.z ?? 99)).toBeLessThan(3.5);
    expect(averageNearestNeighbour(even.x, even.y, 90_000).value?.ratio).toBeCloseTo(2, 1);
    const twice = floats([...s.x, ...s.x]),
      twiceY = floats([...s.y, ...s.y]);
    const dropped = averageNearestNeighbour(twice, twiceY, 1e6),
      kept = averageNearestNeighbour(twice, twiceY, 1e6, { keepCoincident: true });
    expect(dropped.record).toMatchObject({ n: 2000 });
    expect(dropped.record.warnings.map((w) => w.code)).toContain("coincident-dropped");
    expect(kept.value?.z).toBeLessThan(-40);
    expect(averageNearestNeighbour(floats([1, 1]), floats([1, 1]), 9).reason).toBe("coincident");
    expect(averageNearestNeighbour(floats([1]), floats([1]), 9).reason).toBe("few-points");
    expect(averageNearestNeighbour(floats([1, 2]), floats([1, 2]), 0).reason).toBe("no-area");
  });
});

describe("empirical Bayes rates", () => {
  it("lie between the raw rate and the mean, nearer the mean for small denominators", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 500 })), {
          minLength: 2,
          maxLength: 30,
        }),
        (rows) => {
          const { raw, estimate, record } = empiricalBayesRates(
            floats(rows.map((r) => r[0])),
            floats(rows.map((r) => r[1])),
          );
          const b = record.parameters.b as number;
          raw.forEach((r, i) => {
            expect(estimate[i]).toBeGreaterThanOrEqual(Math.min(r, b) - 1e-12);
            expect(estimate[i]).toBeLessThanOrEqual(Math.max(r, b) + 1e-12);
          });
        },
      ),
      { seed: 3 },
    );
    const r = empiricalBayesRates(floats([5, 500, 10, 900]), floats([10, 1000, 100, 1000]));
    expect(Math.abs(r.estimate[0] - r.raw[0])).toBeGreaterThan(Math.abs(r.estimate[1] - r.raw[1]));
  });
  it("follow Marshall's formula, worked by hand", () => {
    // b = 12/60, s² = (10·0.1² + 20·0.05² + 30·(1/15)²)/60, a = s² − b/20 < 0: all at the mean.
    const low = empiricalBayesRates(floats([3, 5, 4]), floats([10, 20, 30]));
    expect(Array.from(low.estimate)).toEqual([0.2, 0.2, 0.2]);
    expect(low.record.warnings[0].code).toBe("negative-variance");
    // b = 60/300 = 0.2; s² = (100·0.2² + 100·0.1² + 100·0.3²)/300 = 14/300; a = 14/300 − 0.2/100.
    const high = empiricalBayesRates(floats([0, 10, 50]), floats([100, 100, 100])),
      a = 14 / 300 - 0.002;
    expect(high.estimate[2]).toBeCloseTo(0.2 + (0.3 * a) / (a + 0.002), 12);
  });
  it("suppress small denominators with a reason, and shrink to neighbours when asked", () => {
    const r = empiricalBayesRates(floats([1, 2, 3, 4]), floats([0, 5, 50, 60]), {
      smallestDenominator: 10,
    });
    expect(Array.from(r.reason, (v) => v > 0)).toEqual([true, true, false, false]);
    const events = floats([1, 2, 1, 30, 33, 31]),
      people = floats([90, 100, 80, 100, 110, 95]);
    const local = empiricalBayesRates(events, people, {
        local: weightsFromLists([
          [1, 2],
          [0, 2],
          [0, 1],
          [4, 5],
          [3, 5],
          [3, 4],
        ]),
      }),
      global = empiricalBayesRates(events, people);
    expect(Math.abs(local.estimate[0] - local.raw[0])).toBeLessThan(0.02);
    expect(global.record.parameters.b).toBeCloseTo(98 / 575, 12);
  });
});

const mean = (v: number[]) => v.reduce((a, b) => a + b, 0) / v.length;
function permute(v: number[], visit: (v: number[]) => void, k = v.length): void {
  if (k <= 1) {
    visit(v);
    return;
  }
  for (let i = 0; i < k; i++) {
    permute(v, visit, k - 1);
    const j = k % 2 ? 0 : i;
    [v[j], v[k - 1]] = [v[k - 1], v[j]];
  }
}

describe("monteCarlo", () => {
  it("is even, repeatable and in range", () => {
    const a = monteCarlo(9),
      b = monteCarlo(9),
      counts = new Uint32Array(10);
    for (let i = 0; i < 20_000; i++) {
      const v = a.below(10);
      expect(v).toBe(b.below(10));
      counts[v]++;
    }
    counts.forEach((c) => expect(Math.abs(c - 2000)).toBeLessThan(200));
    const u = Array.from({ length: 5000 }, () => a.normal());
    expect(mean(u)).toBeCloseTo(0, 1);
    expect(mean(u.map((v) => v * v))).toBeCloseTo(1, 1);
  });
});
