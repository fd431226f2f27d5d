import type { Barriers } from "../barriers.js";
import { cellCentre, type Lattice } from "./lattice.js";
import type { Csr, SpatialWeights } from "./spatial-weights.js";

/**
 * Pairs of neighbouring cells of a lattice whose straight line crosses a barrier without a way over
 * a crossing (`Barriers.walk`): their slots, first and second by turns. Only cells near a barrier
 * are looked at.
 * @param lines the barriers' lines, metres in the lattice's plane
 */
export function barredPairs(
  lattice: Lattice,
  mask: Uint8Array,
  offsets: readonly (readonly [column: number, row: number])[],
  lines: readonly (readonly (readonly [x: number, y: number])[])[],
  barriers: Barriers,
): Uint32Array {
  const { columns, rows } = lattice;
  // Each pair once: of a step and its opposite the one that goes up, or east.
  const half = offsets.filter(([column, row]) => row > 0 || (row === 0 && column > 0));
  const pairs: number[] = [];
  for (const i of cellsNear(lattice, lines, offsets)) {
    if (!mask[i]) continue;
    const column = i % columns,
      row = (i - column) / columns,
      [x, y] = cellCentre(lattice, i);
    for (const [dc, dr] of half) {
      const c = column + dc,
        r = row + dr;
      if (c < 0 || c >= columns || r < 0 || r >= rows) continue;
      const j = r * columns + c;
      if (!mask[j]) continue;
      const [ox, oy] = cellCentre(lattice, j);
      if (barriers.walk(x, y, ox, oy) === Infinity) pairs.push(i, j);
    }
  }
  return Uint32Array.from(pairs);
}

/** Slots of cells as near to a line as the farthest neighbour is to a cell, each once. */
function cellsNear(
  lattice: Lattice,
  lines: readonly (readonly (readonly [x: number, y: number])[])[],
  offsets: readonly (readonly [column: number, row: number])[],
): Set<number> {
  const { columns, rows, spacing } = lattice,
    near = new Set<number>();
  const [originX, originY] = cellCentre(lattice, 0),
    up = lattice.kind === "hex" ? (spacing * Math.sqrt(3)) / 2 : spacing,
    lean = lattice.kind === "hex" ? spacing / 2 : 0;
  const reach = 1 + Math.max(0, ...offsets.map(([c, r]) => Math.abs(c) + Math.abs(r)));
  const around = (x: number, y: number): void => {
    const row = Math.round((y - originY) / up),
      column = Math.round((x - originX - row * lean) / spacing);
    for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r++)
      for (let c = Math.max(0, column - reach); c <= Math.min(columns - 1, column + reach); c++)
        near.add(r * columns + c);
  };
  for (const line of lines)
    for (let k = 1; k < line.length; k++) {
      const [ax, ay] = line[k - 1],
        [bx, by] = line[k];
      // Half a cell between the places looked at: none of the line is farther than that from one.
      const steps = Math.max(1, Math.ceil((2 * Math.hypot(bx - ax, by - ay)) / spacing));
      for (let s = 0; s <= steps; s++)
        around(ax + (s / steps) * (bx - ax), ay + (s / steps) * (by - ay));
    }
  return near;
}

/**
 * The same binary, symmetric weights without some pairs.
 * @param pairs slots of neighbours, first and second by turns, each pair once
 */
export function withoutPairs(weights: SpatialWeights, pairs: Uint32Array): SpatialWeights {
  if (pairs.length === 0) return weights;
  if (!weights.binary || !weights.symmetric || weights.self)
    throw new RangeError("Pairs are taken out of binary, symmetric weights only");
  const degree = weights.degree.slice(),
    rowSum = weights.rowSum.slice();
  for (const i of pairs) {
    degree[i]--;
    rowSum[i]--;
  }
  let lists: Csr | null = null;
  return {
    ...weights,
    degree,
    rowSum,
    rowSquares: rowSum,
    barredPairs: weights.barredPairs + pairs.length / 2,
    lag(x, out) {
      weights.lag(x, out);
      for (let k = 0; k < pairs.length; k += 2) {
        out[pairs[k]] -= x[pairs[k + 1]];
        out[pairs[k + 1]] -= x[pairs[k]];
      }
    },
    toCsr: () => (lists ??= listsWithout(weights.toCsr(), pairs, degree)),
  };
}

function listsWithout(lists: Csr, pairs: Uint32Array, degree: Int32Array): Csr {
  const n = degree.length,
    gone = new Set<number>();
  for (let k = 0; k < pairs.length; k += 2)
    gone.add(pairs[k] * n + pairs[k + 1]).add(pairs[k + 1] * n + pairs[k]);
  const start = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) start[i + 1] = start[i] + degree[i];
  const index = new Uint32Array(start[n]);
  for (let i = 0, to = 0; i < n; i++)
    for (let k = lists.start[i]; k < lists.start[i + 1]; k++)
      if (!gone.has(i * n + lists.index[k])) index[to++] = lists.index[k];
  return { start, index, weight: null };
}
