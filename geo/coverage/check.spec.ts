import fc from "fast-check";
import type { Position } from "geojson";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../random.js";
import { buildCoverage, isCoverage, toFeatureCollection } from "./build.js";
import { checkCoverage } from "./check.js";
import type { GridCollection } from "./collection.js";
import { parseBoundary, parseGridCollection } from "./parse.js";
import { randomCoverage } from "./testing/random-coverage.js";

const kinds = (c: GridCollection, options = {}): string[] =>
  [...new Set(checkCoverage(c, options).map((f) => f.kind))].sort();
const ring = (feature: GridCollection["features"][number]): Position[] =>
  feature.geometry.coordinates[0] as Position[];
const seeds = fc.integer({ min: 1, max: 1e6 });
const some = (seed: number, oddities = true): GridCollection =>
  randomCoverage(mulberry32(seed), { columns: 4, rows: 3, between: 1, oddities });

describe("checkCoverage", () => {
  it("finds nothing in coverages made without fault", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(checkCoverage(some(seed), { holes: false })).toEqual([]);
      }),
      { seed: 1, numRuns: 60 },
    );
  });
  it("does not mind orientation, where a ring begins, or doubled vertices", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const c = some(seed, false);
        c.features.forEach((f, i) => {
          let line = ring(f).slice(0, -1);
          line = [...line.slice(i % line.length), ...line.slice(0, i % line.length)];
          if (i % 2) line.reverse();
          (f.geometry.coordinates as Position[][])[0] = [line[0], ...line, line[0]];
        });
        expect(checkCoverage(c)).toEqual([]);
      }),
      { seed: 2, numRuns: 30 },
    );
  });
  it("finds a vertex moved on one side only, at any distance from 1 mm to 20 m, and names the grid", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: -8, max: -3.7, noNaN: true }), (seed, size) => {
        const c = some(seed, false),
          f = c.features[Math.floor(c.features.length / 2)],
          line = ring(f);
        line[1] = [line[1][0], line[1][1] + 10 ** size];
        const found = checkCoverage(c);
        expect(found.length).toBeGreaterThan(0);
        expect(found.some(({ ids }) => ids.includes(String(f.id)))).toBe(true);
      }),
      { seed: 3, numRuns: 60 },
    );
  });
  it("finds a vertex that one side lacks", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const c = some(seed, false),
          line = ring(c.features[0]);
        line.splice(3, 0, [(line[2][0] + line[3][0]) / 2, (line[2][1] + line[3][1]) / 2]);
        expect(kinds(c)).toEqual(["t-junction"]);
      }),
      { seed: 4, numRuns: 30 },
    );
  });
  it("finds a missing grid as a hole, one drawn twice as an overlap, two under one id as parts", () => {
    const c = some(5, false);
    expect(kinds({ ...c, features: c.features.filter((f) => f.id !== "1.1") })).toEqual(["hole"]);
    const twice = checkCoverage({
      ...c,
      features: [...c.features, { ...c.features[5], id: "again" }],
    });
    expect(twice.map((f) => [f.kind, f.ids])).toEqual([["overlap", [c.features[5].id, "again"]]]);
  });
  it("measures against a boundary: what is missing at the rim, what reaches out", () => {
    const c = some(6, false),
      square: Position[] = [
        [107.3899, 29.7099],
        [107.398, 29.7099],
        [107.398, 29.7165],
        [107.3899, 29.7165],
        [107.3899, 29.7099],
      ];
    expect(kinds(c, { boundary: { type: "Polygon", coordinates: [square] } })).toEqual([
      "outside",
      "uncovered",
    ]);
    const exact = {
      type: "MultiPolygon" as const,
      coordinates: c.features.map((f) => f.geometry.coordinates as Position[][]),
    };
    expect(exact.coordinates.length).toBe(12);
  });
});

describe("buildCoverage", () => {
  it("gives back what it was given", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const c = some(seed),
          built = buildCoverage(c);
        if (!isCoverage(built)) throw new Error("no coverage");
        expect(toFeatureCollection(built)).toEqual(c);
      }),
      { seed: 7, numRuns: 40 },
    );
  });
  it("answers faulty polygons with findings", () => {
    const c = some(8, false);
    ring(c.features[4])[1][1] += 3e-5;
    ring(c.features[4])[1] = [...ring(c.features[4])[1]];
    const torn = {
      ...c,
      features: c.features.map((f, i) =>
        i === 0
          ? {
              ...f,
              geometry: {
                type: "Polygon" as const,
                coordinates: [
                  ring(f).map(([x, y], k): Position => (k === 2 ? [x + 4e-5, y] : [x, y])),
                ],
              },
            }
          : f,
      ),
    };
    const built = buildCoverage(torn);
    expect(isCoverage(built)).toBe(false);
    if (!isCoverage(built)) expect(built.findings.length).toBeGreaterThan(0);
  });
});

describe("reading", () => {
  it("names the feature and the field of bad input", () => {
    const bad = (geometry: unknown) => {
      const read = parseGridCollection(
        JSON.stringify({
          type: "FeatureCollection",
          features: [{ type: "Feature", id: "A", properties: {}, geometry }],
        }),
      );
      return "bad" in read ? read.bad : [];
    };
    const inA = { code: "in-feature", params: { number: 0, id: "A" } };
    expect(bad(null)).toEqual([inA, { code: "no-geometry", params: { given: "null" } }]);
    expect(
      bad({
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
          ],
        ],
      }),
    ).toEqual([
      inA,
      {
        code: "not-closed",
        params: { at: "geometry.coordinates[0]", first: "[0,0]", last: "[1,1]" },
      },
    ]);
    expect(
      bad({
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [200, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      }),
    ).toEqual([
      inA,
      { code: "off-the-earth", params: { at: "geometry.coordinates[0][1]", given: "[200,0]" } },
    ]);
    expect(
      bad({
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            ["1", 0],
            [1, 1],
            [0, 0],
          ],
        ],
      }),
    ).toEqual([
      inA,
      { code: "not-a-place", params: { at: "geometry.coordinates[0][1]", given: '["1",0]' } },
    ]);
    expect(parseGridCollection("[]")).toEqual({
      bad: [{ code: "not-a-collection", params: { given: null } }],
    });
    expect(parseBoundary('{"type":"Point","coordinates":[0,0]}')).toEqual({
      bad: [{ code: "wrong-geometry", params: { given: '"Point"' } }],
    });
  });
});
