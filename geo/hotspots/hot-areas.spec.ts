import { describe, expect, it } from "vitest";
import { monteCarlo } from "../random.js";
import { hexCentre } from "./hexagon.js";
import { followedAreas, type HexCell, joinedCells } from "./hot-areas.js";

const row = (q: number, r: number, n: number): HexCell[] =>
  Array.from({ length: n }, (_, i) => ({ q: q + i, r }));

describe("hexagons that touch", () => {
  it("are one area: as the distances of their centres join them", () => {
    const random = monteCarlo(5);
    for (let time = 0; time < 40; time++) {
      const cells: HexCell[] = [];
      for (let q = -6; q <= 6; q++)
        for (let r = -6; r <= 6; r++) if (random.uniform() < 0.3) cells.push({ q, r });
      cells.sort((a, b) => ((a.q * 7 + a.r * 5 + 100) % 11) - ((b.q * 7 + b.r * 5 + 100) % 11));
      const areas = joinedCells(cells);
      const of = new Map(areas.flatMap((area, i) => area.map((cell) => [cell, i] as const)));
      expect(of.size).toBe(cells.length);
      const centres = cells.map(({ q, r }) => hexCentre(1, q, r));
      const near = (a: number, b: number) =>
        Math.hypot(centres[a]![0] - centres[b]![0], centres[a]![1] - centres[b]![1]) < 1.3;
      // Whoever is near is in the same area, and a walk over those near reaches all of it.
      for (const area of areas) {
        const reached = new Set([area[0]!]);
        for (const a of reached) for (const b of cells.keys()) if (near(a, b)) reached.add(b);
        expect([...reached].sort((a, b) => a - b)).toEqual(area);
      }
    }
  });
});

describe("an area seen before", () => {
  const market = { id: "market", since: "2026-11-02", cells: row(0, 0, 10) };
  const bridge = { id: "bridge", since: "2026-11-09", cells: row(20, 0, 4) };

  it("goes on when it moves by a part, and is new when it shares less than three tenths", () => {
    expect(followedAreas([market, bridge], [row(7, 0, 10), row(23, 0, 4)])).toEqual([
      { id: "market", since: "2026-11-02" },
      { id: null, since: null },
    ]);
    expect(followedAreas([market], [row(8, 0, 10)])).toEqual([{ id: null, since: null }]);
  });

  it("that broke in two goes on as the larger part, and the other is as old", () => {
    expect(followedAreas([market], [row(0, 0, 3), row(5, 0, 5)])).toEqual([
      { id: null, since: "2026-11-02" },
      { id: "market", since: "2026-11-02" },
    ]);
  });

  it("and grew together with another is as old as the older", () => {
    expect(followedAreas([bridge, market], [row(9, 0, 15)])).toEqual([
      { id: "bridge", since: "2026-11-09" },
    ]);
    expect(followedAreas([bridge, market], [row(5, 0, 19)])).toEqual([
      { id: "market", since: "2026-11-02" },
    ]);
  });

  it("is nobody's when nothing was there", () => {
    expect(followedAreas([], [row(0, 0, 2)])).toEqual([{ id: null, since: null }]);
    expect(followedAreas([market], [])).toEqual([]);
  });
});
