import booleanPointInPolygon from "@turf/boolean-point-in-polygon";
import type { Geometry, MultiPolygon, Polygon, Position } from "geojson";
import proj4 from "proj4";
import { orient2d } from "robust-predicates";

// Plain geometry for an oracle: no index, no tolerance. Right for shapes in general position, as
// drawn at random.

type Area = Polygon | MultiPolygon;
type Segment = readonly [Position, Position];

const isArea = (g: Geometry): g is Area => g.type === "Polygon" || g.type === "MultiPolygon";

/** The lines and rings of a geometry. */
function chains(g: Geometry): Position[][] {
  switch (g.type) {
    case "Point":
      return [[g.coordinates]];
    case "LineString":
      return [g.coordinates];
    case "MultiLineString":
    case "Polygon":
      return g.coordinates;
    case "MultiPolygon":
      return g.coordinates.flat();
    default:
      throw new Error(`no ${g.type} is drawn`);
  }
}

const segments = (g: Geometry): Segment[] =>
  chains(g).flatMap((c) => c.slice(1).map((p, i): Segment => [c[i]!, p]));

const side = ([a, b]: Segment, p: Position) =>
  Math.sign(orient2d(a[0]!, a[1]!, b[0]!, b[1]!, p[0]!, p[1]!));
const cross = (s: Segment, t: Segment) =>
  side(s, t[0]) * side(s, t[1]) <= 0 && side(t, s[0]) * side(t, s[1]) <= 0;

/** Whether a geometry and an area have a point in common. */
export function meets(area: Area, g: Geometry): boolean {
  if (chains(g).some((c) => c.some((p) => booleanPointInPolygon(p, area)))) return true;
  if (isArea(g) && chains(area).some((c) => c.some((p) => booleanPointInPolygon(p, g))))
    return true;
  const edges = segments(area);
  return segments(g).some((s) => edges.some((t) => cross(s, t)));
}

/**
 * Metres from a point to a geometry on WGS 84: distances from the middle of an azimuthal
 * equidistant projection are true, and edges of a few hundred metres are straight in it.
 */
export function metresFrom(center: readonly [number, number], g: Geometry): number {
  if (isArea(g) && booleanPointInPolygon([...center], g)) return 0;
  const plane = proj4(`+proj=aeqd +lon_0=${center[0]} +lat_0=${center[1]} +datum=WGS84`);
  const flat = (p: Position) => plane.forward([p[0]!, p[1]!]) as [number, number];
  if (g.type === "Point") return Math.hypot(...flat(g.coordinates));
  return Math.min(...segments(g).map(([a, b]) => fromOrigin(flat(a), flat(b))));
}

function fromOrigin([ax, ay]: [number, number], [bx, by]: [number, number]): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + along * dx, ay + along * dy);
}
