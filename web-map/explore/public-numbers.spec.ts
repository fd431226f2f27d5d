import { describe, expect, it } from "vitest";
import { RAMP } from "../layers/legend.js";
import { choropleth, mostTold, periodsOf, type Release, saidOf } from "./public-numbers.js";

const square = (x: number) => ({
  type: "Polygon" as const,
  coordinates: [
    [
      [x, 29],
      [x + 0.01, 29],
      [x + 0.01, 29.01],
      [x, 29.01],
      [x, 29],
    ],
  ],
});

/** Four areas; of 01 A is told whole, B for one of three quarters, C for one, D never. */
const release = {
  id: "1",
  publishedAt: "2026-02-01T00:00:00Z",
  firstMonth: "2025-04-01",
  lastMonth: "2025-12-01",
  months: 9,
  areas: ["A", "B", "C", "D"].map((id, i) => ({
    id,
    name: `${id}网格`,
    partition: "grid",
    households: 100 * (i + 1),
    areaKm2: 1,
    geometry: square(107 + i * 0.01),
  })),
  categories: [
    { category: "02", every: 12, firstMonth: null, lastMonth: null, months: 0 },
    { category: "01", every: 3, firstMonth: "2025-04-01", lastMonth: "2025-12-01", months: 9 },
  ],
  counts: [
    { area: "A", category: "01", month: "2025-04-01", months: 3, count: 6 },
    { area: "A", category: "01", month: "2025-07-01", months: 3, count: 7 },
    { area: "A", category: "01", month: "2025-10-01", months: 3, count: 8 },
    { area: "B", category: "01", month: "2025-07-01", months: 3, count: 50 },
    { area: "C", category: "01", month: "2025-10-01", months: 3, count: 9 },
  ],
  totals: [
    { area: "A", category: "01", atLeast: 21, published: 9, months: 9 },
    { area: "B", category: "01", atLeast: 50, published: 3, months: 9 },
    { area: "C", category: "01", atLeast: 9, published: 3, months: 9 },
  ],
} as unknown as Release;

describe("what the release says", () => {
  it("names every period it has a number for, and all together first", () => {
    expect(periodsOf(release, "01")).toEqual([
      { month: null, from: "2025-04", to: "2025-12", months: 9 },
      { month: "2025-10-01", from: "2025-10", to: "2025-12", months: 3 },
      { month: "2025-07-01", from: "2025-07", to: "2025-09", months: 3 },
      { month: "2025-04-01", from: "2025-04", to: "2025-06", months: 3 },
    ]);
    expect(periodsOf(release, "02")).toEqual([]);
    expect(mostTold(release)).toBe("01");
  });

  it("never gives the sum of what is published for what happened", () => {
    const [all, last] = periodsOf(release, "01");
    const said = (area: string, period = all!) => saidOf(release, area, "01", period);
    expect(said("A")).toEqual({ kind: "exact", count: 21 });
    expect(said("B")).toEqual({ kind: "atLeast", count: 50, published: 3, months: 9 });
    expect(said("D")).toEqual({ kind: "nothing" });
    expect(said("A", last)).toEqual({ kind: "exact", count: 8 });
    expect(said("B", last)).toEqual({ kind: "nothing" });
  });

  it("colours exact numbers alone, so that areas are not ranked by how much is withheld", () => {
    const [all, last] = periodsOf(release, "01");
    const colours = (period = all!) =>
      choropleth(release, "01", period).areas.features.map((f) => f.properties!["colour"]);
    // B has the highest sum of published months, and of two thirds of the time nothing is known.
    expect(colours()).toEqual([RAMP[0], undefined, undefined, undefined]);
    expect(choropleth(release, "01", all!).of).toEqual({ exact: 1, atLeast: 2, nothing: 1 });
    expect(colours(last).filter((c) => c !== undefined)).toHaveLength(2);
    const { classes } = choropleth(release, "01", last!);
    expect(classes.map((c) => [c.from, c.to])).toEqual([
      [30, 80],
      [80, 80],
    ]);
  });

  it("names each area at a place inside it", () => {
    const { names } = choropleth(release, "01", periodsOf(release, "01")[0]!);
    names.features.forEach((f, i) => {
      const [x, y] = (f.geometry as { coordinates: number[] }).coordinates;
      expect(x! > 107 + i * 0.01 && x! < 107 + (i + 1) * 0.01 && y! > 29 && y! < 29.01).toBe(true);
    });
  });
});
