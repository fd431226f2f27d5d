import { expect, it } from "vitest";
import { mulberry32 } from "../random.js";
import { buildCoverage, toFeatureCollection } from "./build.js";
import { isCoverage } from "./build-trusted.js";
import { checkCoverage } from "./check.js";
import type { GridFeature } from "./collection.js";
import { shareVertices } from "./share-vertices.js";
import { runSequence } from "./testing/run-sequence.js";

const ofAll = (features: GridFeature[]) => ({ type: "FeatureCollection" as const, features });

it("gives back what each polygon lost in its straight borders, whichever side lost it", () => {
  let lost = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const random = mulberry32(seed);
    const whole = toFeatureCollection(runSequence(seed, 6).coverage);
    // Midpoints that only one side has: put into one ring of each pair, at even lattice places.
    const halved = whole.features.map((feature): GridFeature => {
      const { geometry } = feature;
      const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      const coordinates = parts.map((part) =>
        part.map((ring) =>
          ring.flatMap((at, i) => {
            const next = ring[i + 1];
            if (!next || random() < 0.7) return [at];
            const [x, y] = [0, 1].map((k) => Math.round((at[k]! + next[k]!) * 5e6));
            const exact = [0, 1].every(
              (k) => (Math.round(at[k]! * 1e7) + Math.round(next[k]! * 1e7)) % 2 === 0,
            );
            if (!exact) return [at];
            lost++;
            return [at, [x! / 1e7, y! / 1e7]];
          }),
        ),
      );
      return { ...feature, geometry: { type: "MultiPolygon", coordinates } };
    });
    const shared = shareVertices(halved);
    expect(checkCoverage(ofAll(shared), { holes: false }), `seed ${seed}`).toEqual([]);
    const built = buildCoverage(ofAll(shared), { trusted: true });
    expect(isCoverage(built) && built.rim.size, `seed ${seed}`).toBe(
      runSequence(seed, 6).coverage.rim.size,
    );
    // What lacks nothing is left as it is.
    const again = shareVertices(shared);
    expect(again.every((feature, i) => feature === shared[i])).toBe(true);
  }
  expect(lost).toBeGreaterThan(100);
});
