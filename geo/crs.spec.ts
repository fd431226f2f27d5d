import { describe, expect, it } from "vitest";
import { crsOfName, toWgs84 } from "./crs.js";

describe("coordinate systems", () => {
  // Of 113.05, 28.19 by gdaltransform 3.6 (PROJ 9.1).
  it.each([
    ["EPSG:3857", 12584668.4341796, 3272949.63016653],
    ["EPSG:4508", 701310.995663574, 3121199.4832781],
    ["EPSG:4525", 37701310.9956636, 3121199.4832781],
    ["EPSG:4547", 406718.255018436, 3119863.07710473],
    ["EPSG:4501", 21315419.2546079, 3323667.60497542],
    ["urn:ogc:def:crs:EPSG::4554", -1684580.74539212, 3323667.60497542],
  ])("%s is brought back to degrees within a millimetre", (name, x, y) => {
    const [lon, lat] = toWgs84(crsOfName(name)!)([x, y]);
    expect(lon).toBeCloseTo(113.05, 8);
    expect(lat).toBeCloseTo(28.19, 8);
  });
  it.each([
    ["gcj-02", "gcj02"],
    ["GCJ02", "gcj02"],
    ["bd_09", "bd09"],
    ["WGS 84", "wgs84"],
    ["EPSG:4326", "wgs84"],
    ["4326", "wgs84"],
    ["urn:ogc:def:crs:OGC:1.3:CRS84", "wgs84"],
    ["http://www.opengis.net/def/crs/EPSG/0/4490", "cgcs2000"],
    ["urn:ogc:def:crs:EPSG::4549", "epsg:4549"],
    ["EPSG:4214", null],
    ["EPSG:2437", null],
    ["EPSG:45490", null],
    ["mars", null],
    ["", null],
  ])("%s is %s", (text, crs) => expect(crsOfName(text)).toBe(crs));
  it("GCJ-02 ends at the border: elsewhere its maps are not shifted", () => {
    expect(toWgs84("gcj02")([2.35, 48.85])).toEqual([2.35, 48.85]);
    expect(toWgs84("gcj02")([113.05, 28.19])[0]).not.toBeCloseTo(113.05, 3);
  });
});
