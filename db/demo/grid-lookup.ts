import Flatbush from "flatbush";
import type { Position } from "geojson";
import { boundsOf } from "../../geo/geometry.js";
import { insideRings } from "./plane.js";
import type { GridRow } from "./rows.js";

/** A function from a place (lon/lat) to the grid that holds it; undefined outside the county. */
export function gridLookup(grids: readonly GridRow[]): (p: Position) => GridRow | undefined {
  const index = new Flatbush(grids.length);
  for (const grid of grids) index.add(...boundsOf(grid.geom));
  index.finish();
  return ([x, y]) => {
    for (const k of index.search(x!, y!, x!, y!))
      if (grids[k]!.geom.coordinates.some((rings) => insideRings(x!, y!, rings))) return grids[k]!;
    return undefined;
  };
}
