import { describe, expect, it } from "vitest";
import { assignToCentres } from "./assign-to-centres.js";
import { countHomesElsewhere } from "./count-homes-elsewhere.js";
import type { ExactProblem } from "./exact-relaxation.js";
import { type ExactOutcome, solveExactly } from "./solve-exactly.js";
import { makeVillage } from "./test-village.js";

function problemOf(
  n: number,
  seed: number,
  groups: number,
  low: number,
  high: number,
): ExactProblem {
  const { households } = makeVillage(n, seed);
  const metres = new Float64Array(n * n);
  households.forEach((a, i) =>
    households.forEach((b, j) => {
      metres[i * n + j] = Math.hypot(a.x - b.x, a.y - b.y);
    }),
  );
  return { n, metres, groups, low, high };
}

function solved(problem: ExactProblem, known = Infinity): ExactOutcome {
  const run = solveExactly(problem, known === Infinity ? 1e7 : known);
  for (;;) {
    const step = run.next();
    if (step.done) return step.value;
  }
}

/** Every partition into groups of legal size. */
function bruteForce({ n, metres, groups, low, high }: ExactProblem): number {
  const lists: number[][] = [];
  let best = Infinity;
  const costOf = (list: number[]): number =>
    Math.min(...list.map((j) => list.reduce((sum, i) => sum + metres[i * n + j], 0)));
  const place = (i: number): void => {
    if (i === n) {
      if (lists.length === groups && lists.every((l) => l.length >= low))
        best = Math.min(
          best,
          lists.reduce((sum, l) => sum + costOf(l), 0),
        );
      return;
    }
    for (const list of lists)
      if (list.length < high) {
        list.push(i);
        place(i + 1);
        list.pop();
      }
    if (lists.length === groups) return;
    lists.push([i]);
    place(i + 1);
    lists.pop();
  };
  place(0);
  return best;
}

describe("solveExactly", () => {
  it("finds what trying every partition finds", () => {
    for (let seed = 1; seed <= 60; seed++) {
      // Every other with hardly any room, where relaxations are furthest off.
      const problem = seed % 2 ? problemOf(9, seed, 3, 2, 4) : problemOf(10, seed, 3, 3, 4);
      const { metres, lowerMetres, proven, groups } = solved(problem);
      expect(proven).toBe(true);
      expect(metres).toBeCloseTo(bruteForce(problem), 6);
      expect(lowerMetres).toBe(metres);
      expect(groups!.flat().sort((a, b) => a - b)).toEqual([...Array(problem.n).keys()]);
    }
  });

  it("proves a village of sixty, and four households at every place", () => {
    for (const seed of [1, 2, 3]) expect(solved(problemOf(60, seed, 6, 7, 13)).proven).toBe(true);
    const n = 40;
    const metres = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) metres[i * n + j] = 3 * Math.abs((i >> 2) - (j >> 2));
    const outcome = solved({ n, metres, groups: 4, low: 7, high: 13 });
    expect(outcome.proven).toBe(true);
    expect(outcome.metres).toBe(72);
  });

  it("keeps to pairs that may be together", () => {
    const problem = problemOf(16, 4, 2, 7, 9);
    const { metres } = problem;
    for (let i = 0; i < 8; i++)
      for (let j = 8; j < 16; j++) metres[i * 16 + j] = metres[j * 16 + i] = Infinity;
    const { groups } = solved(problem);
    for (const g of groups!) expect(new Set(g.map((i) => i < 8)).size).toBe(1);
  });
});

describe("assignToCentres", () => {
  it("is as short as trying every assignment, and null where none is legal", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { n, metres } = problemOf(8, seed, 2, 3, 5);
      const groupOf = assignToCentres(n, metres, [0, 1], 3, 5)!;
      const total = (of: (i: number) => number): number =>
        Array.from({ length: n }, (_, i) => metres[i * n + of(i)]).reduce((a, b) => a + b, 0);
      let best = Infinity;
      for (let bits = 0; bits < 64; bits++) {
        const of = (i: number): number => (i < 2 ? i : (bits >> (i - 2)) & 1);
        const ones = Array.from({ length: n }, (_, i) => of(i)).filter((v) => v === 1).length;
        if (ones >= 3 && ones <= 5) best = Math.min(best, total(of));
      }
      expect(total((i) => groupOf[i])).toBeCloseTo(best, 6);
    }
    expect(assignToCentres(8, new Float64Array(64), [0, 1], 5, 6)).toBeNull();
  });
});

describe("countHomesElsewhere", () => {
  it("knows that 13 centres in a tower of 33 floors leave 80 homes on another", () => {
    const placeOf = Array.from({ length: 132 }, (_, i) => i >> 2);
    expect(
      countHomesElsewhere(
        placeOf,
        placeOf.map(() => 3),
        13,
        13,
      ),
    ).toBe(240);
    // Twenty on one floor need two centres to be all at theirs.
    const wide = Array.from({ length: 40 }, (_, i) => Math.floor(i / 20));
    expect(
      countHomesElsewhere(
        wide,
        wide.map(() => 3),
        3,
        13,
      ),
    ).toBe(21);
  });
});
