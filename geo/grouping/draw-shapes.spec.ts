import { area } from "@turf/area";
import { booleanPointInPolygon } from "@turf/boolean-point-in-polygon";
import { feature, featureCollection, point } from "@turf/helpers";
import { intersect } from "@turf/intersect";
import { union } from "@turf/union";
import { voronoi } from "@turf/voronoi";
import type { MultiPolygon, Polygon } from "geojson";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../random.js";
import { CELLS, drawShapes, drawSpokes, FITTING, type GroupShape } from "./draw-shapes.js";
import { formGroups } from "./form-groups.js";
import {
  type GroupingInput,
  type Household,
  METRES_ONLY,
  type Plan,
  TEN_HOUSEHOLDS,
} from "./model.js";
import { makeVillage } from "./test-village.js";

async function plan(input: GroupingInput): Promise<Plan> {
  const result = await formGroups(
    input,
    { ...TEN_HOUSEHOLDS, distance: { kind: "straight" }, weights: METRES_ONLY },
    { seed: 1, budget: { iterations: 200 } },
  );
  if (!result.ok) throw new Error("not grouped");
  return result.plan;
}
const onEarth = (input: GroupingInput): GroupingInput => ({
  planar: false,
  households: input.households.map((h) => ({ ...h, x: 107 + h.x / 96000, y: 29.7 + h.y / 111000 })),
});

