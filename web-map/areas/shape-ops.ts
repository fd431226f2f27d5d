import { intersect } from "@turf/intersect";
import { union } from "@turf/union";
import type { Feature, Geometry, MultiPolygon, Polygon, Position } from "geojson";
import { partsOf } from "../../geo/geometry.js";
import { simplifyLine } from "../../geo/simplify-line.js";
import { snapGeometry } from "../../geo/snap.js";
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

/** So many at once: what is put together grows, and the clipping library goes over all of it. */
const AT_ONCE = 8;

/** All that lies in one of them. */
export function together(shapes: readonly Shape[]): Shape {
  if (shapes.length === 1) return shapes[0]!;
  if (shapes.length <= AT_ONCE) return union(collection(shapes))!.geometry;
  const groups = Array.from({ length: Math.ceil(shapes.length / AT_ONCE) }, (_, i) =>
    together(shapes.slice(i * AT_ONCE, (i + 1) * AT_ONCE)),
  );
  return together(groups);
}

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

/** A recorded track has a point a second: what is a fiftieth of the distance aside is left out. */
const ASIDE = 1 / 50;

function alongLine(line: Position[], metres: number): Polygon[] {
  const thin = simplifyLine(line, metres * ASIDE);
  // The clipping library loses its way where outlines all but meet; on a lattice they meet.
  return thin.slice(1).map((p, i) => snapGeometry(capsule(thin[i]!, p, metres)));
}

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
