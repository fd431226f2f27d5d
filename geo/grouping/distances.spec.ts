import fc from "fast-check";
import loadHighs from "highs";
import { describe, expect, it } from "vitest";
import { createBarriers } from "../barriers.js";
import { boundMetres } from "./bound-metres.js";
import { relaxMetres } from "./bound-part.js";
import { formGroups } from "./form-groups.js";
import { METRES_ONLY, type Position, type Rules, TEN_HOUSEHOLDS, WALKING } from "./model.js";
import { findNearestNeighbours } from "./nearest-neighbours.js";
import { createStreetWalk } from "./street-graph.js";
import { surveyInput } from "./survey.js";
import { makeVillage } from "./test-village.js";

const STRAIGHT: Rules = { ...TEN_HOUSEHOLDS, distance: { kind: "straight" }, weights: METRES_ONLY };

describe("walking metres", () => {
  it("counts floors on one stair, the way to another stair, and the detour between houses", () => {
    const at = (id: string, x: number, building: string, stair: string, floor: number) => ({
      id,
      x,
      y: 0,
      building,
      stair,
      floor,
    });
    const { walk } = surveyInput(
      {
        planar: true,
        households: [
          at("a", 0, "1", "A", 2),
          at("b", 0, "1", "A", 5),
          at("c", 0, "1", "B", 1),
          at("d", 100, "2", "A", 1),
        ],
      },
      { ...TEN_HOUSEHOLDS, distance: WALKING },
    );
    expect(walk(0, 1)).toBe(9);
    expect(walk(0, 2)).toBe(20 + 3 * 3);
    expect(walk(0, 3)).toBe(130 + 3 * 3);
    expect(walk(3, 0)).toBe(walk(0, 3));
  });

  it("goes along streets, round a block", () => {
    const block: Position[] = [
      [0, 0],
      [100, 0],
      [100, 100],
      [0, 100],
      [0, 0],
    ];
    const walk = createStreetWalk(
      Float64Array.from([50, 50, 30]),
      Float64Array.from([-5, 105, -5]),
      [block],
    );
    expect(walk(0, 1)).toBeCloseTo(5 + 50 + 100 + 50 + 5, 9);
    expect(walk(0, 2)).toBeCloseTo(30, 9);
  });

  it("goes over a bridge within the walk, and not at all otherwise", () => {
    const river: Position[][] = [
      [
        [-100, 0],
        [100, 0],
      ],
    ];
    const barriers = createBarriers(river, [[0, 0]], 100)!;
    expect(barriers.walk(0, 10, 30, 10)).toBe(30);
    expect(barriers.walk(30, 40, 30, -40)).toBeCloseTo(100, 9);
    expect(barriers.walk(31, 40, 30, -40)).toBe(Infinity);
    expect(createBarriers(river, [], 100)!.walk(0, 1, 0, -1)).toBe(Infinity);
    expect(createBarriers([], [], 100)).toBeNull();
  });
});

describe("findNearestNeighbours", () => {
  it("finds what brute force finds, and reaches beyond a crowded place", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), {
          minLength: 2,
          maxLength: 120,
        }),
        (points) => {
          const x = Float64Array.from(points, (p) => p[0]),
            y = Float64Array.from(points, (p) => p[1]);
          const { start, ids } = findNearestNeighbours(x, y, 5, 0);
          const places = [...new Set(points.map((p) => p.join(" ")))].map((key) =>
            key.split(" ").map(Number),
          );
          points.forEach(([px, py], i) => {
            const expected = places
              .map(([qx, qy]) => Math.hypot(qx - px, qy - py))
              .filter((d) => d > 0)
              .sort((a, b) => a - b)
              .slice(0, 5);
            const got = [...ids.subarray(start[i], start[i + 1])].map((j) =>
              Math.hypot(x[j] - px, y[j] - py),
            );
            expect(got).toEqual(expected);
          });
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe("boundMetres", () => {
  it("is the optimum (HiGHS, all assignments) where few are solved exactly; the relaxation lies close below", async () => {
    // Its types describe the CommonJS build; the module that runs exports the loader itself.
    const highs = await (loadHighs as unknown as typeof loadHighs.default)();
    for (const seed of [1, 2]) {
      const input = makeVillage(24, seed);
      const result = await formGroups(input, STRAIGHT, { seed: 1, budget: { iterations: 5000 } });
      if (!result.ok) throw new Error("not grouped");
      const { lowerBoundMetres } = await boundMetres(input, STRAIGHT, result.plan);
      const h = input.households,
        n = h.length,
        numbers = [...h.keys()];
      const rows = [
        "Minimize",
        ` obj: ${numbers
          .flatMap((i) =>
            numbers.map(
              (j) => `${Math.hypot(h[i].x - h[j].x, h[i].y - h[j].y).toFixed(9)} x${i}_${j}`,
            ),
          )
          .join(" + ")}`,
        "Subject To",
        ...numbers.map((i) => ` o${i}: ${numbers.map((j) => `x${i}_${j}`).join(" + ")} = 1`),
        ...numbers.map(
          (j) =>
            ` u${j}: ${numbers.map((i) => `x${i}_${j}`).join(" + ")} - 13 x${j}_${j} <= 0\n` +
            ` l${j}: ${numbers.map((i) => `x${i}_${j}`).join(" + ")} - 7 x${j}_${j} >= 0`,
        ),
        ` p: ${numbers.map((j) => `x${j}_${j}`).join(" + ")} = ${Math.round(n / 10)}`,
        "Binary",
        ...numbers.flatMap((i) => numbers.map((j) => ` x${i}_${j}`)),
        "End",
      ];
      const optimum = highs.solve(rows.join("\n")).ObjectiveValue;
      expect(lowerBoundMetres).toBeCloseTo(optimum, 4);
      // So few are solved exactly; the relaxation that bounds more is a bound here too.
      const survey = surveyInput(input, STRAIGHT);
      const relaxing = relaxMetres(survey, Int32Array.from(numbers), Math.round(n / 10), optimum);
      let step = relaxing.next();
      while (!step.done) step = relaxing.next();
      expect(step.value).toBeLessThanOrEqual(optimum + 1e-6);
      expect(step.value).toBeGreaterThan(0.97 * optimum);
      expect(result.plan.totalMetres).toBeCloseTo(optimum, 4);
    }
  });

  it("is not above what a longer search finds later (regression: dear fillers of small groups were kept)", async () => {
    const input = makeVillage(200, 1);
    const plans = [];
    for (const iterations of [50, 4000]) {
      const result = await formGroups(input, STRAIGHT, { seed: 1, budget: { iterations } });
      if (!result.ok) throw new Error("not grouped");
      plans.push(result.plan);
    }
    const { lowerBoundMetres } = await boundMetres(input, STRAIGHT, plans[0]);
    expect(plans[1].totalMetres).toBeLessThan(0.99 * plans[0].totalMetres);
    expect(lowerBoundMetres).toBeLessThanOrEqual(plans[1].totalMetres);
    expect(lowerBoundMetres).toBeGreaterThan(0.95 * plans[1].totalMetres);
  });

  it("is never above the plan: the gap is not negative", async () => {
    for (let n = 7; n < 90; n += 9) {
      const input = makeVillage(n, n);
      const result = await formGroups(input, STRAIGHT, { seed: 1, budget: { iterations: 100 } });
      if (!result.ok) throw new Error("not grouped");
      expect((await boundMetres(input, STRAIGHT, result.plan)).gap).toBeGreaterThanOrEqual(0);
    }
  });
});
