import { area } from "@turf/area";
import { booleanPointInPolygon } from "@turf/boolean-point-in-polygon";
import { featureCollection } from "@turf/helpers";
import { intersect } from "@turf/intersect";
import { describe, expect, it } from "vitest";
import { CELLS, drawShapes } from "./draw-shapes.js";
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
});
