import Flatbush from "flatbush";
import type { Geometry, Position } from "geojson";

/** What is wrong with a geometry, in a sentence, and where (lon/lat) if it has a place. */
export interface GeometryFault {
  reason: string;
  at?: Position;
}

const VERTEX_LIMIT = 50_000;

const TYPES = new Set([
  "Point",
  "MultiPoint",
  "LineString",
  "MultiLineString",
  "Polygon",
  "MultiPolygon",
]);

/**
 * Is `value` a GeoJSON geometry (RFC 7946, lon/lat in EPSG:4326) that may be stored or asked with?
 * Known type, finite
 * numbers in range, rings closed and simple, at most 50,000 vertices; no collection, no altitude
 * kept.
 */
export function geometryFault(value: unknown, limit = VERTEX_LIMIT): GeometryFault | null {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { reason: "a GeoJSON geometry is an object with type and coordinates" };
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown };
  if (typeof type !== "string" || !TYPES.has(type))
    return { reason: `geometry type must be one of ${[...TYPES].join(", ")}` };
  const counter = { left: limit };
  const depth =
    type === "Point"
      ? 0
      : type === "LineString" || type === "MultiPoint"
        ? 1
        : type === "MultiPolygon"
          ? 3
          : 2;
  const fault = positionsFault(coordinates, depth, counter, limit);
  if (fault) return fault;
  const geometry = value as Geometry;
  switch (geometry.type) {
    case "LineString":
      return lineFault(geometry.coordinates);
    case "MultiLineString":
      return firstFault(geometry.coordinates, lineFault);
    case "Polygon":
      return polygonFault(geometry.coordinates);
    case "MultiPolygon":
      return (
        firstFault(geometry.coordinates, ringsFault) ??
        crossing(geometry.coordinates.flat()) ??
        firstFault(geometry.coordinates, holesFault) ??
        partsFault(geometry.coordinates)
      );
    default:
      return null;
  }
}

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
    ? null
    : { reason: "a line needs two different positions", at: line[0] };
}

const polygonFault = (rings: Position[][]): GeometryFault | null =>
  ringsFault(rings) ?? crossing(rings) ?? holesFault(rings);

function ringsFault(rings: Position[][]): GeometryFault | null {
  for (const ring of rings) {
    if (ring.length < 4) return { reason: "a ring needs at least four positions", at: ring[0] };
    const first = ring[0]!,
      last = ring.at(-1)!;
    if (first[0] !== last[0] || first[1] !== last[1])
      return { reason: "a ring must end where it begins", at: last };
    if (isFlat(ring)) return { reason: "a ring must enclose an area", at: first };
  }
  return null;
}

/** Whether a point is inside a ring: 1 inside, 0 on it, -1 outside (crossing number). */
function side([x, y]: Position, ring: Position[]): -1 | 0 | 1 {
  let inside = false;
  for (let i = 0; i + 1 < ring.length; i++) {
    const a = ring[i]!,
      b = ring[i + 1]!;
    const turn = cross(a, b, [x!, y!]);
    if (
      turn === 0 &&
      Math.min(a[0]!, b[0]!) <= x! &&
      x! <= Math.max(a[0]!, b[0]!) &&
      Math.min(a[1]!, b[1]!) <= y! &&
      y! <= Math.max(a[1]!, b[1]!)
    )
      return 0;
    if (a[1]! > y! !== b[1]! > y! && turn > 0 === b[1]! > a[1]!) inside = !inside;
  }
  return inside ? 1 : -1;
}

/**
 * Where a ring that crosses another nowhere lies: decided by its first vertex that is not on the
 * other.
 */
const sideOfRing = (ring: Position[], other: Position[]): -1 | 0 | 1 =>
  ring.map((p) => side(p, other)).find((s) => s !== 0) ?? 0;

