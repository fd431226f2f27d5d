import fc from "fast-check";
import type { Position } from "geojson";
import { beforeAll, expect, it } from "vitest";
import type { Engine } from "../../db/engine.js";
import { admit } from "../../geo/geometry.js";
import { forEachEngine } from "../harness/engines.js";

// Overlay of an invalid polygon ends the embedded engine's process, so nothing invalid may pass the
// gate, by whatever way it enters. The oracle is ST_IsValid itself.

const SHAPES = process.env["HEARTHGRID_SOAK"] ? 60_000 : 3000;

/** Rings on a lattice so coarse that they touch, overlap and fold in every way. */
const position = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
  .map(([x, y]): Position => [113 + x / 1000, 28 + y / 1000]);
const closed = (points: Position[]) => [...points, points[0]!];
const around = (points: Position[]): Position[] => {
  const angle = ([x, y]: Position) => Math.atan2(y! - 28.0031, x! - 113.0029);
  return [...points].sort((a, b) => angle(a) - angle(b));
};
const ring = fc.oneof(
  fc.array(position, { minLength: 3, maxLength: 8 }).map(closed),
  fc
    .uniqueArray(position, { minLength: 3, maxLength: 9, selector: String })
    .map((p) => closed(around(p))),
  fc
    .tuple(position, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
    .map(([[x, y], w, h]) =>
      closed([
        [x!, y!],
        [x! + w / 1000, y!],
        [x! + w / 1000, y! + h / 1000],
        [x!, y! + h / 1000],
      ]),
    ),
);
const frame = closed([
  [112.999, 27.999],
  [113.01, 27.999],
  [113.01, 28.01],
  [112.999, 28.01],
]);
const part = fc.oneof(
  ring.map((r) => [r]),
  fc.array(ring, { minLength: 2, maxLength: 3 }),
  fc.array(ring, { minLength: 1, maxLength: 4 }).map((holes) => [frame, ...holes]),
);
const shape = fc
  .array(part, { minLength: 1, maxLength: 3 })
  .map((coordinates) => ({ type: "MultiPolygon" as const, coordinates }));

forEachEngine((makeEngine) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await makeEngine();
  });

  it("what the gate admits is what ST_IsValid calls valid, and the other way round", async () => {
    const sent = fc.sample(shape, { numRuns: SHAPES, seed: 20261126 });
    const admitted = sent.map((s) => admit(s));
    const snapped = sent.map((s) => ({
      ...s,
      coordinates: s.coordinates.map((p) =>
        p.map((r) => r.map((v) => v.map((x) => Math.round(x * 1e7) / 1e7))),
      ),
    }));
    const valid: boolean[] = [];
    for (let at = 0; at < snapped.length; at += 1000) {
      const texts = snapped.slice(at, at + 1000).map((s) => JSON.stringify(s));
      const { rows } = await engine.pool.query<{ valid: boolean }>(
        `select ST_IsValid(ST_GeomFromGeoJSON(t)) as valid
         from unnest($1::text[]) with ordinality as n(t, i) order by i`,
        [texts],
      );
      valid.push(...rows.map((r) => r.valid));
    }
    const differing = admitted.flatMap(({ fault }, i) =>
      (fault === null) === valid[i] ? [] : [{ fault, shape: JSON.stringify(snapped[i]) }],
    );
    expect(differing.slice(0, 3)).toEqual([]);
    // Both ways are taken often, or the equality says little.
    const share = valid.filter(Boolean).length / valid.length;
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.95);
  });
});
