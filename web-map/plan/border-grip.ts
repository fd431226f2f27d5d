import { type Coverage, nearestEdge } from "../../geo/coverage/browser.js";
import { type Edge, toPosition } from "../../geo/coverage/edge.js";
import type { GridOperation } from "../../geo/coverage/operation.js";
import { toLattice } from "../../geo/snap.js";
import type { LngLat } from "../map/map-adapter.js";
import { metresBetween } from "../state/area.js";

/** What a hand has of a border: one of its vertices, or a place between two. */
export interface Grip {
  at: LngLat;
  isVertex: boolean;
  /** The grids at both sides. */
  grids: string[];
  edge: Edge;
  /** Index of the vertex in the border, or of the one before the place. */
  index: number;
}

const placeOf = (edge: Edge, i: number): LngLat =>
  toPosition(edge.xy[2 * i]!, edge.xy[2 * i + 1]!) as LngLat;

/** The border within so many metres, at its vertex if one is within reach. */
export function gripAt(coverage: Coverage, at: LngLat, metres: number): Grip | null {
  const found = nearestEdge(coverage, at, metres);
  if (!found) return null;
  const { edge, segment } = found;
  const grids = [edge.left, edge.right].filter((id) => id !== null);
  // The borders of villages are not drawn in plans.
  const [one, other] = grids.map((id) => coverage.faces.get(id)?.properties["villageCode"]);
  if (grids.length < 2 || one !== other) return null;
  const nearest = [segment, segment + 1]
    .map((index) => ({ index, metres: metresBetween(placeOf(edge, index), at) }))
    .sort((a, b) => a.metres - b.metres)[0]!;
  if (nearest.metres <= metres)
    return { at: placeOf(edge, nearest.index), isVertex: true, grids, edge, index: nearest.index };
  return { at: onSegment(edge, segment, at), isVertex: false, grids, edge, index: segment };
}

/** The place of a border's piece that is nearest, on the lattice. */
function onSegment(edge: Edge, segment: number, at: LngLat): LngLat {
  const [ax, ay] = placeOf(edge, segment);
  const [bx, by] = placeOf(edge, segment + 1);
  const squeeze = Math.cos((at[1] * Math.PI) / 180) ** 2;
  const [ux, uy] = [bx - ax, by - ay];
  const along = (at[0] - ax) * ux * squeeze + (at[1] - ay) * uy;
  const t = Math.max(0, Math.min(1, along / (ux * ux * squeeze + uy * uy)));
  return toPosition(toLattice(ax + t * ux), toLattice(ay + t * uy)) as LngLat;
}

/** Where a border's vertices are. */
export const verticesOf = (edge: Edge): LngLat[] =>
  Array.from({ length: edge.xy.length / 2 }, (_, i) => placeOf(edge, i));

/** What it is to move a grip there. */
export function moveGrip({ at, isVertex }: Grip, to: LngLat): GridOperation[] {
  const move: GridOperation = { kind: "move-node", from: at, to };
  return isVertex ? [move] : [{ kind: "insert-node", at }, move];
}
