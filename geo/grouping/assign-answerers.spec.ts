import fc from "fast-check";
import loadHighs from "highs";
import { describe, expect, it } from "vitest";
import { assignAnswerers, chooseAnswerers, ONE_RING_NINE } from "./assign-answerers.js";
import { type GroupingInput, type Rules, TEN_HOUSEHOLDS } from "./model.js";
import { makeVillage } from "./test-village.js";

const RULES: Rules = { ...TEN_HOUSEHOLDS, distance: { kind: "straight" } };

describe("assignAnswerers", () => {
  it("gives everybody min(9, n - 1) answerers and calls everybody 3 to 12 times", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 150 }), fc.integer(), (n, seed) => {
        const result = assignAnswerers(makeVillage(n, seed), RULES);
        if (!result.ok) throw new Error("refused");
        const called = new Map<string, number>();
        for (const { caller: id, answerers: list } of result.rings) {
          expect(list.length).toBe(Math.min(9, n - 1));
          expect(list).not.toContain(id);
          expect(new Set(list).size).toBe(list.length);
          for (const other of list) called.set(other, (called.get(other) ?? 0) + 1);
        }
        for (const { caller: id } of result.rings) {
          expect(called.get(id) ?? 0).toBeLessThanOrEqual(12);
          expect(called.get(id) ?? 0).toBeGreaterThanOrEqual(Math.min(3, n - 1));
        }
        expect(result.exceptions).toEqual([]);
      }),
      { seed: 5, numRuns: 40 },
    );
  });

  it("is as short as the linear program says (HiGHS)", async () => {
    // Its types describe the CommonJS build; the module that runs exports the loader itself.
    const highs = await (loadHighs as unknown as typeof loadHighs.default)();
    for (const seed of [1, 2, 3]) {
      const { households } = makeVillage(16, seed);
      const n = households.length,
        wanted = 4,
        least = 3,
        most = 5;
      const candidates = households.map((_, i) =>
        households.map((__, j) => j).filter((j) => j !== i),
      );
      const costs = candidates.map((row, i) =>
        row.map((j) =>
          Math.hypot(households[i].x - households[j].x, households[i].y - households[j].y),
        ),
      );
      const chosen = chooseAnswerers(candidates, costs, wanted, least, most);
      const total = chosen.reduce(
        (sum, list, i) => sum + list.reduce((s, slot) => s + costs[i][slot], 0),
        0,
      );
      const term = (i: number, j: number): string => `x${i}_${j}`;
      const arcs = candidates.flatMap((row, i) =>
        row.map((j, slot) => ({ name: term(i, j), cost: costs[i][slot] })),
      );
      const into = (j: number): string =>
        candidates.flatMap((row, i) => (row.includes(j) ? [term(i, j)] : [])).join(" + ");
      const lines = [
        "Minimize",
        ` obj: ${arcs.map((a) => `${a.cost.toFixed(9)} ${a.name}`).join(" + ")}`,
        "Subject To",
        ...candidates.map(
          (row, i) => ` o${i}: ${row.map((j) => term(i, j)).join(" + ")} = ${wanted}`,
        ),
        ...Array.from(
          { length: n },
          (_, j) => ` a${j}: ${into(j)} <= ${most}\n b${j}: ${into(j)} >= ${least}`,
        ),
        "Bounds",
        ...arcs.map((a) => ` 0 <= ${a.name} <= 1`),
        "End",
      ];
      expect(total).toBeCloseTo(highs.solve(lines.join("\n")).ObjectiveValue, 4);
    }
  });

  it("keeps to barriers and apart pairs, and says who comes short", () => {
    const base = makeVillage(20, 2);
    const input: GroupingInput = {
      ...base,
      households: base.households.map((h, i) => ({ ...h, x: i < 5 ? -100 - i : 100 + h.x })),
      barriers: [
        [
          [0, -1e5],
          [0, 1e5],
        ],
      ],
      apart: [["h5", "h6"]],
    };
    const result = assignAnswerers(input, RULES, ONE_RING_NINE);
    if (!result.ok) throw new Error("refused");
    const nine = new Map(result.rings.map((r) => [r.caller, r.answerers]));
    expect(nine.get("h0")!.slice().sort()).toEqual(["h1", "h2", "h3", "h4"]);
    expect(nine.get("h5")).not.toContain("h6");
    expect(nine.get("h7")!.length).toBe(9);
  });

  it("asks nobody who is not there or does not answer, and says what each number counts", () => {
    const village = makeVillage(60, 4);
    const households = village.households.map((h, i) => ({
      ...h,
      livedIn: i % 10 !== 0,
      ...(i % 10 === 1 && { responders: 0 }),
    }));
    const result = assignAnswerers({ ...village, households }, RULES);
    if (!result.ok) throw new Error("refused");
    const asked = new Set(result.rings.flatMap((r) => r.answerers));
    for (const [i, { id }] of households.entries()) expect(asked.has(id)).toBe(i % 10 > 1);
    expect(result.counts).toMatchObject({
      households: 60,
      takingPart: 54,
      rings: 54,
      answering: 48,
    });
    expect([result.counts.answerersLeast, result.counts.answerersMost]).toEqual([9, 9]);
    expect(result.counts.calledLeast).toBeGreaterThanOrEqual(3);
    expect(result.counts.calledMost).toBeLessThanOrEqual(12);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result.exceptions.map((e) => e.reason.code)).toEqual(
      Array.from({ length: 6 }, () => "nobody-lives-here"),
    );
  });
});
