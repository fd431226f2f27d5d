import { describe, expect, it } from "vitest";
import { chanceOf, dispersionOfDays, dispersionOfShare, meanInterval } from "./chance-range.js";
import { poissonUpperP } from "./poisson.js";

describe("what chance makes of a count", () => {
  it("is the negative binomial of Jeffreys' prior: sums of its masses by another way", () => {
    // X | mean is Poisson, mean is gamma (a + 1/2) of a period of length 1: its mixture, integrated.
    for (const [before, ratio] of [
      [0, 1],
      [3, 1],
      [40, 1],
      [12, 0.25],
      [7, 3],
    ] as const) {
      const mixture = (k: number) => {
        const shape = before + 0.5;
        let sum = 0;
        const step = (before + 30) / 40_000;
        for (let m = step / 2; m < before + 60; m += step) {
          const density = Math.exp((shape - 1) * Math.log(m) - m);
          sum += density * (k === 0 ? 1 : poissonUpperP(k, m * ratio)) * step;
        }
        return sum;
      };
      const whole = mixture(0);
      const chance = chanceOf(before, { ratio });
      expect(chance.expected).toBe(before * ratio);
      const above = mixture(chance.high + 1) / whole;
      const atHigh = mixture(chance.high) / whole;
      expect(above).toBeLessThanOrEqual(0.0251);
      expect(atHigh).toBeGreaterThan(0.0249);
      if (chance.low > 0) expect(1 - mixture(chance.low) / whole).toBeLessThanOrEqual(0.0251);
      expect(chance.p(chance.high + 1)).toBeCloseTo(2 * above, 3);
    }
  });

  it("holds 95 of 100 counts drawn again, and fewer where days hang together unless told", () => {
    const { low, high } = chanceOf(143);
    expect([low, high]).toEqual([112, 178]);
    const wider = chanceOf(143, { dispersion: 2 });
    expect(wider.low).toBeLessThan(low);
    expect(wider.high).toBeGreaterThan(high);
  });

  it("p and range agree: inside it is more than 5 %, outside less, of counts to 200,000", () => {
    for (const before of [0, 1, 9, 260, 5000, 200_000]) {
      const { low, high, p } = chanceOf(before, { ratio: 0.9, dispersion: 1.4 });
      for (const inside of [low, high]) expect(p(inside)).toBeGreaterThan(0.05);
      expect(p(high + 1)).toBeLessThanOrEqual(0.05);
      if (low > 0) expect(p(low - 1)).toBeLessThanOrEqual(0.05);
    }
  });

  it("refuses what is no count", () => {
    expect(() => chanceOf(-1)).toThrow(RangeError);
    expect(() => chanceOf(1, { ratio: 0 })).toThrow(RangeError);
    expect(() => meanInterval(Number.NaN)).toThrow(RangeError);
  });
});

it("intervals of a mean are Garwood's: his table, to two digits", () => {
  for (const [count, low, high] of [
    [0, 0, 3.69],
    [1, 0.03, 5.57],
    [5, 1.62, 11.67],
    [10, 4.8, 18.39],
    [50, 37.11, 65.92],
  ] as const) {
    const interval = meanInterval(count);
    expect(interval.low).toBeCloseTo(low, 2);
    expect(interval.high).toBeCloseTo(high, 2);
  }
});

describe("how much days differ", () => {
  it("is 1 of alike weekdays, and of fewer than three weeks", () => {
    const week = [1, 2, 3, 4, 5, 20, 30];
    expect(dispersionOfDays([...week, ...week, ...week])).toBe(1);
    expect(dispersionOfDays([0, 100, 0, 100])).toBe(1);
  });

  it("is the variance over the mean, weekday by weekday; a share of it is thinned", () => {
    const days = Array.from({ length: 28 }, (_, i) => (Math.floor(i / 7) % 2 ? 10 : 30));
    // Each weekday: 10, 30, 10, 30: squares 400, over a mean of 20, over 21 degrees of freedom.
    expect(dispersionOfDays(days)).toBeCloseTo((7 * 400) / 20 / 21, 12);
    expect(dispersionOfShare(5, 0.25)).toBe(2);
  });
});
