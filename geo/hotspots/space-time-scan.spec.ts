import { describe, expect, it } from "vitest";
import { monteCarlo } from "../random.js";
import { spaceTimeScan } from "./space-time-scan.js";
import { floats } from "./spec-data.js";

/** 40 places, 120 cases over 30 days, and six more about place 7 on the last two days. */
function cases(planted: number): {
  x: Float64Array;
  y: Float64Array;
  place: Uint32Array;
  day: Int32Array;
} {
  const r = monteCarlo(14),
    x = floats(Array.from({ length: 40 }, () => r.uniform() * 5000)),
    y = floats(Array.from({ length: 40 }, () => r.uniform() * 5000));
  const rows = Array.from({ length: 120 }, () => [r.below(40), 1 + r.below(30)]);
  for (let k = 0; k < planted; k++) rows.push([7, 29 + (k % 2)]);
  return {
    x,
    y,
    place: Uint32Array.from(rows, (c) => c[0]),
    day: Int32Array.from(rows, (c) => c[1]),
  };
}

describe("spaceTimeScan", () => {
  it("finds a planted cluster, its days and its p; the same for the same seed", () => {
    const { x, y, place, day } = cases(6),
      run = () =>
        spaceTimeScan(x, y, place, day, { maxMetres: 1500, maxDays: 7, draws: 99, seed: 2 });
    const best = run().value?.[0];
    expect(best?.places).toContain(7);
    expect(best?.days[1]).toBe(30);
    expect(best?.p).toBe(0.01);
    expect(run()).toEqual(run());
  });
  it("has the highest ratio of all cylinders, counted one by one, and no place in two clusters", () => {
    for (const windows of ["prospective", "retrospective"] as const) {
      const { x, y, place, day } = cases(2),
        n = place.length,
        maxMetres = 1200,
        maxDays = 5;
      let most = 0;
      for (let c = 0; c < 40; c++) {
        for (const radius of Array.from(x, (v, i) => Math.hypot(v - x[c], y[i] - y[c])).filter(
          (d) => d <= maxMetres,
        )) {
          const inside = Array.from(x, (v, i) => Math.hypot(v - x[c], y[i] - y[c]) <= radius),
            zone = place.filter((i) => inside[i]).length;
          if (zone > n / 2) continue;
          for (let last = windows === "prospective" ? 30 : 1; last <= 30; last++)
            for (let first = last; first > last - maxDays && first > 0; first--) {
              const during = (k: number) => day[k] >= first && day[k] <= last;
              const hits = Array.from(place.keys()).filter(
                  (k) => inside[place[k]] && during(k),
                ).length,
                e = (zone * day.filter((_, k) => during(k)).length) / n;
              if (hits >= 2 && hits > e)
                most = Math.max(
                  most,
                  hits * Math.log(hits / e) + (n - hits) * Math.log((n - hits) / (n - e)),
                );
            }
        }
      }
      const clusters =
        spaceTimeScan(x, y, place, day, { maxMetres, maxDays, windows, draws: 9 }).value ?? [];
      expect(clusters[0].logLikelihoodRatio).toBeCloseTo(most, 9);
      const all = clusters.flatMap((c) => c.places);
      expect(new Set(all).size).toBe(all.length);
    }
  });
  it("has a reason without cases, and refuses what is no place", () => {
    expect(
      spaceTimeScan(floats([0]), floats([0]), new Uint32Array(), new Int32Array(), {
        maxMetres: 9,
        maxDays: 2,
      }).reason,
    ).toBe("no-incidents");
    expect(() =>
      spaceTimeScan(floats([0]), floats([0]), Uint32Array.of(0, 1), Int32Array.of(1, 2), {
        maxMetres: 9,
        maxDays: 2,
      }),
    ).toThrow(RangeError);
  });
});
