// Where the cells of an answer lie: on their own for lists and files, all at once for tiles.
import type { MultiPolygon, Polygon, Position } from "geojson";
import { hexCentre, hexCorners } from "../../geo/hotspots/hexagon.js";
import { localProjection, type Projection } from "../../geo/projection.js";
import { type Outlines, outlinesOf } from "../tiles/outlines.js";

/** Hexagons by q and r, so many metres between their centres. */
export interface HexagonsAt {
  metres: number;
  q: Int32Array;
  r: Int32Array;
}

/** Pixels from the south-west corner on; metres in the county's plane. */
export interface Raster {
  minX: number;
  minY: number;
  pixel: number;
}

/** Those of a raster that show something, by their places in it. */
export interface PixelsAt {
  raster: Raster;
  columns: number;
  pixels: Uint32Array;
}

/** Grids or villages; outlines as GeoJSON text, WGS 84. */
export interface AreasAt {
  ids: string[];
  names: string[];
  shapes: string[];
}

export type CellsAt = HexagonsAt | AreasAt;

const closed = (ring: Position[]): Polygon => ({
  type: "Polygon",
  coordinates: [[...ring, ring[0]!]],
});

const hexagonOutline = ({ metres, q, r }: HexagonsAt, i: number, plane: Projection) =>
  closed(hexCorners(metres, q[i]!, r[i]!).map(([x, y]) => plane.inverse(x, y)));

function pixelOutline(
  { raster: { minX, minY, pixel }, columns, pixels }: PixelsAt,
  i: number,
  { inverse }: Projection,
): Polygon {
  const [column, row] = [pixels[i]! % columns, Math.floor(pixels[i]! / columns)];
  const [west, south] = [minX + column * pixel, minY + row * pixel];
  return closed([
    inverse(west, south),
    inverse(west + pixel, south),
    inverse(west + pixel, south + pixel),
    inverse(west, south + pixel),
  ]);
}

/** Outline of a cell as it is answered, WGS 84. */
export function cellOutline(
  at: CellsAt | PixelsAt,
  i: number,
  plane: Projection,
): Polygon | MultiPolygon {
  if ("shapes" in at) return JSON.parse(at.shapes[i]!) as Polygon | MultiPolygon;
  return "pixels" in at ? pixelOutline(at, i, plane) : hexagonOutline(at, i, plane);
}

/** Work for a thread: outlines of the first so many cells, for tiles. */
export function outlineCells({
  origin,
  at,
  count,
}: {
  origin: readonly [lon: number, lat: number];
  at: CellsAt | PixelsAt;
  count: number;
}): Outlines {
  const plane = localProjection(...origin);
  function* cells() {
    for (let i = 0; i < count; i++) {
      const outline = cellOutline(at, i, plane);
      yield outline.type === "Polygon" ? [outline.coordinates] : outline.coordinates;
    }
  }
  return outlinesOf(cells());
}

/** Where cells of these ids stand, in one reading of all; an id that is none is left out. */
export function placesOf(at: CellsAt, ids: readonly string[]): number[] {
  if ("ids" in at) return ids.map((id) => at.ids.indexOf(id)).filter((i) => i >= 0);
  const asked = ids.map((id) => id.split(",").map(Number) as [q: number, r: number]);
  const places = asked.map(() => -1);
  for (let i = 0; i < at.q.length; i++)
    for (const [k, [q, r]] of asked.entries()) if (at.q[i] === q && at.r[i] === r) places[k] = i;
  return places.filter((i) => i >= 0);
}

/** West, south, east, north of the hexagons that hold incidents, degrees. */
export function heldBounds(
  { at, count, telling }: { at: CellsAt; count: Float64Array; telling: number },
  origin: readonly [lon: number, lat: number],
): [number, number, number, number] | null {
  if ("ids" in at) return null;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < telling; i++) {
    if (count[i] === 0) continue;
    const [x, y] = hexCentre(at.metres, at.q[i]!, at.r[i]!);
    [west, east] = [Math.min(west, x), Math.max(east, x)];
    [south, north] = [Math.min(south, y), Math.max(north, y)];
  }
  if (west > east) return null;
  const { inverse } = localProjection(...origin);
  const [lower, upper] = [
    inverse(west - at.metres, south - at.metres),
    inverse(east + at.metres, north + at.metres),
  ];
  return [lower[0]!, lower[1]!, upper[0]!, upper[1]!];
}
