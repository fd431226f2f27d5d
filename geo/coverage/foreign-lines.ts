/** Lines that borders follow: streets, parcels, water, the villages' borders. */
import Flatbush from "flatbush";
import type { Geometry, Position } from "geojson";
import { toLattice } from "../snap.js";
import { toPosition } from "./edge.js";
import { STEP } from "./locate.js";
import { NearestFirst } from "./nearest-first.js";

/** A place on a line: the segment that begins at vertex `segment`. */
export interface OnLine {
  readonly line: number;
  readonly segment: number;
  /** Lattice units, not rounded. */
  readonly x: number;
  readonly y: number;
  readonly metres: number;
}

export class ForeignLines {
  readonly lines: readonly Int32Array[];
  private readonly segments: { line: number; segment: number }[] = [];
  private readonly tree: Flatbush | null;

  /** @param lines EPSG:4326 */
  constructor(lines: readonly (readonly Position[])[]) {
    this.lines = lines.map((line) =>
      Int32Array.from(line.flatMap(([x, y]) => [toLattice(x), toLattice(y)])),
    );
    this.lines.forEach((xy, line) => {
      for (let i = 2; i < xy.length; i += 2)
        if (xy[i] !== xy[i - 2] || xy[i + 1] !== xy[i - 1])
          this.segments.push({ line, segment: i / 2 - 1 });
    });
    this.tree = this.segments.length > 0 ? new Flatbush(this.segments.length) : null;
    for (const { line, segment } of this.segments) {
      const [ax, ay, bx, by] = this.lines[line].subarray(2 * segment, 2 * segment + 4);
      this.tree?.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
    }
    this.tree?.finish();
  }

  /** Lines as they are, of what has an extent its rims; EPSG:4326. */
  static along(pieces: Iterable<Geometry | null | undefined>): ForeignLines {
    return new ForeignLines([...pieces].flatMap(linesOf));
  }

  /**
   * The nearest place on a line, if one comes within so many metres; lattice units. Of two as near
   * the western, the southern one, whatever else is known.
   * @param favoured a line that counts as so many metres nearer than it is
   */
  nearest(
    x: number,
    y: number,
    within: number,
    favoured?: { line: number; metres: number },
  ): OnLine | null {
    const squeeze = Math.cos(((y / 1e7) * Math.PI) / 180),
      reach = within / STEP;
    let best: OnLine | null = null,
      least = Infinity;
    for (const found of this.tree?.search(
      x - reach / squeeze,
      y - reach,
      x + reach / squeeze,
      y + reach,
    ) ?? []) {
      const { line, segment } = this.segments[found];
      const [ax, ay, bx, by] = this.lines[line].subarray(2 * segment, 2 * segment + 4);
      const ux = (bx - ax) * squeeze,
        uy = by - ay,
        px = (x - ax) * squeeze,
        py = y - ay;
      const t = Math.max(0, Math.min(1, (px * ux + py * uy) / (ux * ux + uy * uy)));
      const metres = Math.hypot(px - t * ux, py - t * uy) * STEP;
      if (metres > within) continue;
      const counted = metres - (line === favoured?.line ? favoured.metres : 0);
      if (counted > least) continue;
      const place = { line, segment, x: ax + t * (bx - ax), y: ay + t * (by - ay), metres };
      if (best && counted === least && (place.x - best.x || place.y - best.y) >= 0) continue;
      best = place;
      least = counted;
    }
    return best;
  }

  /**
   * The shortest way along the lines between two places on them (Dijkstra over the vertices that
   * lines have in common), or null where none leads there within their surroundings. EPSG:4326.
   */
  trace(from: OnLine, to: OnLine): Position[] | null {
    const key = (x: number, y: number): string => `${x},${y}`;
    const ends = new Map<string, OnLine[]>();
    for (const place of [from, to]) {
      const name = `${place.line}/${place.segment}`;
      ends.set(name, [...(ends.get(name) ?? []), place]);
    }
    const ways = new Map<string, { x: number; y: number; to: Map<string, number> }>();
    const vertex = (x: number, y: number) => {
      const name = key(x, y);
      const found = ways.get(name) ?? { x, y, to: new Map<string, number>() };
      ways.set(name, found);
      return found;
    };
    const rounded = ({ x, y }: OnLine): [number, number] => [Math.round(x), Math.round(y)];
    // A way that leaves the surroundings is none that a planner means.
    const margin = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y), 50_000);
    for (const found of this.tree?.search(
      Math.min(from.x, to.x) - margin,
      Math.min(from.y, to.y) - margin,
      Math.max(from.x, to.x) + margin,
      Math.max(from.y, to.y) + margin,
    ) ?? []) {
      const { line, segment } = this.segments[found];
      const [ax, ay, bx, by] = this.lines[line].subarray(2 * segment, 2 * segment + 4);
      const between = (ends.get(`${line}/${segment}`) ?? []).map(rounded);
      const along = ([x, y]: [number, number]): number =>
        (x - ax) * (bx - ax) + (y - ay) * (by - ay);
      const stops: [number, number][] = [
        [ax, ay],
        ...between.sort((p, q) => along(p) - along(q)),
        [bx, by],
      ];
      const squeeze = Math.cos(((ay / 1e7) * Math.PI) / 180);
      for (let i = 1; i < stops.length; i++) {
        const p = vertex(...stops[i - 1]),
          q = vertex(...stops[i]);
        const far = Math.hypot((q.x - p.x) * squeeze, q.y - p.y);
        if (far === 0) continue;
        p.to.set(key(q.x, q.y), far);
        q.to.set(key(p.x, p.y), far);
      }
    }
    return shortest(ways, key(...rounded(from)), key(...rounded(to)));
  }
}

function linesOf(geometry: Geometry | null | undefined): Position[][] {
  switch (geometry?.type) {
    case "LineString":
      return [geometry.coordinates];
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates;
    case "MultiPolygon":
      return geometry.coordinates.flat();
    default:
      return [];
  }
}

function shortest(
  ways: ReadonlyMap<string, { x: number; y: number; to: ReadonlyMap<string, number> }>,
  from: string,
  to: string,
): Position[] | null {
  const far = new Map([[from, 0]]),
    before = new Map<string, string>(),
    done = new Set<string>();
  const queue = new NearestFirst<string>();
  queue.put(0, from);
  while (queue.size > 0) {
    const [reached, at] = queue.take();
    if (at === to) break;
    if (done.has(at)) continue;
    done.add(at);
    for (const [next, metres] of ways.get(at)?.to ?? []) {
      const sum = reached + metres;
      if (sum >= (far.get(next) ?? Infinity)) continue;
      far.set(next, sum);
      before.set(next, at);
      queue.put(sum, next);
    }
  }
  if (!far.has(to)) return null;
  const out: Position[] = [];
  for (let at: string | undefined = to; at !== undefined; at = before.get(at)) {
    const place = ways.get(at);
    if (place) out.push(toPosition(place.x, place.y));
  }
  return out.reverse();
}
