import Flatbush from "flatbush";
import type { Geometry, Position } from "geojson";
import { orient2d } from "robust-predicates";
import { snapGeometry } from "./projection.js";

/** What is wrong with a geometry, in a sentence, and where (lon/lat) if it has a place. */
export interface GeometryFault {
  reason: string;
  at?: Position;
  /** Is it of the kind that a repair may take away without changing the area? */
  isMendable?: boolean;
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
 * The one gate for geometries that enter: a GeoJSON geometry (RFC 7946, lon/lat in EPSG:4326) of a
 * known type, snapped to 1e-7 degrees, then valid. What a browser or program computed may cross
 * itself by 1e-14 before snapping, so the shape is judged as it will be stored.
 */
export function admit(
  value: unknown,
  limit = VERTEX_LIMIT,
): { geometry: Geometry; fault: null } | { geometry: null; fault: GeometryFault } {
  const structure = structureFault(value, limit);
  if (structure) return { geometry: null, fault: structure };
  const geometry = snapGeometry(value as Geometry);
  const fault = shapeFault(geometry);
  return fault ? { geometry: null, fault } : { geometry, fault: null };
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
function shapeFault(geometry: Geometry): GeometryFault | null {
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
  firstFault(parts, ringsFault) ??
  meetingFault(parts) ??
  firstFault(parts, holesFault) ??
  partsFault(parts);

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

/**
 * An edge longer than half the earth was meant the other way round, across the antimeridian (RFC
 * 7946, 3.1.9); one from -180 to 180 is a parallel of the whole earth.
 */
function wrapFault(line: Position[]): GeometryFault | null {
  for (let i = 1; i < line.length; i++) {
    const span = Math.abs(line[i]![0]! - line[i - 1]![0]!);
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

/** Whether a point is inside a ring: 1 inside, 0 on it, -1 outside (crossing number). */
function side([x, y]: Position, ring: Position[]): -1 | 0 | 1 {
  let inside = false;
  for (let i = 0; i + 1 < ring.length; i++) {
    const a = ring[i]!,
      b = ring[i + 1]!;
    const turn = cross(a, b, [x!, y!]);
    if (turn === 0 && isBetween([x!, y!], a, b)) return 0;
    if (a[1]! > y! !== b[1]! > y! && turn > 0 === b[1]! > a[1]!) inside = !inside;
  }
  return inside ? 1 : -1;
}

/**
 * Where a ring that crosses another nowhere lies: decided by its first vertex that is not on the
 * other, or, where all are, by the middle of an edge.
 */
function sideOfRing(ring: Position[], other: Position[]): -1 | 0 | 1 {
  for (const p of ring) {
    const at = side(p, other);
    if (at !== 0) return at;
  }
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1]!, ring[i]!];
    const at = side([(a[0]! + b[0]!) / 2, (a[1]! + b[1]!) / 2], other);
    if (at !== 0) return at;
  }
  return 0;
}

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

interface Edge {
  a: Position;
  b: Position;
  ring: number;
  part: number;
  /** Place in its ring, doubled vertices not counted, and how many edges that has. */
  place: number;
  of: number;
  /** Where the ring comes from before this edge, and where it goes after it. */
  before: Position;
  after: Position;
}

/** The edges of all rings; a doubled vertex makes none. */
function edgesOf(parts: Position[][][]): Edge[] {
  const edges: Edge[] = [];
  let ring = 0;
  for (const [part, rings] of parts.entries())
    for (const points of rings) {
      const first = edges.length;
      for (let i = 0; i + 1 < points.length; i++) {
        const [a, b] = [points[i]!, points[i + 1]!];
        const place = edges.length - first;
        if (!same(a, b)) edges.push({ a, b, ring, part, place, of: 0, before: a, after: b });
      }
      const of = edges.length - first;
      for (let i = 0; i < of; i++) {
        const [edge, next] = [edges[first + i]!, edges[first + ((i + 1) % of)]!];
        edge.of = of;
        edge.after = next.b;
        next.before = edge.a;
      }
      ring++;
    }
  return edges;
}

const boxOf = ({ a, b }: Edge): [number, number, number, number] => [
  Math.min(a[0]!, b[0]!),
  Math.min(a[1]!, b[1]!),
  Math.max(a[0]!, b[0]!),
  Math.max(a[1]!, b[1]!),
];

/**
 * The first place where edges meet as they may not: cross, overlap, touch their own ring, or touch
 * rings of one part so that these cut its inside in two. Parts may touch each other in points.
 */
function meetingFault(parts: Position[][][]): GeometryFault | null {
  const edges = edgesOf(parts);
  const boxes = edges.map(boxOf);
  const index = new Flatbush(edges.length);
  for (const box of boxes) index.add(...box);
  index.finish();
  const touches = new Touches();
  for (const [i, e] of edges.entries())
    for (const j of index.search(...boxes[i]!, (k) => k > i)) {
      const fault = pairFault(e, edges[j]!, touches);
      if (fault) return fault;
    }
  return null;
}

function pairFault(e: Edge, f: Edge, touches: Touches): GeometryFault | null {
  const met = meeting(e.a, e.b, f.a, f.b);
  if (met === null) return null;
  if (!met.isTouch)
    return {
      reason: "a polygon's boundary must not cross or run back over itself",
      at: met.at,
      isMendable: true,
    };
  if (e.part !== f.part)
    return crossAt(met.at, e, f)
      ? { reason: "the parts of a geometry must not overlap", at: met.at }
      : null;
  if (e.ring !== f.ring)
    return touches.add(e.ring, f.ring, met.at)
      ? null
      : {
          reason: "the rings of a polygon must not touch so that they cut it in two",
          at: met.at,
          isMendable: true,
        };
  const apart = f.place - e.place;
  const isNeighbour =
    (apart === 1 && same(met.at, e.b)) || (apart === e.of - 1 && same(met.at, e.a));
  return isNeighbour
    ? null
    : { reason: "a polygon's ring must not touch itself", at: met.at, isMendable: true };
}

/**
 * Do the rings of two edges that touch in a point cross there, as through one another's corner? A
 * crossing of boundaries is an overlap of insides, whichever side these are on. Rings of one part
 * need no such look: they may touch in one point alone, and curves that are closed cross twice.
 */
function crossAt(at: Position, e: Edge, f: Edge): boolean {
  const [back, forth] = throughOf(e, at);
  const isLeft = (p: Position) => {
    const [ofBack, ofForth] = [cross(back, at, p) > 0, cross(at, forth, p) > 0];
    return cross(back, at, forth) > 0 ? ofBack && ofForth : ofBack || ofForth;
  };
  const [from, to] = throughOf(f, at);
  return isLeft(from) !== isLeft(to);
}

/** The positions between which a ring passes through a point of one of its edges. */
const throughOf = ({ a, b, before, after }: Edge, at: Position): [Position, Position] => [
  same(at, a) ? before : a,
  same(at, b) ? after : b,
];

/**
 * Which rings touch in which points. A circle of them, ring by point by ring, encloses a piece of
 * the inside; that is found as the edge which closes it in a forest (union by path halving).
 */
class Touches {
  private readonly parent = new Map<string, string>();
  private readonly known = new Set<string>();

  /** False when the touch closes a circle. */
  add(ring: number, other: number, at: Position): boolean {
    const point = `${at[0]} ${at[1]}`;
    return this.link(`r${ring}`, point) && this.link(`r${other}`, point);
  }

  private link(ring: string, point: string): boolean {
    const key = `${ring} ${point}`;
    if (this.known.has(key)) return true;
    this.known.add(key);
    const [a, b] = [this.root(ring), this.root(point)];
    if (a === b) return false;
    this.parent.set(a, b);
    return true;
  }

  private root(node: string): string {
    let at = node;
    for (let up = this.parent.get(at); up !== undefined; up = this.parent.get(at)) {
      const above = this.parent.get(up);
      if (above !== undefined) this.parent.set(at, above);
      at = up;
    }
    return at;
  }
}

/** Its sign is exact: positive when b lies left of o→a. */
const cross = (o: Position, a: Position, b: Position) =>
  -orient2d(o[0]!, o[1]!, a[0]!, a[1]!, b[0]!, b[1]!);
const same = (a: Position, b: Position) => a[0] === b[0] && a[1] === b[1];

/**
 * How two edges meet: crossing or along a stretch, or in a point where one of them ends; null when
 * they do not.
 */
function meeting(
  a: Position,
  b: Position,
  c: Position,
  d: Position,
): { at: Position; isTouch: boolean } | null {
  const d1 = cross(a, b, c),
    d2 = cross(a, b, d),
    d3 = cross(c, d, a),
    d4 = cross(c, d, b);
  if (Math.sign(d1) * Math.sign(d2) < 0 && Math.sign(d3) * Math.sign(d4) < 0) {
    const t = d3 / (d3 - d4);
    const at = [a[0]! + t * (b[0]! - a[0]!), a[1]! + t * (b[1]! - a[1]!)];
    return { at, isTouch: false };
  }
  if (d1 !== 0 && d2 !== 0 && d3 !== 0 && d4 !== 0) return null;
  const ends: Position[] = [];
  for (const [turn, p, from, to] of [
    [d1, c, a, b],
    [d2, d, a, b],
    [d3, a, c, d],
    [d4, b, c, d],
  ] as const)
    if (turn === 0 && isBetween(p, from, to) && !ends.some((e) => same(e, p))) ends.push(p);
  const [at] = ends;
  return at ? { at: ends[1] ?? at, isTouch: ends.length === 1 } : null;
}

/** Is a position on the line of an edge within it? */
const isBetween = (p: Position, a: Position, b: Position): boolean =>
  Math.min(a[0]!, b[0]!) <= p[0]! &&
  p[0]! <= Math.max(a[0]!, b[0]!) &&
  Math.min(a[1]!, b[1]!) <= p[1]! &&
  p[1]! <= Math.max(a[1]!, b[1]!);

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
