import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monteCarlo } from "../random.js";
import { benjaminiHochberg } from "./benjamini-hochberg.js";
import { weightsFromLists } from "./csr-weights.js";
import { distanceBandWeights } from "./distance-band.js";
import { localG } from "./local-g.js";
import { bruteNeighbours, floats, scattered } from "./spec-data.js";

/** By the definition: the least of p_(l)·N/l over l from the rank on. */
function bruteBh(p: number[]): number[] {
  const sorted = [...p].sort((a, b) => a - b);
  return p.map((v) =>
    Math.min(1, ...sorted.map((s, l) => (s >= v ? (s * p.length) / (l + 1) : 1))),
  );
}

describe("benjaminiHochberg", () => {
  it("agrees with the definition, ties and extremes included", () => {
    const p = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0, 1, 0.05, 1e-300),
    );
    fc.assert(
      fc.property(fc.array(p, { maxLength: 60 }), (ps) => {
        const q = benjaminiHochberg(floats(ps)),
          slow = bruteBh(ps);
        ps.forEach((_, i) => expect(q[i]).toBeCloseTo(slow[i], 12));
      }),
      { seed: 11, numRuns: 200 },
    );
  });
  it("sorts many rows by radix as few rows by comparison", () => {
    const random = monteCarlo(3),
      p = floats(
        Array.from({ length: 20_000 }, (_, i) =>
          i % 7 ? random.uniform() : random.uniform() * 1e-200,
        ),
      );
    const q = benjaminiHochberg(p),
      order = Array.from(p.keys()).sort((a, b) => p[a] - p[b]);
    let least = 1;
    for (let k = order.length - 1; k >= 0; k--)
      expect(q[order[k]]).toBe((least = Math.min(least, (p[order[k]] * p.length) / (k + 1))));
  });
  it("leaves cells with a reason out of N", () => {
    expect(
      Array.from(benjaminiHochberg(floats([0.01, 0.5, 0.02]), Uint8Array.of(0, 1, 0))),
    ).toEqual([0.02, 1, 0.02]);
  });
});

describe("permutations", () => {
  const { x, y, values } = scattered(60, 200, 12),
    weights = distanceBandWeights(x, y, 45);
  it("are the same for a seed, and another for another seed", () => {
    const p = (seed: number) =>
      Array.from(localG(values, weights, { permutations: { draws: 99, seed } }).p);
    expect(p(1)).toEqual(p(1));
    expect(p(1)).not.toEqual(p(2));
  });
  it("give the exact p of all draws, two-sided, within Monte-Carlo error at 999", () => {
    // Seven cells in a row of which each cell has two neighbours: all 15 pairs of the six others
    // can be counted.
    const v = [9, 7, 1, 0, 2, 1, 3],
      lists = v.map((_, i) => [(i + 1) % 7, (i + 6) % 7]);
    const result = localG(floats(v), weightsFromLists(lists), {
      permutations: { draws: 999, seed: 8 },
    });
    expect(result.record.inference).toEqual({
      kind: "permutation",
      tail: "two-sided",
      permutations: 999,
      seed: 8,
    });
    v.forEach((_, i) => {
      const others = v.filter((_v, j) => j !== i),
        observed = lists[i].reduce((a, j) => a + v[j], 0);
      let above = 0,
        below = 0,
        all = 0;
      for (let a = 0; a < 6; a++)
        for (let b = 0; b < a; b++) {
          all++;
          if (others[a] + others[b] >= observed) above++;
          if (others[a] + others[b] <= observed) below++;
        }
      const exact = Math.min(1, (2 * Math.min(above, below)) / all),
        half = exact / 2;
      expect(Math.abs(result.p[i] - exact)).toBeLessThan(
        2 * 4 * Math.sqrt((half * (1 - half)) / 999) + 0.003,
      );
    });
  });
  it("come near the analytic p where cells are many and values mild", () => {
    const lists = bruteNeighbours(x, y, 45),
      mild = floats(Array.from(x, (_, i) => ((i * 37) % 60) / 10));
    const w = weightsFromLists(lists),
      analytic = localG(mild, w).p,
      drawn = localG(mild, w, { permutations: { draws: 999, seed: 2 }, star: false }).p;
    const gi = localG(mild, w, { star: false }).p;
    let far = 0;
    gi.forEach((p, i) => {
      if (lists[i].length > 2 && Math.abs(p - drawn[i]) > 0.12) far++;
    });
    expect(far).toBeLessThan(6);
    expect(analytic.length).toBe(60);
  });
});
