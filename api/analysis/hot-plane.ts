// What threads that make maps share: ground in degrees becomes metres of the county's plane.
import type { MultiPolygon, Polygon, Position } from "geojson";
import type { BarrierLines, MaskSaid } from "../../geo/hotspots/index.js";
import type { Projection } from "../../geo/projection.js";

export type Shape = Polygon | MultiPolygon;

/** What maps of cells and of areas are made with; places in degrees, outlines as GeoJSON text. */
export interface GroundTask {
  origin: readonly [lon: number, lat: number];
  mask: { said: MaskSaid; shapes: readonly string[] };
  barriers: { lines: Position[][]; crossings: Position[] } | null;
}

/** Where households are, and how many; degrees. */
export interface Homes {
  lon: Float64Array;
  lat: Float64Array;
  households: Float64Array;
}

export function projected(text: string, { forward }: Projection): Shape {
  const shape = JSON.parse(text) as Shape;
  const ring = (places: Position[]) => places.map(([x, y]) => forward(x!, y!));
  return shape.type === "Polygon"
    ? { type: shape.type, coordinates: shape.coordinates.map(ring) }
    : { type: shape.type, coordinates: shape.coordinates.map((p) => p.map(ring)) };
}

export function barriersIn(
  barriers: GroundTask["barriers"],
  { forward }: Projection,
): BarrierLines | null {
  const at = ([x, y]: Position) => forward(x!, y!);
  return (
    barriers && {
      lines: barriers.lines.map((line) => line.map(at)),
      crossings: barriers.crossings.map(at),
    }
  );
}
