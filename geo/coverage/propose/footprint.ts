/** Footprints in metres: buildings and compounds, through which no border runs. */

/** Closed rings (first vertex repeated) as x, y, x, y …; metres. */
export type MetricRings = readonly Float64Array[];

export function insideMetric(rings: MetricRings, x: number, y: number): boolean {
  let inside = false;
  for (const r of rings)
    for (let i = 2; i < r.length; i += 2)
      if (
        r[i - 1] > y !== r[i + 1] > y &&
        x < r[i - 2] + ((y - r[i - 1]) / (r[i + 1] - r[i - 1])) * (r[i] - r[i - 2])
      )
        inside = !inside;
  return inside;
}

export function distanceToSegment(
  px: number,
  py: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const ux = bx - ax,
    uy = by - ay,
    l2 = ux * ux + uy * uy;
  const t = l2 > 0 ? Math.max(0, Math.min(1, ((px - ax) * ux + (py - ay) * uy) / l2)) : 0;
  return Math.hypot(ax + t * ux - px, ay + t * uy - py);
}

function depthIn(rings: MetricRings, x: number, y: number): number {
  let least = Infinity;
  for (const r of rings)
    for (let i = 2; i < r.length; i += 2)
      least = Math.min(least, distanceToSegment(x, y, r[i - 2], r[i - 1], r[i], r[i + 1]));
  return least;
}

/**
 * Ground in square metres that a piece may shave off a footprint: a third of what counts as cut, so
 * that several pieces together stay below it.
 */
const SHAVE = 0.003;

/** Does the piece a-b run through the footprint, so that a border there would cut it? */
export function cutsFootprint(
  rings: MetricRings,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): boolean {
  const at = [0, 1];
  const ux = bx - ax,
    uy = by - ay;
  for (const r of rings)
    for (let i = 2; i < r.length; i += 2) {
      const p = ux * (r[i - 1] - ay) - uy * (r[i - 2] - ax),
        q = ux * (r[i + 1] - ay) - uy * (r[i] - ax);
      if (p > 0 === q > 0) continue;
      const s = p / (p - q),
        x = r[i - 2] + s * (r[i] - r[i - 2]),
        y = r[i - 1] + s * (r[i + 1] - r[i - 1]);
      const t = ((x - ax) * ux + (y - ay) * uy) / (ux * ux + uy * uy);
      if (t > 0 && t < 1) at.push(t);
    }
  at.sort((p, q) => p - q);
  const length = Math.hypot(ux, uy);
  for (let i = 1; i < at.length; i++) {
    const t = (at[i - 1] + at[i]) / 2,
      x = ax + t * ux,
      y = ay + t * uy;
    if (!insideMetric(rings, x, y)) continue;
    if ((at[i] - at[i - 1]) * length * depthIn(rings, x, y) > SHAVE) return true;
  }
  return false;
}
