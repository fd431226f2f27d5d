import type { Position } from "geojson";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../random.js";
import { applyChange } from "./apply.js";
import { buildCoverage, isCoverage, toFeatureCollection } from "./build.js";
import { checkCoverage } from "./check.js";
import { Footprints } from "./footprints.js";
import { ForeignLines } from "./foreign-lines.js";
import { labelBelow } from "./locate.js";
import { type Change, type Coverage, isRefusal } from "./model.js";
import type { GridOperation } from "./operation.js";
import { type OperationContext, perform } from "./perform.js";
import { pointInShape, shapeOf } from "./shape.js";
import { randomCoverage } from "./testing/random-coverage.js";
import { type House, randomHouses } from "./testing/random-houses.js";

const SEEDS = process.env.HEARTHGRID_SOAK ? 300 : 6;

function town(seed: number): {
  coverage: Coverage;
  houses: House[];
  footprints: Footprints;
  random: () => number;
} {
  const random = mulberry32(seed);
  const coverage = buildCoverage(randomCoverage(random, { columns: 3, rows: 3, between: 6 }));
  if (!isCoverage(coverage)) throw new Error("no coverage");
  const houses = randomHouses(random, coverage);
  return { coverage, houses, footprints: Footprints.read(houses), random };
}

function crossLines(coverage: Coverage, random: () => number): ForeignLines {
  const places = [...coverage.nodes.values()].map(({ x, y }): Position => [x / 1e7, y / 1e7]);
  const any = () => places[Math.floor(random() * places.length)]!;
  return new ForeignLines(Array.from({ length: 40 }, () => [any(), any(), any()]));
}

const middle = ({ outlines: [ring] }: House): [number, number] => [
  Math.round(((ring![0]![0]! + ring![2]![0]!) / 2) * 1e7),
  Math.round(((ring![0]![1]! + ring![2]![1]!) / 2) * 1e7),
];

/** Independent of the method: does a segment of the new borders cross a wall from side to side? */
function wallsCrossed({ add, remove }: Change, houses: readonly House[]): string[] {
  const side = (a: Position, b: Position, c: Position): number =>
    (b[0]! - a[0]!) * (c[1]! - a[1]!) - (b[1]! - a[1]!) * (c[0]! - a[0]!);
  const crosses = (edges: Change["add"]): Set<string> => {
    const found = new Set<string>();
    for (const { id, outlines } of houses)
      for (const { xy } of edges)
        for (let i = 2; i < xy.length; i += 2) {
          const [a, b] = [
            [xy[i - 2]! / 1e7, xy[i - 1]! / 1e7],
            [xy[i]! / 1e7, xy[i + 1]! / 1e7],
          ];
          outlines[0]!.forEach((d, k) => {
            const c = outlines[0]![k - 1];
            if (c && side(a!, b!, c) * side(a!, b!, d) < 0 && side(c, d, a!) * side(c, d, b!) < 0)
              found.add(id);
          });
        }
    return found;
  };
  const before = crosses(remove);
  return [...crosses(add)].filter((id) => !before.has(id));
}

