import type { Position } from "geojson";

/** Where two lines cross, in doubles; the middle of the first where they do not. */
export function crossPoint(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): Position {
  const ux = bx - ax,
    uy = by - ay,
    vx = dx - cx,
    vy = dy - cy;
  const det = ux * vy - uy * vx;
  const t = det === 0 ? 0.5 : ((cx - ax) * vy - (cy - ay) * vx) / det;
  return [ax + t * ux, ay + t * uy];
}
