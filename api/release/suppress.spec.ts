import fc from "fast-check";
import highsModule, { type Highs } from "highs";
import { describe, expect, it } from "vitest";
import { type Slice, suppress, THRESHOLD } from "./suppress.js";

/**
 * Two partitions of a strip of pieces: both cut it at random places, so that they overlap as grids
 * and cells do.
 */
const slices = fc
  .record({
    pieces: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 24 }),
    a: fc.array(fc.nat(5), { minLength: 24, maxLength: 24 }),
    b: fc.array(fc.nat(6), { minLength: 24, maxLength: 24 }),
  })
  .map(({ pieces, a, b }) => {
    const side = (labels: number[]) => {
      const used = [...new Set(labels.slice(0, pieces.length))].sort();
      return labels.slice(0, pieces.length).map((l) => used.indexOf(l));
    };
    const [ga, gb] = [side(a), side(b)];
    const sum = (g: number[]) => {
      const s = new Array<number>(Math.max(...g) + 1).fill(0);
      g.forEach((k, i) => (s[k]! += pieces[i]!));
      return s;
    };
    const across = (g: number[], h: number[]) =>
      Array.from({ length: Math.max(...g) + 1 }, (_, k) => [
        ...new Set(h.filter((_, i) => g[i] === k)),
      ]);
    return { counts: [sum(ga), sum(gb)], overlaps: [across(ga, gb), across(gb, ga)] } as Slice;
  });

// CommonJS with types for ES modules: what NodeNext calls its default is the loader itself.
const highs = await (highsModule as unknown as () => Promise<Highs>)();

/**
 * The attacker: everything published, over the unknown pieces of each overlapping pair; the widest
 * bounds of one sum.
 */
function bound(
  slice: Slice,
  hidden: [boolean[], boolean[]],
  side: 0 | 1,
  i: number,
  sense: "Minimize" | "Maximize",
): number {
  const x = (p: number, q: number) => `x${p}_${q}`;
  const terms = (s: 0 | 1, k: number) =>
    slice.overlaps[s][k]!.map((o) => (s === 0 ? x(k, o) : x(o, k)));
  const rows = ([0, 1] as const).flatMap((s) =>
    slice.counts[s].flatMap((n, k) =>
      hidden[s][k] ? [] : [`c${s}_${k}: ${terms(s, k).join(" + ")} = ${n}`],
    ),
  );
  // An upper limit far above every count stands for "unbounded".
  const all = slice.overlaps[0].flatMap((os, k) => os.map((o) => x(k, o)));
  const lp = `${sense}\n obj: ${terms(side, i).join(" + ")}\nSubject To\n ${rows.join("\n ") || `none: ${all[0]} >= 0`}\nBounds\n ${all.map((v) => `0 <= ${v} <= 1000`).join("\n ")}\nEnd`;
  const solution = highs.solve(lp);
  expect(solution.Status).toBe("Optimal");
  return solution.ObjectiveValue;
}

describe("suppress", () => {
  it("leaves an attacker with linear programming no narrower bound than 0 to 4 on any suppressed count", () => {
    fc.assert(
      fc.property(slices, (slice) => {
        const hidden = suppress(slice);
        for (const side of [0, 1] as const)
          slice.counts[side].forEach((n, i) => {
            if (n < THRESHOLD) expect(hidden[side][i]).toBe(true);
            if (!hidden[side][i]) return;
            expect(bound(slice, hidden, side, i, "Minimize")).toBeLessThanOrEqual(1e-6);
            expect(bound(slice, hidden, side, i, "Maximize")).toBeGreaterThanOrEqual(THRESHOLD - 1);
          });
      }),
      { numRuns: process.env["HEARTHGRID_SOAK"] ? 2000 : 60, seed: 7 },
    );
  });

  it("hides nothing where nothing is small", () => {
    expect(
      suppress({
        counts: [
          [10, 20],
          [12, 18],
        ],
        overlaps: [
          [[0, 1], [1]],
          [[0], [0, 1]],
        ],
      }),
    ).toEqual([
      [false, false],
      [false, false],
    ]);
  });

  it("without the second cell the attacker would win: the naive rule is broken by the same linear programme", () => {
    const slice: Slice = { counts: [[3, 20], [23]], overlaps: [[[0], [0]], [[0, 1]]] };
    const naive: [boolean[], boolean[]] = [[true, false], [false]];
    expect(bound(slice, naive, 0, 0, "Minimize")).toBe(3);
    // The cell goes, and the second grid too: alone with the cell hidden it would still say that
    // the cell holds at least 20.
    expect(suppress(slice)).toEqual([[true, true], [true]]);
  });
});
