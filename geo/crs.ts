import commonJs from "gcoord";
import type { Position } from "geojson";

// The package is CommonJS with types for ES modules: what NodeNext calls its default is the module
// itself at run time.
const gcoord = commonJs as unknown as typeof commonJs.default;

/**
 * Coordinate systems an import may name. GCJ-02 and BD-09 are shifted; CGCS2000 differs from WGS 84
 * below map accuracy.
 */
export const CRS_NAMES = ["wgs84", "cgcs2000", "gcj02", "bd09"] as const;
export type CrsName = (typeof CRS_NAMES)[number];

/**
 * A function from positions of `crs` to WGS 84; the two datums that agree pass through unchanged.
 */
export function toWgs84(crs: CrsName): (position: Position) => Position {
  if (crs === "wgs84" || crs === "cgcs2000") return (p) => p;
  const from = crs === "gcj02" ? gcoord.GCJ02 : gcoord.BD09;
  return ([lon, lat]) => gcoord.transform([lon!, lat!], from, gcoord.WGS84);
}
