import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import { checkCoverage } from "../../geo/coverage/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { answered, PlanProgram } from "./plan-program.js";
import { Planner } from "./planner.js";

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    handleJobs(services);
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  it("a plan of one village leaves the other's border whole for a plan of both", async () => {
    const asker = service.as(tokens["planner"]);
    const program = new PlanProgram(services, asker, service.as(tokens["approver"]));
    const one = await program.begin("一村", [VILLAGES.kaifu]);
    // Down to the border of the other village, which has no vertex there.
    await program.draw(one, {
      splitGrids: {
        line: [
          [107.005, 28.999],
          [107.005, 29.011],
        ],
        grids: [id("grid", 1)],
      },
    });
    await program.approve(one, "2099-01-01");
    await program.due(one, "2026-06-01");
    await program.effective(one);
    const both = await program.begin("两村", [VILLAGES.kaifu, VILLAGES.sanwan]);
    const { gridPlan } = await answered(
      asker,
      `{ gridPlan(id: "${both.id}") { findings { severity code grids } } }`,
    );
    expect(gridPlan.findings.filter((f: any) => f.severity === "error")).toEqual([]);
    const planner = await Planner.open(() => asker, both.id);
    const border = [...planner.draft.coverage.edges.values()].filter(
      ({ left, right }) => [left, right].includes(id("grid", 3)) && left !== null && right !== null,
    );
    expect(border.length).toBeGreaterThan(1);
    const { grids } = await answered(asker, "{ grids { nodes { id geometry } } }");
    const features = grids.nodes.map(({ id: grid, geometry }: any) => ({
      ...{ type: "Feature", id: grid, properties: {} },
      geometry,
    }));
    expect(checkCoverage({ type: "FeatureCollection", features })).toEqual([]);
  });
});
