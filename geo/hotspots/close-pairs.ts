import { finite, sameLength } from "./check.js";
import { spatialBuckets } from "./spatial-buckets.js";

/**
 * Pairs of points closer than the last of `edges` (metres), by half-open classes: class k holds
 * edges[k − 1] ≤ d < edges[k], class 0
 * starts at 0. Points are renumbered so that near points have near numbers: the partners of p then
 * sit together in the cache.
 */
export interface ClosePairs {
  /** Original row of each new number. */
  readonly order: Uint32Array;
  /**
   * The partners (all above p) are partner[start[p]] … partner[start[p + 1] − 1]; `kind` is their
   * class.
   */
  readonly start: Uint32Array;
  readonly partner: Uint32Array;
  readonly kind: Uint8Array;
}

interface ClosePairsOptions {
  /** The classes hold their upper edges instead (d ≤ edge), as Knox's own test has it. */
  closed?: boolean;
  /** Points of one number are one place, class 0 whatever their distance. */
  place?: Int32Array;
}

export const closePairs = (
  x: Float64Array,
  y: Float64Array,
  edges: readonly number[],
  options: ClosePairsOptions = {},
): ClosePairs => closePairsUpTo(Infinity, x, y, edges, options)!;

/** Null: there are more than `most`, each of which takes five bytes. */
export function closePairsUpTo(
  most: number,
  x: Float64Array,
  y: Float64Array,
  edges: readonly number[],
  options: ClosePairsOptions = {},
): ClosePairs | null {
  sameLength("y", x.length, y.length);
  for (let i = 0; i < x.length; i++) {
    finite(x[i], i);
    finite(y[i], i);
  }
  const reach = edges[edges.length - 1],
    closed = options.closed ?? false,
    place = options.place;
  const b = spatialBuckets(x, y, reach),
    n = x.length;
  const squares = Float64Array.from(edges, (e) => e * e),
    farthest = squares[squares.length - 1];
  const start = new Uint32Array(n + 1);
  let partner = new Uint32Array(Math.max(1024, 8 * n)),
    kind = new Uint8Array(partner.length),
    length = 0;
  for (let p = 0; p < n; p++) {
    const column = b.bucket[p] % b.columns,
      row = (b.bucket[p] - column) / b.columns;
    for (let r = row; r <= row + 1 && r < b.rows; r++) {
      const base = r * b.columns;
      const from = r === row ? p + 1 : b.start[base + (column > 0 ? column - 1 : 0)],
        to = b.start[base + Math.min(column + 2, b.columns)];
      if (length + to - from > partner.length) {
        const size = Math.max(2 * partner.length, length + to - from);
        const widerPartner = new Uint32Array(size),
          widerKind = new Uint8Array(size);
        widerPartner.set(partner);
        widerKind.set(kind);
        partner = widerPartner;
        kind = widerKind;
      }
      for (let q = from; q < to; q++) {
        const dx = b.x[q] - b.x[p],
          dy = b.y[q] - b.y[p],
          square = dx * dx + dy * dy;
        const same =
          place !== undefined && place[b.order[p]] >= 0 && place[b.order[p]] === place[b.order[q]];
        if (!same && (closed ? square > farthest : square >= farthest)) continue;
        let k = 0;
        if (!same) while (closed ? square > squares[k] : square >= squares[k]) k++;
        partner[length] = q;
        kind[length++] = k;
      }
    }
    start[p + 1] = length;
    if (length > most) return null;
  }
  return { order: b.order, start, partner: partner.slice(0, length), kind: kind.slice(0, length) };
}

/** A day in days, minutes and seconds: what times and edges are whole numbers of. */
const TICKS_A_DAY = [1, 1440, 86_400];
/** Of the last edge, a byte each. */
const MOST_TICKS = 2 ** 25;

const isWhole = (ticks: number) => Math.abs(ticks - Math.round(ticks)) < 1e-4;

/** Ticks a day in which all of these days are whole numbers; undefined: there are none. */
const ticksOf = (times: Float64Array, edges: readonly number[], span: number): number | undefined =>
  TICKS_A_DAY.find(
    (ticks) =>
      span * ticks < 2 ** 31 &&
      edges.at(-1)! * ticks <= MOST_TICKS &&
      edges.every((edge) => isWhole(edge * ticks)) &&
      times.every((time) => isWhole(time * ticks)),
  );

/**
 * The same count for times that never change, only their order: with whole days, minutes or seconds
 * the time class is one look-up without a branch, which the
 * 999 permutations of a near-repeat table spend all their time on (measured: a third of the time).
 */
export function pairCounter(
  pairs: ClosePairs,
  times: Float64Array,
  timeEdges: readonly number[],
): (t: Float64Array, counts: Float64Array) => void {
  const bands = timeEdges.length;
  let low = Infinity,
    high = -Infinity;
  for (const v of times) {
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  const ticks = ticksOf(times, timeEdges, high - low);
  if (ticks === undefined) return (t, counts) => countBySpaceAndTime(pairs, t, timeEdges, counts);
  const last = Math.round(timeEdges[bands - 1] * ticks),
    classOf = new Uint8Array(last + 1).fill(bands);
  for (let band = bands - 1; band >= 0; band--)
    classOf.fill(band, 0, Math.round(timeEdges[band] * ticks));
  // One column more for the pairs beyond the last band; two tables in turn, so that a count need
  // not wait for the one before it.
  const { start, partner, kind } = pairs,
    n = times.length,
    stride = bands + 1,
    at = new Int32Array(n);
  const even = new Uint32Array(256 * stride),
    odd = new Uint32Array(256 * stride);
  return (t, counts) => {
    for (let p = 0; p < n; p++) at[p] = Math.round((t[p] - low) * ticks);
    even.fill(0);
    odd.fill(0);
    for (let p = 0; p < n; p++) {
      const tp = at[p],
        end = start[p + 1];
      let k = start[p];
      for (; k + 1 < end; k += 2) {
        even[kind[k] * stride + classOf[Math.min(last, Math.abs(at[partner[k]] - tp))]]++;
        odd[kind[k + 1] * stride + classOf[Math.min(last, Math.abs(at[partner[k + 1]] - tp))]]++;
      }
      if (k < end)
        even[kind[k] * stride + classOf[Math.min(last, Math.abs(at[partner[k]] - tp))]]++;
    }
    for (let k = 0; k * bands < counts.length; k++)
      for (let b = 0; b < bands; b++)
        counts[k * bands + b] += even[k * stride + b] + odd[k * stride + b];
  };
}

/**
 * Counts pairs by (space class, time class), half-open in time unless `closed`; `t` in the pairs'
 * own numbering. Adds to `counts` (Mutates).
 */
export function countBySpaceAndTime(
  pairs: ClosePairs,
  t: Float64Array,
  timeEdges: readonly number[],
  counts: Float64Array,
  closed = false,
): void {
  const { start, partner, kind } = pairs,
    bands = timeEdges.length,
    last = timeEdges[bands - 1];
  const edges = Float64Array.from(timeEdges);
  for (let p = 0; p < t.length; p++) {
    const tp = t[p];
    for (let k = start[p], end = start[p + 1]; k < end; k++) {
      let dt = t[partner[k]] - tp;
      if (dt < 0) dt = -dt;
      if (dt > last || (!closed && dt === last)) continue;
      let band = 0;
      while (closed ? dt > edges[band] : dt >= edges[band]) band++;
      counts[kind[k] * bands + band]++;
    }
  }
}
