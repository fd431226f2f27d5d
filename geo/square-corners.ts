import type { Position } from "geojson";

/** A corner within this many degrees of a right or straight angle is meant as one. */
const TOLERANCE = 20;
const ROUNDS = 400;
/** Metres by which a last round may still move a corner. */
const STILL = 1e-4;
const METRES_PER_DEGREE = 111_320;

type Point = [number, number];

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];
const length = ([x, y]: Point) => Math.hypot(x, y);
const unit = (v: Point): Point => {
  const l = length(v);
  return l > 0 ? [v[0] / l, v[1] / l] : [0, 0];
};

const STRAIGHT = Math.cos((TOLERANCE * Math.PI) / 180);
const RIGHT = Math.sin((TOLERANCE * Math.PI) / 180);

/**
 * How far a corner goes in one round. Along the bisector while its angle is nearly a right one;
 * onto the line through its neighbours while it is nearly straight. (The way of iD's
 * «orthogonalize»: small motions of all corners, until they agree.)
 */
function motion(before: Point, corner: Point, after: Point): Point {
  const [a, b] = [minus(before, corner), minus(after, corner)];
  const [p, q] = [unit(a), unit(b)];
  const dot = p[0] * q[0] + p[1] * q[1];
  if (Math.abs(dot) < RIGHT) {
    const reach = 0.2 * Math.min(length(a), length(b)) * dot;
    const along = unit([p[0] + q[0], p[1] + q[1]]);
    return [along[0] * reach, along[1] * reach];
  }
  if (dot > -STRAIGHT) return [0, 0];
  const line = unit(minus(after, before));
  const off = -(a[0] * line[1] - a[1] * line[0]);
  return [off * line[1] * -0.5, off * line[0] * 0.5];
}

/**
 * A closed ring of degrees with nearly right corners made right and nearly straight ones straight;
 * slanted corners stay as they are.
 */
export function squareCorners(ring: readonly Position[]): Position[] {
  const open = ring.slice(0, -1);
  if (open.length < 4) return [...ring];
  const [x0, y0] = open[0]! as Point;
  const east = METRES_PER_DEGREE * Math.cos((y0 * Math.PI) / 180);
  let points = open.map((p): Point => [(p[0]! - x0) * east, (p[1]! - y0) * METRES_PER_DEGREE]);
  for (let round = 0; round < ROUNDS; round++) {
    const n = points.length;
    const moves = points.map((p, i) => motion(points[(i + n - 1) % n]!, p, points[(i + 1) % n]!));
    points = points.map((p, i) => [p[0] + moves[i]![0], p[1] + moves[i]![1]]);
    if (Math.max(...moves.map(length)) < STILL) break;
  }
  const corners = points.map((p): Position => [p[0] / east + x0, p[1] / METRES_PER_DEGREE + y0]);
  return [...corners, corners[0]!];
}
