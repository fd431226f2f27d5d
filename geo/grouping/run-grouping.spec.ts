import { describe, expect, it } from "vitest";
import {
  type Budget,
  type GroupingInput,
  type Household,
  METRES_ONLY,
  type Rules,
  type SolvedPart,
  TEN_HOUSEHOLDS,
} from "./model.js";
import {
  type GroupingRun,
  type RunEvent,
  type RunInput,
  type RunResult,
  runGrouping,
} from "./run-grouping.js";
import { createWorkerSolver } from "./run-in-workers.js";
import { makeVillage } from "./test-village.js";

const PLAIN: Rules = { ...TEN_HOUSEHOLDS, distance: { kind: "straight" }, weights: METRES_ONLY };
const iterations = (k: number): { seed: number; budget: Budget } => ({
  seed: 3,
  budget: { iterations: k },
});

/** Three villages, one of them with floors, so that a part alone measures as the whole does. */
function county(n = 150): GroupingInput {
  const { households } = makeVillage(n, 8);
  return {
    planar: true,
    households: households.map((h, i): Household => {
      const area = ["east", "west", "south"][i % 3];
      return area === "south"
        ? { ...h, area, building: `b${i % 7}`, floor: i % 4 }
        : { ...h, area };
    }),
    ties: [
      { a: "h0", b: "h3" },
      { a: "h1", b: "h4", strength: 2 },
    ],
  };
}

interface Ran {
  events: RunEvent[];
  parts: SolvedPart[];
  result: Extract<RunResult, { ok: true }>;
}

async function ran(
  input: RunInput,
  rules: Rules,
  run: GroupingRun,
  each: (event: RunEvent) => void = () => undefined,
): Promise<Ran> {
  const events: RunEvent[] = [],
    parts: SolvedPart[] = [];
  const running = runGrouping(input, rules, run);
  for (;;) {
    const step = await running.next();
    if (step.done) {
      if (!step.value.ok) throw new Error(step.value.findings.map((f) => f.code).join());
      return { events, parts, result: step.value };
    }
    events.push(step.value);
    if (step.value.kind === "part") parts.push(step.value.part);
    each(step.value);
  }
}

describe("runGrouping", () => {
  it("makes the same plan streamed, in one, two and four workers, and killed after every part", async () => {
    // Flat parts of a county with floors must not be measured as if all were flat.
    const RULES: Rules = { ...TEN_HOUSEHOLDS, weights: METRES_ONLY };
    const input = county();
    const whole = await ran(input, RULES, iterations(200));
    const { groups } = whole.result.plan;
    async function* batches(): AsyncGenerator<Household[]> {
      for (let k = 0; k < input.households.length; k += 40) yield input.households.slice(k, k + 40);
    }
    const streamed = await ran({ ...input, households: batches() }, RULES, iterations(200));
    expect(streamed.result.plan.groups).toEqual(groups);
    for (const threads of [1, 2, 4]) {
      const solver = createWorkerSolver(threads);
      const spread = await ran(input, RULES, { ...iterations(200), solver });
      expect(spread.result.plan.groups).toEqual(groups);
    }
    // A kill leaves what was written down: the parts, as JSON.
    for (let kept = 0; kept <= whole.parts.length; kept++) {
      const solved = JSON.parse(JSON.stringify(whole.parts.slice(0, kept))) as SolvedPart[];
      const resumed = await ran(input, RULES, { ...iterations(200), solved });
      expect(resumed.result.plan.groups).toEqual(groups);
      expect(resumed.parts.length).toBe(whole.parts.length - kept);
    }
  });

  it("solves a part again whose households or rules are others now", async () => {
    const input = county();
    const { parts } = await ran(input, TEN_HOUSEHOLDS, iterations(50));
    const households = input.households.map((h, i) => (i === 1 ? { ...h, x: h.x + 5 } : h));
    const moved = await ran({ ...input, households }, TEN_HOUSEHOLDS, {
      ...iterations(50),
      solved: parts,
    });
    expect(moved.parts.length).toBe(1);
    const rules = { ...TEN_HOUSEHOLDS, high: 12 };
    expect((await ran(input, rules, { ...iterations(50), solved: parts })).parts.length).toBe(3);
  });

  it("tells phase and metres, and stopped keeps the best so far", async () => {
    const controller = new AbortController();
    const started: number[] = [];
    const { events, result } = await ran(
      county(900),
      TEN_HOUSEHOLDS,
      { ...iterations(4000), bound: true, signal: controller.signal },
      (event) => {
        if (event.kind === "progress" && event.phase === "searching" && event.metres > 0) {
          started.push(performance.now());
          controller.abort();
        }
      },
    );
    expect(performance.now() - started[0]).toBeLessThan(2000);
    const phases = events.flatMap((e) => (e.kind === "progress" ? [e.phase] : []));
    expect([...new Set(phases)]).toEqual(["reading", "laying-out", "searching"]);
    const { plan, bound } = result;
    expect(plan.complete).toBe(false);
    expect(bound).toBeNull();
    expect(plan.groups.flatMap((g) => g.members).length + plan.exceptions.length).toBe(900);
    expect(plan.groups.every((g) => g.members.length >= 7 && g.members.length <= 13)).toBe(true);
  });

  it("bounds small parts exactly, and then no gap is left", async () => {
    for (const n of [14, 33, 60, 100]) {
      const { result } = await ran(makeVillage(n, n), PLAIN, { ...iterations(20), bound: true });
      expect(result.bound).toMatchObject({
        boundIs: "exact",
        gap: 0,
        searchGap: 0,
        priceOfWishesMetres: 0,
      });
      expect(result.bound!.lowerBoundMetres).toBeCloseTo(result.plan.totalMetres, 6);
    }
  });

  it("proves a tower too large to be solved exactly by counting", async () => {
    const households = Array.from({ length: 176 }, (_, i) => ({
      id: `${i}`,
      ...{ x: 0, y: 0, building: "tower", stair: "1", floor: 1 + (i >> 2) },
    }));
    const run = { ...iterations(400), bound: true };
    const { result } = await ran({ planar: true, households }, TEN_HOUSEHOLDS, run);
    // 18 centres leave 176 - 18 × 4 homes on another floor.
    expect(result.plan.totalMetres).toBe(312);
    expect(result.bound).toMatchObject({ boundIs: "exact", gap: 0, lowerBoundMetres: 312 });
  });

  it("tells what the search left from what wishes cost, and neither is below nothing", async () => {
    const { result, parts } = await ran(county(), TEN_HOUSEHOLDS, {
      ...iterations(200),
      bound: true,
    });
    const { gap, searchGap, priceOfWishes, priceOfWishesMetres } = result.bound!;
    expect(priceOfWishesMetres).toBeGreaterThan(0);
    expect(searchGap).toBe(0);
    expect(gap).toBeCloseTo(searchGap! + priceOfWishes!, 9);
    // What was bounded is not bounded again.
    const again = await ran(county(), TEN_HOUSEHOLDS, {
      ...iterations(200),
      bound: true,
      solved: parts,
    });
    expect(again.parts).toEqual([]);
    expect(again.result.bound).toEqual(result.bound);
    const big = await ran(makeVillage(300, 4), PLAIN, { ...iterations(300), bound: true });
    expect(big.result.bound!.boundIs).toBe("lower");
    expect(big.result.bound!.gap).toBeGreaterThan(0);
    expect(big.result.bound!.gap).toBeLessThan(0.06);
  });
});
