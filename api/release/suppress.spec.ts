import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bounds } from "./attacker.fixture.js";
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

/** The attacker over one slice: everything published of it, and the widest bounds of one sum. */
function bound(
  slice: Slice,
  hidden: [boolean[], boolean[]],
  side: 0 | 1,
  i: number,
): [number, number] {
  const piece = (p: number, q: number) => `x${p}_${q}`;
  const sum = (s: 0 | 1, k: number) =>
    slice.overlaps[s][k]!.map((o) => (s === 0 ? piece(k, o) : piece(o, k)));
  const known = ([0, 1] as const).flatMap((s) =>
    slice.counts[s].flatMap((count, k) => (hidden[s][k] ? [] : [{ pieces: sum(s, k), count }])),
  );
  return bounds(known, sum(side, i));
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
            const [least, most] = bound(slice, hidden, side, i);
            expect(least).toBeLessThanOrEqual(1e-6);
            expect(most).toBeGreaterThanOrEqual(THRESHOLD - 1);
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
    expect(bound(slice, naive, 0, 0)[0]).toBe(3);
    // The cell goes, and the second grid too: alone with the cell hidden it would still say that
    // the cell holds at least 20.
    expect(suppress(slice)).toEqual([[true, true], [true]]);
  });
});