describe("hand-buildings", () => {
  it(`cuts no building, leaves no seam, and gives what was asked (${SEEDS} towns)`, () => {
    let given = 0,
      tried = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { coverage, houses, footprints, random } = town(seed);
      // Every other town with lines across each other, as parcels and streets are.
      const lines = seed % 2 === 0 ? crossLines(coverage, random) : undefined;
      const context: OperationContext = { footprints, lines };
      for (let step = 0; step < 8; step++) {
        // A house near a border, and the grid across it.
        const borders = [...coverage.edges.values()].filter((e) => e.left !== null && e.right);
        const { xy, left, right } = borders[Math.floor(random() * borders.length)]!;
        const k = 2 * Math.floor((random() * xy.length) / 2);
        const far = (h: House): number => {
          const [x, y] = middle(h);
          return Math.hypot(x - xy[k]!, y - xy[k + 1]!);
        };
        const house = houses.reduce((p, q) => (far(q) < far(p) ? q : p));
        const owner = labelBelow(coverage, ...middle(house));
        const to = owner === left ? right : left;
        if (!to || owner === null) continue;
        tried++;
        const outcome = perform(
          coverage,
          { kind: "hand-buildings", buildings: [house.id], to },
          context,
        );
        if (isRefusal(outcome)) {
          expect(["no-gap", "crosses-itself"]).not.toContain(outcome.code);
          continue;
        }
        given++;
        const what = `seed ${seed}, step ${step}`;
        expect(wallsCrossed(outcome, houses), what).toEqual([]);
        const whole = house.outlines[0]!.every((corner) => {
          const face = coverage.faces.get(owner)!;
          const [x, y] = corner.map((v) => Math.round(v! * 1e7));
          return pointInShape(shapeOf(coverage, face), x!, y!) > 0;
        });
        applyChange(coverage, outcome);
        const receiver = shapeOf(coverage, coverage.faces.get(to)!);
        if (whole)
          for (const corner of house.outlines[0]!) {
            const [x, y] = corner.map((v) => Math.round(v! * 1e7));
            expect(pointInShape(receiver, x!, y!), what).toBeGreaterThan(0);
          }
      }
      expect(checkCoverage(toFeatureCollection(coverage), { holes: false }), `${seed}`).toEqual([]);
    }
    expect(given).toBeGreaterThan(tried / 3);
  });

  const square = (id: string, x: number, y: number, w: number, h: number): House => {
    const m = 1e-5;
    const at = (px: number, py: number): Position => [107 + px * m, 29 + py * m];
    return { id, outlines: [[at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)]] };
  };
  const grid = (id: string, x: number): Parameters<typeof buildCoverage>[0]["features"][0] => ({
    type: "Feature",
    id,
    properties: {},
    geometry: { type: "Polygon", coordinates: square(id, x, 0, 100, 100).outlines },
  });
  const two = (): Coverage => {
    const built = buildCoverage({
      type: "FeatureCollection",
      features: [grid("a", 0), grid("b", 100)],
    });
    if (!isCoverage(built)) throw new Error("no coverage");
    return built;
  };
  const houses = [square("near", 80, 40, 10, 20), square("next", 50, 40, 10, 20)];

  it("follows the line in the gap, else keeps to its middle", () => {
    const hand = { kind: "hand-buildings", buildings: ["near"], to: "b" } as const;
    const street = new ForeignLines([
      [
        [107 + 65e-5, 29 - 1e-3],
        [107 + 65e-5, 29 + 2e-3],
      ],
    ]);
    const leftMost = (lines?: ForeignLines): number => {
      const outcome = perform(two(), hand, { footprints: Footprints.read(houses), lines });
      if (isRefusal(outcome)) throw new Error(outcome.code);
      const xs = outcome.add
        .filter((e) => e.left !== null && e.right !== null)
        .flatMap((e) => [...e.xy].filter((_, i) => i % 2 === 0));
      return (Math.min(...xs) / 1e7 - 107) * 1e5;
    };
    expect(leftMost()).toBeCloseTo(70, 0);
    expect(leftMost(street)).toBeCloseTo(65, 1);
  });
  it("is refused where two buildings share a wall, and for buildings unknown", () => {
    const row = [...houses, square("attached", 70, 40, 10, 20)];
    const ask = (buildings: string[]): unknown =>
      perform(
        two(),
        { kind: "hand-buildings", buildings, to: "b" },
        { footprints: Footprints.read(row) },
      );
    expect(ask(["near"])).toMatchObject({ refused: "through-building", code: "no-gap" });
    expect(isRefusal(ask(["near", "attached"]) as Change)).toBe(false);
    expect(ask(["castle"])).toMatchObject({ code: "no-such-buildings" });
  });
});

describe("a border dragged onto a building", () => {
  it("goes to the nearest gap and says so; a line drawn through a house is refused", () => {
    let moved = 0,
      refused = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { coverage, houses, footprints, random } = town(seed + 1000);
      const nodes = [...coverage.nodes.values()];
      for (let step = 0; step < 20; step++) {
        const node = nodes[Math.floor(random() * nodes.length)]!;
        const far = (h: House): number => {
          const [hx, hy] = middle(h);
          return Math.hypot(hx - node.x, hy - node.y);
        };
        const [x, y] = middle(houses.reduce((p, q) => (far(q) < far(p) ? q : p)));
        const from = [node.x / 1e7, node.y / 1e7];
        const drag: GridOperation = { kind: "move-node", from, to: [x / 1e7, y / 1e7] };
        const across: GridOperation = {
          kind: "split-grids",
          line: [-0.1, 0.1].map((way) => [x / 1e7 + way, y / 1e7]),
        };
        const cut = perform(coverage, across, { footprints });
        if (isRefusal(cut)) refused += cut.refused === "through-building" ? 1 : 0;
        else expect(wallsCrossed(cut, houses), `seed ${seed}, step ${step}`).toEqual([]);
        const outcome = perform(coverage, drag, { footprints });
        if (isRefusal(outcome)) continue;
        expect(wallsCrossed(outcome, houses), `seed ${seed}, step ${step}`).toEqual([]);
        // A house that the border cut before may be cut still.
        moved += outcome.note.told?.some(({ code }) => code === "moved-to-gap") ? 1 : 0;
      }
    }
    expect(moved).toBeGreaterThan(SEEDS / 2);
    expect(refused).toBeGreaterThan(SEEDS * 10);
  });
});
