import { describe, expect, it } from "vitest";
import { type MonteCarlo, monteCarlo } from "../random.js";
import { aboveUsual } from "./above-usual.js";
import { usualRange } from "./usual-range.js";

const HISTORY = 182;

function poisson(mean: number, random: MonteCarlo): number {
  let count = -1;
  for (let left = mean; left > 0; count++) left += Math.log(1 - random.uniform());
  return Math.max(0, count);
}

/** Poisson counts whose mean varies by day (gamma of shape 1/vary), weekday and season. */
function daysOf(mean: number, random: MonteCarlo, { vary = 0, season = 0, days = 1000 } = {}) {
  return Float64Array.from({ length: days }, (_, day) => {
    let level = mean * (1 + season * Math.sin((2 * Math.PI * day) / 365));
    level *= [0.8, 0.9, 1, 1, 1, 1.3, 1][day % 7]!;
    if (vary > 0) level *= Math.exp(vary * random.normal() - (vary * vary) / 2);
    return poisson(level, random);
  });
}

function held(counts: Float64Array) {
  let inside = 0,
    width = 0,
    days = 0;
  for (let day = HISTORY; day < counts.length; day++) {
    const range = usualRange(counts.subarray(day - HISTORY, day))!;
    days++;
    width += range.high - range.low;
    if (range.state(counts[day]!) === "USUAL") inside++;
  }
  const sorted = counts.slice(HISTORY).sort();
  const quantile = (p: number) => sorted[Math.floor(p * sorted.length)]!;
  return { share: inside / days, width: width / days / (quantile(0.9) - quantile(0.1)) };
}

describe("the range of a usual day", () => {
  it.each([
    [1.5, {}],
    [3, {}],
    [8, { vary: 0.3 }],
    [20, { season: 0.2 }],
    [120, { vary: 0.15, season: 0.2 }],
  ])("holds about 80 of 100 days not seen before, at %d a day (%o)", (mean, kind) => {
    const random = monteCarlo(mean * 10);
    const all = Array.from({ length: 4 }, () => held(daysOf(mean, random, kind)));
    const share = all.reduce((sum, one) => sum + one.share, 0) / all.length;
    expect(share).toBeGreaterThan(0.77);
    expect(share).toBeLessThan(0.83);
    for (const { width } of all) expect(width).toBeLessThanOrEqual(1.2);
  });

  it("knows the weekday that follows, and is silent in the first eight weeks", () => {
    const counts = Float64Array.from({ length: HISTORY }, (_, day) => (day % 7 === 5 ? 30 : 5));
    expect(usualRange(counts)!.state(30)).toBe("ABOVE");
    const beforeFriday = counts.subarray(0, HISTORY - 2);
    expect(usualRange(beforeFriday)!.state(30)).toBe("USUAL");
    expect(usualRange(beforeFriday)!.state(5)).toBe("BELOW");
    expect(usualRange(counts.subarray(0, 55))).toBeNull();
    expect(usualRange(counts.subarray(0, 56))).not.toBeNull();
  });

  it("of an area that never had an incident one is out of the ordinary", () => {
    const range = usualRange(new Float64Array(HISTORY))!;
    expect([range.low, range.high]).toEqual([0, 0]);
    expect(range.state(1)).toBe("ABOVE");
  });

  it("refuses what is no count", () => {
    expect(() => usualRange(new Float64Array(60).fill(Number.NaN))).toThrow(RangeError);
    expect(() => usualRange(new Float64Array(60), 1)).toThrow(RangeError);
  });
});

describe("days above usual", () => {
  it("begin near the day on which the mean doubled, and are counted from it", () => {
    const counts = daysOf(5, monteCarlo(3), { days: 210 });
    expect(aboveUsual(counts)).toBeNull();
    const began = 200;
    for (let day = began; day < 210; day++) counts[day] += 5;
    const found = aboveUsual(counts)!;
    expect(Math.abs(found.since - began)).toBeLessThanOrEqual(2);
    expect(found.count).toBeGreaterThan(1.5 * found.expected);
    expect(found.count).toBe(counts.slice(found.since).reduce((sum, n) => sum + n, 0));
  });

  it("of shuffled days come once in ninety days a community, no oftener", () => {
    const random = monteCarlo(11);
    const communities = process.env["HEARTHGRID_SOAK"] ? 60 : 5;
    let days = 0,
      begun = 0;
    for (let community = 0; community < communities; community++) {
      const counts = random.shuffle(
        daysOf(0.3 + (community % 8), random, { vary: 0.3, days: 330 }),
      );
      let was = false;
      for (let day = 210; day < counts.length; day++) {
        const is = aboveUsual(counts.subarray(day - 210, day)) !== null;
        if (is && !was) begun++;
        was = is;
        days++;
      }
    }
    // Five communities tell it to a half.
    expect(days / begun).toBeGreaterThanOrEqual(communities === 5 ? 45 : 90);
  });

  it("are not told of three weeks' history", () => {
    expect(aboveUsual(new Float64Array(80).fill(3))).toBeNull();
  });
});