function holesFault([shell, ...holes]: Position[][]): GeometryFault | null {
  for (const [i, hole] of holes.entries()) {
    if (sideOfRing(hole, shell!) < 1)
      return { reason: "a hole must lie inside its polygon", at: hole[0] };
    if (holes.some((other, k) => k !== i && sideOfRing(hole, other) > 0))
      return { reason: "a hole must not lie inside another", at: hole[0] };
  }
  return null;
}

/** Parts that cross nowhere may still lie one inside the other, outside its holes. */
function partsFault(parts: Position[][][]): GeometryFault | null {
  if (parts.length < 2) return null;
  const boxes = parts.map(([shell]) => boundsOf({ type: "LineString", coordinates: shell! }));
  const index = new Flatbush(parts.length);
  for (const b of boxes) index.add(...b);
  index.finish();
  for (const [i, [shell]] of parts.entries()) {
    for (const k of index.search(...boxes[i]!)) {
      if (k === i || sideOfRing(shell!, parts[k]![0]!) < 1) continue;
      if (!parts[k]!.slice(1).some((hole) => sideOfRing(shell!, hole) > 0))
        return { reason: "the parts of a geometry must not overlap", at: shell![0] };
    }
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

/**
 * The first place where two edges of a polygon cross or overlap; rings may touch in points (OGC
 * Simple Features 6.1.11).
 */
function crossing(rings: Position[][]): GeometryFault | null {
  const edges: [Position, Position][] = [];
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i++) {
      const a = ring[i]!,
        b = ring[i + 1]!;
      if (a[0] !== b[0] || a[1] !== b[1]) edges.push([a, b]);
    }
  }
  const index = new Flatbush(edges.length);
  for (const [a, b] of edges)
    index.add(
      Math.min(a[0]!, b[0]!),
      Math.min(a[1]!, b[1]!),
      Math.max(a[0]!, b[0]!),
      Math.max(a[1]!, b[1]!),
    );
  index.finish();
  for (let i = 0; i < edges.length; i++) {
    const [a, b] = edges[i]!;
    const near = index.search(
      Math.min(a[0]!, b[0]!),
      Math.min(a[1]!, b[1]!),
      Math.max(a[0]!, b[0]!),
      Math.max(a[1]!, b[1]!),
      (j) => j > i,
    );
    for (const j of near) {
      const at = improperMeeting(a, b, ...edges[j]!);
      if (at) return { reason: "a polygon's boundary must not cross or run back over itself", at };
    }
  }
  return null;
}

const cross = (o: Position, a: Position, b: Position) =>
  (a[0]! - o[0]!) * (b[1]! - o[1]!) - (a[1]! - o[1]!) * (b[0]! - o[0]!);
const same = (a: Position, b: Position) => a[0] === b[0] && a[1] === b[1];

/**
 * Where two edges meet otherwise than in single points of contact: a proper crossing, or a stretch
 * in common.
 */
function improperMeeting(a: Position, b: Position, c: Position, d: Position): Position | null {
  const d1 = cross(a, b, c),
    d2 = cross(a, b, d),
    d3 = cross(c, d, a),
    d4 = cross(c, d, b);
  if (d1 * d2 < 0 && d3 * d4 < 0) {
    const t = d3 / (d3 - d4);
    return [a[0]! + t * (b[0]! - a[0]!), a[1]! + t * (b[1]! - a[1]!)];
  }
  if (d1 === 0 && d2 === 0) {
    const along = (p: Position) =>
      Math.abs(b[0]! - a[0]!) > Math.abs(b[1]! - a[1]!) ? p[0]! : p[1]!;
    const [lo, hi] = [Math.min(along(a), along(b)), Math.max(along(a), along(b))];
    const [from, to] = [Math.min(along(c), along(d)), Math.max(along(c), along(d))];
    if (Math.min(hi, to) - Math.max(lo, from) > 0)
      return (
        [c, d].find((p) => !same(p, a) && !same(p, b) && along(p) >= lo && along(p) <= hi) ?? a
      );
  }
  return null;
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
