/**
 * Cracks that enclose nothing: borders of two grids that run along each other with uncovered ground
 * between them, open
 * to the outside at an end. Only width tells them from an honest bay, so they are looked for up to
 * a width.
 */
import Flatbush from "flatbush";
import type { Position } from "geojson";
import type { PlaceTable } from "../lattice.js";
import type { HalfPiece } from "./regions.js";

/**
 * A crack must be this many times as long as it is wide (an angle under 5.7 degrees where it closes
 * in a point).
 */
const SLENDER = 10;

/** Metres: borders of different grids nearer than this are looked at, whatever the tolerance. */
export const CRACK_REACH = 0.5;

export interface Crack {
  readonly grids: [number, number];
  readonly lines: Position[][];
  readonly width: number;
}

/**
 * @param halves pieces with uncovered ground on their left
 * @param reach metres; how far apart two borders may be
 * @param concerns only pairs one of which (by number) it holds for
 */
export function findCracks(
  halves: HalfPiece[],
  { xs, ys }: PlaceTable,
  reach: number,
  concerns: (half: number) => boolean = () => true,
): Crack[] {
  if (halves.length === 0) return [];
  const tree = new Flatbush(halves.length);
  for (const { from, to } of halves) {
    tree.add(
      Math.min(xs[from], xs[to]),
      Math.min(ys[from], ys[to]),
      Math.max(xs[from], xs[to]),
      Math.max(ys[from], ys[to]),
    );
  }
  tree.finish();
  const cracks = new Map<
    string,
    { grids: [number, number]; lines: Position[][]; width: number; length: number }
  >();
  halves.forEach((s, i) => {
    const ax = xs[s.from],
      ay = ys[s.from];
    const kx = 111320 * Math.cos((ay * Math.PI) / 180),
      ky = 110574;
    const ux = (xs[s.to] - ax) * kx,
      uy = (ys[s.to] - ay) * ky,
      length = Math.hypot(ux, uy);
    if (length === 0) return;
    const found = tree.search(
      Math.min(ax, xs[s.to]) - reach / kx,
      Math.min(ay, ys[s.to]) - reach / ky,
      Math.max(ax, xs[s.to]) + reach / kx,
      Math.max(ay, ys[s.to]) + reach / ky,
      (k) =>
        k > i &&
        (concerns(i) || concerns(k)) &&
        !halves[k].owners.some((g) => s.owners.includes(g)),
    );
    for (const k of found) {
      const t = halves[k];
      const vx = (xs[t.to] - xs[t.from]) * kx,
        vy = (ys[t.to] - ys[t.from]) * ky,
        other = Math.hypot(vx, vy);
      // Facing sides of a crack run in opposite directions.
      if (ux * vx + uy * vy > -0.98 * length * other) continue;
      const place = (p: number): { along: number; off: number } => {
        const dx = (xs[p] - ax) * kx,
          dy = (ys[p] - ay) * ky;
        return { along: (dx * ux + dy * uy) / length, off: (ux * dy - uy * dx) / length };
      };
      const p = place(t.to),
        q = place(t.from);
      const from = Math.max(0, Math.min(p.along, length)),
        to = Math.max(0, Math.min(q.along, length));
      if (to <= from) continue;
      const offAt = (along: number): number =>
        p.off + ((along - p.along) / (q.along - p.along)) * (q.off - p.off);
      const low = Math.min(offAt(from), offAt(to)),
        high = Math.max(offAt(from), offAt(to));
      if (low < -1e-5 || high > reach || high < 1e-5 || to - from < SLENDER * high) continue;
      const g = Math.min(s.owners[0], t.owners[0]),
        h = Math.max(s.owners[0], t.owners[0]);
      const crack = cracks.get(`${g},${h}`) ?? {
        grids: [g, h] as [number, number],
        lines: [],
        width: 0,
        length: 0,
      };
      const at = (along: number): Position => [
        ax + ((along / length) * ux) / kx,
        ay + ((along / length) * uy) / ky,
      ];
      crack.lines.push([at(from), at(to)]);
      crack.width = Math.max(crack.width, high);
      crack.length += to - from;
      cracks.set(`${g},${h}`, crack);
    }
  });
  return [...cracks.values()];
}
