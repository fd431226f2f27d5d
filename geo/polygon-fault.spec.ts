import type { MultiPolygon, Polygon } from "geojson";
import { describe, expect, it } from "vitest";
import { admit, geometryFault } from "./geometry.js";
import { largePolygons } from "./testing/large-polygons.js";

const CENTRE = [107.39, 29.71];
const large = largePolygons(50_000, CENTRE, 20);

/** Seconds of CPU, the least of three: the first is a cold compiler's, any may be a collector's. */
const leastCpuOf = (work: () => void): number => {
  const once = () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  return Math.min(once(), once(), once());
};

describe("polygonFault", () => {
  it.each(large)("judges %s of 50,000 vertices within half a second of CPU", (_, shape) => {
    expect(JSON.stringify(shape).split("[").length).toBeGreaterThan(45_000);
    expect(leastCpuOf(() => expect(geometryFault(shape)).toBeNull())).toBeLessThan(0.5);
  });

  it.each(largePolygons(2000, CENTRE, 1))("finds one vertex of %s put elsewhere", (_, shape) => {
    const moved = (east: number, north: number) => {
      const copy = structuredClone(shape) as Polygon | MultiPolygon;
      const rings = copy.type === "Polygon" ? copy.coordinates : copy.coordinates.flat();
      const ring = rings[Math.floor(rings.length / 2)];
      const at = Math.floor(ring.length / 3);
      ring[at] = [ring[at][0] + east, ring[at][1] + north];
      return admit(copy).fault?.reason;
    };
    expect(admit(shape).fault).toBeNull();
    expect(moved(0.9, 0.37) ?? moved(-0.9, -0.37)).toMatch(/must/);
  });

  it("takes parts and holes that touch in the same points, each part for itself", () => {
    // Two parts, one left and one right of a line, whose holes touch their shells where the others
    // do: joined into one graph the touches would make a circle that encloses nothing.
    const part = (out: number) => [
      [
        [0, 0],
        [out, 0],
        [out, 3],
        [0, 3],
        [0, 2],
        [out / 4, 1.5],
        [0, 1],
        [0, 0],
      ],
      [
        [0, 1],
        [out / 2, 0.5],
        [out / 2, 0.7],
        [0, 1],
      ],
      [
        [0, 2],
        [out / 2, 2.3],
        [out / 2, 2.5],
        [0, 2],
      ],
    ];
    // The sides from 0 to 1 and from 2 to 3 would be shared: one part keeps away from them.
    const right = part(4);
    right[0] = [
      [0.1, 0],
      [4, 0],
      [4, 3],
      [0.1, 3],
      [0, 2],
      [1, 1.5],
      [0, 1],
      [0.1, 0],
    ];
    const shape = { type: "MultiPolygon", coordinates: [part(-4), right] };
    expect(geometryFault(shape)).toBeNull();
  });
});
