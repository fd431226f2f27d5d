import type { Geometry, Position } from "geojson";
import { destination, metresBetween } from "../state/area.js";

/** Outlines of the parts of an area, each closed: its last corner is its first. */
export type Rings = readonly Position[][];

export interface CornerRef {
  ring: number;
  at: number;
}

export const polygonsOf = (g: Geometry | null): Position[][][] =>
  g?.type === "Polygon" ? [g.coordinates] : g?.type === "MultiPolygon" ? g.coordinates : [];

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
/** A finger or pointer this near to a corner means it. */
const REACH_PX = 14;

export const reachAt = (zoom: number, lat: number): number =>
  (REACH_PX * EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (WORLD_PX * 2 ** zoom);
