import { describe, expect, it } from "vitest";
import { type BorderPrice, priceBorders } from "./border-price.js";
import { formGroups } from "./form-groups.js";
import { type GroupingInput, type Household, type Plan, TEN_HOUSEHOLDS } from "./model.js";
import { reportPlan } from "./report-plan.js";

const row = (k: number, from: number, y: number, area: string, more: Partial<Household> = {}) =>
  Array.from(
    { length: k },
    (_, i): Household => ({ id: `${area}${y}/${i}`, x: from + 10 * i, y, area, ...more }),
  );

async function made(input: GroupingInput): Promise<Plan> {
  const budget = { iterations: 500 };
  const result = await formGroups(input, TEN_HOUSEHOLDS, { seed: 1, budget });
  if (!result.ok) throw new Error(result.findings.map((f) => f.code).join());
  return result.plan;
}

function priced(input: GroupingInput, plan: Plan): BorderPrice[] {
  const options = { seed: 1, iterations: 500, reach: 300 };
  const run = priceBorders(input, TEN_HOUSEHOLDS, plan, options);
  let step = run.next();
  while (!step.done) step = run.next();
  return step.value;
}

describe("reportPlan", () => {
  it("lists groups worst first, each with its responders, longest pair, floors and crossings", async () => {
    const river: GroupingInput = {
      planar: true,
      households: [
        ...row(5, 0, 10, "a"),
        ...row(5, 0, -10, "a"),
        ...row(10, 0, 2000, "b", { building: "block", stair: "1" }).map((h, i) => ({
          ...h,
          x: 0,
          floor: 1 + (i >> 1),
        })),
        ...row(9, 0, 3000, "c", { responders: 0 }),
        ...row(9, 0, 4000, "d"),
        { id: "far", x: 40, y: 4400, area: "d" },
      ],
      barriers: [
        [
          [-500, 0],
          [500, 0],
        ],
      ],
      crossings: [[20, 0]],
    };
    const plan = await made(river);
    const { groups } = reportPlan(river, TEN_HOUSEHOLDS, plan);
    const areaOf = new Map(river.households.map((h) => [h.id, h.area]));
    expect(groups.map((g) => areaOf.get(g.centre))).toEqual(["c", "d", "a", "b"]);
    const [thin, lonely, bridged, block] = groups;
    expect([thin.thin, thin.responders, lonely.thin]).toEqual([true, 0, false]);
    expect(lonely.isolated).toEqual(["far"]);
    expect([lonely.worstPair!.from, lonely.worstPair!.to]).toContain("far");
    expect(lonely.worstPair!.metres).toBe(lonely.diameterMetres);
    expect(bridged.pairsOverCrossings).toBe(25);
    expect(bridged.forbiddenPairs).toBe(0);
    expect([block.floors, bridged.floors]).toEqual([5, null]);
    expect(plan.sector).toEqual({ isolated: ["far"], thin: [thin.id] });
  });
});

describe("priceBorders", () => {
  it("tells what a border through a hamlet costs, and nothing where it parts nobody", async () => {
    // One hamlet, cut through; its western half has three homes far out, near eastern ones.
    const households = [
      ...row(12, 0, 0, "west"),
      ...row(3, 330, 1, "west"),
      ...row(12, 150, 0, "east"),
      ...row(3, 335, 3, "east"),
      ...row(10, 5000, 0, "away"),
    ];
    const input = { planar: true, households };
    const plan = await made(input);
    const prices = priced(input, plan);
    expect(prices.map((p) => p.areas)).toEqual([["east", "west"]]);
    expect(prices[0].metresSaved).toBeGreaterThan(50);
    expect(prices[0].partedHomes).toBeGreaterThanOrEqual(2);
    expect(prices[0].households).toBeLessThanOrEqual(30);
    const apart = { ...input, households: households.filter((h) => h.area !== "east") };
    expect(priced(apart, await made(apart))).toEqual([]);
  });

  it("counts homes that only a group across could take, and keeps to rivers", async () => {
    const households = [...row(5, 0, 10, "small"), ...row(20, 0, -10, "large")];
    const input = { planar: true, households };
    const [price] = priced(input, await made(input));
    expect(price).toMatchObject({ areas: ["large", "small"], groupedSaved: 5 });
    const barriers: GroupingInput["barriers"] = [
      [
        [-900, 0],
        [900, 0],
      ],
    ];
    const cut = { ...input, barriers };
    expect(priced(cut, await made(cut))).toEqual([]);
  });
});
