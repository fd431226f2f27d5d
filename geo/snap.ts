import type { Geometry, Position } from "geojson";

/** Degrees × 1e7, rounded: the lattice place as an integer (fits 32 bits). */
export function toLattice(degrees: number): number {
  return Math.round(degrees * 1e7) + 0;
}

/**
 * Rounds to 1e-7 degrees. Dividing by 1e7 (exact) instead of multiplying by 1e-7 (not) gives the
 * double nearest to the
 * decimal, the same one that parsing its text gives; -0 becomes 0.
 */
export function snapCoordinate(v: number): number {
  return Math.round(v * 1e7) / 1e7 + 0;
}

function snapAll(c: readonly unknown[]): unknown[] {
  if (typeof c[0] === "number")
    return (c as Position).map((v, i) => (i < 2 ? snapCoordinate(v) : v));
  return c.map((inner) => snapAll(inner as unknown[]));
}

/**
 * A copy of the geometry (EPSG:4326) with longitudes and latitudes snapped; a third coordinate
 * stays as it is.
 */
export function snapGeometry<G extends Geometry>(g: G): G {
  if (g.type === "GeometryCollection")
    return { ...g, geometries: g.geometries.map((part) => snapGeometry(part)) };
  return { ...g, coordinates: snapAll(g.coordinates) };
}
