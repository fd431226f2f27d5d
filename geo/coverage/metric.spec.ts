import { describe, expect, it } from "vitest";
import { localProjection } from "../projection.js";
import { mulberry32 } from "../random.js";
import { localMetric } from "./metric.js";

describe("localMetric", () => {
  it("is proj4's transverse Mercator to a micrometre within 300 km, anywhere on earth", () => {
    const random = mulberry32(11);
    for (let i = 0; i < 2000; i++) {
      const lon0 = 360 * random() - 180,
        lat0 = 160 * random() - 80;
      const lon = lon0 + 6 * (random() - 0.5),
        lat = Math.max(-85, Math.min(85, lat0 + 6 * (random() - 0.5)));
      if (Math.abs(lon) > 180) continue;
      const ours = localMetric(lon0, lat0).forward(lon, lat),
        theirs = localProjection(lon0, lat0).forward(lon, lat);
      expect(Math.hypot(ours[0] - theirs[0], ours[1] - theirs[1])).toBeLessThan(1e-6);
    }
  });
  it("refuses a centre off the earth", () => {
    expect(() => localMetric(107, Number.NaN)).toThrow(RangeError);
  });
});
