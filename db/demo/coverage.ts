import type { MultiPolygon, Polygon, Position } from "geojson";
import { randomOf } from "../../geo/random.js";
import type { Ground } from "./ground.js";
import { around, cellCentre, type Lattice, neighbours } from "./lattice.js";
import { signedArea, type XY } from "./plane.js";
import { growRegions, ringsOf } from "./regions.js";
import { CAMPUS, type House, type Plot } from "./town.js";

export interface Village {
  name: string;
  kind: "community" | "village";
  cells: number[];
  code: string;
}
export interface Grid {
  village: number;
  cells: number[];
  kind: "01" | "02";
  code: string;
  name: string;
  earlier: boolean;
  later: boolean;
}

/**
 * Divides each village into grids by households and lays the curves of every border. Earlier grids
 * (in force until a year
 * before today) cover the same cells as their successors together.
 */
export function drawGrids(
  seed: number,
  g: Ground,
  villages: Village[],
  houses: readonly House[],
  plots: readonly Plot[],
): Grid[] {
  const l = g.lattice,
    random = randomOf(seed, "grids"),
    weight = new Float64Array(l.inCounty.length);
  for (const h of houses) weight[h.cell]! += h.units;
  const twins = twinsOf(g),
    dedicated = plots.filter(
      (p) => p.kind === "hospital" || p.name === "炉格中学" || p.name === CAMPUS,
    );
  for (const plot of plots.filter((p) => p.name === CAMPUS)) {
    const ring = around(l, plot.cells[0]!);
    for (const c of ring) twins.set(c, ring);
  }
  const grids: Grid[] = [];
  villages.forEach((v, index) => {
    const own = dedicated.filter((p) => v.cells.includes(p.cells[0]!)),
      taken = new Set(own.flatMap((p) => p.cells));
    const rest = v.cells.filter((c) => !taken.has(c)),
      total = rest.reduce((s, c) => s + weight[c]!, 0);
    const count =
      v.name === "三湾村"
        ? 3
        : Math.max(1, Math.round(total / (v.kind === "community" ? 385 : 270)));
    const regions = growRegions(
      l,
      rest,
      (c) => weight[c]! + 0.5,
      count,
      random,
      g.riverEdges,
      40,
      twins,
    ).sort((a, b) => order(l, a) - order(l, b));
    regions.forEach((cells) =>
      grids.push({
        village: index,
        cells,
        kind: "01",
        code: "",
        name: "",
        earlier: false,
        later: false,
      }),
    );
    for (const p of own)
      grids.push({
        village: index,
        cells: p.cells,
        kind: "02",
        code: "",
        name: `${p.name}专属网格`,
        earlier: false,
        later: false,
      });
    if (v.name === "凯涪社区")
      grids.push(
        ...redraw(
          l,
          grids.filter((x) => x.village === index && x.kind === "01"),
          weight,
          random,
          g.riverEdges,
          twins,
          index,
        ),
      );
  });
  number(grids, villages);
  const borders = [...villages, ...grids].flatMap((region) =>
    ringsOf(l, region.cells)
      .flat()
      .map(([e]) => e),
  );
  g.curves.relax(borders);
  g.curves.lay(new Set(borders), 0.6);
  return grids;
}

/** Cells of one block, and the cells round an enclave, belong to one grid. */
export const twinsOf = (g: Ground): Map<number, number[]> =>
  new Map(
    [...g.blockOf].flatMap(
      ([a, b]) =>
        [
          [a, [b]],
          [b, [a]],
        ] as [number, number[]][],
    ),
  );

/** West to east, north to south: rows of 700 m from the north, within a row from the west. */
const order = (l: Lattice, cells: readonly number[]) => {
  const [x, y] = cells.reduce<XY>(
    (s, c) => {
      const p = cellCentre(l, c);
      return [s[0] + p[0] / cells.length, s[1] + p[1] / cells.length];
    },
    [0, 0],
  );
  return -Math.round(y / 700) * 1e6 + x;
};

/**
 * Two grids that were in force before three neighbours were drawn in their stead. Mutates the
 * three: they are `later`.
 */
function redraw(
  l: Lattice,
  now: Grid[],
  weight: Float64Array,
  random: ReturnType<typeof randomOf>,
  walls: ReadonlySet<number>,
  twins: ReadonlyMap<number, readonly number[]>,
  village: number,
): Grid[] {
  const touching = (a: Grid, b: Grid) =>
    a.cells.some((c) => neighbours(l, c).some(([n]) => b.cells.includes(n)));
  for (const a of now) {
    const near = now.filter((b) => b !== a && touching(a, b)).slice(0, 2);
    if (near.length < 2) continue;
    const three = [a, ...near],
      cells = three.flatMap((x) => x.cells);
    for (const x of three) x.later = true;
    return growRegions(l, cells, (c) => weight[c]! + 0.5, 2, random, walls, 20, twins).map(
      (part) => ({
        village,
        cells: part,
        kind: "01" as const,
        code: "",
        name: "",
        earlier: true,
        later: false,
      }),
    );
  }
  return [];
}

const NUMERALS = "一二三四五六七八九十";
const numeral = (n: number) =>
  n <= 10
    ? NUMERALS[n - 1]!
    : `${n < 20 ? "" : NUMERALS[Math.floor(n / 10) - 1]}十${n % 10 ? NUMERALS[(n % 10) - 1]! : ""}`;

/**
 * Mutates code and name. Codes are never used again: earlier grids come first, successors after all
 * others.
 */
function number(grids: readonly Grid[], villages: readonly Village[]): void {
  villages.forEach((v, index) => {
    const own = grids.filter((x) => x.village === index);
    const sorted = [
      ...own.filter((x) => !x.later && x.kind === "01"),
      ...own.filter((x) => x.later),
      ...own.filter((x) => x.kind === "02"),
    ];
    sorted.forEach((grid, k) => {
      grid.code = `${v.code}${String(k + 1).padStart(3, "0")}`;
      if (grid.kind === "01") grid.name = `${v.name}第${numeral(k + 1)}网格`;
    });
  });
}

/**
 * The cells as one multipolygon along the curves of their edges; positions come from `at` (the same
 * for the same point).
 */
export function multiPolygon(
  g: Ground,
  cells: readonly number[],
  at: (p: XY) => Position,
): MultiPolygon {
  const rings = ringsOf(g.lattice, cells).map((ring) => {
    const points: Position[] = [];
    for (const [edge, forward] of ring) {
      const curve = g.curves.of(edge),
        piece = forward ? curve : [...curve].reverse();
      points.push(...piece.slice(0, -1).map(at));
    }
    points.push(points[0]!);
    return points;
  });
  const outers = rings.filter((r) => signedArea(r) > 0).map((r): Polygon["coordinates"] => [r]);
  for (const hole of rings.filter((r) => signedArea(r) <= 0)) holderOf(outers, hole).push(hole);
  return { type: "MultiPolygon", coordinates: outers };
}

function holderOf(outers: Polygon["coordinates"][], hole: Position[]): Position[][] {
  if (outers.length === 1) return outers[0]!;
  const xs = (r: Position[]) => r.map((p) => p[0]!),
    ys = (r: Position[]) => r.map((p) => p[1]!);
  const contains = (r: Position[]) =>
    Math.min(...xs(r)) <= Math.min(...xs(hole)) &&
    Math.max(...xs(r)) >= Math.max(...xs(hole)) &&
    Math.min(...ys(r)) <= Math.min(...ys(hole)) &&
    Math.max(...ys(r)) >= Math.max(...ys(hole));
  return outers.find(([r]) => contains(r!)) ?? outers[0]!;
}
