import { describe, expect, it } from "vitest";
import { createBarriers } from "../barriers.js";
import { monteCarlo } from "../random.js";
import { barredPairs, withoutPairs } from "./barred-weights.js";
import { maskFromPolygons, pointsInside } from "./cell-mask.js";
import { weightsFromLists } from "./csr-weights.js";
import { hexQ, hexR, hexScale } from "./hexagon.js";
import { hotSpotsOfCounts, isByNeighbours, stableCells } from "./hot-spots-of-counts.js";
import { hotSpotsOfPoints } from "./hot-spots-of-points.js";
import {
  bandOffsets,
  cellAt,
  cellCentre,
  cellCount,
  countInCells,
  latticeFault,
  latticeOver,
} from "./lattice.js";
import { latticeWeights } from "./lattice-weights.js";
import { localG } from "./local-g.js";

const BOX = { minX: 0, minY: 0, maxX: 6000, maxY: 4000 };

/** Two knots of incidents on each side of a river, and others anywhere. */
function incidents(seed: number, n = 500) {
  const random = monteCarlo(seed);
  const knots = [1200, 2600, 4400].map((x) => [x, 500 + random.uniform() * 3000] as const);
  const x = new Float64Array(n),
    y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [kx, ky] = knots[i % 3]!;
    x[i] =
      i % 2 ? random.uniform() * 6000 : Math.min(5999, Math.max(0, kx + random.normal() * 150));
    y[i] =
      i % 2 ? random.uniform() * 4000 : Math.min(3999, Math.max(0, ky + random.normal() * 150));
  }
  return { x, y };
}

/** From west to east over all of the box, with a bend. */
const RIVER = [
  [-500, 2010],
  [2500, 1700],
  [6500, 2300],
] as const;

