/**
 * The ground of some buildings: what lies nearer to them than to any other, up to a reach. Its rim
 * runs in the middle of the gaps, or along a foreign line where one runs through the gap.
 */
import Delaunator from "delaunator";
import { type Footprint, Footprints } from "./footprints.js";
import type { ForeignLines } from "./foreign-lines.js";
import { doubleArea } from "./lattice.js";
import { STEP } from "./locate.js";
import { selfCrossing } from "./noding.js";

/** Metres between the points by which a wall stands for the ground before it. */
const SPACING = [1, 0.25, 0.06];
/** Metres that a line must keep from the nearest wall for a border to follow it. */
const CLEAR = 0.3;
/** Metres: lines further than this from the middle of a gap are not looked for. */
const LINE_REACH = 15;
/** Metres that another line must be nearer than the one that is followed to be changed to. */
const FAVOUR = 5;

export interface GroundOptions {
  readonly lines?: ForeignLines;
  /** Metres that a building's ground reaches where nothing is in the way. */
  readonly reach: (building: Footprint) => number;
}

/**
 * @param chosen the buildings @param others those that keep their own ground
 * @returns closed rings in lattice units, counter-clockwise outside and clockwise for holes; or the
 * building to which there is no gap (null: no rim can be drawn that does not cross itself)
 */
export function groundOf(
  chosen: readonly Footprint[],
  others: readonly Footprint[],
  options: GroundOptions,
): number[][] | { touching: string | null } {
  // Beyond the border the rim may run as it likes: what lies there changes no hands.
  const walls = Footprints.of([...chosen, ...others]);
  let touching: string | null = null;
  for (const spacing of SPACING) {
    const raw = middle(chosen, others, spacing, options);
    for (const rings of [
      ...(options.lines ? [raw.map((ring) => followed(ring, options.lines as ForeignLines))] : []),
      raw.map((ring) => ring.map(([x, y]): [number, number] => [x, y])),
    ]) {
      // The straighter the better, as long as no wall is cut.
      for (const slack of [1, 0.3, 0.08, 0]) {
        const drawn = rings.map((ring) => straightened(ring, slack)).filter((r) => r.length >= 8);
        const cut = new Set<Footprint>();
        for (const ring of drawn) walls.cutBy(ring, cut);
        touching = [...cut][0]?.id ?? touching;
        if (cut.size > 0 || drawn.length === 0) continue;
        if (drawn.every((ring) => selfCrossing(ring) === null)) return drawn;
      }
    }
  }
  return { touching };
}

type Spot = readonly [x: number, y: number, clearance: number];

