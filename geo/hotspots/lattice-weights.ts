import { sameLength } from "./check.js";
import { type MaskSaid, maskSaid, type NeighboursSaid, neighboursSaid } from "./phrases.js";
import type { Csr, SpatialWeights } from "./spatial-weights.js";

export interface LatticeWeightsOptions {
  columns: number;
  rows: number;
  /**
   * Neighbours as (column, row) steps; the same for every cell, with each step its opposite. (0, 0)
   * is not one.
   */
  offsets: readonly (readonly [column: number, row: number])[];
  /** 1 where an incident is possible. */
  mask?: Uint8Array | null;
  maskSaid?: MaskSaid;
  cellMetres?: number | null;
  bandMetres?: number | null;
  neighbours?: NeighboursSaid;
}

/** Cells of one row of offsets that stand side by side: columns `from` to `to`, `row` rows away. */
interface Run {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Binary weights of a regular lattice, no neighbour list: offsets are cut into runs along the rows,
 * and each run of a lag is one
 * difference of prefix sums. 5 × 5 cells cost 5 differences, not 25 sums, and a wide band stays
 * cheap.
 */
export function latticeWeights(options: LatticeWeightsOptions): SpatialWeights {
  const { columns, rows } = options,
    slots = columns * rows,
    mask = options.mask ?? null;
  if (mask) sameLength("mask", slots, mask.length);
  const runs = runsOf(options.offsets);
  const lag = (x: Float64Array, out: Float64Array) => sumRuns(x, out, columns, rows, runs);
  const ones = new Float64Array(slots);
  let n = 0;
  for (let i = 0; i < slots; i++)
    if (mask === null || mask[i]) {
      ones[i] = 1;
      n++;
    }
  const rowSum = new Float64Array(slots);
  lag(ones, rowSum);
  const degree = new Int32Array(slots);
  for (let i = 0; i < slots; i++) degree[i] = rowSum[i] = ones[i] ? Math.round(rowSum[i]) : 0;
  let lists: Csr | null = null;
  return {
    slots,
    mask,
    n,
    degree,
    rowSum,
    rowSquares: rowSum,
    self: null,
    binary: true,
    symmetric: true,
    lag,
    toCsr: () => (lists ??= toLists(columns, rows, options.offsets, ones, degree)),
    cellMetres: options.cellMetres ?? null,
    bandMetres: options.bandMetres ?? null,
    neighbours:
      options.neighbours ?? neighboursSaid("lattice-steps", { steps: options.offsets.length }),
    barredPairs: 0,
    rowStandardised: false,
    maskSaid: options.maskSaid ?? maskSaid(mask ? "cells-given" : "every-cell", {}),
  };
}

function runsOf(offsets: LatticeWeightsOptions["offsets"]): Run[] {
  const rows = new Map<number, Set<number>>([[0, new Set([0])]]);
  for (const [column, row] of offsets) {
    if (!Number.isInteger(column) || !Number.isInteger(row))
      throw new RangeError(`The offset ${column}, ${row} is not a step of cells`);
    if (column === 0 && row === 0)
      throw new RangeError("A cell is not its own neighbour: leave out the offset 0, 0");
    const inRow = rows.get(row) ?? new Set<number>();
    if (inRow.has(column)) throw new RangeError(`The offset ${column}, ${row} comes twice`);
    rows.set(row, inRow.add(column));
  }
  const runs: Run[] = [];
  for (const [row, set] of rows) {
    const opposite = rows.get(-row);
    const sorted = [...set].sort((a, b) => a - b);
    for (const column of sorted)
      if (!opposite?.has(-column))
        throw new RangeError(`The offset ${column}, ${row} lacks its opposite`);
    let from = sorted[0];
    sorted.forEach((column, k) => {
      if (sorted[k + 1] !== column + 1) {
        runs.push({ row, from, to: column });
        from = sorted[k + 1];
      }
    });
  }
  return runs;
}

/**
 * Σ over the runs by prefix sums of each row; the cell itself, put in to close the run of its own
 * row, is taken out again.
 */
function sumRuns(
  x: Float64Array,
  out: Float64Array,
  columns: number,
  rows: number,
  runs: readonly Run[],
): void {
  const width = columns + 1,
    prefix = new Float64Array(width * rows);
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let c = 0, i = r * columns, p = r * width + 1; c < columns; c++)
      prefix[p++] = sum += x[i++];
  }
  for (let i = 0; i < x.length; i++) out[i] = -x[i];
  for (const { row, from, to } of runs) {
    for (let r = Math.max(0, -row); r < rows && r + row < rows; r++) {
      const p = (r + row) * width,
        i = r * columns;
      for (let c = 0; c < columns; c++) {
        const lo = c + from < 0 ? 0 : c + from,
          hi = c + to + 1 > columns ? columns : c + to + 1;
        if (hi > lo) out[i + c] += prefix[p + hi] - prefix[p + lo];
      }
    }
  }
}

function toLists(
  columns: number,
  rows: number,
  offsets: LatticeWeightsOptions["offsets"],
  ones: Float64Array,
  degree: Int32Array,
): Csr {
  const slots = columns * rows,
    start = new Uint32Array(slots + 1);
  for (let i = 0; i < slots; i++) start[i + 1] = start[i] + degree[i];
  const index = new Uint32Array(start[slots]);
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) {
      if (!ones[i]) continue;
      let k = start[i];
      for (const [dc, dr] of offsets) {
        const column = c + dc,
          row = r + dr;
        if (column < 0 || column >= columns || row < 0 || row >= rows) continue;
        const j = row * columns + column;
        if (ones[j]) index[k++] = j;
      }
    }
  }
  return { start, index, weight: null };
}
