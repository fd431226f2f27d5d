/** An edge of a coverage, and what is asked of its coordinates alone. */
import type { Position } from "geojson";

/** A grid's identity, as text. */
export type GridId = string;
/**
 * What lies on one side of an edge: a grid, or null for outside (the world around, and holes nobody
 * fills).
 */
export type Label = GridId | null;

export interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/**
 * A line from node to node with the same two neighbours all along. Coordinates are degrees × 1e7 as
 * integers,
 * x0, y0, x1, y1 … Edges are never changed, only replaced. Direction is canonical: from the lower
 * end (x, then y) to the
 * higher; a closed edge starts at its lowest vertex and runs counter-clockwise.
 */
export interface Edge {
  readonly id: number;
  readonly xy: Int32Array;
  readonly left: Label;
  readonly right: Label;
  readonly box: Box;
}

export function nodeKey(x: number, y: number): string {
  return `${x},${y}`;
}

export function isClosed(edge: Edge): boolean {
  const { xy } = edge;
  return xy[0] === xy[xy.length - 2] && xy[1] === xy[xy.length - 1];
}

export function boxOf(xy: ArrayLike<number>): Box {
  let minX = Infinity,
    minY = Infinity,
    maxX = -Infinity,
    maxY = -Infinity;
  for (let i = 0; i < xy.length; i += 2) {
    const x = xy[i],
      y = xy[i + 1];
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return { minX, minY, maxX, maxY };
}

/** Lattice integers to degrees; dividing gives the double of the decimal's text. */
export function toPosition(x: number, y: number): Position {
  return [x / 1e7, y / 1e7];
}

export function toPositions(xy: ArrayLike<number>): Position[] {
  const out: Position[] = [];
  for (let i = 0; i < xy.length; i += 2) out.push(toPosition(xy[i], xy[i + 1]));
  return out;
}
