import type { Geometry, MultiPolygon, Polygon, Position } from "geojson";
import { orient2d } from "robust-predicates";
import { type GeometryFault, polygonFault } from "./polygon-fault.js";
import { snapGeometry } from "./snap.js";

/** Of what is stored; a question may have fewer. */
export const VERTEX_LIMIT = 50_000;

const TYPES = new Set([
  "Point",
  "MultiPoint",
  "LineString",
  "MultiLineString",
  "Polygon",
  "MultiPolygon",
]);

type Read = { geometry: Geometry; fault: null } | { geometry: null; fault: GeometryFault };

/**
 * The first half of the gate: a GeoJSON geometry (RFC 7946, lon/lat in EPSG:4326) of a known type,
 * snapped to 1e-7 degrees. Its shape is still to be judged (`shapeFault`).
 */
export function readGeometry(value: unknown, limit = VERTEX_LIMIT): Read {
  const fault = structureFault(value, limit);
  return fault
    ? { geometry: null, fault }
    : { geometry: snapGeometry(value as Geometry), fault: null };
}

/**
 * The whole gate for geometries that enter. What a browser or program computed may cross itself by
 * 1e-14 before snapping, so the shape is judged as it will be stored.
 */
export function admit(value: unknown, limit = VERTEX_LIMIT): Read {
  const read = readGeometry(value, limit);
  const fault = read.geometry && shapeFault(read.geometry);
  return fault ? { geometry: null, fault } : read;
}

/** Why a value may not be stored or asked with as it is; null when it may. */
export const geometryFault = (value: unknown, limit = VERTEX_LIMIT): GeometryFault | null =>
  structureFault(value, limit) ?? shapeFault(value as Geometry);

/**
 * Known type, finite numbers in range, nested as the type wants, at most 50,000 vertices; no
 * collection.
 */
function structureFault(value: unknown, limit = VERTEX_LIMIT): GeometryFault | null {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { reason: "a GeoJSON geometry is an object with type and coordinates" };
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown };
  if (typeof type !== "string" || !TYPES.has(type))
    return { reason: `geometry type must be one of ${[...TYPES].join(", ")}` };
  const depth =
    type === "Point"
      ? 0
      : type === "LineString" || type === "MultiPoint"
        ? 1
        : type === "MultiPolygon"
          ? 3
          : 2;
  return positionsFault(coordinates, depth, { left: limit }, limit);
}

/**
 * Valid by OGC Simple Features (06-103r4, 6.1.11), which is what ST_IsValid asks: rings closed and
 * simple, holes inside, the inside in one piece, parts apart. Nor may an edge go round the earth.
 */
export function shapeFault(geometry: Geometry): GeometryFault | null {
  switch (geometry.type) {
    case "LineString":
      return lineFault(geometry.coordinates);
    case "MultiLineString":
      return firstFault(geometry.coordinates, lineFault);
    case "Polygon":
      return polygonsFault([geometry.coordinates]);
    case "MultiPolygon":
      return polygonsFault(geometry.coordinates);
    default:
      return null;
  }
}

const polygonsFault = (parts: Position[][][]): GeometryFault | null =>
  firstFault(parts, ringsFault) ?? polygonFault(parts);

function firstFault<T>(
  items: T[],
  faultOf: (item: T) => GeometryFault | null,
): GeometryFault | null {
  for (const item of items) {
    const fault = faultOf(item);
    if (fault) return fault;
  }
  return null;
}

function positionsFault(
  value: unknown,
  depth: number,
  counter: { left: number },
  limit: number,
): GeometryFault | null {
  if (!Array.isArray(value)) return { reason: "coordinates must be nested arrays of numbers" };
  if (depth > 0) {
    if (value.length === 0) return { reason: "coordinates are empty" };
    return firstFault(value, (v) => positionsFault(v, depth - 1, counter, limit));
  }
  if (value.length < 2 || value.length > 4)
    return { reason: "a position has a longitude and a latitude" };
  const [lon, lat] = value as unknown[];
  if (
    typeof lon !== "number" ||
    typeof lat !== "number" ||
    !Number.isFinite(lon) ||
    !Number.isFinite(lat)
  )
    return { reason: "longitude and latitude must be finite numbers" };
  if (lon < -180 || lon > 180 || lat < -90 || lat > 90)
    return {
      reason: "longitude must be within ±180 and latitude within ±90 (order: longitude, latitude)",
      at: [lon, lat],
    };
  if (--counter.left < 0) return { reason: `a geometry may have at most ${limit} vertices` };
  return null;
}

