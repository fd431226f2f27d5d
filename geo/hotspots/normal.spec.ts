import { describe, expect, it } from "vitest";
import { erfc, twoSidedP, upperP } from "./normal.js";

/** Series of erf, good to full precision for small x. */
function erfSeries(x: number): number {
  let term = x,
    sum = x;
  for (let k = 1; k < 200; k++) {
    term *= (-x * x) / k;
    sum += term / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
/** Continued fraction of erfc (Abramowitz and Stegun 7.1.14), good for x > 1. */
function erfcFraction(x: number): number {
  let f = 0;
  for (let k = 400; k >= 1; k--) f = k / 2 / (x + f);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + f);
}

describe("erfc", () => {
  it("agrees with the series and the continued fraction over its three ranges", () => {
    for (let x = 0.01; x < 1.5; x += 0.0137)
      expect(Math.abs(erfc(x) - (1 - erfSeries(x)))).toBeLessThan(
        3e-16 / Math.min(1, erfc(x)) + 1e-15,
      );
    for (let x = 1.5; x < 26; x += 0.0371)
      expect(Math.abs(erfc(x) / erfcFraction(x) - 1)).toBeLessThan(4e-16 * (10 + x * x));
  });
  it("keeps the far tail that 1 - cdf loses, and never leaves [0, 2]", () => {
    expect(twoSidedP(10) / 1.523970604832105e-23).toBeCloseTo(1, 12); // 2Φ(−10)
    expect(twoSidedP(1.959963984540054)).toBeCloseTo(0.05, 14);
    expect(upperP(0)).toBe(0.5);
    expect(upperP(-40)).toBe(1);
    expect(erfc(40)).toBe(0);
    expect(erfc(-40)).toBe(2);
    expect(erfc(0)).toBe(1);
  });
});
