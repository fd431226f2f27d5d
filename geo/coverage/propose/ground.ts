/** The ground: faces between borders of villages, barriers, streets and parcel lines. */
import Flatbush from "flatbush";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { localProjection, type Projection } from "../../projection.js";
import { toLattice } from "../../snap.js";
import { type HalfPiece, type Loop, nestLoops, traceLoops } from "../check/regions.js";
import { boxOf } from "../edge.js";
import { PairTable, PlaceTable, pointInRing } from "../lattice.js";
import { nodeAll, type SegmentSet } from "../node-all.js";
import { linesOf } from "./metric.js";
import { LINE_CLASSES, type LineClass, type ProposeInput } from "./model.js";
import { placeIn } from "./place-in.js";

/** Bits of a segment: what runs there. The classes' bits are in their order. */
export const bitOf = (kind: LineClass): number => 1 << LINE_CLASSES.indexOf(kind);
export const BARRIER = bitOf("river") | bitOf("trunk");
export const PARCEL = bitOf("parcel");
export const STREET = BARRIER | bitOf("main") | bitOf("secondary") | bitOf("lane");
export const VILLAGE = 1 << 8,
  SITE = 1 << 9,
  PRESENT = 1 << 10,
  CUT = 1 << 11,
  /** Outline of a building or compound over a barrier: what is inside belongs to one bank alone. */
  SHELL = 1 << 12,
  /** Between two hamlets, across the fields. */
  FIELD = 1 << 13,
  /** From a street's end straight on. */
  ON = 1 << 14;

/** Rings in lattice units; inside is even-odd over all of them. */
export type Rings = readonly ArrayLike<number>[];

export interface GroundFace {
  readonly loops: Loop[];
  /** Square metres. */
  readonly area: number;
  readonly village: number;
  /** Index of the kept site it lies in, or -1. */
  readonly site: number;
}

export interface Ground {
  readonly set: SegmentSet & { flags: number[] };
  readonly faces: GroundFace[];
  /** Face on either side of segment i: 2i left, 2i+1 right; -1 none. */
  readonly sideOf: Int32Array;
  /** Metres of place p: 2p east, 2p+1 north. */
  readonly metres: Float64Array;
  readonly projection: Projection;
}

export function readRings({ type, coordinates }: Polygon | MultiPolygon): number[][] {
  const lines: Position[][] =
    type === "Polygon" ? (coordinates as Position[][]) : (coordinates as Position[][][]).flat();
  return lines
    .map((line) => line.flatMap(([x, y]) => [toLattice(x), toLattice(y)]))
    .filter((xy) => xy.length >= 8);
}

export function insideRings(rings: Rings, x: number, y: number): boolean {
  let inside = false;
  for (const xy of rings) if (pointInRing(xy, x, y) > 0) inside = !inside;
  return inside;
}

/** Mutates the set. @param xy lattice units: x, y, x, y … */
export function enterLine(set: Ground["set"], xy: ArrayLike<number>, flag: number): void {
  for (let i = 2; i < xy.length; i += 2) {
    const a = set.places.add(xy[i - 2], xy[i - 1]),
      b = set.places.add(xy[i], xy[i + 1]);
    if (a === b) continue;
    set.from.push(a);
    set.to.push(b);
    set.flags.push(flag);
  }
}

/** Everything a border may follow or must keep, not yet noded. */
export function enterLines(input: ProposeInput, kept: readonly Rings[]): Ground["set"] {
  const set: Ground["set"] = { places: new PlaceTable(4096), from: [], to: [], flags: [] };
  const enter = (xy: ArrayLike<number>, flag: number): void => enterLine(set, xy, flag);
  const villages = input.villages.flatMap((v) => readRings(v.geometry));
  for (const ring of villages) enter(ring, VILLAGE);
  for (const rings of kept) for (const ring of rings) enter(ring, SITE);
  for (const { geometry } of input.present ?? [])
    for (const ring of readRings(geometry)) enter(ring, PRESENT);
  // Lines outside make no faces and would only be noded for nothing.
  const boxes = villages.map((ring) => boxOf(ring));
  for (const { class: kind, geometry } of input.lines)
    for (const part of linesOf(geometry)) {
      const xy = part.flatMap(([x, y]) => [toLattice(x), toLattice(y)]),
        { minX, minY, maxX, maxY } = boxOf(xy);
      if (boxes.some((b) => maxX >= b.minX && minX <= b.maxX && maxY >= b.minY && minY <= b.maxY))
        enter(xy, bitOf(kind));
    }
  return set;
}

