import { describe, expect, it } from "vitest";
import { admit, partsOf, verticesOf } from "./geometry.js";
import { simplifyPolygon } from "./simplify-polygon.js";
import { largePolygons } from "./testing/large-polygons.js";

const doubled = (ring: number[][]) =>
  ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length];
    return sum + (x - 107) * (v - 29) - (u - 107) * (y - 29);
  }, 0);
const areaOf = (shape: Parameters<typeof partsOf>[0]) =>
  partsOf(shape).reduce(
    (sum, [shell, ...holes]) =>
      sum + Math.abs(doubled(shell)) - holes.reduce((h, r) => h + Math.abs(doubled(r)), 0),
    0,
  );

describe("simplifyPolygon", () => {
  it.each(largePolygons(20_000, [107.39, 29.71], 0.05))(
    "makes of %s something valid with few vertices",
    (_, shape) => {
      for (const limit of [10_000, 500]) {
        const simple = simplifyPolygon(shape, limit);
        expect(verticesOf(simple)).toBeLessThanOrEqual(limit);
        expect(admit(simple).fault).toBeNull();
      }
    },
  );

  it.each(["a spiral", "stairs"])("keeps nearly the area of %s", (name) => {
    const [, shape] = largePolygons(20_000, [107.39, 29.71], 0.05).find(([n]) => n === name)!;
    const simple = simplifyPolygon(shape, 5000);
    expect(verticesOf(simple)).toBeGreaterThan(1000);
    expect(Math.abs(areaOf(simple) / areaOf(shape) - 1)).toBeLessThan(0.1);
  });
});
