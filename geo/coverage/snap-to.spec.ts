import type { Position } from "geojson";
import { describe, expect, it } from "vitest";
import { buildCoverage, isCoverage } from "./build.js";
import { ForeignLines } from "./foreign-lines.js";
import { nearestNode, snapTo, traceAlong } from "./snap-to.js";

const m = 1e-5;
const at = (x: number, y: number): Position => [
  Math.round((107 + x * m) * 1e7) / 1e7,
  Math.round((29 + y * m) * 1e7) / 1e7,
];
const built = buildCoverage({
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      id: "a",
      properties: {},
      geometry: {
        type: "Polygon",
        coordinates: [[at(0, 0), at(100, 0), at(100, 100), at(0, 100), at(0, 0)]],
      },
    },
  ],
});
if (!isCoverage(built)) throw new Error("no coverage");
const coverage = built;
// A block of streets east of the grid: a square, and a shorter way through its middle.
const streets = new ForeignLines([
  [at(120, 0), at(220, 0), at(220, 100)],
  [at(120, 0), at(120, 100), at(220, 100)],
  [at(120, 0), at(170, 50)],
  [at(170, 50), at(220, 100)],
  [at(300, 0), at(300, 100)],
]);

describe("snapTo", () => {
  it("prefers a vertex to a border, a border to a line, and says which", () => {
    expect(snapTo(coverage, at(98, 3), 5, streets)).toMatchObject({ to: "node", at: at(100, 0) });
    expect(snapTo(coverage, at(98, 50), 5, streets)).toMatchObject({ to: "edge", at: at(100, 50) });
    expect(snapTo(coverage, at(118, 50), 5, streets)).toMatchObject({
      to: "line",
      at: at(120, 50),
    });
    expect(snapTo(coverage, at(110, 50), 5, streets)).toBeNull();
  });
  it("measures in metres", () => {
    expect(nearestNode(coverage, at(0, -3), 5)?.metres).toBeCloseTo(3.33, 1);
    expect(nearestNode(coverage, at(0, -6), 5)).toBeNull();
  });
});

describe("traceAlong", () => {
  it("takes the shortest way, from within one segment to within another", () => {
    expect(traceAlong(streets, at(121, 0), at(220, 98))).toEqual([
      at(121, 0),
      at(120, 0),
      at(170, 50),
      at(220, 100),
      at(220, 98),
    ]);
  });
  it("goes straight on one segment", () => {
    expect(traceAlong(streets, at(130, 1), at(180, 1))).toEqual([at(130, 0), at(180, 0)]);
  });
  it("finds nothing where no line leads, or none is near", () => {
    expect(traceAlong(streets, at(130, 0), at(300, 50))).toBeNull();
    expect(traceAlong(streets, at(130, 0), at(0, 50))).toBeNull();
  });
});
