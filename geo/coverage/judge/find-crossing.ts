import { type Edge, toPosition } from "../edge.js";
import { segmentsConflict } from "../lattice.js";
import type { Coverage, Refusal } from "../model.js";
import { refuse } from "../refuse.js";
import type { KnownSegments } from "./known-segments.js";
import { labelsOf } from "./name-sides.js";

/** (1): new segments against everything that will be there. */
export function findCrossing(
  coverage: Coverage,
  gone: ReadonlySet<Edge>,
  known: KnownSegments,
  add: readonly Edge[],
): Refusal | null {
  for (const edge of add) {
    const { xy } = edge;
    if (edge.left === edge.right)
      return refuse("crosses", "same-on-both-sides", {}, labelsOf(edge), null);
    for (let i = 2; i < xy.length; i += 2) {
      const ax = xy[i - 2],
        ay = xy[i - 1],
        bx = xy[i],
        by = xy[i + 1];
      if (known.has(ax, ay, bx, by)) continue;
      const minX = Math.min(ax, bx),
        maxX = Math.max(ax, bx),
        minY = Math.min(ay, by),
        maxY = Math.max(ay, by);
      const near = coverage.index.search(minX, minY, maxX, maxY).filter((e) => !gone.has(e));
      for (const other of add) {
        if (
          other.box.minX <= maxX &&
          other.box.maxX >= minX &&
          other.box.minY <= maxY &&
          other.box.maxY >= minY
        )
          near.push(other);
      }
      for (const other of near) {
        const o = other.xy;
        for (let k = 2; k < o.length; k += 2) {
          if (other === edge && k === i) continue;
          const cx = o[k - 2],
            cy = o[k - 1],
            dx = o[k],
            dy = o[k + 1];
          if (
            (cx < minX && dx < minX) ||
            (cx > maxX && dx > maxX) ||
            (cy < minY && dy < minY) ||
            (cy > maxY && dy > maxY)
          )
            continue;
          if (!segmentsConflict(ax, ay, bx, by, cx, cy, dx, dy)) continue;
          return refuse(
            "crosses",
            "borders-would-cross",
            { border: [edge.left, edge.right], other: [other.left, other.right] },
            labelsOf(edge, other),
            {
              type: "MultiLineString",
              coordinates: [
                [toPosition(ax, ay), toPosition(bx, by)],
                [toPosition(cx, cy), toPosition(dx, dy)],
              ],
            },
          );
        }
      }
    }
  }
  return null;
}
