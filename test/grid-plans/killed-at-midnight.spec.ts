/**
 * A death at every statement of a plan's coming into force: the county is as before or as after,
 * for who reads meanwhile too. What dies is the connection with its transaction; of the process as a
 * whole test/kill speaks.
 */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Services } from "../../api/core/services.js";
import type { Transaction } from "../../api/core/transaction.js";
import { handleJobs } from "../../api/domains.js";
import { Run } from "../../api/jobs/run.js";
import { type Asker, type RunningService, serve } from "../fixtures/service.js";
import { id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { answered, type PlanAt, PlanProgram } from "./plan-program.js";

/** In every run each fifth statement, in the long one all. */
const EACH = process.env.HEARTHGRID_SOAK ? 1 : 5;
const DAY = "2026-06-01";

forEachEngine((makeEngine, kind) => {
  let services: Services, service: RunningService, planner: Asker, program: PlanProgram;
  let plan: PlanAt;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    handleJobs(services);
    service = await serve(services);
    const tokens = await tokensOf(services);
    planner = service.as(tokens.planner);
    program = new PlanProgram(services, planner, service.as(tokens.approver));
    plan = await program.begin("午夜", [VILLAGES.kaifu]);
    const line = [
      [106.999, 29.003],
      [107.011, 29.003],
    ];
    await program.draw(plan, { splitGrids: { line, grids: [id("grid", 1)] } });
    await program.approve(plan, "2099-01-01");
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => service.close());

  /** Everything that taking effect writes. */
  const standing = async (): Promise<string> => {
    const [row] = await services.db.rows<{ all: string }>(sql`
      select jsonb_build_object(
        'grids', (select jsonb_agg(to_jsonb(g) order by id) from grid g),
        'memberships', (select jsonb_agg(to_jsonb(m) order by id) from grid_membership m),
        'homes', (select jsonb_agg(jsonb_build_array(id, version, grid_id) order by id)
          from household),
        'lineage', (select jsonb_agg(to_jsonb(l)) from grid_lineage l),
        'plans', (select jsonb_agg(jsonb_build_array(id, status, version) order by id)
          from grid_plan),
        'steps', (select count(*) from step),
        'history', (select count(*) from history),
        'events', (select count(*) from event where kind not like 'job.%'))::text as all`);
    return row!.all;
  };

  /** Ends the connection that has a transaction open, or as good as the embedded engine can. */
  function die(): void {
    if (kind === "embedded") throw new Error("died");
    const { connectionString } = services.db.engine.pool.options;
    const end =
      "select pg_terminate_backend(pid) from pg_stat_activity " +
      "where datname = current_database() and state = 'idle in transaction'";
    const psql = path.join(findPostgres()!.bin, "psql");
    const answer = execFileSync(psql, [connectionString!, "-qAtc", end], { encoding: "utf8" });
    expect(answer.trim()).toBe("t");
  }

  /**
   * Has every attempt die at its n-th statement, whose number is asked anew; tells the most sent, at
   * which it died, and how each attempt ended.
   */
  function dying(at: () => number) {
    let most = 0;
    const deaths = new Set<number>();
    const ends: string[] = [];
    const real = Run.prototype.finish;
    vi.spyOn(Run.prototype, "finish").mockImplementation(function (this: Run, work) {
      if (this.job.kind !== "gridPlan.takeEffect") return real.call(this, work);
      let sent = 0;
      const next = () => {
        most = Math.max(most, ++sent);
        if (sent !== at()) return;
        deaths.add(sent);
        die();
      };
      const counted = (tx: Transaction): Transaction => ({
        ...tx,
        rows: (query) => {
          next();
          return tx.rows(query);
        },
        send: (query) => {
          next();
          tx.send(query);
        },
      });
      const run = real.call(this, async (tx) => {
        const result = await work(counted(tx));
        // All was sent; what follows is the commit.
        next();
        return result;
      });
      return run.then(
        () => void ends.push("done"),
        (error: unknown) => {
          ends.push("died");
          throw error;
        },
      );
    });
    return { sent: () => most, deaths, ends };
  }

  it("leaves the county as it was, or as it shall be", { timeout: 600_000 }, async () => {
    const before = await standing();
    let n = 1;
    const { sent, deaths, ends } = dying(() => n);
    // An attempt may end by itself too: by a connection of the pool that an earlier death took along.
    for (; ; n += deaths.has(n) ? EACH : 0) {
      ends.length = 0;
      await program.due(plan, DAY);
      await vi.waitFor(() => expect(ends).not.toEqual([]), { timeout: 20_000, interval: 20 });
      if (ends.includes("done")) break;
      expect(await standing(), `died at statement ${n}`).toBe(before);
    }
    expect(sent()).toBeGreaterThan(20);
    expect(deaths.size).toBe(Math.ceil(sent() / EACH));
    const { gridPlan, grids } = await answered(
      planner,
      `{ gridPlan(id: "${plan.id}") { status lineage { kind } grids { code households } }
        grids(filter: {area: {villages: ["${VILLAGES.kaifu}"]}}) { nodes { code } } }`,
    );
    expect(gridPlan.status).toBe("EFFECTIVE");
    expect(gridPlan.lineage.map((l: any) => l.kind)).toEqual(["split"]);
    expect(grids.nodes.map((g: any) => g.code).sort()).toEqual(
      gridPlan.grids.map((g: any) => g.code).sort(),
    );
  });
});