/** Rings of places equally far from the chosen and from the rest: dual to mixed Delaunay edges. */
function middle(
  chosen: readonly Footprint[],
  others: readonly Footprint[],
  spacing: number,
  { reach }: GroundOptions,
): Spot[][] {
  const oy = chosen[0].box.minY,
    ox = chosen[0].box.minX;
  const squeeze = Math.cos(((oy / 1e7) * Math.PI) / 180);
  const toX = (x: number): number => (x - ox) * squeeze * STEP,
    toY = (y: number): number => (y - oy) * STEP;
  const coords: number[] = [],
    own: boolean[] = [];
  const wall = ({ rings }: Footprint, mine: boolean): void => {
    for (const ring of rings) {
      for (let i = 2; i < ring.length; i += 2) {
        const [ax, ay, bx, by] = [
          toX(ring[i - 2]),
          toY(ring[i - 1]),
          toX(ring[i]),
          toY(ring[i + 1]),
        ];
        const n = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / spacing));
        for (let k = 0; k < n; k++) {
          coords.push(ax + ((bx - ax) * k) / n, ay + ((by - ay) * k) / n);
          own.push(mine);
        }
      }
    }
  };
  for (const footprint of chosen) wall(footprint, true);
  for (const footprint of others) wall(footprint, false);
  // Where nothing is in the way, a fence twice as far as the ground reaches keeps it there.
  const boxes = chosen.map((footprint) => {
    const { box } = footprint;
    const far = 2 * reach(footprint);
    return {
      far,
      minX: toX(box.minX) - far,
      minY: toY(box.minY) - far,
      maxX: toX(box.maxX) + far,
      maxY: toY(box.maxY) + far,
    };
  });
  for (const { minX, minY, maxX, maxY, far } of boxes) {
    const step = far / 8;
    const post = (x: number, y: number): void => {
      const within = boxes.some(
        (b) => x > b.minX + 1e-6 && x < b.maxX - 1e-6 && y > b.minY + 1e-6 && y < b.maxY - 1e-6,
      );
      if (within) return;
      coords.push(x, y);
      own.push(false);
    };
    for (let x = minX; x < maxX; x += step) for (const y of [minY, maxY]) post(x, y);
    for (let y = minY; y < maxY; y += step) for (const x of [minX, maxX]) post(x, y);
    post(maxX, maxY);
  }
  const { triangles, halfedges } = Delaunator.from(
    own.map((_, i) => [coords[2 * i], coords[2 * i + 1]] as [number, number]),
  );
  const next = (e: number): number => (e % 3 === 2 ? e - 2 : e + 1);
  const spot = (e: number): Spot => {
    const t = 3 * Math.floor(e / 3);
    const [a, b, c] = [triangles[t], triangles[t + 1], triangles[t + 2]];
    const dx = coords[2 * b] - coords[2 * a],
      dy = coords[2 * b + 1] - coords[2 * a + 1],
      ex = coords[2 * c] - coords[2 * a],
      ey = coords[2 * c + 1] - coords[2 * a + 1];
    const d = dx * dx + dy * dy,
      f = ex * ex + ey * ey,
      g = 0.5 / (dx * ey - dy * ex);
    const x = (ey * d - dy * f) * g,
      y = (dx * f - ex * d) * g;
    return [
      Math.round(ox + (x + coords[2 * a]) / squeeze / STEP),
      Math.round(oy + (y + coords[2 * a + 1]) / STEP),
      Math.hypot(x, y),
    ];
  };
  // Half-edges that lead from an own point to another's; each is crossed once by the rim.
  const done = new Set<number>();
  const rings: Spot[][] = [];
  for (let first = 0; first < triangles.length; first++) {
    if (done.has(first) || !own[triangles[first]] || own[triangles[next(first)]]) continue;
    const ring: Spot[] = [];
    for (let e = first; e >= 0 && !done.has(e); ) {
      done.add(e);
      ring.push(spot(e));
      // The other mixed edge of this triangle, and over it to the next.
      let out = next(e);
      if (own[triangles[out]] === own[triangles[next(out)]]) out = next(out);
      e = halfedges[out];
    }
    if (ring.length >= 3) rings.push(ring);
  }
  // All run the same way round; the outer ones, which hold more, shall run counter-clockwise.
  const area = rings.reduce(
    (sum, ring) => sum + doubleArea(ring.flatMap((spot) => [spot[0], spot[1]])),
    0,
  );
  if (area < 0) for (const ring of rings) ring.reverse();
  return rings;
}

/** Each place goes to the nearest line that stays clear of the walls, rather on than to another. */
function followed(ring: readonly Spot[], lines: ForeignLines): [number, number][] {
  let favoured: { line: number; metres: number } | undefined;
  return ring.map(([x, y, clearance]) => {
    const within = Math.min(LINE_REACH, clearance - CLEAR);
    const on = within > 0 ? lines.nearest(x, y, within, favoured) : null;
    favoured = on ? { line: on.line, metres: FAVOUR } : undefined;
    return on ? [Math.round(on.x), Math.round(on.y)] : [x, y];
  });
}

/** A closed ring with what lies within so many metres of the straight left out, doubles dropped. */
function straightened(ring: readonly (readonly [number, number])[], metres: number): number[] {
  const squeeze = Math.cos(((ring[0][1] / 1e7) * Math.PI) / 180);
  const away = (
    [x, y]: readonly [number, number],
    [ax, ay]: readonly [number, number],
    [bx, by]: readonly [number, number],
  ): number => {
    const ux = (bx - ax) * squeeze,
      uy = by - ay,
      px = (x - ax) * squeeze,
      py = y - ay,
      length = ux * ux + uy * uy;
    const t = length > 0 ? Math.max(0, Math.min(1, (px * ux + py * uy) / length)) : 0;
    return Math.hypot(px - t * ux, py - t * uy) * STEP;
  };
  const closed = [...ring, ring[0]];
  const half = ring.length >> 1;
  const kept = new Set([0, half, ring.length]);
  const open: [number, number][] = [
    [0, half],
    [half, ring.length],
  ];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let farthest = -1,
      far = metres;
    for (let i = from + 1; i < to; i++) {
      const d = away(closed[i], closed[from], closed[to]);
      if (d > far) {
        farthest = i;
        far = d;
      }
    }
    if (farthest < 0) continue;
    kept.add(farthest);
    open.push([from, farthest], [farthest, to]);
  }
  const out: number[] = [];
  closed.forEach(([x, y], i) => {
    if (!kept.has(i)) return;
    if (out.length === 0 || out[out.length - 2] !== x || out[out.length - 1] !== y) out.push(x, y);
  });
  return out;
}
