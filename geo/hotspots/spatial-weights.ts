import type { MaskSaid, NeighboursSaid } from "./phrases.js";

/**
 * Who is whose neighbour, and how much. Every statistic of this folder asks only this interface, so
 * a lattice by offsets, irregular
 * cells by distance and polygons by shared edges go through the same code.
 *
 * A cell is never its own neighbour here; Gi* adds the cell itself with the weight `self`.
 */
export interface SpatialWeights {
  /** Length of every array that goes with these weights; cells outside the mask keep their slot. */
  readonly slots: number;
  /**
   * 1 where the cell belongs to the map, 0 where no incident is possible; null when all cells
   * belong to it.
   */
  readonly mask: Uint8Array | null;
  /** Cells of the map. */
  readonly n: number;
  /** Neighbours of each cell, the cell itself left out. */
  readonly degree: Int32Array;
  /** Σ_j w_ij. */
  readonly rowSum: Float64Array;
  /** Σ_j w_ij². */
  readonly rowSquares: Float64Array;
  /**
   * Weight of the cell itself where a statistic counts it (Gi*); null says 1 throughout. Row
   * standardisation scales it with its row.
   */
  readonly self: Float64Array | null;
  /** All weights are 0 or 1. */
  readonly binary: boolean;
  /** w_ij = w_ji. */
  readonly symmetric: boolean;
  /** Writes Σ_j w_ij x_j into `out`; x must be 0 outside the mask. `out` must not be `x`. */
  lag(x: Float64Array, out: Float64Array): void;
  /** The same neighbours as lists, for what needs them one by one (permutations, components). */
  toCsr(): Csr;
  /**
   * For the record: metres between centres on a lattice, the distance band, who is whose neighbour,
   * how many pairs a barrier parts, whether rows are divided by their sum, which cells count.
   */
  readonly cellMetres: number | null;
  readonly bandMetres: number | null;
  readonly neighbours: NeighboursSaid;
  readonly barredPairs: number;
  readonly rowStandardised: boolean;
  readonly maskSaid: MaskSaid;
}

/**
 * Compressed sparse rows: the neighbours of i are index[start[i] … start[i + 1] − 1]; without
 * `weight` each counts 1.
 */
export interface Csr {
  readonly start: Uint32Array | Int32Array;
  readonly index: Uint32Array | Int32Array;
  readonly weight: Float64Array | null;
}

/**
 * S0 = Σ w, S1 = ½ ΣΣ (w_ij + w_ji)², S2 = Σ (w_i. + w_.i)²: what the moments of the global
 * statistics need (Cliff and Ord 1981).
 */
export interface WeightSums {
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
}

export function weightSums(weights: SpatialWeights): WeightSums {
  const { rowSum, rowSquares, slots } = weights;
  let s0 = 0,
    s1 = 0,
    s2 = 0;
  if (weights.symmetric) {
    for (let i = 0; i < slots; i++) {
      s0 += rowSum[i];
      s1 += 2 * rowSquares[i];
      s2 += 4 * rowSum[i] * rowSum[i];
    }
    return { s0, s1, s2 };
  }
  const { start, index, weight } = weights.toCsr();
  const back = transpose({ start, index, weight });
  const row = new Float64Array(slots);
  for (let i = 0; i < slots; i++) {
    let column = 0,
      both = 0;
    for (let k = start[i]; k < start[i + 1]; k++) row[index[k]] = weight ? weight[k] : 1;
    for (let k = back.start[i]; k < back.start[i + 1]; k++) {
      const w = back.weight ? back.weight[k] : 1;
      column += w;
      both += w * row[back.index[k]];
    }
    for (let k = start[i]; k < start[i + 1]; k++) row[index[k]] = 0;
    s0 += rowSum[i];
    s1 += rowSquares[i] + both;
    s2 += (rowSum[i] + column) ** 2;
  }
  return { s0, s1, s2 };
}

/** Rows become columns. */
function transpose({ start, index, weight }: Csr): Csr {
  const n = start.length - 1;
  const backStart = new Uint32Array(n + 1);
  for (let k = 0; k < index.length; k++) backStart[index[k] + 1]++;
  for (let i = 0; i < n; i++) backStart[i + 1] += backStart[i];
  const next = backStart.slice(0, n),
    backIndex = new Uint32Array(index.length);
  const backWeight = weight ? new Float64Array(index.length) : null;
  for (let i = 0; i < n; i++) {
    for (let k = start[i]; k < start[i + 1]; k++) {
      const place = next[index[k]]++;
      backIndex[place] = i;
      if (backWeight && weight) backWeight[place] = weight[k];
    }
  }
  return { start: backStart, index: backIndex, weight: backWeight };
}
