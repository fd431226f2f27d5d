import type { Position as Place } from "geojson";
import type { TileGeometry } from "./encode-tile.js";
import { EXTENT, MARGIN, type TileAddress } from "./tile-address.js";

/** Steps across the world in web Mercator: 9 mm at the equator, whole at every zoom up to 20. */
const WORLD_STEPS = 2 ** 32;

/**
 * Outlines of cells that are worked out, not stored: rings in steps of web Mercator, x from the
 * west, y from the north, so that a tile of them is cut out without projecting anything. Plain
 * arrays of numbers: a thread makes them.
 */
export interface Outlines {
  /** The first ring of each cell, and one past the last. */
  ring: Uint32Array;
  /** The first position of each ring, and one past the last; a ring does not repeat its first. */
  position: Uint32Array;
  x: Uint32Array;
  y: Uint32Array;
  /** West, north, east, south of each cell. */
  box: Uint32Array;
}

const stepOf = (share: number): number =>
  Math.min(WORLD_STEPS - 1, Math.max(0, Math.round(share * WORLD_STEPS)));

/**
 * @param cells each as the coordinates of a MultiPolygon, degrees (WGS 84); rings closed or not, in
 * whatever turn
 */
export function outlinesOf(cells: Iterable<readonly (readonly (readonly Place[])[])[]>): Outlines {
  const ring = [0],
    position = [0],
    x: number[] = [],
    y: number[] = [],
    box: number[] = [];
  for (const polygons of cells) {
    const begun = x.length;
    for (const rings of polygons)
      rings.forEach((places, k) => {
        // A tile's outer rings turn one way and its holes the other.
        const points = stepsOf(places);
        if (twiceArea(points) > 0 !== (k === 0)) points.reverse();
        for (const [px, py] of points) {
          x.push(px);
          y.push(py);
        }
        position.push(x.length);
      });
    ring.push(position.length - 1);
    const [xs, ys] = [x.slice(begun), y.slice(begun)];
    box.push(least(xs), least(ys), most(xs), most(ys));
  }
  const of = (values: number[]) => Uint32Array.from(values);
  return { ring: of(ring), position: of(position), x: of(x), y: of(y), box: of(box) };
}

const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), WORLD_STEPS);
const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), 0);

function stepsOf(places: readonly Place[]): Point[] {
  const [first, last] = [places[0]!, places.at(-1)!];
  const isClosed = places.length > 1 && first[0] === last[0] && first[1] === last[1];
  return (isClosed ? places.slice(0, -1) : places).map(([lon, lat]) => [
    stepOf((lon! + 180) / 360),
    stepOf(0.5 - Math.asinh(Math.tan((lat! * Math.PI) / 180)) / (2 * Math.PI)),
  ]);
}

type Point = [number, number];

/** What of a cell lies in a tile and its margin, in the tile's units; null: nothing that shows. */
function inTile(outlines: Outlines, cell: number, { z, x, y }: TileAddress): TileGeometry | null {
  const { ring, position } = outlines;
  const scale = (EXTENT * 2 ** z) / WORLD_STEPS;
  const rings: Point[][] = [];
  for (let r = ring[cell]!; r < ring[cell + 1]!; r++) {
    let points: Point[] = [];
    for (let k = position[r]!; k < position[r + 1]!; k++)
      points.push([outlines.x[k]! * scale - x * EXTENT, outlines.y[k]! * scale - y * EXTENT]);
    for (const side of SIDES) points = cutBy(points, side);
    const whole = points.map(([px, py]): Point => [Math.round(px), Math.round(py)]);
    if (twiceArea(whole) !== 0) rings.push([...whole, whole[0]!]);
  }
  return rings.length > 0 ? { type: "Polygon", coordinates: rings } : null;
}

/** Of x or y; keeps what is at most, or at least, so far. */
interface Side {
  axis: 0 | 1;
  at: number;
  keepsLess: boolean;
}

const SIDES: readonly Side[] = ([0, 1] as const).flatMap((axis) => [
  { axis, at: -MARGIN, keepsLess: false },
  { axis, at: EXTENT + MARGIN, keepsLess: true },
]);

/** One side of a box cuts a ring (Sutherland and Hodgman 1974). */
function cutBy(points: readonly Point[], { axis, at, keepsLess }: Side): Point[] {
  const isKept = (p: Point) => (keepsLess ? p[axis] <= at : p[axis] >= at);
  if (points.every(isKept)) return [...points];
  const kept: Point[] = [];
  points.forEach((here, i) => {
    const before = points[(i + points.length - 1) % points.length]!;
    if (isKept(here) !== isKept(before)) {
      const t = (at - before[axis]) / (here[axis] - before[axis]);
      kept.push([before[0] + t * (here[0] - before[0]), before[1] + t * (here[1] - before[1])]);
    }
    if (isKept(here)) kept.push(here);
  });
  return kept;
}

function twiceArea(ring: readonly Point[]): number {
  let sum = 0;
  ring.forEach(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length]!;
    sum += x * ny - nx * y;
  });
  return sum;
}

/** Cells that show in a tile, in their order and at most so many. */
export function cellsInTile(
  outlines: Outlines,
  tile: TileAddress,
  limit: number,
): { cell: number; geometry: TileGeometry }[] {
  const side = WORLD_STEPS / 2 ** tile.z,
    over = (side * MARGIN) / EXTENT;
  const [west, north] = [tile.x * side - over, tile.y * side - over];
  const [east, south] = [(tile.x + 1) * side + over, (tile.y + 1) * side + over];
  const { box } = outlines;
  const found: { cell: number; geometry: TileGeometry }[] = [];
  for (let cell = 0; cell < box.length / 4 && found.length < limit; cell++) {
    const at = 4 * cell;
    if (box[at]! > east || box[at + 2]! < west) continue;
    if (box[at + 1]! > south || box[at + 3]! < north) continue;
    const geometry = inTile(outlines, cell, tile);
    if (geometry) found.push({ cell, geometry });
  }
  return found;
}
