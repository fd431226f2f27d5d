import { area as turfArea } from "@turf/area";
import { intersect } from "@turf/intersect";
import type { Feature, LineString, MultiPolygon, Polygon, Position } from "geojson";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../random.js";
import { checkCoverage } from "./check.js";
import type { GridCollection } from "./collection.js";
import { projectionOf } from "./propose/ground.js";
import { judgeProposal } from "./propose/judge-proposal.js";
import type { Proposal, ProposeInput, ProposeOptions } from "./propose/model.js";
import { overlapArea } from "./propose/overlap-area.js";
import { handOvers } from "./propose/suggest-hand-over.js";
import { isProposal, propose } from "./propose.js";
import { fewestMoved } from "./testing/fewest-moved.js";
import { grownTown } from "./testing/grown-town.js";
import { randomTown } from "./testing/random-town.js";

const RANGE = [300, 500] as const;

function proposed(input: ProposeInput, options: Partial<ProposeOptions> = {}): Proposal {
  const answer = propose(input, { range: RANGE, seconds: 0.5, ...options });
  if (!isProposal(answer)) throw new Error(answer.code);
  return answer;
}

/** How many grids have more than a sheet of paper of it, by a clipping that the method has not. */
const partsIn = (collection: GridCollection, geometry: Polygon | MultiPolygon): number =>
  collection.features.filter((f) => {
    const common = intersect({
      type: "FeatureCollection",
      features: [f, { type: "Feature", properties: {}, geometry }],
    });
    return common !== null && turfArea(common) > 0.06;
  }).length;

const NO_FAULT = {
  outOfRange: 0,
  buildingsCut: 0,
  compoundsSplit: 0,
  villagesCrossed: 0,
  banksJoined: 0,
  inPiecesOnFoot: 0,
};

const rectangle = (west: number, south: number, east: number, north: number): Polygon => ({
  type: "Polygon",
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});
const square = ({ geometry }: ProposeInput["buildings"][number]) => geometry;
const line = (kind: "lane" | "main" | "river", ...coordinates: Position[]) => ({
  class: kind,
  geometry: { type: "LineString" as const, coordinates },
});

/** Six hamlets of 90 households on both sides of two lanes that lead through all of them. */
function hamletVillage(): ProposeInput {
  const rows = [29.706, 29.714];
  const buildings = rows.flatMap((lat, r) =>
    [107.405, 107.415, 107.425].flatMap((lon, c) =>
      Array.from({ length: 30 }, (_, k) => {
        const [x, y] = [lon + 0.0003 * ((k >> 1) - 7), lat + (k % 2 === 0 ? 0.0001 : -0.0002)];
        const geometry = rectangle(x, y, x + 0.0001, y + 0.0001);
        return { id: `${r}.${c}/${k}`, geometry, households: 3 };
      }),
    ),
  );
  return {
    villages: [{ code: "v", geometry: rectangle(107.4, 29.7, 107.43, 29.72) }],
    buildings,
    lines: [
      ...rows.map((lat) => line("lane", [107.4, lat], [107.43, lat])),
      line("lane", [107.41, 29.706], [107.41, 29.714]),
    ],
  };
}

/** Four blocks of 50 households in two rows, north of them a street, a strip and the river. */
function riverside(): ProposeInput {
  const [west, south] = [107.4, 29.7];
  const at = (c: number, r: number): Position => [west + 0.001 * c, south + 0.001 * r];
  const blocks = [0, 1, 2, 3].flatMap((c) => [0, 1].map((r) => ({ c, r })));
  return {
    villages: [{ code: "v", geometry: rectangle(west, south, west + 0.004, south + 0.0026) }],
    buildings: blocks.map(({ c, r }) => {
      const [x, y] = at(c + 0.3, r + 0.3);
      return { id: `${c}.${r}`, geometry: rectangle(x, y, x + 4e-4, y + 4e-4), households: 50 };
    }),
    lines: [
      line("main", at(0, 2), at(4, 2)),
      line("lane", at(0, 1), at(4, 1)),
      ...[1, 2, 3].map((c) => line("lane", at(c, 0), at(c, 1.999))),
    ],
  };
}

