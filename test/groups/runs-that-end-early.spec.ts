import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import { forsakenHandler } from "../../api/groups/forsaken.job.js";
import { runHandler } from "../../api/groups/run.job.js";
import type { Progress } from "../../api/jobs/handlers.js";
import type { JobRow } from "../../api/jobs/job.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty, uuid, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

/**
 * Both villages full: the first grid with 120 homes in one house of which nobody knows the floors.
 */
async function settle({ db }: Services): Promise<void> {
  const by = sql`'fixture', 'fixture', now(), now()`;
  await db.rows(sql`
    insert into household (county_id, id, code, members, residency, building_id, grid_id, geom,
      coarse, created_by, updated_by, created_at, updated_at)
    select ${COUNTY}, gen_random_uuid(), 'T' || n, 2, '01',
      case when n <= 120 then ${uuid("building", 1)}::uuid end,
      case when n <= 120 then ${uuid("grid", 1)}::uuid
        when n <= 300 then ${uuid("grid", 2)}::uuid else ${uuid("grid", 3)}::uuid end, p, p, ${by}
    from (select n, case when n <= 120 then ST_SetSRID(ST_MakePoint(107.0032, 29.0042), 4326)
      else ST_SetSRID(ST_MakePoint(107.011 + (n % 40) * 0.0002,
        case when n <= 300 then 29.001 else 29.011 end + (n / 40 % 15) * 0.0003), 4326) end as p
      from generate_series(1, 420) n) h`);
}

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, token: string;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    await settle(services);
    handleJobs(services);
    service = await serve(services);
    token = (await tokensOf(services)).planner;
  });
  afterAll(() => service.close());

  const data = async (query: string, variables = {}): Promise<any> => {
    const { data, errors } = await service.as(token)(query, variables);
    expect(errors, query).toBeUndefined();
    return data!;
  };
  const start = async (input: object = {}) =>
    (
      await data(
        `mutation ($input: GroupRunInput!) { groupRun(input: $input) { id job { id } } }`,
        { input: { county: COUNTY, ...input } },
      )
    ).groupRun as { id: string; job: { id: string } };
  const read = async ({ id }: { id: string }) =>
    (
      await data(`{ groupPlan(id: "${id}") { status fault job { state phase done }
        verdict { groups households exceptions complete metresPerHousehold }
        groups { totalCount } } }`)
    ).groupPlan;
  const until = async (plan: { id: string }, isSo: (read: any) => boolean): Promise<any> => {
    for (;;) {
      const now = await read(plan);
      if (isSo(now)) return now;
      await delay(20);
    }
  };
  const formed = (plan: { id: string }) => until(plan, ({ status }) => status !== "FORMING");
  const members = async ({ id }: { id: string }) =>
    services.db.rows(sql`
      select g.number, array_agg(m.household_id order by m.household_id) as ids
      from household_group g join household_group_member m on m.group_id = g.id
        and m.plan_id = g.plan_id
      where g.plan_id = ${id.slice(7)}::uuid group by 1 order by 1`);
  const parts = async () =>
    (await services.db.rows<{ n: number }>(sql`select count(*)::int as n from group_run_part`))[0]!
      .n;

  describe("a run of groups that ends early", () => {
    it("is a draft with the best so far when it is stopped, and idle soon", async () => {
      const plan = await start({ thorough: true });
      await until(plan, ({ job }) => job.phase === "searching" && job.done > 0);
      await data(`mutation { cancelJob(id: "${plan.job.id}") { state } }`);
      const now = await formed(plan);
      expect(now).toMatchObject({ status: "DRAFT", verdict: { complete: false, households: 423 } });
      expect(now.groups.totalCount).toBe(now.verdict.groups);
      expect(now.verdict.groups).toBeGreaterThan(30);
      expect((await until(plan, ({ job }) => job.state !== "RUNNING")).job.state).toBe("CANCELLED");
      expect(await parts()).toBe(0);
    });

    it("is the same plan when its process died, from the parts that were kept", async () => {
      const plan = await start({ seed: 3 });
      await formed(plan);
      const whole = await members(plan);
      const [job] = await services.db.rows<JobRow>(sql`
        update job set state = 'done' where id = ${plan.job.id.slice(7)}::uuid
        returning county_id as county, id, input, created_by as "createdBy"`);
      await services.db.rows(sql`
        update group_plan set status = 'FORMING' where id = ${plan.id.slice(7)}::uuid`);
      const run = (last: () => void) =>
        runHandler(services)({ ...job!, attempts: 1, maxAttempts: 5 }, {
          signal: new AbortController().signal,
          phase: async () => {},
          report: async () => {},
          finish: (work: any) =>
            services.db.transaction(async (tx) => {
              await work(tx);
              last();
            }),
        } as unknown as Progress);
      const killed = run(() => {
        throw new Error("killed");
      });
      await expect(killed).rejects.toThrow("killed");
      expect(await read(plan)).toMatchObject({
        ...{ status: "FORMING", verdict: null, groups: { totalCount: 0 } },
      });
      expect(await parts()).toBeGreaterThan(2);
      const keptAnew: string[] = [];
      services.db.watch = (text) => {
        if (text.includes('into "group_run_part"')) keptAnew.push(text);
      };
      await run(() => {});
      services.db.watch = undefined;
      // What was kept is not searched again.
      expect(keptAnew).toEqual([]);
      expect(await members(plan)).toEqual(whole);
      expect(await parts()).toBe(0);
    });

    it("is a plan that failed, with the reason, when nobody will form it any more", async () => {
      const plan = await start({ villages: [VILLAGES.sanwan] });
      await services.db.rows(sql`
        update job set state = 'dead', fault = '{"code": "INTERNAL", "reason": "process-ended"}'
        where id = ${plan.job.id.slice(7)}::uuid`);
      await services.db.rows(sql`
        update group_plan set status = 'FORMING' where id = ${plan.id.slice(7)}::uuid`);
      await forsakenHandler(services)({ county: COUNTY } as JobRow, undefined as never);
      expect(await read(plan)).toMatchObject({
        status: "FAILED",
        fault: { code: "INTERNAL", reason: "process-ended" },
        verdict: null,
        groups: { totalCount: 0 },
      });
    });
  });
});
