/** Which grid lies at a place. */
import type { Position } from "geojson";
import { toLattice } from "../snap.js";
import type { Edge, Label } from "./edge.js";
import type { Coverage } from "./model.js";

/** Metres in a lattice step from south to north. */
export const STEP = 0.0111;

/**
 * What lies just below a lattice place: the nearest border underneath tells it by its upper side.
 * @param gone edges not to be seen
 * @param also edges to be seen besides those of the coverage
 */
export function labelBelow(
  coverage: Coverage,
  x: number,
  y: number,
  gone?: ReadonlySet<Edge>,
  also: readonly Edge[] = [],
): Label {
  let best = -Infinity,
    label: Label = null;
  const look = ({ xy, left, right }: Edge): void => {
    for (let i = 2; i < xy.length; i += 2) {
      const ax = xy[i - 2],
        ay = xy[i - 1],
        bx = xy[i],
        by = xy[i + 1];
      // Half-open in x, so that a chain through the place's meridian counts once.
      if (ax <= x === bx <= x) continue;
      const at = ay + ((x - ax) / (bx - ax)) * (by - ay);
      if (at < y && at > best) {
        best = at;
        label = bx > ax ? left : right;
      }
    }
  };
  for (const edge of coverage.index.search(x, -2e9, x, y)) if (!gone?.has(edge)) look(edge);
  for (const edge of also)
    if (edge.box.minX <= x && edge.box.maxX >= x && edge.box.minY <= y) look(edge);
  return label;
}

/** A place on an edge: the segment that begins at vertex `segment`, and the distance in metres. */
export interface OnEdge {
  readonly edge: Edge;
  readonly segment: number;
  readonly metres: number;
}

/** By where they lie: their numbers are of the session. */
function comesBefore({ xy: a }: Edge, { xy: b }: Edge): boolean {
  const differs = a.findIndex((v, i) => v !== b[i]);
  return differs < 0 ? a.length < b.length : a[differs] < (b[differs] ?? -Infinity);
}

/** The edge nearest to a place (EPSG:4326), if one comes within so many metres. */
export function nearestEdge(coverage: Coverage, [lon, lat]: Position, within = 50): OnEdge | null {
  const x = toLattice(lon),
    y = toLattice(lat),
    squeeze = Math.cos((lat * Math.PI) / 180);
  const reach = within / STEP;
  let best: OnEdge | null = null;
  for (const edge of coverage.index.search(
    x - reach / squeeze,
    y - reach,
    x + reach / squeeze,
    y + reach,
  )) {
    const { xy } = edge;
    for (let i = 2; i < xy.length; i += 2) {
      const ax = (xy[i - 2] - x) * squeeze,
        ay = xy[i - 1] - y,
        bx = (xy[i] - x) * squeeze,
        by = xy[i + 1] - y;
      const ux = bx - ax,
        uy = by - ay;
      const t = Math.max(0, Math.min(1, -(ax * ux + ay * uy) / (ux * ux + uy * uy)));
      const metres = Math.hypot(ax + t * ux, ay + t * uy) * STEP;
      if (
        metres <= within &&
        (!best || metres < best.metres || (metres === best.metres && comesBefore(edge, best.edge)))
      )
        best = { edge, segment: i / 2 - 1, metres };
    }
  }
  return best;
}
