import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emergingClass } from "./emerging-class.js";
import { mannKendall } from "./mann-kendall.js";
import { floats } from "./spec-data.js";

describe("Mann-Kendall", () => {
  it("has S, tau and slope of rising, constant and tied series", () => {
    const rising = mannKendall(floats(Array.from({ length: 360 }, (_, i) => 3 * i))).value;
    expect(rising).toMatchObject({ s: 64620, tau: 1, slope: 3, intercept: 0 });
    expect(mannKendall(floats(Array(360).fill(7))).value).toMatchObject({
      s: 0,
      z: 0,
      p: 1,
      slope: 0,
      intercept: 7,
    });
    // 1 2 2 3: S = 5; var = (4·3·13 − 2·1·9)/18.
    const tied = mannKendall(floats([1, 2, 2, 3])).value;
    expect(tied?.variance).toBeCloseTo(138 / 18, 12);
    expect(tied?.z).toBeCloseTo(4 / Math.sqrt(138 / 18), 12);
  });
  it("drops missing steps before S and keeps their place for the slope", () => {
    expect(mannKendall(floats([0, 1, NaN, 3, 4])).value).toMatchObject({
      s: 6,
      slope: 1,
      intercept: 0,
    });
    expect(mannKendall(floats([1, NaN, 2])).reason).toBe("few-steps");
  });
  it("turns its sign with the series, and has the variance of all orders of untied values", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 20 }),
        (v) => {
          const up = mannKendall(floats(v)).value,
            down = mannKendall(floats(v.toReversed())).value;
          expect(down?.s).toBe(up?.s === 0 ? 0 : -(up?.s as number));
          expect(down?.p).toBe(up?.p);
        },
      ),
      { seed: 6 },
    );
    expect(mannKendall(floats([3, 1, 2, 5, 4])).value?.variance).toBeCloseTo((5 * 4 * 15) / 18, 12);
  });
});

describe("emerging classes", () => {
  const low = Array(10).fill(0.2),
    grow = Array.from({ length: 10 }, (_, i) => 2 + (4 * i) / 9);
  const cases: [string, number[]][] = [
    ["new", low.with(9, 3)],
    ["consecutive", [...low.slice(3), 3, 3, 3]],
    ["intensifying", grow],
    ["diminishing", grow.toReversed()],
    ["persistent", [3, 3.4, 3.1, 3.3, 3, 3.2, 3.4, 3.1, 3.3, 3.2]],
    ["historical", [3, 3.2, 3.1, 3.4, 3.3, 3, 3.1, 3.2, 3.3, 0.1]],
    ["sporadic", [3, 0.1, 3, 0.2, 0.1, 3, 0.3, 0.1, 0.2, 3]],
    ["oscillating", [-3, 0.1, 0.2, -3, 0.1, 3, 0.1, 0.2, 0.1, 3]],
    ["none", [0.1, 0.3, -0.2, 0.5, -0.4, 0.2, 0.1, -0.3, 0.2, 0.1]],
  ];
  it.each(cases)("know %s spots, hot and cold", (kind, z) => {
    expect(emergingClass(floats(z)).value).toMatchObject({
      kind,
      side: kind === "none" ? null : "hot",
    });
    expect(emergingClass(floats(z.map((v) => -v))).value).toMatchObject({
      kind,
      side: kind === "none" ? null : "cold",
    });
  });
  it("take corrected bins where given, and need ten steps", () => {
    expect(emergingClass(floats(low.with(9, 3)), { bins: new Int8Array(10) }).value?.kind).toBe(
      "none",
    );
    expect(emergingClass(floats([1, 2, 3])).reason).toBe("few-steps");
  });
});
