import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundMetres } from "./bound-metres.js";
import { formGroups } from "./form-groups.js";
import {
  type GroupingInput,
  type GroupingResult,
  type Household,
  METRES_ONLY,
  type Plan,
  type Rules,
  TEN_HOUSEHOLDS,
  WALKING,
} from "./model.js";
import { reportPlan } from "./report-plan.js";
import { makeVillage } from "./test-village.js";

const STRAIGHT: Rules = { ...TEN_HOUSEHOLDS, distance: { kind: "straight" }, weights: METRES_ONLY };
const quick = (iterations: number, seed = 1) => ({ seed, budget: { iterations } });

function planOf(result: GroupingResult): Plan {
  if (!result.ok) throw new Error(result.findings.map((f) => f.code).join("; "));
  return result.plan;
}

/** Everybody exactly once, centres inside, bounds kept, metres true. */
function expectSound(input: GroupingInput, rules: Rules, plan: Plan): void {
  const seen = new Map<string, number>();
  for (const group of plan.groups) {
    expect(group.members).toContain(group.centre);
    if (!rules.capacitated && !group.locked) {
      expect(group.members.length).toBeGreaterThanOrEqual(rules.low);
      expect(group.members.length).toBeLessThanOrEqual(rules.high);
    }
    for (const id of group.members) seen.set(id, (seen.get(id) ?? 0) + 1);
  }
  for (const { id } of plan.exceptions) seen.set(id, (seen.get(id) ?? 0) + 1);
  expect(seen.size).toBe(input.households.length);
  expect([...seen.values()].every((times) => times === 1)).toBe(true);
}

