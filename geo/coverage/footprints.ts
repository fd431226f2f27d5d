/** Buildings as ground that no border may cut. */
import Flatbush from "flatbush";
import type { Position } from "geojson";
import { toLattice } from "../snap.js";
import { type Box, boxOf } from "./edge.js";
import { onSegment, orient, pointInRing } from "./lattice.js";

export interface Footprint {
  readonly id: string;
  /** Closed rings in lattice units: the outline, and courtyards, which belong to it. */
  readonly rings: readonly Int32Array[];
  readonly box: Box;
}

export class Footprints {
  private readonly byId: Map<string, Footprint>;
  private readonly tree: Flatbush | null;

  private constructor(private readonly all: readonly Footprint[]) {
    this.byId = new Map(all.map((footprint) => [footprint.id, footprint]));
    this.tree = all.length > 0 ? new Flatbush(all.length) : null;
    for (const { box } of all) this.tree?.add(box.minX, box.minY, box.maxX, box.maxY);
    this.tree?.finish();
  }

  static of(footprints: readonly Footprint[]): Footprints {
    return new Footprints(footprints);
  }

  /** @param buildings outer rings in EPSG:4326, closed; a building without any is left out */
  static read(
    buildings: Iterable<{ id: string; outlines: readonly (readonly Position[])[] }>,
  ): Footprints {
    const all: Footprint[] = [];
    for (const { id, outlines } of buildings) {
      const rings = outlines
        .filter((ring) => ring.length > 3)
        .map((ring) => Int32Array.from(ring.flatMap(([x, y]) => [toLattice(x), toLattice(y)])));
      if (rings.length > 0) all.push({ id, rings, box: boxOf(rings.flatMap((ring) => [...ring])) });
    }
    return new Footprints(all);
  }

  get(id: string): Footprint | undefined {
    return this.byId.get(id);
  }

  near({ minX, minY, maxX, maxY }: Box, margin = 0): Footprint[] {
    const found = this.tree?.search(minX - margin, minY - margin, maxX + margin, maxY + margin);
    return (found ?? []).map((i) => this.all[i]);
  }

  /** The buildings through which a line runs; along a wall is not through. */
  cutBy(line: ArrayLike<number>, into = new Set<Footprint>()): Set<Footprint> {
    for (let i = 2; i < line.length; i += 2) {
      const [ax, ay, bx, by] = [line[i - 2], line[i - 1], line[i], line[i + 1]];
      for (const footprint of this.near(boxOf([ax, ay, bx, by])))
        if (
          !into.has(footprint) &&
          footprint.rings.some((ring) => runsThrough(ring, ax, ay, bx, by))
        )
          into.add(footprint);
    }
    return into;
  }
}

/** Does the segment pass through the inside of the ring? Exact: lattice places and their halves. */
function runsThrough(ring: Int32Array, ax: number, ay: number, bx: number, by: number): boolean {
  const along = (x: number, y: number): number => (x - ax) * (bx - ax) + (y - ay) * (by - ay);
  const stops: [number, number][] = [
    [ax, ay],
    [bx, by],
  ];
  for (let i = 2; i < ring.length; i += 2) {
    const [cx, cy, dx, dy] = [ring[i - 2], ring[i - 1], ring[i], ring[i + 1]];
    const c = orient(ax, ay, bx, by, cx, cy),
      d = orient(ax, ay, bx, by, dx, dy),
      a = orient(cx, cy, dx, dy, ax, ay),
      b = orient(cx, cy, dx, dy, bx, by);
    if (c > 0 !== d > 0 && c !== 0 && d !== 0 && a > 0 !== b > 0 && a !== 0 && b !== 0) return true;
    if (onSegment(ax, ay, bx, by, cx, cy)) stops.push([cx, cy]);
  }
  stops.sort((p, q) => along(...p) - along(...q));
  return stops.some(
    ([x, y], i) =>
      i > 0 && pointInRing(ring, (x + stops[i - 1][0]) / 2, (y + stops[i - 1][1]) / 2) > 0,
  );
}
