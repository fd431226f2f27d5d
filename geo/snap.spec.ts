import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { snapCoordinate, snapGeometry } from "./snap.js";

describe("snapping", () => {
  it("gives the double that the decimal's own text gives", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }), (n) => {
        const text =
          `${n < 0 ? "-" : ""}` +
          `${Math.floor(Math.abs(n) / 1e7)}.${String(Math.abs(n) % 1e7).padStart(7, "0")}`;
        expect(snapCoordinate(Number(text))).toBe(Number(text) + 0);
        expect(snapCoordinate(Number(text) + 3e-8)).toBe(Number(text) + 0);
      }),
      { seed: 9 },
    );
  });
  it("snaps every kind of geometry and leaves heights alone", () => {
    expect(
      snapGeometry({
        type: "GeometryCollection",
        geometries: [{ type: "Point", coordinates: [1.00000004, -2e-9, 3.00000004] }],
      }),
    ).toEqual({
      type: "GeometryCollection",
      geometries: [{ type: "Point", coordinates: [1, 0, 3.00000004] }],
    });
  });
});
