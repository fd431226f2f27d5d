import type { Geometry, MultiPolygon, Position } from "geojson";
import { destination, metresBetween } from "../state/area.js";

/** Outlines and holes of an area, one after the other, each closed: its last corner is its first. */
export type Rings = readonly Position[][];

export interface CornerRef {
  ring: number;
  at: number;
}

export const polygonsOf = (g: Geometry | null): Position[][][] =>
  g?.type === "Polygon" ? [g.coordinates] : g?.type === "MultiPolygon" ? g.coordinates : [];

/** Rings of a shape whose parts have as many as those of `parts`. */
export function shapeOfRings(rings: Rings, parts: readonly Position[][][]): MultiPolygon {
  let from = 0;
  const coordinates = parts.map(({ length }) => rings.slice(from, (from += length)));
  return { type: "MultiPolygon", coordinates };
}

/** Every corner once. */
export const cornersOf = (rings: Rings): CornerRef[] =>
  rings.flatMap((closed, ring) => closed.slice(1).map((_, at) => ({ ring, at })));

export const placeOf = (rings: Rings, { ring, at }: CornerRef): Position | undefined =>
  rings[ring]?.[at];

function withCorners(rings: Rings, ring: number, change: (open: Position[]) => Position[]): Rings {
  return rings.map((closed, i) => {
    if (i !== ring) return closed;
    const open = change(closed.slice(0, -1));
    return [...open, open[0]!];
  });
}

export const moveCorner = (rings: Rings, { ring, at }: CornerRef, to: Position): Rings =>
  withCorners(rings, ring, (open) => open.map((p, i) => (i === at ? to : p)));

/** A triangle keeps its corners. */
export const canRemove = (rings: Rings, { ring }: CornerRef): boolean =>
  (rings[ring]?.length ?? 0) > 4;

export const removeCorner = (rings: Rings, ref: CornerRef): Rings =>
  canRemove(rings, ref)
    ? withCorners(rings, ref.ring, (open) => open.filter((_, i) => i !== ref.at))
    : rings;

/** One more corner in the middle of the edge that begins at a corner. */
export const addCorner = (rings: Rings, { ring, at }: CornerRef): Rings =>
  withCorners(rings, ring, (open) => {
    const [a, b] = [open[at]!, open[(at + 1) % open.length]!];
    return open.toSpliced(at + 1, 0, [(a[0]! + b[0]!) / 2, (a[1]! + b[1]!) / 2]);
  });

/** Nearer than this is the same place, degrees: drawing rounds to as much. */
const SAME = 2e-9;

/** The corner that is new or elsewhere in `next`; null where one was taken away. */
export function changedCorner(before: Rings, next: Rings): CornerRef | null {
  const isMoved = ({ ring, at }: CornerRef) => {
    const [a, b] = [before[ring]?.[at], next[ring]![at]!];
    return !a || Math.abs(a[0]! - b[0]!) > SAME || Math.abs(a[1]! - b[1]!) > SAME;
  };
  const isLess = next.some((ring, i) => ring.length < (before[i]?.length ?? 0));
  return isLess ? null : (cornersOf(next).find(isMoved) ?? null);
}

/** Metres east and north of a place. */
export const shifted = (from: Position, east: number, north: number): Position =>
  destination(destination(from, east, Math.PI / 2), north, 0);

/** The corner nearest to a place, if one is within reach. */
export function cornerNear(rings: Rings, at: Position, reach: number): CornerRef | null {
  const near = cornersOf(rings)
    .map((ref) => ({ ref, metres: metresBetween(placeOf(rings, ref)!, at) }))
    .filter(({ metres }) => metres <= reach)
    .sort((a, b) => a.metres - b.metres);
  return near[0]?.ref ?? null;
}

const EQUATOR_M = 40_075_016.686;
/** MapLibre's world at zoom 0. */
const WORLD_PX = 512;

export const metresPerPixel = (zoom: number, lat: number): number =>
  (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (WORLD_PX * 2 ** zoom);

/** A finger or pointer this near to a corner, in pixels, means it. */
const REACH_PX = 12;

/** Metres that a press may miss a corner by. */
export const reachAt = (zoom: number, lat: number): number => REACH_PX * metresPerPixel(zoom, lat);
