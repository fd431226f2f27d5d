import commonJs from "gcoord";
import type { Position } from "geojson";

// The package is CommonJS with types for ES modules: what NodeNext calls its default is the module
// itself at run time.
export const gcoord = commonJs as unknown as typeof commonJs.default;

/** Where a place of WGS 84 stands on a map in GCJ-02; outside China nothing is shifted. */
export const toGcj02 = ([lon, lat]: Position): [number, number] =>
  gcoord.transform([lon!, lat!], gcoord.WGS84, gcoord.GCJ02) as [number, number];