describe("formGroups", () => {
  it("divides every number of households from 1 to 400, and lists 1 to 6 as exceptions", async () => {
    // All up to 120, where bounds bite, then every seventh.
    for (let n = 1; n <= 400; n += n < 120 ? 1 : 7) {
      const input = makeVillage(n, n);
      const plan = planOf(await formGroups(input, STRAIGHT, quick(40)));
      expectSound(input, STRAIGHT, plan);
      expect(plan.exceptions.length).toBe(n < 7 ? n : 0);
      for (const { reason } of plan.exceptions)
        expect(reason).toEqual({ code: "too-few-near", params: { count: n, least: 7 } });
      expect(plan.groups.length).toBe(
        n < 7 ? 0 : Math.min(Math.floor(n / 7), Math.max(Math.ceil(n / 13), Math.round(n / 10))),
      );
    }
  });

  it("keeps sizes, areas, pairs and locks whatever the input", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 120 }),
        fc.integer(),
        fc.integer({ min: 1, max: 3 }),
        async (n, seed, areas) => {
          const base = makeVillage(n, seed);
          const households: Household[] = base.households.map((h, i) => ({
            ...h,
            area: `area ${i % areas}`,
            building: `b${i % 9}`,
            stair: `${i % 2}`,
            floor: i % 5,
          }));
          const input: GroupingInput = {
            ...base,
            households,
            together: [
              ["h0", `h${areas}`],
              [`h${areas}`, `h${2 * areas}`],
            ],
            apart: [["h5", `h${5 + 3 * areas}`]],
            ties: [{ a: "h3", b: "h7" }],
            locked: [{ id: "old", members: ["h10", "h11", "h12", "h13", "h15", "h16", "h18"] }],
          };
          const plan = planOf(await formGroups(input, TEN_HOUSEHOLDS, quick(150, seed)));
          expectSound(input, TEN_HOUSEHOLDS, plan);
          const groupOf = new Map(
            plan.groups.flatMap((g) => g.members.map((id) => [id, g.id] as const)),
          );
          expect(
            new Set(["h0", `h${areas}`, `h${2 * areas}`].map((id) => groupOf.get(id))).size,
          ).toBe(1);
          if (groupOf.has("h5"))
            expect(groupOf.get("h5")).not.toBe(groupOf.get(`h${5 + 3 * areas}`));
          expect(
            plan.groups
              .find((g) => g.id === "old")!
              .members.slice()
              .sort(),
          ).toEqual(["h10", "h11", "h12", "h13", "h15", "h16", "h18"]);
          const areaOf = new Map(households.map((h) => [h.id, h.area]));
          for (const g of plan.groups)
            if (!g.locked) expect(new Set(g.members.map((id) => areaOf.get(id))).size).toBe(1);
        },
      ),
      { seed: 20240611, numRuns: 25 },
    );
  });

  it("groups coincident points and one building of 300 units floor by floor", async () => {
    const households = Array.from(
      { length: 300 },
      (_, i): Household => ({
        id: `u${i}`,
        x: 5,
        y: 5,
        building: "tower",
        stair: String(i % 4),
        floor: Math.floor(i / 12),
      }),
    );
    const input = { planar: true, households };
    const plan = planOf(await formGroups(input, TEN_HOUSEHOLDS, quick(400)));
    expectSound(input, TEN_HOUSEHOLDS, plan);
    const stairs = new Map(households.map((h) => [h.id, h.stair]));
    const onOneStair = plan.groups.filter(
      (g) => new Set(g.members.map((id) => stairs.get(id))).size === 1,
    ).length;
    expect(onOneStair / plan.groups.length).toBeGreaterThan(0.8);
    const flat = planOf(await formGroups(input, STRAIGHT, quick(50)));
    expect(flat.totalMetres).toBe(0);
    expect((await boundMetres(input, STRAIGHT, flat)).gap).toBe(0);
  });

  it("never joins two islands, and crosses a river only near its bridge", async () => {
    const households: Household[] = [];
    for (let i = 0; i < 80; i++)
      households.push({
        id: `h${i}`,
        x: (i % 20) * 40,
        y: i < 40 ? 20 + 25 * (Math.floor(i / 20) % 2) : -20 - 25 * (Math.floor(i / 20) % 2),
      });
    const river: GroupingInput["barriers"] = [
      [
        [-500, 0],
        [1500, 0],
      ],
    ];
    const north = (id: string): boolean => Number(id.slice(1)) < 40;
    const rules: Rules = { ...TEN_HOUSEHOLDS, distance: WALKING, crossingWalk: 150 };
    const islands = { planar: true, households, barriers: river };
    const apart = planOf(await formGroups(islands, rules, quick(500)));
    expectSound(islands, rules, apart);
    for (const g of apart.groups) expect(new Set(g.members.map(north)).size).toBe(1);
    const bridged: GroupingInput = { ...islands, crossings: [[390, 0]] };
    const plan = planOf(await formGroups(bridged, rules, quick(500)));
    expectSound(bridged, rules, plan);
    const report = reportPlan(bridged, rules, plan);
    expect(report.groups.every((g) => g.forbiddenPairs === 0)).toBe(true);
    for (const g of plan.groups.filter((h) => new Set(h.members.map(north)).size === 2)) {
      for (const id of g.members)
        expect(Math.abs(households[Number(id.slice(1))].x - 390)).toBeLessThan(150);
    }
  });

  it("makes two groups out of six and eight on two banks when the bridge is near, and says who is left when it is not", async () => {
    const bank = (k: number, y: number, from: number): Household[] =>
      Array.from({ length: k }, (_, i) => ({ id: `b${from + i}`, x: i * 10, y }));
    const input: GroupingInput = {
      planar: true,
      households: [...bank(6, 15, 0), ...bank(8, -15, 6)],
      barriers: [
        [
          [-1000, 0],
          [1000, 0],
        ],
      ],
      crossings: [[30, 0]],
    };
    const near = planOf(
      await formGroups(input, { ...TEN_HOUSEHOLDS, crossingWalk: 200 }, quick(300)),
    );
    expect(near.groups.map((g) => g.members.length)).toEqual([7, 7]);
    const far = planOf(await formGroups({ ...input, crossings: [] }, TEN_HOUSEHOLDS, quick(300)));
    expect(far.groups.length).toBe(1);
    expect(far.exceptions.map((e) => e.id)).toEqual(["b0", "b1", "b2", "b3", "b4", "b5"]);
  });

  it("names the households of a contradiction", async () => {
    const input: GroupingInput = {
      ...makeVillage(30, 1),
      together: [
        ["h1", "h2"],
        ["h2", "h3"],
      ],
      apart: [["h1", "h3"]],
      locked: [{ id: "x", members: ["h4", "nobody"] }],
    };
    const result = await formGroups(input, STRAIGHT, quick(10));
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.findings.map((f) => [f.code, f.ids])).toEqual([
      ["unknown-in-locked", ["nobody"]],
      ["together-and-apart", ["h1", "h3"]],
    ]);
  });

  it("gives the same plan for the same seed and iterations, and another for another seed", async () => {
    const areas = ["east", "west", "south"];
    const village = makeVillage(240, 5);
    const input = {
      ...village,
      households: village.households.map((h, i) => ({ ...h, area: areas[i % 3] })),
    };
    const here = planOf(await formGroups(input, STRAIGHT, quick(300, 7)));
    const again = planOf(await formGroups(input, STRAIGHT, quick(300, 7)));
    expect(again.groups).toEqual(here.groups);
    expect(planOf(await formGroups(input, STRAIGHT, quick(300, 8))).groups).not.toEqual(
      here.groups,
    );
  });

  it("reports progress, and stops with the best so far when told to", async () => {
    const seen: number[] = [];
    const controller = new AbortController();
    const input = makeVillage(500, 2);
    const running = formGroups(input, STRAIGHT, {
      seed: 1,
      budget: { seconds: 30 },
      signal: controller.signal,
      onProgress: (fraction) => {
        seen.push(fraction);
        if (seen.length === 3) controller.abort();
      },
    });
    const plan = planOf(await running);
    expect(plan.complete).toBe(false);
    expectSound(input, STRAIGHT, plan);
    expect(seen.length).toBeLessThan(8);
    expect(seen.every((f) => f >= 0 && f <= 1)).toBe(true);
  });

  it("keeps the capacity and the number of groups of the capacitated p-median problem", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 5, max: 60 }), async (seed, n) => {
        const village = makeVillage(n, seed);
        const input = {
          ...village,
          households: village.households.map((h, i) => ({ ...h, demand: 1 + ((i * 37) % 20) })),
        };
        const groups = Math.max(1, Math.round(n / 6));
        const capacity = Math.ceil(
          (1.5 * input.households.reduce((s, h) => s + h.demand, 0)) / groups + 10,
        );
        const rules: Rules = { ...STRAIGHT, capacitated: { groups, capacity } };
        const plan = planOf(await formGroups(input, rules, quick(300)));
        expectSound(input, rules, plan);
        expect(plan.groups.length).toBe(groups);
        expect(reportPlan(input, rules, plan).groupsOutsideBounds).toBe(0);
        expect((await boundMetres(input, rules, plan)).gap ?? 0).toBeGreaterThanOrEqual(0);
      }),
      { seed: 99, numRuns: 15 },
    );
  });
});
