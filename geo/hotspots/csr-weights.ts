import { sameLength } from "./check.js";
import { type MaskSaid, maskSaid, type NeighboursSaid, neighboursSaid } from "./phrases.js";
import type { Csr, SpatialWeights } from "./spatial-weights.js";

export interface CsrWeightsOptions {
  bandMetres?: number | null;
  /** For the record; default: lists, every cell. */
  neighbours?: NeighboursSaid;
  maskSaid?: MaskSaid;
  /** Says that w_ij = w_ji is known, which saves looking; default: looked up. */
  symmetric?: boolean;
}

/**
 * Weights from neighbour lists: irregular cells within a band, polygons by shared edges (the rook
 * neighbours of a coverage), or any
 * list of one's own. Cells that are not part of the map are simply not in the lists, so there is no
 * mask.
 * Throws a RangeError for lists that are none: an index out of range, a cell beside itself, a
 * neighbour twice, a weight that is not above zero.
 */
export function csrWeights(lists: Csr, options: CsrWeightsOptions = {}): SpatialWeights {
  const { start, index, weight } = lists;
  const n = start.length - 1;
  if (n < 0 || start[0] !== 0 || start[n] !== index.length)
    throw new RangeError("start must run from 0 to the length of index");
  if (weight) sameLength("weight", index.length, weight.length);
  const degree = new Int32Array(n),
    rowSum = new Float64Array(n),
    rowSquares = new Float64Array(n);
  const seen = new Int32Array(n).fill(-1);
  let binary = true;
  for (let i = 0; i < n; i++) {
    if (start[i + 1] < start[i]) throw new RangeError(`start falls at row ${i}`);
    for (let k = start[i]; k < start[i + 1]; k++) {
      const j = index[k],
        w = weight ? weight[k] : 1;
      if (!(j >= 0 && j < n))
        throw new RangeError(`Row ${i} names row ${j}; there are rows 0 to ${n - 1}`);
      if (j === i) throw new RangeError(`Row ${i} is its own neighbour`);
      if (seen[j] === i) throw new RangeError(`Row ${i} names row ${j} twice`);
      if (!(w > 0 && w < Infinity))
        throw new RangeError(`The weight of row ${j} in row ${i} is ${w}`);
      seen[j] = i;
      if (w !== 1) binary = false;
      rowSum[i] += w;
      rowSquares[i] += w * w;
    }
    degree[i] = start[i + 1] - start[i];
  }
  return {
    slots: n,
    mask: null,
    n,
    degree,
    rowSum,
    rowSquares,
    self: null,
    binary,
    symmetric: options.symmetric ?? isSymmetric(lists),
    lag(x, out) {
      if (weight === null) {
        for (let i = 0; i < n; i++) {
          let sum = 0;
          for (let k = start[i], end = start[i + 1]; k < end; k++) sum += x[index[k]];
          out[i] = sum;
        }
        return;
      }
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let k = start[i], end = start[i + 1]; k < end; k++) sum += weight[k] * x[index[k]];
        out[i] = sum;
      }
    },
    toCsr: () => lists,
    cellMetres: null,
    bandMetres: options.bandMetres ?? null,
    neighbours: options.neighbours ?? neighboursSaid("lists", {}),
    barredPairs: 0,
    rowStandardised: false,
    maskSaid: options.maskSaid ?? maskSaid("every-cell", {}),
  };
}

/**
 * One array of zero-based row numbers per row, as a file has them. Asymmetric lists are allowed.
 */
export function weightsFromLists(
  lists: readonly (readonly number[])[],
  options?: CsrWeightsOptions,
): SpatialWeights {
  const start = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => {
    start[i + 1] = start[i] + list.length;
  });
  const index = new Int32Array(start[lists.length]);
  lists.forEach((list, i) => index.set(list, start[i]));
  return csrWeights({ start, index, weight: null }, options);
}

/**
 * Each row divided by its sum, so that a lag is a mean of neighbours. z of Gi, Gi* and local Moran
 * do not change when a row is scaled;
 * local i and global I do. Rows without neighbours stay empty.
 */
export function rowStandardised(weights: SpatialWeights): SpatialWeights {
  const { rowSum } = weights;
  const { start, index, weight } = weights.toCsr();
  const scaled = new Float64Array(index.length);
  for (let i = 0; i < weights.slots; i++) {
    for (let k = start[i]; k < start[i + 1]; k++) scaled[k] = (weight ? weight[k] : 1) / rowSum[i];
  }
  const standard = csrWeights({ start, index, weight: scaled });
  return {
    ...standard,
    self: rowSum.map((sum, i) => (sum > 0 ? (weights.self ? weights.self[i] : 1) / sum : 1)),
    mask: weights.mask,
    n: weights.n,
    cellMetres: weights.cellMetres,
    bandMetres: weights.bandMetres,
    neighbours: weights.neighbours,
    barredPairs: weights.barredPairs,
    rowStandardised: true,
    maskSaid: weights.maskSaid,
  };
}

/**
 * Walks row i and, in step with it, the rows it names; O(links) for sorted rows and never worse
 * than O(links · degree).
 */
function isSymmetric({ start, index, weight }: Csr): boolean {
  for (let i = 0; i < start.length - 1; i++) {
    for (let k = start[i]; k < start[i + 1]; k++) {
      const j = index[k];
      let l = start[j];
      const end = start[j + 1];
      while (l < end && index[l] !== i) l++;
      if (l === end || (weight !== null && weight[l] !== weight[k])) return false;
    }
  }
  return true;
}
