import Flatbush from "flatbush";
import type { Position } from "./model.js";
import { type Corner, layCells, type Stretch } from "./voronoi-borders.js";

/** A place and whose it is. */
export interface OwnedPlace {
  x: number;
  y: number;
  /** From west to east: the groups of a strip (none: nobody's), and its share of the width. */
  strips: readonly { groups: readonly string[]; share: number }[];
}

/** Rings of one polygon: the outer one counter-clockwise, then its holes. */
export type Rings = Position[][];

/** A line that parts two strips of a cell, from its south to its north. */
interface Cut {
  south: Corner;
  north: Corner;
}

/** A directed piece of a group's edge, the group on its left. */
interface Piece {
  from: Corner;
  to: Corner;
  /** Nobody's ground beyond. */
  free: boolean;
}

/**
 * The ground of every group: the union of its cells (voronoi-borders.ts). Ground beyond reach that
 * a group encloses, and where nobody lives, belongs to it.
 */
export function dissolveCells(places: readonly OwnedPlace[], reach: number): Map<string, Rings[]> {
  const x = Float64Array.from(places, (p) => p.x),
    y = Float64Array.from(places, (p) => p.y);
  const { edges, newCorner } = layCells(x, y, reach);
  const cuts = places.map((place, i) => cutStrips(place, i, edges[i], newCorner));
  const rims = places.map((_, i) => walkRim(i, edges[i], cuts[i]));
  // Whose a piece of a border is on its other side: a border's pieces are named by their corners.
  const beyond = new Map<number, readonly string[]>();
  const nameOf = (piece: RimPiece, back: boolean): number =>
    back ? piece.to.id * CORNERS + piece.from.id : piece.from.id * CORNERS + piece.to.id;
  const groupsOf = (place: number, strip: number): readonly string[] =>
    places[place].strips[strip].groups;
  rims.forEach((rim, i) => {
    for (const piece of rim)
      if (!piece.free) beyond.set(nameOf(piece, false), groupsOf(i, piece.strip));
  });
  const pieces = new Map<string, Map<number, Piece>>();
  const add = (group: string, from: Corner, to: Corner, free = false): void => {
    let own = pieces.get(group);
    if (own === undefined) pieces.set(group, (own = new Map()));
    own.set(from.id, { from, to, free });
  };
  rims.forEach((rim, i) => {
    for (const piece of rim) {
      const others = piece.free ? [] : beyond.get(nameOf(piece, true))!;
      for (const group of groupsOf(i, piece.strip))
        if (!others.includes(group)) add(group, piece.from, piece.to, piece.free);
    }
    cuts[i].forEach(({ south, north }, k) => {
      const [west, east] = [groupsOf(i, k), groupsOf(i, k + 1)];
      for (const group of west) if (!east.includes(group)) add(group, south, north);
      for (const group of east) if (!west.includes(group)) add(group, north, south);
    });
  });
  const index = indexPlaces(x, y);
  return new Map([...pieces].map(([group, own]) => [group, nest(chain(own), x, y, index)]));
}

/** More than there are corners. */
const CORNERS = 2 ** 26;

/** A piece of a cell's rim, the cell on its left. */
interface RimPiece extends Piece {
  strip: number;
}

/**
 * The rim piece by piece, counter-clockwise. Which strip a piece belongs to is told by the cuts
 * that were passed, not by coordinates: neighbours' cuts may meet a border at the very same place.
 */
function walkRim(place: number, edges: readonly Stretch[], cuts: readonly Cut[]): RimPiece[] {
  const rim: RimPiece[] = [];
  for (const stretch of edges) {
    const corners = cornersOf(stretch, place);
    const free = stretch.border === null;
    for (let k = 1; k < corners.length; k++)
      rim.push({ from: corners[k - 1], to: corners[k], free, strip: 0 });
  }
  if (cuts.length === 0) return rim;
  const turns = new Map<number, number>();
  cuts.forEach(({ south, north }, k) => {
    turns.set(south.id, k + 1);
    turns.set(north.id, k);
  });
  const start = rim.findIndex((piece) => piece.from.id === cuts[0].south.id);
  let strip = 1;
  for (let k = 0; k < rim.length; k++) {
    const piece = rim[(start + k) % rim.length];
    strip = turns.get(piece.from.id) ?? strip;
    piece.strip = strip;
  }
  return rim;
}

/** Corners of a stretch as its cell sees it, counter-clockwise. */
const cornersOf = ({ border, corners }: Stretch, place: number): readonly Corner[] =>
  border === null ? corners : border.a === place ? border.corners : border.corners.toReversed();

