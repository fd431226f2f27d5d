import { describe, expect, it } from "vitest";
import { monteCarlo } from "../random.js";
import { type KernelDensityOptions, kernelDensity, kernelDensityAt } from "./kernel-density.js";
import { defaultKernelRadius } from "./kernel-radius.js";
import { floats } from "./spec-data.js";

const box = { minX: 0, minY: 0, maxX: 4000, maxY: 3000 };
const view = (
  radiusMetres: number,
  more: Partial<KernelDensityOptions> = {},
): KernelDensityOptions => ({ radiusMetres, box, columns: 80, rows: 60, ...more });

function points(n: number, seed: number): { x: Float64Array; y: Float64Array } {
  const r = monteCarlo(seed);
  return {
    x: floats(Array.from({ length: n }, (_, i) => 2000 + 900 * r.normal() + (i % 3) * 500)),
    y: floats(Array.from({ length: n }, () => 1500 + 900 * r.normal())),
  };
}

/** Worst relative difference where the density is above a twentieth of its peak. */
function worst(a: Float64Array, b: Float64Array, peak: number): number {
  let w = 0;
  b.forEach((v, i) => {
    if (v > 0.05 * peak) w = Math.max(w, Math.abs(a[i] / v - 1));
  });
  return w;
}

describe("kernelDensity", () => {
  it("is the quartic sum, per km², exact to 1e-6 at every pixel", () => {
    const { x, y } = points(200, 1),
      h = 420,
      raster = kernelDensity(x, y, view(h, { method: "exact" }));
    raster.values.forEach((v, k) => {
      const px = ((k % 80) + 0.5) * 50,
        py = (Math.floor(k / 80) + 0.5) * 50;
      const sum = x.reduce((s, xi, i) => {
        const u = ((xi - px) ** 2 + (y[i] - py) ** 2) / h ** 2;
        return u < 1 ? s + (3 / (Math.PI * h * h)) * (1 - u) ** 2 * 1e6 : s;
      }, 0);
      expect(Math.abs(v - sum)).toBeLessThanOrEqual(1e-6 * Math.max(1e-9, sum));
    });
    expect(kernelDensityAt(x, y, floats([1025]), floats([1575]), h)[0]).toBeCloseTo(
      raster.values[31 * 80 + 20],
      9,
    );
  });
  it("binned stays within 1 % above a twentieth of the peak, any radius; the default is as good for lone points, too", () => {
    for (const h of [60, 130, 400, 700, 1500]) {
      for (const n of [1, 2, 30, 300, 3000]) {
        const { x, y } = points(n, 10 * n + h),
          exact = kernelDensity(x, y, view(h, { method: "exact" })),
          binned = kernelDensity(x, y, view(h, { method: "binned" }));
        expect(worst(binned.values, exact.values, exact.peak)).toBeLessThan(n < 1000 ? 0.02 : 0.01);
        expect(worst(kernelDensity(x, y, view(h)).values, exact.values, exact.peak)).toBeLessThan(
          0.01,
        );
        for (const v of binned.values) expect(v).toBeGreaterThanOrEqual(0);
      }
    }
  });
  it("counts the points around the view: the edge is as high as in a wider view", () => {
    const { x, y } = points(3000, 4),
      h = 500,
      wide = { minX: -1000, minY: -1000, maxX: 5000, maxY: 4000 };
    for (const method of ["exact", "binned"] as const) {
      const near = kernelDensity(x, y, view(h, { method })),
        far = kernelDensity(x, y, { radiusMetres: h, box: wide, columns: 120, rows: 100, method });
      for (let row = 0; row < 60; row++)
        expect(near.values[row * 80] / far.values[(row + 20) * 120 + 20]).toBeCloseTo(1, 2);
    }
  });
  it("sums to the number of points, and to their weights", () => {
    const { x, y } = points(500, 6),
      big = { minX: -5000, minY: -5000, maxX: 9000, maxY: 9000 },
      weight = floats(x.map((_, i) => 1 + (i % 4)));
    const total = (w?: Float64Array) =>
      kernelDensity(x, y, {
        radiusMetres: 600,
        box: big,
        columns: 140,
        rows: 140,
        weight: w,
      }).values.reduce((a, b) => a + b, 0) * 0.01;
    expect(total()).toBeCloseTo(500, 0);
    expect(total(weight) / weight.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 3);
  });
  it("answers an empty set with zeros, and refuses a radius that is none", () => {
    expect(kernelDensity(floats([]), floats([]), view(100)).peak).toBe(0);
    expect(() => kernelDensity(floats([]), floats([]), view(0))).toThrow(RangeError);
  });
});

describe("defaultKernelRadius", () => {
  it("follows the rule, and has reasons", () => {
    // Corners of a square of side 2: SD = √2, Dm = √2; min(SD, √(1/ln 2)·Dm) = √2; n^−0.2 = 4^−0.2.
    expect(defaultKernelRadius(floats([0, 2, 2, 0]), floats([0, 0, 2, 2])).value).toBeCloseTo(
      0.9 * Math.SQRT2 * 4 ** -0.2,
      12,
    );
    expect(defaultKernelRadius(floats([1]), floats([1])).reason).toBe("few-points");
    expect(defaultKernelRadius(floats([1, 1]), floats([1, 1])).reason).toBe("coincident");
  });
});
