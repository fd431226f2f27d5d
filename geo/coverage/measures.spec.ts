import { area as turfArea } from "@turf/area";
import fc from "fast-check";
import type { Position } from "geojson";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../random.js";
import { applyChange } from "./apply.js";
import { buildCoverage, isCoverage, toFeature, toFeatureCollection } from "./build.js";
import { checkCoverage } from "./check.js";
import { cleanCoverage } from "./clean.js";
import { compareCoverages } from "./compare.js";
import { enclosingRadius } from "./enclosing-circle.js";
import { type GridMeasures, measureCoverage, updateMeasures } from "./measures.js";
import { type Change, type Coverage, isRefusal, type Outcome } from "./model.js";
import { mergeGrids } from "./operations/merge-grids.js";
import { splitGrids } from "./operations/split-grids.js";
import { randomCoverage } from "./testing/random-coverage.js";
import { runSequence } from "./testing/run-sequence.js";

const seeds = fc.integer({ min: 1, max: 1e6 });

function pointsFor(
  seed: number,
  n: number,
): { lon: Float64Array; lat: Float64Array; columns: Float64Array[] } {
  const random = mulberry32(seed);
  return {
    lon: Float64Array.from({ length: n }, () => 107.389 + random() * 0.012),
    lat: Float64Array.from({ length: n }, () => 29.709 + random() * 0.008),
    columns: [Float64Array.from({ length: n }, () => Math.floor(random() * 5))],
  };
}

function accept(outcome: Outcome): Change {
  if (isRefusal(outcome)) throw new Error(outcome.code);
  return outcome;
}

function built(seed: number): Coverage {
  const coverage = buildCoverage(
    randomCoverage(mulberry32(seed), { columns: 4, rows: 3, between: 1 }),
  );
  if (!isCoverage(coverage)) throw new Error("no coverage");
  return coverage;
}

describe("measures", () => {
  it("kept up by change equal those taken anew", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const points = pointsFor(seed, 400);
        const start = runSequence(seed, 0).coverage;
        const measures = measureCoverage(start, points);
        const { coverage } = runSequence(seed, 10, (change, now) => {
          updateMeasures(measures, now, change);
        });
        const plain = (m: ReadonlyMap<string, GridMeasures>): unknown =>
          [...m]
            .map(([id, g]) => [
              id,
              g.area.toFixed(3),
              g.perimeter.toFixed(4),
              g.parts,
              g.reock?.toFixed(6),
              [...g.neighbours].map(([k, v]) => [k, v.toFixed(4)]).sort(),
              [...g.totals],
            ])
            .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
        expect(plain(measures.grids)).toEqual(
          plain(measureCoverage(coverage, points, measures.projection).grids),
        );
      }),
      { seed: 11, numRuns: process.env.HEARTHGRID_SOAK ? 500 : 12 },
    );
  });
  it("agree with turf's spherical areas to half a percent, and add up", () => {
    const { coverage } = runSequence(21, 12);
    const { grids } = measureCoverage(coverage);
    for (const [id, g] of grids)
      expect(Math.abs(g.area / turfArea(toFeature(coverage, id)) - 1)).toBeLessThan(0.005);
  });
  it("know a square: Polsby-Popper π/4, Reock 2/π", () => {
    const square: Position[] = [
      [0, 0],
      [0.001, 0],
      [0.001, 0.00100674],
      [0, 0.00100674],
      [0, 0],
    ];
    const coverage = buildCoverage({
      type: "FeatureCollection",
      features: [
        {
          type: "Feature",
          id: "q",
          properties: {},
          geometry: { type: "Polygon", coordinates: [square] },
        },
      ],
    });
    if (!isCoverage(coverage)) throw new Error("no coverage");
    const { polsbyPopper, reock } = measureCoverage(coverage).grids.get("q") as GridMeasures;
    expect(polsbyPopper).toBeCloseTo(Math.PI / 4, 4);
    expect(reock).toBeCloseTo(2 / Math.PI, 4);
  });
  it("find the smallest circle: all points in it, and no smaller one through two or three of them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
          minLength: 2,
          maxLength: 12,
        }),
        (points) => {
          const radius = enclosingRadius([points.flat()]);
          let far = 0;
          for (const [x, y] of points)
            for (const [u, v] of points) far = Math.max(far, Math.hypot(x - u, y - v));
          expect(radius).toBeGreaterThanOrEqual(far / 2 - 1e-9);
          expect(radius).toBeLessThanOrEqual(far / Math.sqrt(3) + 1e-9); // Jung's theorem
        },
      ),
      { seed: 12 },
    );
  });
});

describe("cleanCoverage", () => {
  it("makes a valid coverage of torn polygons, and leaves sound ones alone", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = mulberry32(seed),
          c = randomCoverage(random, { columns: 4, rows: 3, between: 1, oddities: true });
        expect(toFeatureCollection(cleanCoverage(c).coverage)).toEqual(c);
        for (const f of c.features)
          f.geometry.coordinates = (f.geometry.coordinates as Position[][]).map((line) => {
            const torn = line
              .slice(0, -1)
              .map(
                ([x, y]): Position => [x + (random() - 0.5) * 2e-5, y + (random() - 0.5) * 2e-5],
              );
            return [...torn, torn[0]];
          });
        const { coverage } = cleanCoverage(c, { sliverWidth: 5 });
        const left = checkCoverage(toFeatureCollection(coverage), { holes: false })
          .map((f) => f.kind)
          .filter((k) => k !== "multipart" && k !== "sliver" && k !== "gap");
        expect(left).toEqual([]);
        expect(coverage.faces.size).toBe(c.features.length);
      }),
      { seed: 13, numRuns: 25 },
    );
  });
});

describe("compareCoverages", () => {
  it("tells split, merge and same, and the ground that changes hands", () => {
    const before = built(31),
      after = built(31);
    const split = accept(
      splitGrids(
        after,
        [
          [107.3925, 29.709],
          [107.3935, 29.7145],
        ],
        { grids: ["1.1"], newIds: ["new"] },
      ),
    );
    applyChange(after, split);
    applyChange(after, accept(mergeGrids(after, ["3.0", "3.1"])));
    const { lineage, handovers } = compareCoverages(before, after);
    expect(
      lineage
        .filter((l) => l.kind !== "same")
        .map((l) => [l.kind, [...l.before].sort(), [...l.after].sort()])
        .sort(),
    ).toEqual([
      ["merge", ["3.0", "3.1"], ["3.0"]],
      ["split", ["1.1"], ["1.1", "new"]],
    ]);
    expect(handovers.map((h) => [h.from, h.to]).sort()).toEqual([
      ["1.1", "new"],
      ["3.1", "3.0"],
    ]);
    const areas = measureCoverage(after).grids,
      old = measureCoverage(before).grids;
    expect(handovers.find((h) => h.to === "new")?.area).toBeCloseTo(areas.get("new")?.area ?? 0, 0);
    expect(handovers.find((h) => h.to === "3.0")?.area).toBeCloseTo(old.get("3.1")?.area ?? 0, 0);
  });
});
