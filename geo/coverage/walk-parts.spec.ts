import { describe, expect, it } from "vitest";
import { localProjection } from "../projection.js";
import { toLattice } from "../snap.js";
import { walkParts } from "./walk-parts.js";

const PROJECTION = localProjection(107.005, 29.005);
const ring = (x: number, y: number, w: number, h: number) => [
  [x, y],
  [x + w, y],
  [x + w, y + h],
  [x, y + h],
  [x, y],
];
const GRID = { type: "Polygon" as const, coordinates: [ring(107, 29, 0.01, 0.01)] };
/** A river along the middle that ends `short` degrees before the eastern border. */
const river = (short = -0.001) => ({
  type: "LineString" as const,
  coordinates: [
    [106.999, 29.005],
    [107.01 - short, 29.005],
  ],
});
const HOMES = [
  [107.002, 29.002],
  [107.008, 29.002],
  [107.005, 29.008],
  [107.02, 29.002],
].map(([x, y]) => [toLattice(x!), toLattice(y!)] as const);
const parts = (barriers: ReturnType<typeof river>[], crossings: number[][] = []) =>
  walkParts(GRID, HOMES, { barriers, crossings }, PROJECTION);

describe("walkParts", () => {
  it("parts homes at a river, and joins them at a bridge inside of the grid alone", () => {
    expect(parts([])).toEqual([[0, 1, 2]]);
    expect(parts([river()])).toEqual([[0, 1], [2]]);
    expect(parts([river()], [[107.004, 29.00505]])).toEqual([[0, 1, 2]]);
    expect(parts([river()], [[106.9995, 29.005]])).toEqual([[0, 1], [2]]);
    // 22 m from the river is no bridge of it.
    expect(parts([river()], [[107.004, 29.0052]])).toEqual([[0, 1], [2]]);
  });

  it("lets people walk about the end of a barrier", () => {
    expect(parts([river(0.001)])).toEqual([[0, 1, 2]]);
  });

  it("parts what lies in two pieces of ground", () => {
    const two = {
      type: "MultiPolygon" as const,
      coordinates: [[ring(107, 29, 0.01, 0.004)], [ring(107, 29.006, 0.01, 0.004)]],
    };
    expect(walkParts(two, HOMES, { barriers: [], crossings: [] }, PROJECTION)).toEqual([
      [0, 1],
      [2],
    ]);
  });
});
