import type { Geometry, MultiPolygon, Polygon, Position } from "geojson";
import type { AreaInput } from "../gql/graphql.js";

/**
 * An area the viewer drew or picked, as the address bar and the map hold it. Degrees (EPSG:4326),
 * metres. A polygon has parts, each with its outline and its holes, rings closed. Villages are
 * known by their codes and what is saved by its id; their shapes are the service's to tell.
 */
export type Area =
  | { kind: "polygon"; parts: Position[][][] }
  | { kind: "bbox"; bounds: [number, number, number, number] }
  | { kind: "circle"; center: [number, number]; metres: number }
  | { kind: "grids"; ids: string[] }
  | { kind: "villages"; codes: string[] }
  | { kind: "saved"; id: string };

type ToldArea = Extract<Area, { kind: "villages" | "saved" }>;
/** An area whose shape is known here. */
export type DrawnArea = Exclude<Area, ToldArea>;

export const isTold = (area: Area): area is ToldArea =>
  area.kind === "villages" || area.kind === "saved";

/** Steps of the lattice to which the service snaps coarse places, degrees. */
const COARSE = 0.001;

/** All that the service answers for when it gives a coarse place. */
export function cellArea(place: readonly number[]): Area {
  const [lng, lat] = place.map((d) => Math.round(d / COARSE) * COARSE) as [number, number];
  const reach = COARSE / 2;
  return { kind: "bbox", bounds: [lng - reach, lat - reach, lng + reach, lat + reach] };
}

const EARTH = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** What the service is asked. */
export function areaInput(area: Area): AreaInput {
  switch (area.kind) {
    case "polygon":
      return { polygon: shapeOf(area.parts) };
    case "bbox":
      return { bbox: area.bounds };
    case "circle":
      return { circle: { center: area.center, metres: area.metres } };
    case "grids":
      return { grids: area.ids };
    case "villages":
      return { villages: area.codes };
    case "saved":
      return { saved: area.id };
  }
}

/** The same backwards; null for what cannot be drawn: villages, a county, what is saved. */
export function areaOfInput({ polygon, bbox, circle, grids }: AreaInput): DrawnArea | null {
  if (polygon) return areaOfShape(polygon);
  if (bbox?.length === 4) return { kind: "bbox", bounds: bbox as [number, number, number, number] };
  if (circle)
    return { kind: "circle", center: circle.center as [number, number], metres: circle.metres };
  return grids ? { kind: "grids", ids: grids as string[] } : null;
}

const shapeOf = (parts: Position[][][]): Polygon | MultiPolygon =>
  parts.length === 1
    ? { type: "Polygon", coordinates: parts[0]! }
    : { type: "MultiPolygon", coordinates: parts };

/** A polygon, of one part or several; null for another geometry. */
export function areaOfShape(shape: Geometry): Extract<Area, { kind: "polygon" }> | null {
  if (shape.type === "Polygon") return { kind: "polygon", parts: [shape.coordinates] };
  return shape.type === "MultiPolygon" ? { kind: "polygon", parts: shape.coordinates } : null;
}

/**
 * Where a point lies that is `metres` away from `center` in direction `bearing` (radians clockwise
 * from north), on a sphere.
 */
export function destination(
  [lng, lat]: readonly number[],
  metres: number,
  bearing: number,
): [number, number] {
  const d = metres / EARTH,
    p = radians(lat!),
    sinLat = Math.sin(p) * Math.cos(d) + Math.cos(p) * Math.sin(d) * Math.cos(bearing);
  const l = Math.atan2(
    Math.sin(bearing) * Math.sin(d) * Math.cos(p),
    Math.cos(d) - Math.sin(p) * sinLat,
  );
  return [lng! + (l * 180) / Math.PI, (Math.asin(sinLat) * 180) / Math.PI];
}

/**
 * Metres between two places on a sphere; within 0.6 % of the ellipsoid, enough for a radius drawn
 * by hand.
 */
export function metresBetween(a: readonly number[], b: readonly number[]): number {
  const dLat = radians(b[1]! - a[1]!),
    dLng = radians(b[0]! - a[0]!);
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(a[1]!)) * Math.cos(radians(b[1]!)) * Math.sin(dLng / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The outline to draw; null for grids, whose shape is in the tiles, and for what is not read yet. */
export function areaPolygon(area: Area): Polygon | MultiPolygon | null {
  if (area.kind === "grids" || isTold(area)) return null;
  if (area.kind === "polygon") return shapeOf(area.parts);
  if (area.kind === "bbox") {
    const [w, s, e, n] = area.bounds;
    return {
      type: "Polygon",
      coordinates: [
        [
          [w, s],
          [e, s],
          [e, n],
          [w, n],
          [w, s],
        ],
      ],
    };
  }
  const ring = Array.from({ length: 72 }, (_, i) =>
    destination(area.center, area.metres, (-i * Math.PI) / 36),
  );
  return { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
}
