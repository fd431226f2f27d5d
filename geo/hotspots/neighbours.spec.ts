import { PGlite } from "@electric-sql/pglite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monteCarlo } from "../random.js";
import { csrWeights, rowStandardised, weightsFromLists } from "./csr-weights.js";
import { distanceBandLists, distanceBandWeights } from "./distance-band.js";
import { hexCentre, hexQ, hexR, hexScale, hexSql } from "./hexagon.js";
import {
  bandOffsets,
  cellArea,
  cellAt,
  cellCentre,
  cellCorners,
  cellCount,
  countInCells,
  latticeOver,
} from "./lattice.js";
import { latticeWeights } from "./lattice-weights.js";
import { localG } from "./local-g.js";
import { type Csr, weightSums } from "./spatial-weights.js";
import { bruteNeighbours, floats, latticeCentres, scattered } from "./spec-data.js";

const sortedLists = ({ start, index }: Csr) =>
  Array.from({ length: start.length - 1 }, (_, i) =>
    Array.from(index.slice(start[i], start[i + 1])).sort((a, b) => a - b),
  );

describe("distance bands", () => {
  it("find the pairs that a search of all pairs finds, for any extent and band", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom(0.5, 7, 40, 150, 5000),
        (n, seed, band) => {
          const { x, y } = scattered(n, 100, seed);
          expect(sortedLists(distanceBandLists(x, y, band))).toEqual(bruteNeighbours(x, y, band));
        },
      ),
      { seed: 5, numRuns: 80 },
    );
  });
  it("include the bound: 90-120-150, and tenths of a metre", () => {
    const { x, y } = latticeCentres(16, 16, 30);
    expect(distanceBandWeights(x, y, 150).degree[0]).toBe(25);
    expect(distanceBandWeights(floats([0.1, 0.4]), floats([0, 0]), 0.3).degree[0]).toBe(1);
  });
});

describe("lattice weights", () => {
  it("are the band's neighbours, on squares and hexagons, with and without a mask", () => {
    for (const kind of ["square", "hex"] as const) {
      const lattice = latticeOver({ minX: 3, minY: -40, maxX: 110, maxY: 55 }, 10, kind),
        cells = Array.from({ length: cellCount(lattice) }, (_, i) => i);
      const centres = cells.map((i) => cellCentre(lattice, i)),
        random = monteCarlo(4);
      const mask = Uint8Array.from(cells, () => (random.uniform() < 0.7 ? 1 : 0)),
        kept = cells.filter((i) => mask[i]);
      for (const band of [10, 14.2, 26]) {
        const weights = latticeWeights({
          columns: lattice.columns,
          rows: lattice.rows,
          offsets: bandOffsets(lattice, band),
          mask,
        });
        const slow = bruteNeighbours(
          kept.map((i) => centres[i][0]),
          kept.map((i) => centres[i][1]),
          band + 1e-9,
        );
        expect(kept.map((i) => sortedLists(weights.toCsr())[i])).toEqual(
          slow.map((l) => l.map((k) => kept[k])),
        );
        // And the masked map gives the values of the same cells as an irregular one.
        const values = floats(cells.map((i) => (mask[i] ? (i * 7919) % 13 : 0)));
        const dense = localG(values, weights),
          loose = localG(floats(kept.map((i) => values[i])), weightsFromLists(slow));
        kept.forEach((i, k) => {
          expect(dense.z[i]).toBeCloseTo(loose.z[k], 9);
          expect(dense.q[i]).toBeCloseTo(loose.q[k], 9);
        });
        expect(dense.record).toMatchObject({ n: kept.length, masked: cells.length - kept.length });
        const row = rowStandardised(weights),
          sums = weightSums(row);
        expect(sums.s0).toBeCloseTo(
          weights.degree.reduce((a, d) => a + (d > 0 ? 1 : 0), 0),
          9,
        );
      }
    }
  });
  it("sums S1 and S2 of asymmetric weights by the definition", () => {
    const lists = [[1, 2], [0], [1], [0, 2]],
      weight = floats([0.5, 0.5, 1, 1, 0.3, 0.7]);
    const w = csrWeights({
      start: Uint32Array.of(0, 2, 3, 4, 6),
      index: Uint32Array.from(lists.flat()),
      weight,
    });
    const m = [0, 1, 2, 3].map((i) =>
      [0, 1, 2, 3].map((j) => {
        const k = lists[i].indexOf(j);
        return k < 0 ? 0 : weight[w.toCsr().start[i] + k];
      }),
    );
    let s1 = 0,
      s2 = 0;
    for (let i = 0; i < 4; i++) {
      let both = 0;
      for (let j = 0; j < 4; j++) {
        s1 += (m[i][j] + m[j][i]) ** 2 / 2;
        both += m[i][j] + m[j][i];
      }
      s2 += both * both;
    }
    expect(weightSums(w).s0).toBeCloseTo(4, 12);
    expect(weightSums(w).s1).toBeCloseTo(s1, 12);
    expect(weightSums(w).s2).toBeCloseTo(s2, 12);
  });
  it("refuses offsets that are none", () => {
    expect(() => latticeWeights({ columns: 2, rows: 2, offsets: [[0, 0]] })).toThrow(RangeError);
    expect(() => latticeWeights({ columns: 2, rows: 2, offsets: [[1, 0]] })).toThrow(/opposite/);
  });
});

