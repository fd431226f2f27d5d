/** A register that is kept up while a plan is open: what the plan did not change stays. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { answered, PlanProgram } from "./plan-program.js";

const TODAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(Date.now());

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    handleJobs(services);
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  it("keeps what the register changed meanwhile, sets what the plan changed, tells of both", async () => {
    const planner = service.as(tokens["planner"]);
    const program = new PlanProgram(services, planner, service.as(tokens["approver"]));
    const [one, two] = [id("grid", 1), id("grid", 2)];
    const grid = async (of: string) =>
      (await answered(planner, `{ grid(id: "${of}") { name kind complaintPhone version } }`))
        .grid as Record<string, unknown>;
    const inRegister = async (of: string, changes: object) => {
      const { version } = await grid(of);
      await answered(
        planner,
        `mutation ($changes: GridChanges!) { updateGrid(id: "${of}", version: ${version},
          changes: $changes) { id } }`,
        { changes },
      );
    };
    const told = async (plan: { id: string }) => {
      const { gridPlan } = await answered(
        planner,
        `{ gridPlan(id: "${plan.id}") { findings { severity code grids params } } }`,
      );
      return gridPlan.findings.filter((f: { code: string }) => f.code === "changed-elsewhere");
    };
    await inRegister(one, { complaintPhone: "1" });

    const plan = await program.begin("兴建", [VILLAGES.kaifu]);
    const facts = (properties: object) => ({ setProperties: { grid: one, properties } });
    await program.draw(plan, facts({ name: "方案所改" }));
    await program.draw(plan, {
      mergeGrids: { keep: one, grids: [one, two] },
    });
    // Merged away and brought back: what it was begun from is not forgotten.
    await answered(
      planner,
      `mutation { undoGridEdit(plan: "${plan.id}", version: ${plan.version}) { version } }`,
    );
    plan.version++;
    expect(await told(plan)).toEqual([]);

    await inRegister(one, { kind: "专属", complaintPhone: "2" });
    await inRegister(two, { name: "登记所改" });
    expect(await told(plan)).toEqual([]);
    await inRegister(one, { name: "登记也改" });
    expect(await told(plan)).toEqual([
      {
        ...{ severity: "warning", code: "changed-elsewhere", grids: [one] },
        params: {
          field: "name",
          ...{ begun: "第一网格", planned: "方案所改", now: "登记也改" },
        },
      },
    ]);

    const { forkGridPlan: fork } = await answered(
      planner,
      `mutation { forkGridPlan(id: "${plan.id}", name: "另案") { id version } }`,
    );
    expect(await told(fork)).toHaveLength(1);
    // The way out: the plan takes what the register says.
    await program.draw(fork, facts({ name: "登记也改" }));
    expect(await told(fork)).toEqual([]);

    await program.approve(plan, "2099-01-01");
    await program.due(plan, TODAY);
    await program.effective(plan);
    expect(await grid(one)).toMatchObject({
      ...{ name: "方案所改", kind: "专属", complaintPhone: "2" },
    });
    expect(await grid(two)).toMatchObject({ name: "登记所改", kind: null, complaintPhone: null });
    // Once it is in force the register is kept up as ever.
    await inRegister(one, { name: "后来所改" });
    expect(await told(plan)).toEqual([]);
  });
});
