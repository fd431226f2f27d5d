/**
 * Plane predicates, exact in sign by Shewchuk's adaptive arithmetic (Discrete Comput. Geom. 18,
 * 1997; robust-predicates).
 * Coordinates of the model are degrees × 1e7 as integers; the check uses the same predicates on raw
 * degrees.
 */
import { orient2d } from "robust-predicates";

/**
 * Positive when c lies left of a→b, negative right, zero on the line. robust-predicates counts the
 * other way round.
 */
export function orient(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
): number {
  return -orient2d(ax, ay, bx, by, cx, cy);
}

/** Is p on the closed segment a-b? */
export function onSegment(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  px: number,
  py: number,
): boolean {
  return (
    px >= Math.min(ax, bx) &&
    px <= Math.max(ax, bx) &&
    py >= Math.min(ay, by) &&
    py <= Math.max(ay, by) &&
    orient(ax, ay, bx, by, px, py) === 0
  );
}

/**
 * Do two segments meet anywhere but in a common end? Crossing, an end on the other's inside, and
 * running on top of each
 * other all count; meeting in a common end does not.
 */
export function segmentsConflict(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const ac = ax === cx && ay === cy,
    ad = ax === dx && ay === dy,
    bc = bx === cx && by === cy,
    bd = bx === dx && by === dy;
  if ((ac && bd) || (ad && bc)) return true;
  if (ac) return foldedBack(ax, ay, bx, by, dx, dy);
  if (ad) return foldedBack(ax, ay, bx, by, cx, cy);
  if (bc) return foldedBack(bx, by, ax, ay, dx, dy);
  if (bd) return foldedBack(bx, by, ax, ay, cx, cy);
  if (
    Math.max(ax, bx) < Math.min(cx, dx) ||
    Math.max(cx, dx) < Math.min(ax, bx) ||
    Math.max(ay, by) < Math.min(cy, dy) ||
    Math.max(cy, dy) < Math.min(ay, by)
  )
    return false;
  const c = orient(ax, ay, bx, by, cx, cy),
    d = orient(ax, ay, bx, by, dx, dy);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false;
  const a = orient(cx, cy, dx, dy, ax, ay),
    b = orient(cx, cy, dx, dy, bx, by);
  return !((a > 0 && b > 0) || (a < 0 && b < 0));
}

/** Do o→p and o→q leave o in the same direction? */
export function foldedBack(
  ox: number,
  oy: number,
  px: number,
  py: number,
  qx: number,
  qy: number,
): boolean {
  return orient(ox, oy, px, py, qx, qy) === 0 && (px - ox) * (qx - ox) + (py - oy) * (qy - oy) > 0;
}

/** Orders directions (dx, dy) counter-clockwise from the east; exact. For Array.sort. */
export function compareDirections(ax: number, ay: number, bx: number, by: number): number {
  const upper = ay > 0 || (ay === 0 && ax > 0),
    other = by > 0 || (by === 0 && bx > 0);
  if (upper !== other) return upper ? -1 : 1;
  const turn = orient(0, 0, ax, ay, bx, by);
  return turn > 0 ? -1 : turn < 0 ? 1 : 0;
}

/**
 * Twice the signed area of a closed ring (first vertex repeated or not), positive when
 * counter-clockwise; lattice units.
 */
export function doubleArea(xy: ArrayLike<number>): number {
  const n = xy.length / 2,
    ox = xy[0],
    oy = xy[1];
  let sum = 0,
    px = xy[2 * n - 2] - ox,
    py = xy[2 * n - 1] - oy;
  for (let i = 0; i < n; i++) {
    const qx = xy[2 * i] - ox,
      qy = xy[2 * i + 1] - oy;
    sum += px * qy - py * qx;
    px = qx;
    py = qy;
  }
  return sum;
}

/**
 * Where does p lie against a closed ring (first vertex repeated): 1 inside, -1 outside, 0 on it?
 * Exact for lattice
 * places and for the midpoints of lattice segments (halves are exact in doubles).
 */
