import { describe, expect, it } from "vitest";
import { formGroups } from "./form-groups.js";
import {
  type GroupingInput,
  type Household,
  METRES_ONLY,
  type Plan,
  type Rules,
  TEN_HOUSEHOLDS,
} from "./model.js";
import { makeVillage } from "./test-village.js";

async function made(
  households: Household[],
  rules: Rules = TEN_HOUSEHOLDS,
  rest: Partial<GroupingInput> = {},
  iterations = 600,
): Promise<Plan> {
  const result = await formGroups({ planar: true, households, ...rest }, rules, {
    seed: 1,
    budget: { iterations },
  });
  if (!result.ok) throw new Error(result.findings.map((f) => f.code).join());
  return result.plan;
}

const tower = (floors: number, doors: number, from = 1): Household[] =>
  Array.from({ length: floors * doors }, (_, i) => ({
    id: `${from + Math.floor(i / doors)}-${i % doors}`,
    ...{ x: 0, y: 0, building: "tower", stair: "1", floor: from + Math.floor(i / doors) },
  }));

const floorsOf = (members: readonly string[]): number[] => [
  ...new Set(members.map((id) => Number(id.split("-")[0])).sort((a, b) => a - b)),
];

describe("groups as a village head would put them together", () => {
  it("splits no floor of a 33-storey tower, walks no metre more, and numbers from below", async () => {
    const { groups, totalMetres } = await made(tower(33, 4));
    const all = groups.flatMap((g) => floorsOf(g.members));
    expect(all.length).toBe(33);
    // 13 centres leave at least 132 - 13 × 4 homes on another floor, three metres each.
    expect(totalMetres).toBe(240);
    expect(groups.map((g) => g.id)).toEqual(groups.map((_, k) => String(k + 1)));
    expect(all).toEqual(all.slice().sort((a, b) => a - b));
  });

  it("makes ten groups of two floors, not twelve of parts, where six live on a floor", async () => {
    const { groups } = await made(tower(20, 6));
    expect(groups.map((g) => g.members.length)).toEqual(Array.from({ length: 10 }, () => 12));
    expect(groups.flatMap((g) => floorsOf(g.members)).length).toBe(20);
  });

  it("splits a floor where sizes force it, and no other", async () => {
    // Three floors of five: whole floors would be groups of five and ten.
    const { groups, exceptions } = await made(tower(3, 5));
    expect(exceptions).toEqual([]);
    expect(groups.map((g) => g.members.length).sort()).toEqual([7, 8]);
    expect(groups.flatMap((g) => floorsOf(g.members)).length).toBe(4);
  });

  it("puts registered-only households in no group, a locked one neither, and lists them", async () => {
    const households = makeVillage(60, 2).households.map((h, i) => ({
      ...h,
      livedIn: i % 6 !== 0,
    }));
    const locked = [{ id: "old", members: households.slice(0, 10).map((h) => h.id) }];
    const plan = await made(households, TEN_HOUSEHOLDS, { locked });
    const empty = households.filter((h) => !h.livedIn).map((h) => h.id);
    const grouped = plan.groups.flatMap((g) => g.members);
    expect(grouped.filter((id) => empty.includes(id))).toEqual([]);
    expect(grouped.length).toBe(50);
    expect(plan.exceptions).toEqual(
      empty.map((id) => ({ id, reason: { code: "nobody-lives-here", params: {} } })),
    );
  });

  it("gives every group its six responders where the village has them", async () => {
    const village = makeVillage(120, 5).households;
    // The west answers for two, of the east every other household for nobody.
    const sorted = [...village].sort((a, b) => a.x - b.x);
    const households = sorted.map((h, i) => ({
      ...h,
      responders: i < 60 ? 2 : i % 2 === 0 ? 0 : 1,
    }));
    const rules = { ...TEN_HOUSEHOLDS, weights: METRES_ONLY };
    const without = await made(households, { ...rules, minResponders: 0 });
    expect(without.groups.some((g) => g.responders < 6)).toBe(true);
    const plan = await made(households, rules);
    expect(plan.groups.map((g) => g.responders).filter((r) => r < 6)).toEqual([]);
    expect(plan.sector.thin).toEqual([]);
  });

  it("makes fewer groups where few answer, and marks the thin ones", async () => {
    const few = makeVillage(60, 6).households.map((h, i) => ({ ...h, responders: i % 2 }));
    const plan = await made(few);
    expect(plan.groups.length).toBe(5);
    expect(plan.groups.map((g) => g.responders)).toEqual([6, 6, 6, 6, 6]);
    const none = await made(few.map((h) => ({ ...h, responders: 0 })));
    expect(none.sector.thin).toEqual(none.groups.map((g) => g.id));
    expect(none.groups.every((g) => g.members.length >= 7 && g.members.length <= 13)).toBe(true);
  });

  it("groups a compound for itself, unless its neighbours would be left alone", async () => {
    const street = (k: number, at: number, compound?: string): Household[] =>
      Array.from({ length: k }, (_, i) => ({
        id: `${compound ?? "street"}${i}`,
        x: at + 8 * i,
        y: i % 3,
        ...(compound !== undefined && { compound }),
      }));
    const mixed = (members: readonly string[]): boolean =>
      new Set(members.map((id) => id.replace(/\d+$/, ""))).size > 1;
    const apart = await made([...street(15, 0), ...street(24, 100, "garden")]);
    expect(apart.groups.some((g) => mixed(g.members))).toBe(false);
    // Three houses beside it, and a compound of four: neither makes a group of its own.
    const kept = await made([...street(3, 0), ...street(24, 30, "garden")]);
    expect(kept.exceptions).toEqual([]);
    const small = await made([...street(20, 0), ...street(4, 170, "garden")]);
    expect(small.exceptions).toEqual([]);
    expect(small.groups.some((g) => mixed(g.members))).toBe(true);
  });

  it("has seven groups of ten at 9 to 11 for at most 1.5 % more metres", async () => {
    const plain = { ...TEN_HOUSEHOLDS, weights: METRES_ONLY };
    const sized = { ...plain, weights: { ...METRES_ONLY, size: TEN_HOUSEHOLDS.weights.size } };
    let metres = 0,
      shortest = 0,
      calm = 0,
      all = 0;
    for (const seed of [1, 2, 3]) {
      const { households } = makeVillage(300, seed);
      shortest += (await made(households, plain, {}, 4000)).totalMetres;
      const plan = await made(households, sized, {}, 4000);
      metres += plan.totalMetres;
      all += plan.groups.length;
      calm += plan.groups.filter((g) => g.members.length >= 9 && g.members.length <= 11).length;
    }
    expect(calm / all).toBeGreaterThanOrEqual(0.7);
    expect(metres / shortest).toBeLessThanOrEqual(1.015);
  });

  it("numbers from north to south and marks who lives far out", async () => {
    const row = (y: number): Household[] =>
      Array.from({ length: 10 }, (_, i) => ({ id: `${y}/${i}`, x: 10 * i, y }));
    const far = { id: "far", x: 45, y: 800 };
    const plan = await made([...row(0), ...row(1000), ...row(500), far], {
      ...TEN_HOUSEHOLDS,
      weights: { ...TEN_HOUSEHOLDS.weights, size: 0 },
    });
    expect(plan.groups.map((g) => g.centre.split("/")[0])).toEqual(["1000", "500", "0"]);
    expect(plan.sector.isolated).toEqual(["far"]);
  });
});
