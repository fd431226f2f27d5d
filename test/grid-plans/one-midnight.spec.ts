/**
 * Plans of neighbouring villages that come into force at one midnight in two processes: one puts a
 * vertex into the grid beyond, which the other redraws.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Services } from "../../api/core/services.js";
import type { Transaction } from "../../api/core/transaction.js";
import { handleJobs } from "../../api/domains.js";
import { Run } from "../../api/jobs/run.js";
import { openServices } from "../../api/open-services.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { checkCoverage, type GridCollection } from "../../geo/coverage/index.js";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { freshDatabase } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { lacked } from "../harness/lacked.js";
import { MIGRATED } from "../harness/postgres-cluster.js";
import { answered, PlanProgram } from "./plan-program.js";

const DAY = "2026-06-01";
/** Who has not sent its next statement by then waits for the other, and is waited for no more. */
const PATIENCE_MS = 400;

/** Two who go step by step, each waiting for the other, until one of them cannot. */
class Lockstep {
  private readonly steps: [number, number] = [0, 0];
  private readonly wakened: (() => void)[] = [];
  /** Steps that both took together. */
  together = 0;
  private isOver = false;

  async step(who: 0 | 1, patience = PATIENCE_MS): Promise<void> {
    const mine = ++this.steps[who];
    for (const wake of this.wakened.splice(0)) wake();
    const until = Date.now() + patience;
    while (!this.isOver && this.steps[1 - who]! < mine) {
      const left = until - Date.now();
      if (left <= 0) this.isOver = true;
      else
        await new Promise<void>((resolve) => {
          this.wakened.push(resolve);
          setTimeout(resolve, left);
        });
    }
    if (!this.isOver) this.together = mine;
  }
}

const available = findPostgres() !== undefined;
if (!available) lacked("postgis");
describe.skipIf(!available)("two processes on a PostGIS server", () => {
  const engines: Engine[] = [];
  const running: RunningService[] = [];
  let services: Services, planner: Asker, program: PlanProgram;
  beforeAll(async () => {
    const databaseUrl = await freshDatabase("midnight", MIGRATED);
    for (const _ of [1, 2])
      engines.push(await openEngine({ dataDir: "", databaseUrl, poolSize: 4 }));
    services = await openSmallCounty(engines[0]!);
    for (const each of [services, await openServices(engines[1]!, () => {})]) {
      handleJobs(each);
      running.push(await serve(each));
    }
    const tokens = await tokensOf(services);
    planner = running[0]!.as(tokens["planner"]);
    program = new PlanProgram(services, planner, running[1]!.as(tokens["approver"]));
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    for (const service of running) await service.close();
    for (const engine of engines) await engine.close();
  });

  /** Every taking effect keeps step with the other; answers how far they came together. */
  function inStep(): { together: () => number; ended: () => number } {
    const lockstep = new Lockstep();
    let [begun, ended] = [0, 0];
    const real = Run.prototype.finish;
    vi.spyOn(Run.prototype, "finish").mockImplementation(function (this: Run, work) {
      if (this.job.kind !== "gridPlan.takeEffect") return real.call(this, work);
      const who = begun++ as 0 | 1;
      const done = real.call(this, async (tx) => {
        // Both have a transaction open before either does anything.
        await lockstep.step(who, 10_000);
        const stepping: Transaction = {
          ...tx,
          async rows(query) {
            await lockstep.step(who);
            return tx.rows(query);
          },
        };
        return work(stepping);
      });
      return done.finally(() => ended++);
    });
    return { together: () => lockstep.together, ended: () => ended };
  }

  it("leave one coverage, each grid as it was drawn", async () => {
    const draw = async (name: string, village: string, grid: string, line: number[][]) => {
      const plan = await program.begin(name, [village]);
      await program.draw(plan, { splitGrids: { line, grids: [grid] } });
      await program.approve(plan, "2099-01-01");
      return plan;
    };
    // Ends in the border of the other village, whose grid thereby has another vertex.
    const one = await draw("南", VILLAGES.kaifu, id("grid", 1), [
      [107.005, 28.999],
      [107.005, 29.011],
    ]);
    // Halves that grid, and touches the first village nowhere anew.
    const other = await draw("北", VILLAGES.sanwan, id("grid", 3), [
      [106.999, 29.015],
      [107.021, 29.015],
    ]);
    const { together, ended } = inStep();
    for (const plan of [one, other]) await program.due(plan, DAY);
    for (const plan of [one, other]) await program.effective(plan);
    expect(ended()).toBe(2);
    expect(together()).toBeGreaterThan(1);
    const { grids } = await answered(planner, "{ grids { nodes { id code geometry } } }");
    const collection = {
      type: "FeatureCollection",
      features: grids.nodes.map((g: any) => ({
        ...{ type: "Feature", id: g.code, geometry: g.geometry, properties: {} },
      })),
    } as GridCollection;
    expect(collection.features).toHaveLength(5);
    expect(checkCoverage(collection)).toEqual([]);
    for (const plan of [one, other]) {
      const { gridPlan, grids: held } = await answered(
        planner,
        `{ gridPlan(id: "${plan.id}") { grids { id areaM2 } } grids { nodes { id areaM2 } } }`,
      );
      const areas = new Map<string, number>(held.nodes.map((g: any) => [g.id, g.areaM2]));
      for (const { id: grid, areaM2 } of gridPlan.grids)
        expect(areas.get(grid)! / areaM2, grid).toBeCloseTo(1, 3);
    }
  });
});
