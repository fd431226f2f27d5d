import { describe, expect, it } from "vitest";
import { toWgs84 } from "./crs.js";
import { toGcj02 } from "./gcj02.js";

describe("the shift of GCJ-02", () => {
  // The three places of the tests of github.com/googollee/eviltransform.
  it.each([
    [121.5272106, 31.1774276, 121.531541859215, 31.17530398364597],
    [113.912316, 22.543847, 113.9171764808363, 22.540796131694766],
    [116.377817, 39.911954, 116.38404722455657, 39.91334545536069],
  ])("takes %d, %d to where maps in GCJ-02 have it", (lon, lat, shiftedLon, shiftedLat) => {
    const [x, y] = toGcj02([lon, lat]);
    expect(x).toBeCloseTo(shiftedLon, 6);
    expect(y).toBeCloseTo(shiftedLat, 6);
  });

  it("is undone by the way back, to a decimetre", () => {
    const [x, y] = toWgs84("gcj02")(toGcj02([107.398, 29.714]));
    expect(x).toBeCloseTo(107.398, 6);
    expect(y).toBeCloseTo(29.714, 6);
  });

  it("is nothing outside China", () => {
    expect(toGcj02([9.52, 47.14])).toEqual([9.52, 47.14]);
  });
});