export function pointInRing(xy: ArrayLike<number>, px: number, py: number): -1 | 0 | 1 {
  let inside = false;
  for (let i = 2; i < xy.length; i += 2) {
    const ax = xy[i - 2],
      ay = xy[i - 1],
      bx = xy[i],
      by = xy[i + 1];
    if (ay > py === by > py) {
      if (ay === py && by === py && px >= Math.min(ax, bx) && px <= Math.max(ax, bx)) return 0;
      if ((ax === px && ay === py) || (bx === px && by === py)) return 0;
      continue;
    }
    const side = orient(ax, ay, bx, by, px, py);
    if (side === 0) return 0;
    if (side > 0 === by > ay) inside = !inside;
  }
  return inside ? 1 : -1;
}

const bits = new Float64Array(2);
const words = new Int32Array(bits.buffer);

/**
 * A number table over places: open addressing on typed arrays, grows by itself. Equal means the
 * same doubles.
 */
export class PlaceTable {
  private slots: Int32Array;
  private mask: number;
  xs: Float64Array;
  ys: Float64Array;
  size = 0;

  constructor(capacity = 64) {
    let n = 16;
    while (n < capacity * 2) n *= 2;
    this.slots = new Int32Array(n);
    this.mask = n - 1;
    this.xs = new Float64Array(n >> 1);
    this.ys = new Float64Array(n >> 1);
  }

  private slot(x: number, y: number): number {
    bits[0] = x + 0;
    bits[1] = y + 0;
    let h =
      Math.imul(words[0] ^ Math.imul(words[1], 0x9e3779b1), 0x85ebca6b) ^
      Math.imul(words[2] ^ Math.imul(words[3], 0xc2b2ae35), 0x27d4eb2f);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    let i = (h ^ (h >>> 13)) & this.mask;
    for (
      let at = this.slots[i];
      at !== 0 && (this.xs[at - 1] !== x || this.ys[at - 1] !== y);
      at = this.slots[i]
    )
      i = (i + 1) & this.mask;
    return i;
  }

  /** The place's number, or -1. */
  find(x: number, y: number): number {
    return this.slots[this.slot(x, y)] - 1;
  }

  /** The place's number, given now if it is new. */
  add(x: number, y: number): number {
    const i = this.slot(x, y);
    if (this.slots[i] !== 0) return this.slots[i] - 1;
    if (this.size === this.xs.length) {
      this.grow();
      return this.add(x, y);
    }
    this.xs[this.size] = x;
    this.ys[this.size] = y;
    this.slots[i] = ++this.size;
    return this.size - 1;
  }

  private grow(): void {
    const { xs, ys, size } = this;
    const bigger = new PlaceTable(this.slots.length);
    for (let i = 0; i < size; i++) bigger.add(xs[i], ys[i]);
    this.slots = bigger.slots;
    this.mask = bigger.mask;
    this.xs = bigger.xs;
    this.ys = bigger.ys;
  }
}

/** A number table over undirected pairs of small integers (segments as pairs of place numbers). */
export class PairTable {
  private slots: Int32Array;
  private mask: number;
  low: Int32Array;
  high: Int32Array;
  size = 0;

  constructor(capacity = 64) {
    let n = 16;
    while (n < capacity * 2) n *= 2;
    this.slots = new Int32Array(n);
    this.mask = n - 1;
    this.low = new Int32Array(n >> 1);
    this.high = new Int32Array(n >> 1);
  }

  private slot(low: number, high: number): number {
    let h = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    let i = (h ^ (h >>> 13)) & this.mask;
    for (
      let at = this.slots[i];
      at !== 0 && (this.low[at - 1] !== low || this.high[at - 1] !== high);
      at = this.slots[i]
    )
      i = (i + 1) & this.mask;
    return i;
  }

  find(a: number, b: number): number {
    return this.slots[a < b ? this.slot(a, b) : this.slot(b, a)] - 1;
  }

  add(a: number, b: number): number {
    const low = a < b ? a : b,
      high = a < b ? b : a;
    const i = this.slot(low, high);
    if (this.slots[i] !== 0) return this.slots[i] - 1;
    if (this.size === this.low.length) {
      const bigger = new PairTable(this.slots.length);
      for (let k = 0; k < this.size; k++) bigger.add(this.low[k], this.high[k]);
      this.slots = bigger.slots;
      this.mask = bigger.mask;
      this.low = bigger.low;
      this.high = bigger.high;
      return this.add(a, b);
    }
    this.low[this.size] = low;
    this.high[this.size] = high;
    this.slots[i] = ++this.size;
    return this.size - 1;
  }
}
