import { intersect } from "@turf/intersect";
import { union } from "@turf/union";
import type { Feature, Geometry, MultiPolygon, Polygon, Position } from "geojson";
import { partsOf } from "../../geo/geometry.js";
import { destination } from "../state/area.js";
import { circleRing } from "./sketch.js";

// Loaded when the first shapes are put together: the clipping library is nobody's first need.

type Shape = Polygon | MultiPolygon;

const feature = (geometry: Shape): Feature<Shape> => ({
  type: "Feature",
  properties: {},
  geometry,
});
const collection = (shapes: readonly Shape[]) => ({
  type: "FeatureCollection" as const,
  features: shapes.map(feature),
});

/** All that lies in one of them. */
export const together = (shapes: readonly Shape[]): Shape =>
  shapes.length === 1 ? shapes[0]! : union(collection(shapes))!.geometry;

const WORLD: Position[] = [
  [-180, -90],
  [180, -90],
  [180, 90],
  [-180, 90],
  [-180, -90],
];

/** All that lies in `shape` and not in `taken`; null where nothing is left. */
export function without(shape: Shape, taken: Shape): Shape | null {
  const parts = partsOf(taken);
  const outside: MultiPolygon = {
    type: "MultiPolygon",
    coordinates: [
      [WORLD, ...parts.map((rings) => rings[0]!)],
      ...parts.flatMap((rings) => rings.slice(1).map((hole) => [hole])),
    ],
  };
  return intersect(collection([shape, outside]))?.geometry ?? null;
}

/** Corners of a half circle: its outline is inside the true one by 0.2 % of the radius. */
const HALF = 24;

/** All that lies within some metres of a segment: two half circles and what is between. */
function capsule(a: Position, b: Position, metres: number): Polygon {
  const bearing = Math.atan2(
    (b[0]! - a[0]!) * Math.cos((((a[1]! + b[1]!) / 2) * Math.PI) / 180),
    b[1]! - a[1]!,
  );
  const half = (at: Position, from: number) =>
    Array.from({ length: HALF + 1 }, (_, i) =>
      destination(at, metres, from - (i * Math.PI) / HALF),
    );
  const ring = [...half(b, bearing + Math.PI / 2), ...half(a, bearing - Math.PI / 2)];
  return { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
}

const alongLine = (line: Position[], metres: number): Polygon[] =>
  line.slice(1).map((p, i) => capsule(line[i]!, p, metres));

const around = (at: Position, metres: number): Polygon => ({
  type: "Polygon",
  coordinates: [circleRing([at[0]!, at[1]!], metres)],
});

function piecesOf(geometry: Geometry, metres: number): Shape[] {
  switch (geometry.type) {
    case "Point":
      return [around(geometry.coordinates, metres)];
    case "MultiPoint":
      return geometry.coordinates.map((at) => around(at, metres));
    case "LineString":
      return alongLine(geometry.coordinates, metres);
    case "MultiLineString":
      return geometry.coordinates.flatMap((line) => alongLine(line, metres));
    case "Polygon":
    case "MultiPolygon":
      return [
        geometry,
        ...partsOf(geometry).flatMap((rings) => rings.flatMap((r) => alongLine(r, metres))),
      ];
    case "GeometryCollection":
      return geometry.geometries.flatMap((g) => piecesOf(g, metres));
  }
}

/** All that lies within some metres of a geometry. */
export const within = (geometry: Geometry, metres: number): Shape =>
  together(piecesOf(geometry, metres));
