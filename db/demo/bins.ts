import { distanceToSegment, ringsOverlap, type XY } from "./plane.js";

const CELL = 100;
const key = (i: number, j: number) => i * 100_003 + j;

/**
 * What already stands or runs somewhere: footprints and lines in bins of 100 m, asked before
 * anything new is put there.
 */
export class Occupied {
  private readonly footprints = new Map<number, { ring: XY[]; gap: number }[]>();
  private readonly lines = new Map<number, { a: XY; b: XY; half: number }[]>();

  addRing(ring: XY[], gap = 0): void {
    each(bounds(ring), 0, (k) => push(this.footprints, k, { ring, gap }));
  }

  /** A street or stream: nothing may come nearer than `half` metres to its centre line. */
  addLine(line: readonly XY[], half: number): void {
    for (let i = 0; i + 1 < line.length; i++) {
      const segment = { a: line[i]!, b: line[i + 1]!, half };
      each(bounds([segment.a, segment.b]), half, (k) => push(this.lines, k, segment));
    }
  }

  /**
   * Is the ring clear of all that is there? `clearance` metres are kept to footprints (by the
   * ring's own widened box).
   */
  free(ring: XY[], widened: XY[] = ring): boolean {
    let free = true;
    each(bounds(widened), 0, (k) => {
      if (!free) return;
      for (const other of this.footprints.get(k) ?? [])
        if (ringsOverlap(widened, other.ring)) {
          free = false;
          return;
        }
      for (const { a, b, half } of this.lines.get(k) ?? []) {
        if (ring.some((p) => distanceToSegment(p, a, b) < half) || ringsOverlap(ring, [a, b, b])) {
          free = false;
          return;
        }
        const n = ring.length;
        if (
          ring.some(
            (p, i) =>
              distanceToSegment(
                [(p[0] + ring[(i + 1) % n]![0]) / 2, (p[1] + ring[(i + 1) % n]![1]) / 2],
                a,
                b,
              ) < half,
          )
        ) {
          free = false;
          return;
        }
        if (distanceToRing(a, ring) < half || distanceToRing(b, ring) < half) {
          free = false;
          return;
        }
      }
    });
    return free;
  }
}

const distanceToRing = (p: XY, ring: readonly XY[]) =>
  Math.min(...ring.map((q, i) => distanceToSegment(p, q, ring[(i + 1) % ring.length]!)));

function bounds(ring: readonly XY[]): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    west = Math.min(west, x);
    south = Math.min(south, y);
    east = Math.max(east, x);
    north = Math.max(north, y);
  }
  return [west, south, east, north];
}

function each(
  [west, south, east, north]: [number, number, number, number],
  margin: number,
  visit: (key: number) => void,
): void {
  for (let i = Math.floor((west - margin) / CELL); i <= Math.floor((east + margin) / CELL); i++) {
    for (let j = Math.floor((south - margin) / CELL); j <= Math.floor((north + margin) / CELL); j++)
      visit(key(i, j));
  }
}

function push<T>(map: Map<number, T[]>, k: number, value: T): void {
  const list = map.get(k);
  if (list) list.push(value);
  else map.set(k, [value]);
}
