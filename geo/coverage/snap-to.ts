import type { Position } from "geojson";
import { toLattice } from "../snap.js";
import { toPosition } from "./edge.js";
import type { ForeignLines, OnLine } from "./foreign-lines.js";
import { nearestEdge, type OnEdge, STEP } from "./locate.js";
import type { Coverage } from "./model.js";

/** Where a drawn place snaps: to a vertex of a border, else onto a border, else onto a line. */
export type Snap =
  | { readonly to: "node"; readonly at: Position; readonly metres: number }
  | { readonly to: "edge"; readonly at: Position; readonly metres: number; readonly on: OnEdge }
  | { readonly to: "line"; readonly at: Position; readonly metres: number; readonly on: OnLine };

/** The vertex nearest to a place (EPSG:4326), if one comes within so many metres. */
export function nearestNode(
  coverage: Coverage,
  [lon, lat]: Position,
  within: number,
): { at: Position; metres: number } | null {
  const x = lon * 1e7,
    y = lat * 1e7,
    squeeze = Math.cos((lat * Math.PI) / 180),
    reach = within / STEP;
  let best: { at: Position; metres: number } | null = null;
  for (const { xy } of coverage.index.search(
    x - reach / squeeze,
    y - reach,
    x + reach / squeeze,
    y + reach,
  )) {
    for (let i = 0; i < xy.length; i += 2) {
      const metres = Math.hypot((xy[i] - x) * squeeze, xy[i + 1] - y) * STEP;
      if (metres > within || (best && metres >= best.metres)) continue;
      best = { at: toPosition(xy[i], xy[i + 1]), metres };
    }
  }
  return best;
}

/** The place on an edge nearest to (EPSG:4326) a place. */
export function placeOnEdge({ edge: { xy }, segment }: OnEdge, [lon, lat]: Position): Position {
  const i = 2 * segment;
  const ux = xy[i + 2] - xy[i],
    uy = xy[i + 3] - xy[i + 1],
    squeeze = Math.cos((lat * Math.PI) / 180) ** 2;
  const along =
    ((lon * 1e7 - xy[i]) * ux * squeeze + (lat * 1e7 - xy[i + 1]) * uy) /
    (ux * ux * squeeze + uy * uy);
  const t = Math.max(0, Math.min(1, along));
  return toPosition(Math.round(xy[i] + t * ux), Math.round(xy[i + 1] + t * uy));
}

/** Vertex first, edge second, foreign line third; null where none is within so many metres. */
export function snapTo(
  coverage: Coverage,
  place: Position,
  within: number,
  lines?: ForeignLines,
): Snap | null {
  const node = nearestNode(coverage, place, within);
  if (node) return { to: "node", ...node };
  const edge = nearestEdge(coverage, place, within);
  if (edge) return { to: "edge", at: placeOnEdge(edge, place), metres: edge.metres, on: edge };
  const on = lines?.nearest(toLattice(place[0]), toLattice(place[1]), within);
  if (!on) return null;
  const at = toPosition(Math.round(on.x), Math.round(on.y));
  return { to: "line", at, metres: on.metres, on };
}

/**
 * The shortest way along foreign lines between two places near them (EPSG:4326), or null where no
 * line is near or none leads there.
 */
export function traceAlong(
  lines: ForeignLines,
  from: Position,
  to: Position,
  within = 10,
): Position[] | null {
  const [a, b] = [from, to].map(([x, y]) => lines.nearest(toLattice(x), toLattice(y), within));
  return a && b ? lines.trace(a, b) : null;
}
