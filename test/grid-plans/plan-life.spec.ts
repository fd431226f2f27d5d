import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import { gridPlan } from "../../db/tables/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { itsDayComes } from "./its-day-comes.js";

const GRIDS = "grids { id code name locked geometry households people areaM2 parts }";

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    handleJobs(services);
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  const ask = (query: string, role = "planner") => service.as(tokens[role])(query);
  const data = async (query: string, role?: string): Promise<any> => {
    const { data, errors } = await ask(query, role);
    expect(errors, query).toBeUndefined();
    return data!;
  };
  const refusal = async (query: string, role?: string): Promise<any> => {
    const { errors } = await ask(query, role);
    expect(errors, query).toHaveLength(1);
    return { message: errors![0]!.message, ...errors![0]!.extensions };
  };
  const begin = async (name: string) => {
    const { createGridPlan: plan } =
      await data(`mutation { createGridPlan(input: {county: ${COUNTY},
      name: "${name}", villages: ["${VILLAGES.kaifu}"]}) { id version status baseOn villages ${GRIDS} } }`);
    return plan;
  };
  const draw = (plan: { id: string; version: number }, operations: string) =>
    `mutation { applyGridOperations(plan: "${plan.id}", version: ${plan.version},
      operations: [${operations}]) { number version kind change } }`;
  const SPLIT = "{splitGrids: {line: [[106.999, 29.006], [107.011, 29.006]]}}";

  describe("a plan of a village", () => {
    it("begins from the grids in force, is split, undone, redone, and told edit by edit", async () => {
      const plan = await begin("凯涪扩编");
      expect(plan).toMatchObject({ version: 1, status: "DRAFT", villages: [VILLAGES.kaifu] });
      expect(plan.grids.map((g: any) => [g.id, g.households, g.people])).toEqual([
        [id("grid", 1), 2, 5],
        [id("grid", 2), 0, 0],
      ]);
      const { applyGridOperations: split } = await data(draw(plan, SPLIT));
      expect(split).toMatchObject({ number: 1, version: 2, kind: "do" });
      const read = async () =>
        (await data(`{ gridPlan(id: "${plan.id}") { version ${GRIDS} } }`)).gridPlan;
      const after = await read();
      expect(after.grids.map((g: any) => [g.code.slice(-3), g.name, g.households])).toEqual([
        ["001", "第一网格", 2],
        ["002", "第二网格", 0],
        ["003", "第三网格", 0],
      ]);
      const { gridPlan: beside } = await data(`{ gridPlan(id: "${plan.id}") {
        compare { added removed redrawn households } } }`);
      // The line ends in grid 2: a vertex in its border redraws it not.
      expect(beside.compare).toEqual({
        ...{ added: [after.grids[2].id], removed: [], redrawn: [id("grid", 1)], households: 0 },
      });
      const { undoGridEdit: undo } = await data(
        `mutation { undoGridEdit(plan: "${plan.id}", version: 2) { number kind of version } }`,
      );
      expect(undo).toEqual({ number: 2, kind: "undo", of: 1, version: 3 });
      expect((await read()).grids).toEqual(plan.grids);
      const { redoGridEdit: redo } = await data(
        `mutation { redoGridEdit(plan: "${plan.id}", version: 3) { number kind of version } }`,
      );
      expect(redo).toEqual({ number: 3, kind: "redo", of: 1, version: 4 });
      expect((await read()).grids).toEqual(after.grids);
      const { gridPlan: log } = await data(
        `{ gridPlan(id: "${plan.id}") { editLog(after: 1) { number kind operations } } }`,
      );
      expect(log.editLog.map((e: any) => [e.number, e.kind])).toEqual([
        [1, "do"],
        [2, "undo"],
        [3, "redo"],
      ]);
      expect(log.editLog[0].operations[0].kind).toBe("split-grids");
    });

    it("a stale edit is refused with the edits since; a retry answers its own", async () => {
      const plan = await begin("两人");
      const keyed = draw(plan, SPLIT).replace(
        "operations:",
        'idempotencyKey: "key-of-mine-1", operations:',
      );
      const first = await data(keyed);
      expect(await data(keyed)).toEqual(first);
      // The key of one request is none of another, whatever the version.
      const other = SPLIT.replaceAll("29.006", "29.007");
      for (const reused of [
        keyed.replace(SPLIT, other),
        `mutation { undoGridEdit(plan: "${plan.id}", version: 2,
          idempotencyKey: "key-of-mine-1") { number } }`,
      ])
        expect(await refusal(reused)).toMatchObject({
          ...{ code: "CONFLICT", field: "idempotencyKey" },
        });
      const { code, currentVersion, edits } = await refusal(draw(plan, SPLIT));
      expect([code, currentVersion]).toEqual(["CONFLICT", 2]);
      expect(edits.map((e: any) => e.number)).toEqual([1]);
    });

    it("tells open plans on the same ground of each other", async () => {
      const [mine, yours] = [await begin("这边"), await begin("那边")];
      const others = async (of: { id: string }) =>
        (
          await data(`{ gridPlan(id: "${of.id}") { otherPlans {
            id name status effectiveOn villages begunBy begunByName } } }`)
        ).gridPlan.otherPlans;
      const seen = (await others(mine)).find((p: any) => p.id === yours.id);
      expect(seen).toEqual({
        ...{ id: yours.id, name: "那边", status: "DRAFT", effectiveOn: null },
        ...{ villages: [VILLAGES.kaifu], begunBy: "person:demo-planner", begunByName: "planner" },
      });
      expect((await others(mine)).map((p: any) => p.id)).not.toContain(mine.id);
      await data(`mutation { withdrawGridPlan(id: "${yours.id}", version: 1, reason: "重复")
        { id } }`);
      expect((await others(mine)).map((p: any) => p.id)).not.toContain(yours.id);
    });

    it("refuses all of an edit with its place, and leaves the plan as it was", async () => {
      const plan = await begin("退回");
      const lock = `{lock: {grids: ["${id("grid", 1)}"]}}`;
      const locked = await refusal(draw(plan, `${lock}, ${SPLIT}`));
      expect(locked).toMatchObject({ code: "COVERAGE_REFUSED", reason: "locked" });
      expect(locked.field).toBe("operations.1");
      const border = await refusal(
        draw(plan, "{moveNode: {from: [107.01, 29], to: [107.01, 29.001]}}"),
      );
      expect(border).toMatchObject({ code: "COVERAGE_REFUSED", reason: "village-border" });
      expect(border.geometry.type).toBe("LineString");
      const house = await refusal(
        draw(plan, "{splitGrids: {line: [[106.999, 29.00425], [107.011, 29.00425]]}}"),
      );
      expect(house).toMatchObject({ code: "COVERAGE_REFUSED", reason: "through-building" });
      const { gridPlan: now } = await data(`{ gridPlan(id: "${plan.id}") { version ${GRIDS} } }`);
      expect(now).toMatchObject({ version: 1, grids: plan.grids });
      await data(
        draw(plan, "{moveNode: {from: [107.01, 29.005], to: [107.01, 29.006]}}").replace(
          "{moveNode",
          "{insertNode: {at: [107.01, 29.005]}}, {moveNode",
        ),
      );
    });

    it("is approved by somebody else and comes into force on its day; the past stays", async () => {
      const plan = await begin("生效");
      await data(draw(plan, SPLIT));
      const step = (what: string, version: number, more = "") =>
        `mutation { ${what}(id: "${plan.id}", version: ${version} ${more}) { status version } }`;
      const bare = await refusal(step("submitGridPlan", 2));
      expect(bare.code).toBe("GUARD_MISSING");
      await data(step("submitGridPlan", 2, ', reason: "示范人少"'));
      const day = ', effectiveOn: "2099-01-01"';
      const own = await refusal(step("approveGridPlan", 3, day));
      expect([own.code, own.reason]).toEqual(["STEP_NOT_ALLOWED", "FOUR_EYES"]);
      const past = await refusal(
        step("approveGridPlan", 3, ', effectiveOn: "2020-01-01"'),
        "approver",
      );
      expect(past.code).toBe("GUARD_MISSING");
      await data(step("approveGridPlan", 3, day), "approver");
      await itsDayComes(services, plan.id);
      const { now, before, moved } = await data(`{
        now: grids(filter: {area: {villages: ["${VILLAGES.kaifu}"]}}) { nodes { id code validFrom } }
        before: grids(filter: {on: "2025-01-01", area: {villages: ["${VILLAGES.kaifu}"]}})
          { nodes { id code validTo earlierOfId } }
        moved: household(id: "${id("household", 1)}") { gridId } }`);
      expect(now.nodes.map((g: any) => g.code.slice(-3)).sort()).toEqual(["001", "002", "003"]);
      expect(before.nodes.map((g: any) => g.code.slice(-3)).sort()).toEqual(["001", "002"]);
      const was = before.nodes.find((g: any) => g.code.endsWith("001"));
      expect(was).toMatchObject({ earlierOfId: id("grid", 1) });
      expect(was.validTo).toBe(now.nodes.find((g: any) => g.code.endsWith("001")).validFrom);
      expect(moved.gridId).toBe(id("grid", 1));
      const { gridPlan: done } = await data(
        `{ gridPlan(id: "${plan.id}") { lineage { kind from to } overtaken } }`,
      );
      expect(done.overtaken).toBe(false);
      expect(done.lineage).toEqual([
        { kind: "split", from: id("grid", 1), to: expect.any(String) },
      ]);
    });

    it("a draft begun before another came into force is overtaken: it can only be forked", async () => {
      await services.db.rows(sql`
        update ${gridPlan} set base_on = base_on - 1 where ${gridPlan.name} = '两人'`);
      const { gridPlans } = await data(
        "{ gridPlans { nodes { id version name status overtaken } } }",
      );
      const named = (name: string) => gridPlans.nodes.find((p: any) => p.name === name);
      expect(named("生效")).toMatchObject({ status: "EFFECTIVE", overtaken: false });
      const late = named("两人");
      expect(late).toMatchObject({ status: "DRAFT", overtaken: true });
      const { code, missing } = await refusal(
        `mutation { submitGridPlan(id: "${late.id}", version: ${late.version}, reason: "试") { id } }`,
      );
      expect(code).toBe("GUARD_MISSING");
      // And the code that its new grid was to have is another's now.
      expect(missing.map((m: any) => m.code)).toEqual(["PLAN_OVERTAKEN", "PLAN_HAS_ERRORS"]);
      const { forkGridPlan: fork } = await data(
        `mutation { forkGridPlan(id: "${named("生效").id}", name: "接着") { overtaken } }`,
      );
      expect(fork.overtaken).toBe(false);
    });
  });
});
