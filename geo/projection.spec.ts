import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localProjection } from "./projection.js";

const place = fc.record({
  lon0: fc.double({ min: -179, max: 179, noNaN: true }),
  lat0: fc.double({ min: -70, max: 70, noNaN: true }),
  dx: fc.double({ min: -2, max: 2, noNaN: true }),
  dy: fc.double({ min: -2, max: 2, noNaN: true }),
});

describe("localProjection", () => {
  it("is true to geodesic lengths from the ellipsoid's radii of curvature, to 1e-4 within 90 km", () => {
    const a = 6378137,
      e2 = 0.0066943799901413165,
      rad = Math.PI / 180;
    fc.assert(
      fc.property(place, ({ lon0, lat0, dx, dy }) => {
        const p = localProjection(lon0, lat0),
          s2 = Math.sin((lat0 + dy) * rad) ** 2;
        const east = ((a * Math.cos((lat0 + dy) * rad)) / Math.sqrt(1 - e2 * s2)) * rad,
          north = ((a * (1 - e2)) / (1 - e2 * s2) ** 1.5) * rad;
        const lon = lon0 + dx * 0.4,
          lat = lat0 + dy,
          h = 1e-4;
        const [x, y] = p.forward(lon, lat),
          [x1, y1] = p.forward(lon + h, lat),
          [x2, y2] = p.forward(lon, lat + h);
        expect(Math.hypot(x1 - x, y1 - y) / (east * h) - 1).toBeLessThan(1.2e-4);
        expect(Math.abs(Math.hypot(x2 - x, y2 - y) / (north * h) - 1)).toBeLessThan(1.2e-4);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
  it("comes back to the place it left", () => {
    fc.assert(
      fc.property(place, ({ lon0, lat0, dx, dy }) => {
        const p = localProjection(lon0, lat0);
        const [lon, lat] = p.inverse(...p.forward(lon0 + dx, lat0 + dy));
        const turn = Math.abs(lon - (lon0 + dx)) % 360;
        expect(Math.min(turn, 360 - turn)).toBeLessThan(1e-11);
        expect(Math.abs(lat - (lat0 + dy))).toBeLessThan(1e-11);
      }),
      { seed: 8, numRuns: 300 },
    );
  });
  it("refuses a centre that is no place on earth", () => {
    expect(() => localProjection(Number.NaN, 0)).toThrow(RangeError);
    expect(() => localProjection(0, 90)).toThrow(RangeError);
  });
});
