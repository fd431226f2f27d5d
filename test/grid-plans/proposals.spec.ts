import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import type { Progress } from "../../api/jobs/handlers.js";
import type { JobRow } from "../../api/jobs/job.js";
import { proposeHandler } from "../../api/plans/propose.job.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const GRIDS = "grids { id code name locked villageCode geometry households areaM2 parts }";
const PLAN = `id version status ${GRIDS}`;

/** 凯涪社区 with 60 houses of one or two homes, in blocks between streets south of the river. */
async function build({ db }: Services): Promise<void> {
  const record = sql`created_by, updated_by, created_at, updated_at`;
  const by = sql`'fixture', 'fixture', now(), now()`;
  await db.rows(sql`
    insert into building (county_id, id, code, geom, ${record})
    select ${COUNTY}, gen_random_uuid(), 'T' || x || '.' || y, ST_Multi(ST_MakeEnvelope(
        107.0007 + x * 0.002, 29.0052 + y * 0.0008, 107.0013 + x * 0.002, 29.0056 + y * 0.0008,
        4326)), ${by}
    from generate_series(0, 9) x, generate_series(0, 5) y where y <> 4`);
  await db.rows(sql`
    insert into household (county_id, id, code, members, building_id, geom, coarse, ${record})
    select ${COUNTY}, gen_random_uuid(), code || '/' || n, 2, id, ST_Centroid(geom),
      ST_SnapToGrid(ST_Centroid(geom), 0.001), ${by}
    from building, generate_series(1, 2) n
    where code like 'T%' and (n = 1 or code like 'T_.0')`);
  await db.rows(sql`
    insert into street (county_id, id, name, kind, geom, ${record})
    select ${COUNTY}, gen_random_uuid(), 'S' || k, 'lane', ST_Multi(ST_MakeLine(
        ST_SetSRID(ST_MakePoint(107 + k * 0.002, 29), 4326),
        ST_SetSRID(ST_MakePoint(107 + k * 0.002, 29.0097), 4326))), ${by}
    from generate_series(1, 9) k`);
}

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    await build(services);
    handleJobs(services);
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  const ask = (query: string, variables = {}, role = "planner") =>
    service.as(tokens[role])(query, variables);
  const data = async (query: string, variables = {}): Promise<any> => {
    const { data, errors } = await ask(query, variables);
    expect(errors, query).toBeUndefined();
    return data!;
  };
  const refusal = async (query: string, variables = {}, role?: string): Promise<any> => {
    const { errors } = await ask(query, variables, role);
    expect(errors, query).toHaveLength(1);
    return { message: errors![0]!.message, ...errors![0]!.extensions };
  };
  const begin = async (name: string) =>
    (
      await data(
        `mutation ($input: NewGridPlanInput!) { createGridPlan(input: $input) { ${PLAN} } }`,
        { input: { county: COUNTY, name, villages: [VILLAGES.kaifu] } },
      )
    ).createGridPlan;
  const read = async ({ id }: { id: string }) =>
    (await data(`{ gridPlan(id: "${id}") { ${PLAN} editLog { number did operations } } }`))
      .gridPlan;
  const PROPOSE = `mutation ($plan: ID!, $version: Int!, $villages: [String!],
    $options: GridProposalOptions, $key: String) { proposeGrids(plan: $plan, version: $version,
    villages: $villages, options: $options, idempotencyKey: $key) { id kind state } }`;
  const start = async (plan: { id: string; version: number }, options: object, key?: string) => {
    const variables = { plan: plan.id, version: plan.version, options, key };
    return (await data(PROPOSE, variables)).proposeGrids as { id: string };
  };
  const ended = async ({ id }: { id: string }): Promise<any> => {
    for (;;) {
      const { job } = await data(`{ job(id: "${id}") { state result error phases { phase } } }`);
      if (!["WAITING", "RUNNING"].includes(job.state)) return job;
      await delay(50);
    }
  };
  const propose = async (plan: { id: string; version: number }, options: object, key?: string) =>
    ended(await start(plan, options, key));
  const sum = (plan: any, key: string) =>
    plan.grids.reduce((total: number, grid: any) => total + grid[key], 0);

  describe("grids proposed for a village of a plan", () => {
    it("lie in the range, land as one edit told in words, and are taken back by one undo", async () => {
      const plan = await begin("提议");
      const options = { least: 12, most: 20, fromPresent: false };
      const job = await propose(plan, options, "propose-once");
      expect(job).toMatchObject({ state: "DONE", result: { edit: 1, version: 2, reasons: [] } });
      const after = await read(plan);
      const counts = after.grids.map((g: any) => g.households);
      expect(counts.every((n: number) => n >= 12 && n <= 20)).toBe(true);
      expect(sum(after, "households")).toBe(sum(plan, "households"));
      expect(sum(after, "areaM2")).toBeCloseTo(sum(plan, "areaM2"), -2);
      expect(new Set(after.grids.map((g: any) => g.villageCode))).toEqual(
        new Set([VILLAGES.kaifu]),
      );
      expect(new Set(after.grids.map((g: any) => g.code)).size).toBe(after.grids.length);
      expect(after.editLog[0].did).toMatchObject({
        code: "proposed-grids",
        params: { villages: ["凯涪社区"], count: after.grids.length },
      });
      // The same once more by its key: the same edit, though the plan is another by now.
      expect(await propose(plan, options, "propose-once")).toMatchObject({
        state: "DONE",
        result: { edit: 1, version: 2 },
      });
      const { undoGridEdit: undo } = await data(
        `mutation { undoGridEdit(plan: "${plan.id}", version: 2) { of } }`,
      );
      expect(undo.of).toBe(1);
      expect((await read(plan)).grids).toEqual(plan.grids);
    });

    it("leave a locked grid as it is, and one that stays keeps its code and name", async () => {
      const plan = await begin("锁定");
      const [first, second] = plan.grids;
      const lock = `mutation { applyGridOperations(plan: "${plan.id}", version: 1, operations:
        [{lock: {grids: ["${second.id}"]}}]) { version } }`;
      await data(lock);
      const { state } = await propose({ ...plan, version: 2 }, { least: 12, most: 20 });
      expect(state).toBe("DONE");
      const { grids } = await read(plan);
      const now = (id: string) => grids.find((g: any) => g.id === id);
      expect(now(second.id)).toMatchObject({ locked: true, code: second.code });
      expect(now(second.id).areaM2).toBeCloseTo(second.areaM2, -2);
      expect(now(first.id)).toMatchObject({ code: first.code, name: first.name });
      expect(grids.length).toBeGreaterThan(2);
    });

    it("give a reason where no number of grids keeps the range, and refuse a range that is none", async () => {
      const plan = await begin("不可能");
      const options = { least: 1000, most: 2000 };
      const first = await propose(plan, options, "impossible");
      const { state, result } = first;
      expect(state).toBe("DONE");
      expect(result.reasons.map((r: any) => r.code)).toContain("village-out-of-range");
      // Asked once more by its key it answers as it did, reasons and all; of another, nothing.
      expect(await propose(plan, options, "impossible")).toEqual(first);
      const other = { plan: plan.id, version: plan.version, key: "impossible" };
      expect(await refusal(PROPOSE, other)).toMatchObject({
        ...{ code: "CONFLICT", field: "idempotencyKey" },
      });
      const bad = { plan: plan.id, version: plan.version };
      for (const wrong of [{ least: 9 }, { least: 9, most: 3 }, { least: 0, most: 3 }]) {
        const { code } = await refusal(PROPOSE, { ...bad, options: wrong });
        expect(code).toBe("BAD_USER_INPUT");
      }
      expect((await refusal(PROPOSE, { ...bad, villages: [VILLAGES.sanwan] })).code).toBe(
        "BAD_USER_INPUT",
      );
      expect((await refusal(PROPOSE, bad, "analyst")).code).toMatch(/NOT_FOUND|FORBIDDEN/);
      const stale = await refusal(PROPOSE, { ...bad, version: 99 });
      expect([stale.code, stale.field]).toEqual(["CONFLICT", "version"]);
    });

    it("land beside edits that came meanwhile, not over them; a death leaves the plan as it was", async () => {
      const plan = await begin("其间");
      const input = {
        ...{ plan: plan.id.slice(7), version: 1, villages: null, range: [12, 20] },
        ...{ fromPresent: false, seed: 1, key: null },
      };
      const job = { county: COUNTY, input, createdBy: "person:demo-planner" } as unknown as JobRow;
      /** A run that something happens to once the proposal is worked out, or before it ends. */
      const run = (meanwhile: () => Promise<unknown>, last = () => {}) =>
        proposeHandler(services)(job, {
          phase: async () => {},
          report: async () => {},
          thread: async (task: any) => {
            const done = (await import(task.module))[task.work](task.input, () => {});
            await meanwhile();
            return done;
          },
          finish: (work: any) =>
            services.db.transaction(async (tx) => {
              await work(tx);
              last();
            }),
        } as unknown as Progress);
      const killed = run(
        async () => {},
        () => {
          throw new Error("killed");
        },
      );
      await expect(killed).rejects.toThrow("killed");
      expect(await read(plan)).toMatchObject({ version: 1, grids: plan.grids, editLog: [] });
      const draw = (version: number, operation: string) =>
        data(`mutation { applyGridOperations(plan: "${plan.id}", version: ${version},
          operations: [${operation}]) { version } }`);
      const split = "{splitGrids: {line: [[106.999, 29.003], [107.011, 29.003]]}}";
      await expect(run(() => draw(1, split))).rejects.toMatchObject({
        extensions: {
          ...{ code: "CONFLICT", reason: "drawn-in-meanwhile" },
          said: { code: "border-changed-since", params: {} },
        },
      });
      expect(await read(plan)).toMatchObject({ version: 2, grids: { length: 3 } });
      await run(async () => {});
      const now = await read(plan);
      expect(now.version).toBe(3);
      expect(now.editLog.at(-1).did.code).toBe("proposed-grids");
    });

    it("one hand-over is suggested as an operation that can be drawn, and helps", async () => {
      const plan = await begin("划转");
      const suggest = `query ($id: ID!) { gridPlan(id: $id) { suggestHandOver(least: 30, most: 44) {
        from to buildings households before after operation } } }`;
      const off = (n: number) => Math.max(0, 30 - n, n - 44);
      const { gridPlan: uneven } = await data(
        `mutation { applyGridOperations(plan: "${plan.id}", version: 1, operations: [{handPiece:
          {outline: [[107.01, 29], [107.014, 29], [107.014, 29.01], [107.01, 29.01], [107.01, 29]],
            to: "${id("grid", 1)}"}}]) { version } }`,
      ).then(() => data(suggest, { id: plan.id }));
      const step = uneven.suggestHandOver;
      expect(step).toMatchObject({ from: id("grid", 1), to: id("grid", 2) });
      const total = (pair: number[]) => off(pair[0]!) + off(pair[1]!);
      expect(total(step.after)).toBeLessThan(total(step.before));
      const { applyGridOperations: edit } = await data(
        `mutation ($plan: ID!, $operations: [GridOperationInput!]!) { applyGridOperations(
          plan: $plan, version: 2, operations: $operations) { version } }`,
        { plan: plan.id, operations: [step.operation] },
      );
      expect(edit.version).toBe(3);
      const { grids } = await read(plan);
      const counted = [step.from, step.to].map(
        (grid) => grids.find((g: any) => g.id === grid).households,
      );
      expect(counted).toEqual(step.after);
    });
  });
});
