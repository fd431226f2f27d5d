import type { MultiPolygon, Polygon, Position } from "geojson";
import { sameLength } from "./check.js";
import { cellAt, cellCentre, cellCount, type Lattice } from "./lattice.js";

/**
 * The mask decides the answer. Cells where an incident is possible belong to the map with their
 * zeros; cells where it is impossible
 * (sea, outside the jurisdiction, no household) do not. Default of the house: query area ∩ (cells
 * with a household or street, or within the coverage).
 * Masks are bytes, 1 for possible.
 */
export const fullMask = (lattice: Lattice): Uint8Array =>
  new Uint8Array(cellCount(lattice)).fill(1);

/** Cells that hold one of the points: households, buildings, vertices of streets. */
export function maskFromPoints(lattice: Lattice, x: Float64Array, y: Float64Array): Uint8Array {
  const mask = new Uint8Array(cellCount(lattice));
  for (let i = 0; i < x.length; i++) {
    const cell = cellAt(lattice, x[i], y[i]);
    if (cell >= 0) mask[cell] = 1;
  }
  return mask;
}

/**
 * Cells whose centre lies inside the polygons (metres in the lattice's plane). Rows of cells are
 * scan lines: each is cut by the edges it
 * meets, and centres between the first and second cut, third and fourth, … are inside. Holes need
 * no case of their own. A centre exactly on an edge
 * goes by the half-open rule: it is in one of two neighbouring polygons, never in both.
 */
export function maskFromPolygons(
  lattice: Lattice,
  polygons: readonly (Polygon | MultiPolygon)[],
): Uint8Array {
  const mask = new Uint8Array(cellCount(lattice)),
    { columns, rows } = lattice;
  const [originX, originY] = cellCentre(lattice, 0),
    up = rows > 1 ? cellCentre(lattice, columns) : [originX, originY + lattice.spacing];
  const rowHeight = up[1] - originY,
    lean = up[0] - originX;
  const paint = (rings: readonly Position[][]) => {
    const cuts = new Map<number, number[]>();
    for (const ring of rings) {
      for (let k = 0; k < ring.length; k++) {
        const here = ring[k],
          there = ring[(k + 1) % ring.length];
        if (here[1] === there[1]) continue;
        // From the lower end up, so that both polygons of a shared edge cut it at the same double.
        const [[x1, low], [x2, high]] = here[1] < there[1] ? [here, there] : [there, here];
        for (
          let row = Math.max(0, Math.floor((low - originY) / rowHeight));
          row < rows && originY + row * rowHeight < high;
          row++
        ) {
          const y = originY + row * rowHeight;
          if (y < low) continue;
          const cut = x1 + ((y - low) / (high - low)) * (x2 - x1),
            list = cuts.get(row);
          if (list) list.push(cut);
          else cuts.set(row, [cut]);
        }
      }
    }
    for (const [row, list] of cuts) {
      list.sort((a, b) => a - b);
      const first = originX + row * lean;
      for (let k = 0; k + 1 < list.length; k += 2) {
        const from = Math.max(0, Math.ceil((list[k] - first) / lattice.spacing)),
          to = Math.min(columns, Math.ceil((list[k + 1] - first) / lattice.spacing));
        for (let column = from; column < to; column++) mask[row * columns + column] = 1;
      }
    }
  };
  for (const shape of polygons) {
    if (shape.type === "Polygon") paint(shape.coordinates);
    else shape.coordinates.forEach(paint);
  }
  return mask;
}

/**
 * 1 for each point inside one of the polygons (metres of one plane), by crossings of the line to the
 * east; a point on an edge goes by the half-open rule.
 */
export const pointsInside = (
  polygons: readonly (Polygon | MultiPolygon)[],
  x: Float64Array,
  y: Float64Array,
): Uint8Array => Uint8Array.from(holdersOf(polygons, x, y), (holder) => (holder >= 0 ? 1 : 0));

/** The first of the polygons that holds each point, by the same rule; -1: none does. */
export function holdersOf(
  polygons: readonly (Polygon | MultiPolygon)[],
  x: Float64Array,
  y: Float64Array,
): Int32Array {
  sameLength("y", x.length, y.length);
  const holder = new Int32Array(x.length).fill(-1),
    order = Uint32Array.from(x.keys()).sort((a, b) => y[a] - y[b]);
  const odd = new Uint8Array(x.length);
  const within = (rings: readonly Position[][], polygon: number) => {
    const met: number[] = [];
    for (const ring of rings)
      for (let k = 0; k < ring.length; k++) {
        const here = ring[k],
          there = ring[(k + 1) % ring.length];
        if (here[1] === there[1]) continue;
        const [[x1, low], [x2, high]] = here[1] < there[1] ? [here, there] : [there, here];
        for (let at = firstAbove(order, y, low); at < order.length; at++) {
          const p = order[at];
          if (y[p] >= high) break;
          if (x1 + ((y[p] - low) / (high - low)) * (x2 - x1) > x[p]) {
            odd[p] ^= 1;
            met.push(p);
          }
        }
      }
    for (const p of met) {
      if (odd[p] && holder[p] < 0) holder[p] = polygon;
      odd[p] = 0;
    }
  };
  polygons.forEach((shape, i) => {
    if (shape.type === "Polygon") within(shape.coordinates, i);
    else for (const part of shape.coordinates) within(part, i);
  });
  return holder;
}

/** Of rows in the order of y, the first at `low` or above. */
function firstAbove(order: Uint32Array, y: Float64Array, low: number): number {
  let from = 0,
    to = order.length;
  while (from < to) {
    const half = (from + to) >> 1;
    if (y[order[half]] < low) from = half + 1;
    else to = half;
  }
  return from;
}

/** Cells that are possible in both. */
export function intersectMasks(a: Uint8Array, b: Uint8Array): Uint8Array {
  sameLength("masks", a.length, b.length);
  return a.map((v, i) => v & b[i]);
}

/** Cells that are possible in one or the other. */
export function uniteMasks(a: Uint8Array, b: Uint8Array): Uint8Array {
  sameLength("masks", a.length, b.length);
  return a.map((v, i) => v | b[i]);
}