describe("drawShapes", () => {
  it("draws cells that hold their own households and do not overlap", async () => {
    const input = onEarth(makeVillage(120, 3));
    const grouped = await plan(input);
    const shapes = drawShapes(input, grouped);
    expect(shapes.length).toBe(grouped.groups.length);
    const byId = new Map(input.households.map((h) => [h.id, h]));
    for (const { group, shape } of shapes) {
      for (const id of grouped.groups.find((g) => g.id === group)!.members) {
        expect(booleanPointInPolygon([byId.get(id)!.x, byId.get(id)!.y], shape)).toBe(true);
      }
    }
    const feature = (k: number) => ({
      type: "Feature" as const,
      properties: {},
      geometry: shapes[k].shape,
    });
    for (let a = 0; a < shapes.length; a++)
      for (let b = a + 1; b < shapes.length; b++) {
        const common = intersect(featureCollection([feature(a), feature(b)]));
        expect(common === null ? 0 : area(common)).toBeLessThan(0.01);
      }
  });

  it("cuts the cell of a shared building into strips by stair, or gives it to all its groups", async () => {
    const households = Array.from(
      { length: 20 },
      (_, i): Household => ({
        id: `u${i}`,
        x: 0,
        y: 0,
        building: "b",
        stair: i < 10 ? "1" : "2",
        floor: i % 10,
      }),
    );
    const input = { planar: true, households };
    const groups = ["1", "2"].map((id) => ({
      id,
      centre: id === "1" ? "u0" : "u10",
      members: households.filter((h) => h.stair === id).map((h) => h.id),
      metres: 0,
      responders: 10,
      locked: false,
    }));
    const made: Plan = {
      groups,
      exceptions: [],
      sector: { isolated: [], thin: [] },
      complete: true,
      findings: [],
      totalMetres: 0,
      violations: 0,
      seed: 1,
      cpuSeconds: 0,
    };
    const xs = (k: number, shapes: ReturnType<typeof drawShapes>): number[] =>
      (shapes[k].shape.coordinates[0] as number[][]).map((p) => p[0]);
    const strips = drawShapes(input, made);
    expect(Math.max(...xs(0, strips))).toBeLessThanOrEqual(1e-6);
    expect(Math.min(...xs(1, strips))).toBeGreaterThanOrEqual(-1e-6);
    const all = drawShapes(input, made, { ...CELLS, sharedPlaces: "all" });
    expect(all[0].shape).toEqual(all[1].shape);
  });

  it("clips to a boundary and draws hulls", async () => {
    const input = makeVillage(60, 9);
    const grouped = await plan(input);
    const boundary = {
      type: "Polygon" as const,
      coordinates: [
        [
          [0, 0],
          [200, 0],
          [200, 367],
          [0, 367],
          [0, 0],
        ],
      ],
    };
    for (const style of ["cells", "hulls"] as const) {
      for (const { shape } of drawShapes(input, grouped, { ...CELLS, style, boundary })) {
        for (const [x, y] of shape.coordinates.flat(
          shape.type === "Polygon" ? 1 : 2,
        ) as number[][]) {
          expect(x >= -1e-6 && x <= 200 + 1e-6 && y >= -1e-6 && y <= 367 + 1e-6).toBe(true);
        }
      }
    }
  });

  it("dissolves the same cells that Turf makes and unites", async () => {
    const input = makeVillage(150, 6);
    const grouped = await plan(input);
    const square = [
      [-1000, -1000],
      [1600, -1000],
      [1600, 1600],
      [-1000, 1600],
      [-1000, -1000],
    ];
    const boundary = { type: "Polygon" as const, coordinates: [square] };
    const shapes = drawShapes(input, grouped, { ...CELLS, reach: 1e4, boundary });
    const cells = voronoi(featureCollection(input.households.map((h) => point([h.x, h.y]))), {
      bbox: [-1000, -1000, 1600, 1600],
    });
    const numberOf = new Map(input.households.map((h, i) => [h.id, i]));
    for (const { group, shape } of shapes) {
      const members = grouped.groups.find((g) => g.id === group)!.members;
      const united = union(
        featureCollection(members.map((id) => cells.features[numberOf.get(id)!])),
      )!;
      const common = intersect(featureCollection([feature(shape), united]))!;
      expect(flatArea(shape) / flatArea(united.geometry)).toBeCloseTo(1, 7);
      expect(flatArea(common.geometry) / flatArea(shape)).toBeCloseTo(1, 7);
    }
  });

  it("tiles the ground of a lattice with shared houses, whoever is whose", () => {
    // Four places on one circle everywhere, and two to three groups in a house.
    const random = mulberry32(3);
    const households = Array.from(
      { length: 400 },
      (_, i): Household => ({
        id: `h${i}`,
        x: 30 * (i % 12),
        y: 30 * ((i >> 4) % 12),
        floor: i % 5,
      }),
    );
    const input = { planar: true, households };
    const among = (groups: number) =>
      Array.from({ length: groups }, (_, g) => ({
        id: `${g}`,
        members: [] as string[],
        centre: "",
      }));
    const whole = among(1);
    for (const h of households) whole[0].members.push(h.id);
    const ground = drawShapes(input, { groups: whole });
    for (const count of [2, 9, 40]) {
      const groups = among(count);
      for (const h of households) groups[Math.floor(random() * count)].members.push(h.id);
      const shapes = drawShapes(input, { groups }, { ...CELLS, reach: 60 });
      const sum = shapes.reduce((total, { shape }) => total + flatArea(shape), 0);
      expect(sum).toBeCloseTo(flatArea(ground[0].shape), 3);
      for (const { shape } of shapes)
        for (const polygon of polygonsOf(shape))
          for (const ring of polygon) expect(ring.at(-1)).toEqual(ring[0]);
    }
  });

  it("draws scattered homes as a hull within their area, and spokes to the centre", () => {
    const row = (name: string, y: number, step: number): Household[] =>
      Array.from({ length: 8 }, (_, i) => ({ id: `${name}${i}`, x: step * i, y, area: name }));
    const households = [...row("far", 0, 200), ...row("near", 1000, 20)];
    const groups = ["far", "near"].map((id) => ({
      ...{ id, centre: `${id}3` },
      members: households.filter((h) => h.area === id).map((h) => h.id),
    }));
    const input = { planar: true, households };
    const [far, near] = drawShapes(input, { groups }, FITTING);
    expect(polygonsOf(far.shape).length).toBe(1);
    expect(flatArea(far.shape)).toBeGreaterThan(1400 * 29);
    expect(flatArea(far.shape)).toBeLessThan(1430 * 30);
    expect(near).toEqual(drawShapes(input, { groups }).find((s) => s.group === "near"));
    const south = {
      type: "Polygon" as const,
      coordinates: [
        [
          [-9, 0],
          [2000, 0],
          [2000, 99],
          [-9, 99],
          [-9, 0],
        ],
      ],
    };
    const [clipped, free] = drawShapes(input, { groups }, { ...FITTING, areas: { far: south } });
    expect(
      Math.min(
        ...polygonsOf(clipped.shape)
          .flat(2)
          .map((p) => p[1]),
      ),
    ).toBeGreaterThanOrEqual(0);
    expect(flatArea(clipped.shape)).toBeLessThan(flatArea(far.shape) / 1.9);
    expect(free).toEqual(near);
    const [spokes] = drawSpokes(input, { groups });
    expect(spokes.spokes.map(([from]) => from[0])).toEqual([0, 200, 400, 800, 1000, 1200, 1400]);
    expect(new Set(spokes.spokes.map(([, to]) => String(to)))).toEqual(new Set(["600,0"]));
  });

  it("takes ground that a group encloses, unless somebody lives there", () => {
    const ring = Array.from({ length: 12 }, (_, i): Household => {
      const angle = (i * Math.PI) / 6;
      return { id: `r${i}`, x: 130 * Math.cos(angle), y: 130 * Math.sin(angle) };
    });
    const group = { id: "ring", centre: "r0", members: ring.map((h) => h.id) };
    const draw = (more: Household[]): GroupShape[] =>
      drawShapes({ planar: true, households: [...ring, ...more] }, { groups: [group] });
    expect(polygonsOf(draw([])[0].shape)[0].length).toBe(1);
    expect(polygonsOf(draw([{ id: "other", x: 0, y: 0 }])[0].shape)[0].length).toBe(2);
  });
});

const polygonsOf = (shape: Polygon | MultiPolygon): number[][][][] =>
  shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;

/** Square metres in a plane. */
function flatArea(shape: Polygon | MultiPolygon): number {
  let sum = 0;
  for (const ring of polygonsOf(shape).flat())
    for (let k = 1; k < ring.length; k++)
      sum += (ring[k - 1][0] * ring[k][1] - ring[k][0] * ring[k - 1][1]) / 2;
  return Math.abs(sum);
}
