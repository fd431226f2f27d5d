import { snapTo } from "../../../geo/coverage/browser.js";
import { toPosition } from "../../../geo/coverage/edge.js";
import { toLattice } from "../../../geo/snap.js";
import type { LngLat } from "../../map/map-adapter.js";
import type { Bench } from "./tool.js";

/** Vertices and borders of the plan, streets, waters and parcels lead a place to themselves. */
export function ledTo(bench: Bench, at: LngLat): LngLat | null {
  const lines = bench.ground()?.lines;
  return (snapTo(bench.draft.coverage, at, bench.reach(at), lines)?.at as LngLat) ?? null;
}

/** As `ledTo`, of what is no border of the plan: a border in hand would be led to itself. */
export function ledToLine(bench: Bench, at: LngLat): LngLat | null {
  const on = bench.ground()?.lines.nearest(toLattice(at[0]), toLattice(at[1]), bench.reach(at));
  return on ? (toPosition(Math.round(on.x), Math.round(on.y)) as LngLat) : null;
}
