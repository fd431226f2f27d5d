import { type Box, type GridId, toPositions } from "../edge.js";
import { localMetric, type Metric } from "../metric.js";
import type { Finding, Ring, Shape } from "../model.js";
import { said } from "../phrases.js";

const projections = new Map<string, Metric>();

/**
 * One projection a degree cell: widths of slivers need no better, and making one costs more than
 * using it.
 */
function projectionNear(box: Box): Metric {
  const lon = Math.round((box.minX + box.maxX) / 2e7),
    lat = Math.max(-89, Math.min(89, Math.round((box.minY + box.maxY) / 2e7)));
  const key = `${lon},${lat}`;
  let projection = projections.get(key);
  if (!projection) {
    projection = localMetric(Math.max(-180, Math.min(180, lon)), lat);
    projections.set(key, projection);
  }
  return projection;
}

/** Area and twice area over perimeter (the width of a long thin thing) in metres. */
export function sizeOf(rings: readonly Ring[]): { area: number; width: number } {
  const projection = projectionNear(rings[0].box);
  let area = 0,
    perimeter = 0;
  for (const { xy } of rings) {
    let [px, py] = projection.forward(xy[0] / 1e7, xy[1] / 1e7);
    const ox = px,
      oy = py;
    for (let i = 2; i < xy.length; i += 2) {
      const [x, y] = projection.forward(xy[i] / 1e7, xy[i + 1] / 1e7);
      area += (px - ox) * (y - oy) - (py - oy) * (x - ox);
      perimeter += Math.hypot(x - px, y - py);
      px = x;
      py = y;
    }
  }
  return { area: Math.abs(area) / 2, width: Math.abs(area) / perimeter };
}

/**
 * Square lattice units beyond which nothing is a sliver of any sensible limit: spares projecting
 * ordinary grids.
 */
export const CLEARLY_LARGE = 1e9;

export function findSlivers(
  shapes: ReadonlyMap<GridId, Shape>,
  limits: { width: number; area: number },
): Finding[] {
  const out: Finding[] = [];
  for (const [id, { parts }] of shapes) {
    for (const { shell, holes } of parts) {
      if (shell.area2 > CLEARLY_LARGE && shell.area2 > limits.area * CLEARLY_LARGE) continue;
      const { area, width } = sizeOf([shell, ...holes]);
      if (area >= limits.area || width >= limits.width) continue;
      out.push({
        kind: "sliver",
        ids: [id],
        geometry: { type: "Polygon", coordinates: [shell, ...holes].map((r) => toPositions(r.xy)) },
        ...said("sliver", { grid: id, area, width }),
        fixes: [{ kind: "redraw", grid: id, ...said("merge-or-widen", {}) }],
      });
    }
  }
  return out;
}