function lineFault(line: Position[]): GeometryFault | null {
  if (line.length < 2) return { reason: "a line needs at least two positions", at: line[0] };
  const [x, y] = line[0]!;
  return line.some((p) => p[0] !== x || p[1] !== y)
    ? wrapFault(line)
    : { reason: "a line needs two different positions", at: line[0] };
}

/** On the earth no one shortest way leads between these two: PostGIS refuses to measure it. */
const areOpposite = ([lon, lat]: Position, [toLon, toLat]: Position): boolean =>
  lat === -toLat! && (Math.abs(lat) === 90 || Math.abs(lon! - toLon!) === 180);

/**
 * An edge longer than half the earth was meant the other way round, across the antimeridian (RFC
 * 7946, 3.1.9); one from -180 to 180 is a parallel of the whole earth.
 */
function wrapFault(line: Position[]): GeometryFault | null {
  for (let i = 1; i < line.length; i++) {
    const span = Math.abs(line[i]![0]! - line[i - 1]![0]!);
    if (areOpposite(line[i - 1]!, line[i]!))
      return {
        reason: "an edge leads to the opposite side of the earth; put a vertex between its ends",
        at: line[i],
      };
    if (span > 180 && span < 360)
      return {
        reason:
          "an edge spans more than 180 degrees; cut what crosses the antimeridian in two at 180 " +
          "(RFC 7946, 3.1.9)",
        at: line[i],
      };
  }
  return null;
}

function ringsFault(rings: Position[][]): GeometryFault | null {
  for (const ring of rings) {
    if (ring.length < 4) return { reason: "a ring needs at least four positions", at: ring[0] };
    const first = ring[0]!,
      last = ring.at(-1)!;
    if (first[0] !== last[0] || first[1] !== last[1])
      return { reason: "a ring must end where it begins", at: last };
    if (isFlat(ring)) return { reason: "a ring must enclose an area", at: first };
    const wrapped = wrapFault(ring);
    if (wrapped) return wrapped;
  }
  return null;
}

/**
 * Do all positions of a ring lie on one line? (A bow-tie's signed area is zero too, and its fault
 * is another.)
 */
function isFlat(ring: Position[]): boolean {
  const first = ring[0]!;
  const other = ring.find((p) => !same(p, first));
  return !other || ring.every((p) => cross(first, other, p) === 0);
}

/** Its sign is exact: positive when b lies left of o→a. */
const cross = (o: Position, a: Position, b: Position) =>
  -orient2d(o[0]!, o[1]!, a[0]!, a[1]!, b[0]!, b[1]!);
const same = (a: Position, b: Position) => a[0] === b[0] && a[1] === b[1];

/** The parts of a Polygon or MultiPolygon. */
export const partsOf = (shape: Polygon | MultiPolygon): Position[][][] =>
  shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;

/** How many positions a geometry has; none for a collection. */
export function verticesOf(geometry: Geometry): number {
  const count = (value: unknown): number =>
    !Array.isArray(value) || typeof value[0] === "number"
      ? 1
      : value.reduce((n: number, v) => n + count(v), 0);
  return geometry.type === "GeometryCollection" ? 0 : count(geometry.coordinates);
}

/** [west, south, east, north] of any GeoJSON geometry but a collection. */
export function boundsOf(geometry: Geometry): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    if (typeof value[0] === "number") {
      bounds[0] = Math.min(bounds[0], value[0]);
      bounds[1] = Math.min(bounds[1], value[1] as number);
      bounds[2] = Math.max(bounds[2], value[0]);
      bounds[3] = Math.max(bounds[3], value[1] as number);
    } else for (const v of value) visit(v);
  };
  if (geometry.type !== "GeometryCollection") visit(geometry.coordinates);
  return bounds;
}