/** A projection about the middle of what is divided. */
export function projectionOf(input: ProposeInput): Projection {
  const { minX, minY, maxX, maxY } = boxOf(
    input.villages.flatMap((v) => readRings(v.geometry)).flat(),
  );
  return localProjection((minX + maxX) / 2e7, (minY + maxY) / 2e7);
}

/** Nodes the lines and finds the faces inside the villages. Mutates the set. */
export function layGround(
  set: Ground["set"],
  villages: readonly Rings[],
  kept: readonly Rings[],
  projection: Projection,
): Ground {
  dropDoubles(set);
  if (!nodeAll(set)) throw new Error("The lines could not be noded (2d9b6c11)");
  const { places, from, to } = set;
  const halves: HalfPiece[] = [];
  for (let i = 0; i < from.length; i++)
    halves.push({ from: from[i], to: to[i], owners: [] }, { from: to[i], to: from[i], owners: [] });
  const sideOf = new Int32Array(halves.length).fill(-1);
  const faces: GroundFace[] = [];
  const metres = new Float64Array(2 * places.size);
  for (let p = 0; p < places.size; p++)
    [metres[2 * p], metres[2 * p + 1]] = projection.forward(places.xs[p] / 1e7, places.ys[p] / 1e7);
  for (const { outer, inner } of nestLoops(traceLoops(halves, places))) {
    const loops = [outer, ...inner.filter((l) => l.area2 < 0)];
    const [x, y] = placeIn(loops);
    const village = villages.findIndex((rings) => insideRings(rings, x, y));
    if (village < 0) continue;
    for (const loop of [outer, ...inner])
      for (const step of loop.steps) sideOf[step] = faces.length;
    faces.push({
      loops,
      area: loops.reduce((sum, loop) => sum + areaOf(loop.path, metres), 0),
      village,
      site: kept.findIndex((rings) => insideRings(rings, x, y)),
    });
  }
  return { set, faces, sideOf, metres, projection };
}

/** Mutates: segments on the same two places become one with the bits of both. */
function dropDoubles(set: Ground["set"]): void {
  const pairs = new PairTable(set.from.length + 1);
  const flags: number[] = [];
  set.from.forEach((from, i) => {
    const k = pairs.add(from, set.to[i]);
    flags[k] = (flags[k] ?? 0) | set.flags[i];
  });
  set.from = Array.from(pairs.low.subarray(0, pairs.size));
  set.to = Array.from(pairs.high.subarray(0, pairs.size));
  set.flags = flags;
}

function areaOf(path: readonly number[], metres: Float64Array): number {
  let sum = 0;
  for (let i = 1; i < path.length; i++)
    sum +=
      metres[2 * path[i - 1]] * metres[2 * path[i] + 1] -
      metres[2 * path[i - 1] + 1] * metres[2 * path[i]];
  return sum / 2;
}

/** The face that holds each place (lattice units), or -1. */
export function locateFaces(
  faces: readonly GroundFace[],
  places: readonly (readonly [number, number])[],
): Int32Array {
  const found = new Int32Array(places.length).fill(-1);
  if (faces.length === 0) return found;
  const tree = new Flatbush(faces.length);
  for (const { loops } of faces) {
    const { minX, minY, maxX, maxY } = boxOf(loops[0].xy);
    tree.add(minX, minY, maxX, maxY);
  }
  tree.finish();
  places.forEach(([x, y], row) => {
    const home = tree
      .search(x, y, x, y)
      .sort((a, b) => a - b)
      .find(
        (f) =>
          pointInRing(faces[f].loops[0].xy, x, y) >= 0 &&
          !faces[f].loops.slice(1).some((hole) => pointInRing(hole.xy, x, y) > 0),
      );
    if (home !== undefined) found[row] = home;
  });
  return found;
}
