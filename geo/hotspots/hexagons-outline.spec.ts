import { expect, it } from "vitest";
import { hexArea, hexCorners } from "./hexagon.js";
import { hexagonsOutline } from "./hexagons-outline.js";

const areaOf = (ring: readonly (readonly number[])[]) =>
  ring.slice(1).reduce((sum, [x, y], i) => sum + (ring[i]![0]! * y! - x! * ring[i]![1]!), 0) / 2;

it("one hexagon is outlined by its own corners", () => {
  const [outer, ...holes] = hexagonsOutline(250, [{ q: 3, r: -2 }]);
  expect(holes).toEqual([]);
  const corners = hexCorners(250, 3, -2);
  const first = outer!.findIndex(
    ([x, y]) => Math.hypot(x! - corners[0]![0], y! - corners[0]![1]) < 1e-6,
  );
  for (const [k, [x, y]] of corners.entries()) {
    const at = outer![(first + k) % 6]!;
    expect(at[0]).toBeCloseTo(x, 6);
    expect(at[1]).toBeCloseTo(y, 6);
  }
});

it("a ring of six is outlined with its hole: as much as they, counter-clockwise", () => {
  const cells = [
    [1, 0],
    [0, 1],
    [-1, 1],
    [-1, 0],
    [0, -1],
    [1, -1],
  ].map(([q, r]) => ({ q: q!, r: r! }));
  const [outer, hole, ...more] = hexagonsOutline(100, cells);
  expect(more).toEqual([]);
  expect(areaOf(outer!)).toBeCloseTo(7 * hexArea(100), 3);
  expect(areaOf(hole!)).toBeCloseTo(-hexArea(100), 3);
});