/** Do the segments a-b and c-d cross? By signs of areas. */
function crosses(a: number[], b: number[], c: readonly number[], d: readonly number[]): boolean {
  const side = (p: readonly number[], q: readonly number[], r: readonly number[]) =>
    Math.sign((q[0]! - p[0]!) * (r[1]! - p[1]!) - (q[1]! - p[1]!) * (r[0]! - p[0]!));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

describe("hot spots of counts", () => {
  it("are those of the points, with the counts left as they were", () => {
    const { x, y } = incidents(1);
    const points = hotSpotsOfPoints(x, y, { cellMetres: 250, box: BOX });
    const { counts } = countInCells(points.lattice, x, y);
    const before = counts.slice();
    const { mask } = points;
    const of = hotSpotsOfCounts(points.lattice, counts, x.length, { mask });
    expect(of.q).toEqual(points.q);
    expect(of.bin).toEqual(points.bin);
    expect(counts).toEqual(before);
    expect(of.counts.reduce((a, b) => a + b)).toBe(of.record.parameters["incidents"]);
    expect(of.record).toMatchObject({
      method: "gi-star",
      values: "incidents-per-hexagon",
      neighbours: { code: "cells-within", params: { cells: 6, bandMetres: 250 } },
    });
  });

  it("warn of raw counts unless rates are given, whose cells without a denominator leave", () => {
    const { x, y } = incidents(2);
    const { lattice, counts, mask } = hotSpotsOfPoints(x, y, { cellMetres: 250, box: BOX });
    const codes = (map: ReturnType<typeof hotSpotsOfCounts>) =>
      map.record.warnings.map(({ code }) => code);
    expect(codes(hotSpotsOfCounts(lattice, counts, x.length, { mask }))).toContain("raw-counts");
    const denominator = counts.map((_, i) => (i % 5 === 0 ? 0 : 10 + (i % 7)));
    const rates = hotSpotsOfCounts(lattice, counts, x.length, { mask, denominator });
    expect(codes(rates)).not.toContain("raw-counts");
    expect(codes(rates)).toContain("without-denominator");
    expect(rates.record.values).toBe("empirical-bayes-rate");
    const left = mask.reduce((n, m, i) => n + (m && denominator[i]! > 0 ? 1 : 0), 0);
    expect(rates.record.n).toBe(left);
  });

  it("have no values, with the reason, of none, of one, and of one cell with all of them", () => {
    const lattice = latticeOver(BOX, 250, "hex");
    const at = (...cells: [number, number, number][]) => {
      const counts = new Float64Array(cellCount(lattice));
      for (const [x, y, n] of cells) counts[cellAt(lattice, x, y)]! += n;
      return hotSpotsOfCounts(lattice, counts, 9).record.withoutValue;
    };
    const all = cellCount(lattice);
    expect(at()).toEqual({ "no-incidents": all });
    expect(at([100, 100, 1])).toEqual({ "few-points": all });
    expect(at([100, 100, 80])).toEqual({ coincident: all });
    expect(at([100, 100, 80], [2000, 2000, 1])).toEqual({});
  });

  it("have no values of fewer incidents than are asked for, nor of rates that only chance parts", () => {
    const lattice = latticeOver(BOX, 250, "hex");
    const slots = cellCount(lattice);
    const counts = Float64Array.from({ length: slots }, (_, i) => Number(i % 3 === 0));
    const incidents = counts.reduce((a, b) => a + b);
    const least = (leastIncidents: number) =>
      hotSpotsOfCounts(lattice, counts, incidents, { leastIncidents }).record.withoutValue;
    expect(least(incidents)).toEqual({});
    expect(least(incidents + 1)).toEqual({ "few-points": slots });
    const denominator = new Float64Array(slots).fill(100);
    const { bin, record } = hotSpotsOfCounts(lattice, counts, incidents, { denominator });
    expect(record.withoutValue).toEqual({ "rates-within-chance": slots });
    expect(bin.every((b) => b === 0)).toBe(true);
  });

  it("part cells whose line crosses a barrier, as all pairs say, but for a bridge nearby", () => {
    const lattice = latticeOver(BOX, 250, "hex"),
      mask = new Uint8Array(cellCount(lattice)).fill(1),
      offsets = bandOffsets(lattice, 500);
    const pairsOf = (crossings: [number, number][]) => {
      const barriers = createBarriers([RIVER], crossings, 1000)!;
      const pairs = barredPairs(lattice, mask, offsets, [RIVER], barriers);
      const found = new Set<string>();
      for (let k = 0; k < pairs.length; k += 2)
        found.add([pairs[k]!, pairs[k + 1]!].sort((a, b) => a - b).join(" "));
      expect(found.size).toBe(pairs.length / 2);
      return found;
    };
    const expected = new Set<string>();
    for (let i = 0; i < mask.length; i++)
      for (let j = i + 1; j < mask.length; j++) {
        const a = cellCentre(lattice, i),
          b = cellCentre(lattice, j);
        if (Math.hypot(a[0] - b[0], a[1] - b[1]) > 500.0001) continue;
        if (RIVER.slice(1).some((d, k) => crosses(a, b, RIVER[k]!, d))) expected.add(`${i} ${j}`);
      }
    expect(pairsOf([])).toEqual(expected);
    const bridged = pairsOf([[2500, 1700]]);
    expect(bridged.size).toBeLessThan(expected.size);
    for (const pair of expected) {
      if (bridged.has(pair)) continue;
      const [x, y] = cellCentre(lattice, Number(pair.split(" ")[0]));
      expect(Math.hypot(x - 2500, y - 1700)).toBeLessThan(1000);
    }
    const { x, y } = incidents(3);
    const of = (barriers: null | { lines: (typeof RIVER)[]; crossings: [] }) =>
      hotSpotsOfPoints(x, y, { cellMetres: 250, box: BOX, barriers });
    const parted = of({ lines: [RIVER], crossings: [] });
    expect(parted.record.barredPairs).toBeGreaterThan(30);
    // By lists, without the sums that lattices take: the same statistic.
    const { counts } = parted,
      weights = latticeWeights({
        ...parted.lattice,
        mask: parted.mask,
        offsets: bandOffsets(parted.lattice, 250),
      });
    const without = withoutPairs(
      weights,
      barredPairs(
        parted.lattice,
        parted.mask,
        bandOffsets(parted.lattice, 250),
        [RIVER],
        createBarriers([RIVER], [], 500)!,
      ),
    );
    const held = [...parted.mask.keys()].filter((i) => parted.mask[i]);
    const place = new Map(held.map((i, k) => [i, k]));
    const { start, index } = without.toCsr();
    const lists = held.map((i) =>
      Array.from(index.slice(start[i], start[i + 1]), (j) => place.get(j)!),
    );
    const byLists = localG(
      Float64Array.from(held, (i) => counts[i]!),
      weightsFromLists(lists),
    );
    held.forEach((i, k) => expect(parted.z[i]).toBeCloseTo(byLists.z[k]!, 9));
    const { z } = of(null);
    expect(z.some((v, i) => Math.abs(v - parted.z[i]!) > 0.1)).toBe(true);
    const far = [...z.keys()].filter((i) => cellCentre(parted.lattice, i)[1] > 3000);
    for (const i of far) expect(parted.z[i]).toBeCloseTo(z[i]!, 9);
  });

  it("say which are hot by their neighbours alone, and which at both sizes, as reckoned apart", () => {
    for (const seed of [4, 5, 6]) {
      const { x, y } = incidents(seed);
      const at = (cellMetres: number) => hotSpotsOfPoints(x, y, { cellMetres, box: BOX });
      const fine = at(250),
        coarse = at(500);
      const stable = stableCells(fine, coarse);
      // Hot cells of the wide map by their own q and r; no lattice is asked.
      const scale = hexScale(500),
        { columns, firstColumn, firstRow } = coarse.lattice;
      const hot = new Set(
        [...coarse.bin.keys()]
          .filter((i) => coarse.bin[i]! > 0)
          .map((i) => `${(i % columns) + firstColumn} ${Math.floor(i / columns) + firstRow}`),
      );
      let both = 0;
      for (let i = 0; i < fine.bin.length; i++) {
        const [cx, cy] = cellCentre(fine.lattice, i);
        const wide = hot.has(`${hexQ(scale, cx, cy)} ${hexR(scale, cx, cy)}`);
        expect(stable[i]).toBe(fine.bin[i]! > 0 && wide ? 1 : 0);
        both += stable[i]!;
        expect(isByNeighbours(fine, i)).toBe(fine.bin[i] !== 0 && !fine.counts[i]);
      }
      expect(both).toBeGreaterThan(3);
    }
  });

  it("tell how wide cells must be where they would be too many", () => {
    const wide = { minX: 0, minY: 0, maxX: 100_000, maxY: 100_000 };
    expect(latticeFault(wide, 250, "hex")).toBeNull();
    const fault = latticeFault(wide, 0.1, "hex")!;
    expect(fault.cells).toBeGreaterThan(5_000_000);
    expect(latticeFault(wide, fault.leastMetres, "hex")).toBeNull();
    expect(() => latticeOver(wide, 0.1, "hex")).toThrow(/wider cell/);
  });

  it("know the points inside polygons with holes as the cells' mask does", () => {
    const ring = (x: number, y: number, side: number) => [
      [x, y],
      [x + side, y],
      [x + side, y + side],
      [x, y + side],
      [x, y],
    ];
    const polygons = [
      { type: "Polygon" as const, coordinates: [ring(0, 0, 1000), ring(300, 300, 400)] },
      { type: "MultiPolygon" as const, coordinates: [[ring(2000, 0, 500)], [ring(1000, 0, 400)]] },
    ];
    const lattice = latticeOver({ minX: -200, minY: -200, maxX: 2700, maxY: 1200 }, 90, "hex");
    const mask = maskFromPolygons(lattice, polygons);
    const centres = [...mask.keys()].map((i) => cellCentre(lattice, i));
    const inside = pointsInside(
      polygons,
      Float64Array.from(centres, ([x]) => x),
      Float64Array.from(centres, ([, y]) => y),
    );
    expect(inside).toEqual(mask);
  });
});
