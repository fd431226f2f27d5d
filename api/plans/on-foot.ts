import type { MultiPoint } from "geojson";
import { gridGeometry } from "../../geo/coverage/index.js";
import { type WalkedGround, walkParts } from "../../geo/coverage/walk-parts.js";
import { localProjection } from "../../geo/projection.js";
import { toLattice } from "../../geo/snap.js";
import type { MeasuredPlan } from "./measured-plan.js";

/** What holds less than so many households is no part: a shed that few were spread over. */
const NO_PART = 0.5;

export interface OnFoot {
  /** Parts with homes between which one cannot walk within the grid. */
  parts: number;
  /** Buildings with homes of all parts but the one with the most. */
  apart: MultiPoint;
}

export type Box = readonly [west: number, south: number, east: number, north: number];

/** Contiguity on foot of grids that have homes, by GraphQL id. */
export function onFootIn(
  grids: readonly string[],
  box: Box,
  walked: WalkedGround,
  { coverage, measures, places }: MeasuredPlan,
): Map<string, OnFoot> {
  const found = new Map<string, OnFoot>();
  const projection = localProjection((box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
  const { lon, lat, columns } = places.points;
  const [households] = columns as [Float64Array];
  for (const grid of grids) {
    // A coarse place may lie on another bank than who lives there.
    const homes = (measures.members.get(grid) ?? []).filter(
      (row) => places.ids[row] !== null && households[row]! > 0,
    );
    const face = coverage.faces.get(grid);
    if (!face || homes.length === 0) continue;
    const at = homes.map((row) => [toLattice(lon[row]!), toLattice(lat[row]!)] as const);
    const parts = walkParts(gridGeometry(coverage, face), at, walked, projection)
      .map((part) => part.map((i) => homes[i]!))
      .filter((part) => part.reduce((sum, row) => sum + households[row]!, 0) >= NO_PART);
    const apart = parts.slice(1).flat();
    found.set(grid, {
      parts: parts.length,
      apart: { type: "MultiPoint", coordinates: apart.map((row) => [lon[row]!, lat[row]!]) },
    });
  }
  return found;
}
