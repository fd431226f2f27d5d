import fc from "fast-check";
import type { Position } from "geojson";
import { describe, expect, it } from "vitest";
import { type CutPolygon, cutPolygon } from "./cut-polygon.js";
import { partsOf } from "./geometry.js";
import { largePolygons } from "./testing/large-polygons.js";

const CENTRE = [107.39, 29.71];

/** PostGIS' own arithmetic (point_in_ring, 3.3), rounding and all. */
function sideOf(ring: Position[], [x, y]: Position): number {
  let winding = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[i + 1]];
    if (ax === bx && ay === by) continue;
    const side = (bx - ax) * (y - ay) - (x - ax) * (by - ay);
    if (side === 0 && Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y)
      if (y <= Math.max(ay, by)) return 0;
    if (ay <= y && y < by && side > 0) winding++;
    else if (by <= y && y < ay && side < 0) winding--;
  }
  return winding === 0 ? -1 : 1;
}
const isIn = (parts: Position[][][], at: Position) =>
  parts.some(
    ([shell, ...holes]) => sideOf(shell, at) >= 0 && holes.every((h) => sideOf(h, at) <= 0),
  );

const bucket = (value: number, thresholds: number[]) => thresholds.filter((t) => t <= value).length;
function isInCut({ columns, starts, cells }: CutPolygon, at: Position): boolean {
  const cell = cells[bucket(1024 * bucket(at[0], columns) + at[1], starts) - 1];
  return cell === "inside" || (cell !== "outside" && isIn(cell, at));
}

describe("cutPolygon", () => {
  it.each(largePolygons(700, CENTRE, 0.05))("leaves every place of %s where it was", (_, shape) => {
    const parts = partsOf(shape);
    const cut = cutPolygon(parts);
    expect(cut.cells.length).toBeGreaterThan(4);
    const vertices = parts.flat(2);
    const edges = parts.flatMap((p) => p.flatMap((r) => r.slice(1).map((b, i) => [r[i], b])));
    const snap = (v: number) => Math.round(v * 1e7) / 1e7;
    const place = fc.oneof(
      fc
        .tuple(
          fc.double({ min: -1.1, max: 1.1, noNaN: true }),
          fc.double({ min: -1.1, max: 1.1, noNaN: true }),
        )
        .map(([x, y]): Position => [snap(CENTRE[0] + x * 0.05), snap(CENTRE[1] + y * 0.05)]),
      fc.constantFrom(...vertices),
      fc
        .tuple(fc.constantFrom(...edges), fc.nat({ max: 10 }))
        .map(
          ([[a, b], t]): Position => [
            snap(a[0] + ((b[0] - a[0]) * t) / 10),
            snap(a[1] + ((b[1] - a[1]) * t) / 10),
          ],
        ),
    );
    fc.assert(
      fc.property(place, (at) => isInCut(cut, at) === isIn(parts, at)),
      { numRuns: process.env["HEARTHGRID_SOAK"] ? 20_000 : 300 },
    );
  });

  it.each(largePolygons(10_000, CENTRE, 0.05))(
    "cuts %s small, and not into too much",
    (_, shape) => {
      const { cells } = cutPolygon(partsOf(shape));
      const sizes = cells.map((c) => (typeof c === "string" ? 0 : c.flat(2).length));
      expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThan(24 * 10_000);
      const mean = sizes.reduce((a, b) => a + b, 0) / sizes.filter((n) => n > 0).length;
      expect(mean).toBeLessThan(6000);
    },
  );
});
