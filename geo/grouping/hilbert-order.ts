/**
 * Orders points along a Hilbert curve, so that households near each other on the ground are near
 * each other in memory.
 * The annealer sweeps in this order: at 100,000 households that keeps its working set in the
 * second-level cache.
 *
 * @param x, y metres in a plane, one entry a point.
 * @returns point numbers in curve order; ties keep the order of the input.
 */
export function orderAlongHilbertCurve(x: ArrayLike<number>, y: ArrayLike<number>): Int32Array {
  const n = x.length;
  let west = Infinity,
    south = Infinity,
    east = -Infinity,
    north = -Infinity;
  for (let i = 0; i < n; i++) {
    if (x[i] < west) west = x[i];
    if (x[i] > east) east = x[i];
    if (y[i] < south) south = y[i];
    if (y[i] > north) north = y[i];
  }
  const span = Math.max(east - west, north - south) || 1;
  const scale = 65535 / span;
  const keyed = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    // The key leaves 21 bits for the point's own number: one sort of plain numbers, stable, no
    // comparator.
    keyed[i] =
      hilbertIndex(((x[i] - west) * scale) | 0, ((y[i] - south) * scale) | 0) * 2097152 + i;
  }
  keyed.sort();
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = keyed[i] % 2097152;
  return order;
}

/** Position on the Hilbert curve of order 16 of cell (x, y); Wikipedia's bit walk, Hilbert 1891. */
function hilbertIndex(x: number, y: number): number {
  let index = 0;
  for (let side = 32768; side > 0; side >>= 1) {
    const right = (x & side) > 0 ? 1 : 0;
    const upper = (y & side) > 0 ? 1 : 0;
    index = index * 4 + ((3 * right) ^ upper);
    if (upper === 0) {
      if (right === 1) {
        x = 65535 - x;
        y = 65535 - y;
      }
      const swap = x;
      x = y;
      y = swap;
    }
  }
  return index;
}