describe("propose", () => {
  it("crosses no village, river, compound or building, and keeps to the range", () => {
    for (const seed of [1, 2, 3]) {
      const town = randomTown(seed, { columns: 12, rows: 8, villages: [3, 5], riverRow: 5 });
      const { judgement, collection, grids } = proposed(town);
      expect(judgement).toMatchObject(NO_FAULT);
      expect(judgement.onLines).toBeGreaterThan(0.95);
      expect(judgement.polsbyPopperMedian).toBeGreaterThan(0.5);
      expect(checkCoverage(collection)).toEqual([]);
      const all = town.buildings.reduce((s, b) => s + b.households, 0);
      expect(grids.reduce((s, g) => s + g.households, 0)).toBe(all);
    }
  });

  it("gives the same for the same seed, another for another", () => {
    const town = randomTown(4, { columns: 10, rows: 7 });
    expect(proposed(town)).toEqual(proposed(town));
    expect(proposed(town).collection).not.toEqual(proposed(town, { seed: 2 }).collection);
  });

  it("cuts blocks too heavy for the range in the gaps between buildings", () => {
    const town = randomTown(5, { columns: 4, rows: 3, compounds: 0 });
    const bare = { ...town, lines: [] };
    const { judgement, grids } = proposed(bare);
    expect(judgement).toMatchObject(NO_FAULT);
    expect(grids.length).toBeGreaterThan(1);
    expect(judgement.onLines).toBeLessThan(1);
  });

  it("gives a reason where no number of grids keeps the range, and cuts no compound for it", () => {
    const town = randomTown(6, { columns: 5, rows: 4, compounds: 0 });
    const [village] = town.villages;
    const [one] = town.buildings;
    const whole = proposed({
      ...town,
      buildings: [{ ...one, households: 550 }],
      compounds: [{ id: "c", geometry: village.geometry }],
    });
    expect(whole.grids.map((g) => [g.households, g.reasons])).toEqual([
      [550, [{ code: "atom-out-of-range", households: 550, compounds: ["c"], buildings: 1 }]],
    ]);
    const small = proposed({ ...town, buildings: [{ ...one, households: 120 }] });
    expect(small.grids.map((g) => g.reasons)).toEqual([
      [{ code: "village-out-of-range", households: 120 }],
    ]);
    expect([whole.judgement.outOfRange, small.judgement.outOfRange]).toEqual([0, 0]);
  });

  it("joins a bank too small for a grid over a bridge, and leaves it alone where there is none", () => {
    const town = randomTown(7, { columns: 8, rows: 6, riverRow: 1, compounds: 0 });
    const small = {
      ...town,
      buildings: town.buildings.filter((b) => !b.id.startsWith("0.") || /^0\.[13]\//.test(b.id)),
    };
    const over = proposed(small);
    expect(over.judgement).toMatchObject(NO_FAULT);
    expect(over.grids.every((g) => g.reasons.length === 0)).toBe(true);
    const alone = proposed({ ...small, crossings: [] });
    expect(alone.judgement).toMatchObject(NO_FAULT);
    expect(alone.grids.flatMap((g) => g.reasons.map((r) => r.code))).toEqual([
      "parted-out-of-range",
    ]);
  });

  it("cuts neither a building nor a compound that a street was drawn straight through", () => {
    for (const seed of [13, 14, 15]) {
      const town = randomTown(seed, { columns: 10, rows: 7, compounds: 0.3 });
      const across = [1.5, 3.42, 5.7].flatMap((k): ProposeInput["lines"] => {
        const [x, y] = [107.35 + 0.001 * k, 29.68 + 0.001 * k];
        const street = (coordinates: Position[]) => ({
          class: "main" as const,
          geometry: { type: "LineString" as const, coordinates },
        });
        return [
          street([
            [x, 29.679],
            [x + 0.0003, 29.688],
          ]),
          street([
            [107.349, y],
            [107.361, y + 0.0002],
          ]),
        ];
      });
      const { judgement, collection } = proposed({ ...town, lines: [...town.lines, ...across] });
      expect(judgement).toMatchObject(NO_FAULT);
      const solid = [...town.buildings, ...(town.compounds ?? [])].map((o) => o.geometry);
      expect(solid.filter((geometry) => partsIn(collection, geometry) > 1)).toEqual([]);
    }
  });

  it("a building or compound over a river belongs to one bank, and joins none", () => {
    const town = randomTown(16, { columns: 10, rows: 8, riverRow: 4, compounds: 0 });
    const river = town.lines.find((l) => l.class === "river")?.geometry as LineString;
    const over = (k: number, half: number): Polygon => {
      const [[ax, ay], [bx, by]] = river.coordinates.slice(k, k + 2);
      const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
      const ring = [
        [x - half, y - half],
        [x + half, y - half],
        [x + half, y + 1.3 * half],
        [x - half, y + 1.3 * half],
      ];
      return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
    };
    const { judgement, collection, grids } = proposed({
      ...town,
      crossings: [],
      buildings: [
        ...town.buildings,
        { id: "mill", geometry: over(4, 0.0001), households: 9 },
        { id: "works", geometry: over(7, 0.00005), households: 0 },
      ],
      compounds: [{ id: "yard", geometry: over(7, 0.00012) }],
    });
    expect(judgement).toMatchObject(NO_FAULT);
    expect(checkCoverage(collection)).toEqual([]);
    expect([over(4, 0.0001), over(7, 0.00012)].map((g) => partsIn(collection, g))).toEqual([1, 1]);
    const all = town.buildings.reduce((s, b) => s + b.households, 9);
    expect(grids.reduce((s, g) => s + g.households, 0)).toBe(all);
  });

  it("homes that a river surrounds are no courtyard of the ground about them", () => {
    const town = randomTown(18, { columns: 4, rows: 3, compounds: 0 });
    const [west, south, east, north] = [107.35105, 29.68105, 107.35195, 29.68195];
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    const river = {
      class: "river" as const,
      geometry: { type: "LineString" as const, coordinates: ring },
    };
    const { judgement, grids } = proposed({ ...town, lines: [river] }, { range: [300, 5000] });
    expect(judgement).toMatchObject(NO_FAULT);
    expect(grids.flatMap((g) => g.reasons.map((r) => r.code))).toEqual(["parted-out-of-range"]);
  });

  it("keeps dedicated sites and locked grids as they are", () => {
    const town = randomTown(8, { columns: 10, rows: 7 });
    const before = proposed(town);
    const present = before.collection.features.map((f) => ({
      id: String(f.id),
      geometry: f.geometry,
    }));
    const [first, second] = present;
    const { collection, grids, judgement } = proposed(
      {
        ...town,
        present,
        locked: [first.id],
        dedicated: [{ id: "school", geometry: second.geometry }],
      },
      { seed: 3 },
    );
    const shape = (id: string): Polygon | MultiPolygon =>
      collection.features.find((f) => f.id === id)?.geometry as Polygon;
    expect(turfArea(shape(first.id))).toBeCloseTo(turfArea(first.geometry), 1);
    expect(turfArea(shape("school"))).toBeCloseTo(turfArea(second.geometry), 1);
    expect(
      grids
        .filter((g) => g.kept)
        .map((g) => g.id)
        .sort(),
    ).toEqual([first.id, "school"].sort());
    expect(judgement).toMatchObject({ ...NO_FAULT, householdsMoved: expect.any(Number) as number });
  });

  it("changes nothing where the present grids keep the range", () => {
    const town = randomTown(9, { columns: 10, rows: 7 });
    const present = proposed(town).collection.features.map((f) => ({
      id: String(f.id),
      geometry: f.geometry,
    }));
    const again = proposed({ ...town, present }, { seed: 5 });
    expect(again.judgement).toMatchObject({ ...NO_FAULT, householdsMoved: 0 });
    expect(again.grids.map((g) => g.id).sort()).toEqual(present.map((p) => p.id).sort());
  });

  it("a present grid on both banks stays on one of them", () => {
    const town = randomTown(17, { columns: 8, rows: 6, riverRow: 3, compounds: 0 });
    const { collection } = proposed({
      ...town,
      lines: town.lines.filter((l) => l.class !== "river"),
    });
    const present = collection.features.map((f) => ({ id: String(f.id), geometry: f.geometry }));
    const parted = proposed({ ...town, crossings: [], present });
    expect(parted.judgement).toMatchObject(NO_FAULT);
    const ids = parted.grids.map((g) => g.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => present.some((p) => p.id === id)).length).toBeGreaterThan(1);
  });

  it("moves hardly more households than must be where three grids grew past the range", () => {
    for (const seed of [1, 4]) {
      const { town, blocks } = grownTown(seed, RANGE);
      const { judgement } = proposed(town);
      expect(judgement).toMatchObject(NO_FAULT);
      const fewest = fewestMoved(blocks, RANGE) as number;
      expect((judgement.householdsMoved as number) / fewest).toBeLessThan(1.3);
    }
  });

  it("suggests the one hand-over that brings grids nearest to the range", () => {
    const { town, blocks } = grownTown(1, RANGE);
    const steps = handOvers(town, RANGE);
    const [step] = steps;
    expect(steps.map((s) => s.gain)).toEqual(steps.map((s) => s.gain).sort((a, b) => b - a));
    const weight = town.buildings
      .filter((b) => step.buildings.includes(b.id))
      .reduce((sum, b) => sum + b.households, 0);
    expect(step.households).toBe(weight);
    expect(blocks.weight).toContain(weight);
    const off = (load: number): number => Math.max(0, RANGE[0] - load, load - RANGE[1]);
    const sum = (loads: readonly number[]): number => loads.reduce((s, l) => s + off(l), 0);
    expect(step.gain).toBe(sum(step.before) - sum(step.after));
    expect(step.gain).toBeGreaterThan(0);
    const calm = { ...town, buildings: town.buildings.map((b) => ({ ...b, households: 1 })) };
    expect(handOvers(calm, [1, 10_000])).toEqual([]);
    const inside = (geometry: Polygon | MultiPolygon): boolean => {
      const common = intersect({
        type: "FeatureCollection",
        features: [
          {
            type: "Feature",
            properties: {},
            geometry: { type: "Polygon", coordinates: [step.outline as Position[]] },
          },
          { type: "Feature", properties: {}, geometry },
        ],
      });
      return common !== null && turfArea(common) > 0.9 * turfArea(geometry);
    };
    expect(town.buildings.filter((b) => inside(b.geometry)).map((b) => b.id)).toEqual([
      ...step.buildings,
    ]);
  });

  it("keeps hamlets whole where the only lines of a village are the lanes in their middle", () => {
    const { judgement, collection } = proposed(hamletVillage(), { range: [200, 400] });
    expect(judgement).toMatchObject(NO_FAULT);
    expect(judgement.polsbyPopperLeast).toBeGreaterThan(0.5);
    const gridOf = (b: ProposeInput["buildings"][number]) =>
      collection.features.find((f) => partsIn({ ...collection, features: [f] }, square(b)) > 0)?.id;
    const grids = new Map<string, Set<unknown>>();
    for (const b of hamletVillage().buildings) {
      const [hamlet] = b.id.split("/");
      grids.set(hamlet, (grids.get(hamlet) ?? new Set()).add(gridOf(b)));
    }
    expect([...grids.values()].map((g) => g.size)).toEqual(Array(6).fill(1));
    expect(collection.features).toHaveLength(2);
  });

  it("a strip along a river is no grid's tail: streets that end before it part it", () => {
    const { collection, judgement } = proposed(riverside(), { range: [150, 250] });
    expect(judgement).toMatchObject(NO_FAULT);
    const widths = collection.features.map(({ geometry }) => {
      const lons = (geometry.coordinates as Position[][]).flat().map(([lon]) => lon);
      return Math.max(...lons) - Math.min(...lons);
    });
    expect(Math.max(...widths)).toBeLessThan(0.0025);
  });

  it("leaves no grid of 298 «without a better division» where a block can move", () => {
    const households = [60, 60, 60, 60, 58, 40, 90, 90, 90, 90];
    const columns = households.map((_, c): [number, number] => [
      107.4 + 0.001 * c,
      107.4 + 0.001 * (c + 1),
    ]);
    const band = (from: number, to: number) =>
      rectangle(columns[from]![0], 29.7, columns[to]![1], 29.704);
    const answer = proposed({
      villages: [{ code: "v", geometry: band(0, 9) }],
      buildings: columns.map(([west], c) => ({
        id: String(c),
        geometry: rectangle(west + 3e-4, 29.701, west + 7e-4, 29.703),
        households: households[c]!,
      })),
      lines: columns.slice(1).map(([west]) => line("lane", [west, 29.7], [west, 29.704])),
      present: [
        { id: "a", geometry: band(0, 4) },
        { id: "b", geometry: band(5, 9) },
      ],
    });
    expect(answer.grids.map((g) => g.households).sort()).toEqual([338, 360]);
    expect(answer.judgement).toMatchObject(NO_FAULT);
  });

  it("tells its progress and stops when asked", () => {
    const town = randomTown(10, { columns: 8, rows: 6 });
    const phases: string[] = [];
    proposed(town, { onProgress: ({ phase }) => phases.push(phase) });
    expect([...new Set(phases)]).toEqual(["ground", "divide", "judge"]);
    expect(propose(town, { range: RANGE, shouldStop: () => true })).toEqual({ code: "stopped" });
  });
});

