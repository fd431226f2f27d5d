import type { Polygon, Position } from "geojson";
import { toLattice } from "../../snap.js";
import { toPosition } from "../edge.js";
import { nearestEdge, STEP } from "../locate.js";
import type { Coverage } from "../model.js";
import { nearestNode, placeOnEdge } from "../snap-to.js";

/**
 * Draws a rough outline to its neighbours: points near a vertex go to the vertex, points near a
 * border onto the border,
 * and vertices of a border along which the outline runs are taken over. Vertices win over borders,
 * as planners expect
 * (reference: geojson.io #1004, snapping to the border alone makes a common one nearly impossible).
 * @param tolerance metres
 * @returns the outline with one ring; give it to `addGrid`
 */
export function snapOutline(
  coverage: Coverage,
  outline: readonly Position[],
  tolerance: number,
): Polygon {
  const snapped: { at: Position; fixed: boolean }[] = outline.map((place) => {
    const vertex = nearestNode(coverage, place, tolerance);
    if (vertex) return { at: vertex.at, fixed: true };
    const on = nearestEdge(coverage, place, tolerance);
    if (!on) return { at: toPosition(toLattice(place[0]), toLattice(place[1])), fixed: false };
    return { at: placeOnEdge(on, place), fixed: true };
  });
  const ring: Position[] = [];
  const put = (p: Position): void => {
    const last = ring[ring.length - 1];
    if (!last || last[0] !== p[0] || last[1] !== p[1]) ring.push(p);
  };
  for (let i = 0; i < snapped.length; i++) {
    put(snapped[i].at);
    const next = snapped[(i + 1) % snapped.length];
    for (const p of verticesAlong(coverage, snapped[i].at, next.at, tolerance)) put(p);
  }
  const [first] = ring,
    last = ring[ring.length - 1];
  if (first[0] !== last[0] || first[1] !== last[1]) ring.push(first);
  return { type: "Polygon", coordinates: [ring] };
}

/** Vertices within the tolerance of a segment of the outline, in its order. */
function verticesAlong(
  coverage: Coverage,
  a: Position,
  b: Position,
  tolerance: number,
): Position[] {
  const squeeze = Math.cos((a[1] * Math.PI) / 180),
    reach = tolerance / STEP;
  const ax = a[0] * 1e7,
    ay = a[1] * 1e7,
    ux = (b[0] * 1e7 - ax) * squeeze,
    uy = b[1] * 1e7 - ay,
    length = Math.hypot(ux, uy);
  if (length === 0) return [];
  const found = new Map<string, { along: number; at: Position }>();
  for (const { xy } of coverage.index.search(
    Math.min(ax, b[0] * 1e7) - reach / squeeze,
    Math.min(ay, b[1] * 1e7) - reach,
    Math.max(ax, b[0] * 1e7) + reach / squeeze,
    Math.max(ay, b[1] * 1e7) + reach,
  )) {
    for (let i = 0; i < xy.length; i += 2) {
      const dx = (xy[i] - ax) * squeeze,
        dy = xy[i + 1] - ay;
      const along = (dx * ux + dy * uy) / length,
        off = Math.abs(dx * uy - dy * ux) / length;
      if (along > 0 && along < length && off <= reach)
        found.set(`${xy[i]},${xy[i + 1]}`, { along, at: toPosition(xy[i], xy[i + 1]) });
    }
  }
  return [...found.values()].sort((p, q) => p.along - q.along).map(({ at }) => at);
}