describe("hexagons", () => {
  const random = monteCarlo(21),
    points = Array.from({ length: 1500 }, () => [
      (random.uniform() - 0.5) * 8000,
      (random.uniform() - 0.5) * 8000,
    ]);
  it("are where the nearest centre is", () => {
    const s = hexScale(137.5);
    for (const [x, y] of points) {
      const q = hexQ(s, x, y),
        r = hexR(s, x, y),
        own = Math.hypot(...sub(hexCentre(137.5, q, r), [x, y]));
      for (const [dq, dr] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
        [1, -1],
        [-1, 1],
      ]) {
        expect(own).toBeLessThanOrEqual(
          Math.hypot(...sub(hexCentre(137.5, q + dq, r + dr), [x, y])) + 1e-9,
        );
      }
    }
  });
  it("tile: corners and lattice agree, area is that of the corners", () => {
    const lattice = latticeOver({ minX: -900, minY: -700, maxX: 800, maxY: 600 }, 130, "hex");
    for (let i = 0; i < cellCount(lattice); i += 7) {
      expect(cellAt(lattice, ...cellCentre(lattice, i))).toBe(i);
      const c = cellCorners(lattice, i);
      expect(
        c.reduce((a, [x, y], k) => a + x * c[(k + 1) % 6][1] - c[(k + 1) % 6][0] * y, 0) / 2,
      ).toBeCloseTo(cellArea(lattice), 6);
    }
    const x = floats([-900, 800, 0]),
      y = floats([600, -700, 0]);
    expect(countInCells(lattice, x, y).outside).toBe(0);
  });
  it("are the same in SQL, on edges and corners too", { timeout: 60_000 }, async () => {
    const s = hexScale(137.5),
      half = 137.5 / 2;
    const all = [
      ...points,
      [0, 0],
      [half, 0],
      [-half, 0],
      [half, half / Math.sqrt(3)],
      [0, 137.5 / Math.sqrt(3)],
      ...points.slice(0, 200).map(([x]) => [Math.round(x / half) * half, 0]),
    ];
    const sql = hexSql(s, "x", "y"),
      database = new PGlite();
    const { rows } = await database.query<{ q: number; r: number }>(
      `select ${sql.q} as q, ${sql.r} as r
        from unnest($1::float8[], $2::float8[]) with ordinality as t(x, y, i) order by i`,
      [all.map((p) => p[0]), all.map((p) => p[1])],
    );
    await database.close();
    expect(rows.map(({ q, r }) => [q + 0, r + 0])).toEqual(
      all.map(([x, y]) => [hexQ(s, x, y) + 0, hexR(s, x, y) + 0]),
    );
  });
});

const sub = (a: readonly number[], b: readonly number[]): [number, number] => [
  a[0] - b[0],
  a[1] - b[1],
];