describe("the judgement", () => {
  it("counts what a planner would send back", () => {
    const town = randomTown(11, { columns: 8, rows: 6, villages: [2, 4], riverRow: 4 });
    // Stripes that keep to nothing.
    const [west, east, south, north] = [107.35, 107.358, 29.68, 29.686];
    const stripe = (k: number): Feature<Polygon> => {
      const [a, b] = [west + (k * (east - west)) / 3, west + ((k + 1) * (east - west)) / 3];
      const ring = [
        [a, south],
        [b, south],
        [b, north],
        [a, north],
        [a, south],
      ];
      return {
        type: "Feature",
        id: `s${k}`,
        properties: {},
        geometry: { type: "Polygon", coordinates: [ring] },
      };
    };
    const features = [0, 1, 2].map(stripe);
    const judged = judgeProposal(
      { type: "FeatureCollection", features },
      new Set(),
      town,
      RANGE,
      projectionOf(town),
    );
    const cut = (geometry: Polygon | MultiPolygon): boolean =>
      features.filter((f) => {
        const common = intersect({
          type: "FeatureCollection",
          features: [f, { type: "Feature", properties: {}, geometry }],
        });
        return common !== null && turfArea(common) > 0.01;
      }).length > 1;
    expect(judged).toMatchObject({
      buildingsCut: town.buildings.filter((b) => cut(b.geometry)).length,
      compoundsSplit: (town.compounds ?? []).filter((c) => cut(c.geometry)).length,
      villagesCrossed: 3,
      outOfRange: 3,
    });
    expect(judged.buildingsCut).toBeGreaterThan(5);
    expect(judged.banksJoined).toBeGreaterThan(0);
    expect(judged.onLines).toBeLessThan(0.2);
  });

  it("measures common ground as the clipping of polygons does", () => {
    const random = mulberry32(12);
    for (let n = 0; n < 60; n++) {
      const star = (): [number, number][] => {
        const [x, y] = [random(), random()];
        const ring = Array.from({ length: 7 }, (_, k): [number, number] => {
          const r = 0.3 + random();
          return [x + r * Math.cos(0.9 * k), y + r * Math.sin(0.9 * k)];
        });
        return [...ring, ring[0]];
      };
      const [one, other] = [star(), star()];
      const common = intersect({
        type: "FeatureCollection",
        features: [one, other].map((ring) => ({
          type: "Feature",
          properties: {},
          geometry: { type: "Polygon", coordinates: [ring] },
        })),
      });
      const flat = (rings: number[][][]): number =>
        rings.reduce((s, ring) => {
          for (let i = 1; i < ring.length; i++)
            s += (ring[i - 1][0] * ring[i][1] - ring[i - 1][1] * ring[i][0]) / 2;
          return s;
        }, 0);
      const { type, coordinates } = common?.geometry ?? { type: "Polygon", coordinates: [] };
      const expected = flat(
        type === "Polygon" ? (coordinates as number[][][]) : (coordinates as number[][][][]).flat(),
      );
      expect(
        overlapArea([Float64Array.from(one.flat())], [Float64Array.from(other.flat())]),
      ).toBeCloseTo(Math.abs(expected), 6);
    }
  });
});
