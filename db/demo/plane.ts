/** Plane geometry in metres east and north of the county's origin. */
export type XY = readonly [number, number];

export const add = (a: XY, b: XY): XY => [a[0] + b[0], a[1] + b[1]];
export const minus = (a: XY, b: XY): XY => [a[0] - b[0], a[1] - b[1]];
export const times = (a: XY, k: number): XY => [a[0] * k, a[1] * k];
export const mix = (a: XY, b: XY, t: number): XY => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
];
export const length = (a: XY): number => Math.hypot(a[0], a[1]);
export const distance = (a: XY, b: XY): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
export const unit = (a: XY): XY => times(a, 1 / (length(a) || 1));
/** Turned left by a right angle. */
export const left = (a: XY): XY => [-a[1], a[0]];

export function distanceToSegment(p: XY, a: XY, b: XY): number {
  const d = minus(b, a),
    squared = d[0] * d[0] + d[1] * d[1];
  const t =
    squared === 0
      ? 0
      : Math.max(0, Math.min(1, ((p[0] - a[0]) * d[0] + (p[1] - a[1]) * d[1]) / squared));
  return distance(p, [a[0] + t * d[0], a[1] + t * d[1]]);
}

/** Even-odd rule; the ring may be closed or not. */
export function insideRing(x: number, y: number, ring: readonly (readonly number[])[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i]!,
      b = ring[j]!;
    if (a[1]! > y !== b[1]! > y && x < ((b[0]! - a[0]!) * (y - a[1]!)) / (b[1]! - a[1]!) + a[0]!)
      inside = !inside;
  }
  return inside;
}

export const insideRings = (
  x: number,
  y: number,
  rings: readonly (readonly (readonly number[])[])[],
): boolean => insideRing(x, y, rings[0]!) && !rings.slice(1).some((hole) => insideRing(x, y, hole));

/** Points given along and left of the unit vector `u`, seen from `origin`. */
export const localRing = (origin: XY, u: XY, points: readonly XY[]): XY[] =>
  points.map(([s, t]) => [origin[0] + s * u[0] - t * u[1], origin[1] + s * u[1] + t * u[0]]);

/** Chaikin's corner cutting of an open line; the ends stay. */
export function smooth(line: readonly XY[], rounds: number): XY[] {
  let now = [...line];
  for (let r = 0; r < rounds; r++) {
    const next: XY[] = [now[0]!];
    for (let i = 0; i + 1 < now.length; i++)
      next.push(mix(now[i]!, now[i + 1]!, 0.25), mix(now[i]!, now[i + 1]!, 0.75));
    next.push(now.at(-1)!);
    now = next;
  }
  return now;
}

/** A line's left and right banks at the given half-width, as one ring. */
export function band(line: readonly XY[], halfWidth: (index: number) => number): XY[] {
  const leftBank: XY[] = [],
    rightBank: XY[] = [];
  line.forEach((p, i) => {
    const n = left(unit(minus(line[Math.min(i + 1, line.length - 1)]!, line[Math.max(i - 1, 0)]!)));
    leftBank.push(add(p, times(n, halfWidth(i))));
    rightBank.push(add(p, times(n, -halfWidth(i))));
  });
  return [...leftBank, ...rightBank.reverse()];
}

export function signedArea(ring: readonly (readonly number[])[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++)
    sum += (ring[j]![0]! - ring[i]![0]!) * (ring[j]![1]! + ring[i]![1]!);
  return sum / 2;
}

/** Where segments ab and cd cross, or null. */
export function segmentCrossing(a: XY, b: XY, c: XY, d: XY): XY | null {
  const r = minus(b, a),
    s = minus(d, c),
    w = minus(c, a);
  const k = r[0] * s[1] - r[1] * s[0];
  if (k === 0) return null;
  const t = (w[0] * s[1] - w[1] * s[0]) / k,
    u = (w[0] * r[1] - w[1] * r[0]) / k;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? mix(a, b, t) : null;
}

/** Do two rings (footprints, not closed) overlap: edges that cross, or one inside the other? */
export function ringsOverlap(a: readonly XY[], b: readonly XY[]): boolean {
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++)
      if (segmentCrossing(a[i]!, a[(i + 1) % a.length]!, b[j]!, b[(j + 1) % b.length]!))
        return true;
  }
  return insideRing(a[0]![0], a[0]![1], b) || insideRing(b[0]![0], b[0]![1], a);
}
