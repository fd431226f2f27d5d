import type { Position } from "geojson";

/** Metres of a degree of latitude. */
const DEGREE_M = 111_195;

/**
 * A line with those of its vertices that lie further than `metres` from the line without them, its
 * ends always (Douglas, Peucker 1973).
 */
export function simplifyLine(line: readonly Position[], metres: number): Position[] {
  const east = DEGREE_M * Math.cos(((line[0]?.[1] ?? 0) * Math.PI) / 180);
  const flat = line.map((p) => [p[0] * east, p[1] * DEGREE_M] as const);
  const kept = new Set([0, line.length - 1]);
  const open: [from: number, to: number][] = [[0, line.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let [farthest, distance] = [-1, metres];
    for (let i = from + 1; i < to; i++) {
      const d = distanceTo(flat[i], flat[from], flat[to]);
      if (d > distance) [farthest, distance] = [i, d];
    }
    if (farthest < 0) continue;
    kept.add(farthest);
    open.push([from, farthest], [farthest, to]);
  }
  return line.filter((_, i) => kept.has(i));
}

type Point = readonly [number, number];

function distanceTo([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
