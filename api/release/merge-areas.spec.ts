import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeAreas } from "./merge-areas.js";

describe("mergeAreas", () => {
  it("leaves no group below the minimum where the whole is not", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 40 }), (weights) => {
        const groups = mergeAreas(
          weights.map((weight, i) => ({
            weight,
            neighbours: [i - 1, i + 1].filter((n) => n >= 0 && n < weights.length),
          })),
          20,
        );
        const totals = new Map<number, number>();
        groups.forEach((g, i) => totals.set(g, (totals.get(g) ?? 0) + weights[i]!));
        const whole = weights.reduce((a, b) => a + b, 0);
        expect(
          [...totals.values()].every((t) => t >= 20) || (totals.size === 1 && whole < 20),
        ).toBe(true);
      }),
      { seed: 3 },
    );
  });
  it("does not merge what is large enough", () =>
    expect(
      mergeAreas(
        [
          { weight: 25, neighbours: [1] },
          { weight: 30, neighbours: [0] },
        ],
        20,
      ),
    ).toEqual([0, 1]));
  it("merges an island with something rather than publish it alone", () =>
    expect(
      mergeAreas(
        [
          { weight: 5, neighbours: [] },
          { weight: 30, neighbours: [] },
        ],
        20,
      ),
    ).toEqual([0, 0]));
});