/** Mutates the edges: corners where strips meet them. */
function cutStrips(
  { strips }: OwnedPlace,
  place: number,
  edges: readonly Stretch[],
  newCorner: (x: number, y: number) => Corner,
): Cut[] {
  if (strips.length < 2) return [];
  const all = edges.flatMap((stretch) => cornersOf(stretch, place).map((c) => c.x));
  const west = Math.min(...all),
    width = Math.max(...all) - west;
  const cuts: Cut[] = [];
  let done = 0;
  for (const { share } of strips.slice(0, -1)) {
    done += share;
    const at = west + done * width;
    let south: Corner | null = null,
      north: Corner | null = null;
    for (const stretch of edges) {
      const list = stretch.border?.corners ?? stretch.corners;
      const backwards = stretch.border !== null && stretch.border.a !== place;
      for (let k = 1; k < list.length; k++) {
        const [from, to] = [list[k - 1], list[k]];
        if (from.x < at === to.x < at) continue;
        const corner = newCorner(at, from.y + ((at - from.x) / (to.x - from.x)) * (to.y - from.y));
        // Counter-clockwise, a convex cell goes east in its south.
        if (from.x < at !== backwards) south = corner;
        else north = corner;
        list.splice(k, 0, corner);
        k++;
      }
    }
    if (south === null || north === null) throw new Error("a cell without width");
    cuts.push({ south, north });
  }
  return cuts;
}

interface Loop {
  ring: Position[];
  /** Nothing but free ground beyond. */
  free: boolean;
}

/** Pieces end to end; every corner is left by one piece of a group at most. */
function chain(pieces: Map<number, Piece>): Loop[] {
  const loops: Loop[] = [];
  for (const [start] of pieces) {
    const ring: Position[] = [];
    let free = true;
    for (let at = start; ; ) {
      const piece = pieces.get(at);
      if (piece === undefined) break;
      pieces.delete(at);
      free &&= piece.free;
      const [last] = ring.slice(-1);
      if (last?.[0] !== piece.from.x || last[1] !== piece.from.y)
        ring.push([piece.from.x, piece.from.y]);
      at = piece.to.id;
    }
    if (ring.length > 2 && ring[0].every((v, k) => v === ring[ring.length - 1][k])) ring.pop();
    if (ring.length > 2) loops.push({ ring: [...ring, ring[0]], free });
  }
  return loops;
}

/** Outer rings with their holes; a hole of free ground where nobody lives is none. */
function nest(loops: readonly Loop[], x: Float64Array, y: Float64Array, index: Flatbush): Rings[] {
  const outer: { rings: Rings; area: number }[] = [];
  const holes: Loop[] = [];
  for (const loop of loops) {
    const area = signedArea(loop.ring);
    if (area > 0) outer.push({ rings: [loop.ring], area });
    else if (area < 0) holes.push(loop);
  }
  outer.sort((a, b) => a.area - b.area);
  for (const { ring, free } of holes) {
    if (free && !isAnybodyInside(ring, x, y, index)) continue;
    const [px, py] = ring[0];
    const around = outer.find(({ rings }) => isInside(rings[0], px, py)) ?? outer.at(-1);
    around?.rings.push(ring);
  }
  return outer.map(({ rings }) => rings);
}

function isAnybodyInside(
  ring: readonly Position[],
  x: Float64Array,
  y: Float64Array,
  index: Flatbush,
): boolean {
  const xs = ring.map((p) => p[0]),
    ys = ring.map((p) => p[1]);
  return index
    .search(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
    .some((i) => isInside(ring, x[i], y[i]));
}

function indexPlaces(x: Float64Array, y: Float64Array): Flatbush {
  const index = new Flatbush(x.length);
  for (let i = 0; i < x.length; i++) index.add(x[i], y[i], x[i], y[i]);
  index.finish();
  return index;
}

/** Square metres, positive when counter-clockwise. */
function signedArea(ring: readonly Position[]): number {
  const [[x0, y0]] = ring;
  let twice = 0;
  for (let k = 1; k < ring.length; k++)
    twice += (ring[k - 1][0] - x0) * (ring[k][1] - y0) - (ring[k][0] - x0) * (ring[k - 1][1] - y0);
  return twice / 2;
}

export function isInside(ring: readonly number[][], px: number, py: number): boolean {
  let inside = false;
  for (let k = 1; k < ring.length; k++) {
    const [ax, ay] = ring[k - 1],
      [bx, by] = ring[k];
    if (ay > py !== by > py && px < ax + ((py - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}
