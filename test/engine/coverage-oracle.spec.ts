/**
 * PostGIS (GEOS) as the judge: ST_CoverageInvalidEdges and ST_IsValid on what random sequences
 * leave behind.
 */
import type { Position } from "geojson";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { toFeatureCollection } from "../../geo/coverage/build.js";
import { checkCoverage } from "../../geo/coverage/check.js";
import type { GridCollection } from "../../geo/coverage/collection.js";
import { runSequence } from "../../geo/coverage/testing/run-sequence.js";
import { mulberry32 } from "../../geo/random.js";
import { freshDirectory } from "../harness/engines.js";

const SEQUENCES = process.env.HEARTHGRID_SOAK ? 10_000 : 60;
let engine: Engine;

beforeAll(async () => {
  engine = await openEngine({ dataDir: freshDirectory("coverage") });
}, 240_000);
afterAll(() => engine?.close());

async function invalid(collections: GridCollection[]): Promise<number[]> {
  const rows = collections.flatMap(({ features }, set) =>
    features.map(({ geometry }) => [set, JSON.stringify(geometry)]),
  );
  const { rows: found } = await engine.withDeadline(120_000, () =>
    engine.pool.query<{ set: number }>(
      `with grids as (select (r->>0)::int set, ST_GeomFromGeoJSON(r->>1) geom
            from json_array_elements($1::json) r),
          judged as (select set, geom,
            ST_CoverageInvalidEdges(geom) over (partition by set) edges from grids)
     select distinct set from judged where edges is not null or not ST_IsValid(geom) order by set`,
      [JSON.stringify(rows)],
    ),
  );
  return found.map((r) => r.set);
}

/**
 * One to four polygons, half of them on a coarse raster so that vertices and sides fall together.
 */
function randomPolygons(seed: number): GridCollection {
  const random = mulberry32(seed),
    coarse = random() < 0.5;
  const snap = (v: number): number => (coarse ? Math.round(v * 2000) / 2000 : v);
  const features = Array.from(
    { length: 1 + Math.floor(random() * 4) },
    (_, id): GridCollection["features"][number] => {
      const corners = 3 + Math.floor(random() * 4),
        x = random() * 0.004,
        y = random() * 0.004,
        radius = 0.0005 + random() * 0.001;
      const line = Array.from({ length: corners }, (__, k): Position => {
        const turn = (2 * Math.PI * k) / corners;
        return [
          snap(107.39 + x + radius * Math.cos(turn)),
          snap(29.7 + y + radius * Math.sin(turn)),
        ];
      });
      return {
        type: "Feature",
        id,
        properties: {},
        geometry: { type: "Polygon", coordinates: [[...line, line[0]!]] },
      };
    },
  );
  return { type: "FeatureCollection", features };
}

describe("PostGIS", () => {
  it("finds fault with a coverage whose vertex was moved on one side only", async () => {
    const { coverage } = runSequence(3, 0);
    const torn = toFeatureCollection(coverage);
    (torn.features[0]!.geometry.coordinates as number[][][])[0]![1]![0]! += 2e-5;
    expect(await invalid([torn, toFeatureCollection(coverage)])).toEqual([0]);
  });
  it("finds no fault that our check does not find, in polygons thrown at random", {
    timeout: 600_000,
  }, async () => {
    const thrown = Array.from({ length: process.env.HEARTHGRID_SOAK ? 3000 : 150 }, (_, i) =>
      randomPolygons(i + 1),
    );
    const found = thrown.map((c) => checkCoverage(c).length > 0);
    for (let from = 0; from < thrown.length; from += 50) {
      for (const set of await invalid(thrown.slice(from, from + 50)))
        expect(found[from + set], `seed ${from + set + 1}`).toBe(true);
    }
    expect(found.filter((f) => !f).length).toBeGreaterThan(thrown.length / 20);
  });
  it(`finds no fault with what random sequences leave (${SEQUENCES})`, {
    timeout: 3_600_000,
  }, async () => {
    for (let from = 1; from <= SEQUENCES; from += 50) {
      const seeds = Array.from({ length: Math.min(50, SEQUENCES - from + 1) }, (_, i) => from + i);
      const bad = await invalid(
        seeds.map((seed) => toFeatureCollection(runSequence(seed, 12).coverage)),
      );
      expect(bad.map((i) => seeds[i])).toEqual([]);
    }
  });
});
