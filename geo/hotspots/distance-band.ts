import { finite, positive, sameLength } from "./check.js";
import { csrWeights } from "./csr-weights.js";
import { neighboursSaid } from "./phrases.js";
import { spatialBuckets } from "./spatial-buckets.js";
import type { Csr, SpatialWeights } from "./spatial-weights.js";

/**
 * Binary weights of irregular cells: neighbours are centroids at most `bandMetres` apart, the bound
 * included (150 on a lattice of 30
 * includes 90-120-150; the last bits of a decimal coordinate do not decide). Coordinates are metres
 * in a plane, never degrees.
 * O(n · neighbours), never all pairs.
 */
export function distanceBandWeights(
  x: Float64Array,
  y: Float64Array,
  bandMetres: number,
): SpatialWeights {
  return csrWeights(distanceBandLists(x, y, bandMetres), {
    bandMetres,
    symmetric: true,
    neighbours: neighboursSaid("centroids-within", { bandMetres }),
  });
}

/** The neighbour lists alone. Rows of a list are not sorted. */
export function distanceBandLists(x: Float64Array, y: Float64Array, bandMetres: number): Csr {
  sameLength("y", x.length, y.length);
  positive("bandMetres", bandMetres);
  for (let i = 0; i < x.length; i++) {
    finite(x[i], i);
    finite(y[i], i);
  }
  // Twice relative 1e-12 of the distance: 0.1 + 0.2 is within 0.3.
  const reach = bandMetres * (1 + 1e-12),
    square = reach * reach;
  const b = spatialBuckets(x, y, reach);
  const n = x.length,
    degree = new Uint32Array(n);
  let pairs = new Uint32Array(Math.max(1024, 16 * n)),
    length = 0;
  for (let p = 0; p < n; p++) {
    const px = b.x[p],
      py = b.y[p],
      column = b.bucket[p] % b.columns,
      row = (b.bucket[p] - column) / b.columns;
    // Half of the 3 × 3: the rest of this row of buckets, and the row above. Each pair is met once.
    for (let r = row; r <= row + 1 && r < b.rows; r++) {
      const base = r * b.columns;
      const from = r === row ? p + 1 : b.start[base + (column > 0 ? column - 1 : 0)];
      const to = b.start[base + Math.min(column + 2, b.columns)];
      if (length + 2 * (to - from) > pairs.length) {
        const wider = new Uint32Array(Math.max(2 * pairs.length, length + 2 * (to - from)));
        wider.set(pairs);
        pairs = wider;
      }
      for (let q = from; q < to; q++) {
        const dx = b.x[q] - px,
          dy = b.y[q] - py;
        if (dx * dx + dy * dy <= square) {
          pairs[length++] = p;
          pairs[length++] = q;
        }
      }
    }
  }
  for (let k = 0; k < length; k++) degree[b.order[pairs[k]]]++;
  const start = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) start[i + 1] = start[i] + degree[i];
  const next = start.slice(0, n),
    index = new Uint32Array(length);
  for (let k = 0; k < length; k += 2) {
    const i = b.order[pairs[k]],
      j = b.order[pairs[k + 1]];
    index[next[i]++] = j;
    index[next[j]++] = i;
  }
  return { start, index, weight: null };
}
