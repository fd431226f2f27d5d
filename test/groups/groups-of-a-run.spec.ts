import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty, uuid, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

/** 凯涪社区 with homes on both banks of the river of its fixture, and a few that nobody lives in. */
async function settle({ db }: Services): Promise<void> {
  const by = sql`'fixture', 'fixture', now(), now()`;
  await db.rows(sql`
    insert into household (county_id, id, code, members, residency, grid_id, geom, coarse,
      created_by, updated_by, created_at, updated_at)
    select ${COUNTY}, gen_random_uuid(), 'K' || n, 2, case when n % 12 = 0 then '03' else '01' end,
      case when n <= 48 then ${uuid("grid", 1)}::uuid else ${uuid("grid", 2)}::uuid end, p, p, ${by}
    from (select n, ST_SnapToGrid(ST_SetSRID(ST_MakePoint(
        case when n <= 48 then 107.001 else 107.011 end + (n % 8) * 0.0002,
        29.006 + (n / 8 % 6) * 0.0002), 4326), 1e-7) as p
      from generate_series(1, 96) n) h`);
}

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(
      await makeEngine(),
      (line) => /error/.test(line) && console.log(line),
    );
    await settle(services);
    handleJobs(services);
    service = await serve(services);
    tokens = await tokensOf(services);
  });
  afterAll(() => service.close());

  const ask = (query: string, variables = {}, role = "worker1", purpose?: string) =>
    service.as(tokens[role], purpose)(query, variables);
  const data = async (
    query: string,
    variables = {},
    role = "worker1",
    purpose?: string,
  ): Promise<any> => {
    const { data, errors } = await ask(query, variables, role, purpose);
    expect(errors, query).toBeUndefined();
    return data!;
  };
  const RUN = `mutation ($input: GroupRunInput!, $key: String) {
    groupRun(input: $input, idempotencyKey: $key) { id status job { id state } verdict { groups } } }`;
  const VERDICT = `verdict { groups households people livedIn registeredOnly exceptions
    metresPerHousehold p95Metres maxMetres isolated thin violations shareNearTarget searchGap
    priceOfWishes boundIs complete seconds sizes { size count } }`;
  const start = async (input: object, key?: string) =>
    (await data(RUN, { input: { county: COUNTY, villages: [VILLAGES.kaifu], ...input }, key }))
      .groupRun;
  const formed = async ({ id }: { id: string }): Promise<any> => {
    for (;;) {
      const { groupPlan } = await data(`{ groupPlan(id: "${id}") { id status fault version
        rules { low high target seed preset } job { state fault phases { phase } } ${VERDICT} } }`);
      if (groupPlan.status !== "FORMING") return groupPlan;
      await delay(50);
    }
  };
  const read = (id: string, fields: string, role?: string, purpose?: string) =>
    data(`{ groupPlan(id: "${id}") { ${fields} } }`, {}, role, purpose).then((d) => d.groupPlan);

  describe("groups of a run", () => {
    let plan: { id: string };
    beforeAll(async () => {
      plan = await start({ thorough: true }, "run-of-the-spec");
      expect(plan).toMatchObject({ status: "FORMING", verdict: null });
      await formed(plan);
    });

    it("hold everybody who lives there once, or an exception with its reason", async () => {
      const { verdict, status, job } = await formed(plan);
      expect([status, job.state]).toEqual(["DRAFT", "DONE"]);
      expect(verdict).toMatchObject({
        ...{ households: 98, registeredOnly: 8, livedIn: 90, complete: true, violations: 0 },
        people: 197,
      });
      expect(verdict.searchGap).toBeGreaterThanOrEqual(0);
      const { groups, exceptions } = await read(
        plan.id,
        `groups { totalCount nodes { id number code size metres maxMetres thin
          centre { id } members { household { id code } metres isolated } cell spokes } }
         exceptions { totalCount byReason { code count } nodes { household { code }
           reason { code } } }`,
        "worker1",
        "分组",
      );
      expect(groups.totalCount).toBe(verdict.groups);
      const members = groups.nodes.flatMap((g: any) => g.members.map((m: any) => m.household.id));
      expect(new Set(members).size).toBe(members.length);
      expect(members.length + exceptions.totalCount).toBe(98);
      expect(exceptions.byReason).toContainEqual({ code: "nobody-lives-here", count: 8 });
      expect(exceptions.nodes).toHaveLength(exceptions.totalCount);
      for (const group of groups.nodes) {
        expect(group.members).toHaveLength(group.size);
        expect(group.size).toBeGreaterThanOrEqual(7);
        expect(group.size).toBeLessThanOrEqual(13);
        expect(group.cell.type).toBe("MultiPolygon");
        const walked = group.members.reduce((sum: number, m: any) => sum + m.metres, 0);
        expect(walked).toBeCloseTo(group.metres, 0);
      }
      expect(groups.nodes.map((g: any) => g.number)).toEqual(
        groups.nodes.map((_: unknown, k: number) => k + 1),
      );
    });

    it("are one plan for one key, and the same groups for the same seed", async () => {
      expect((await start({ thorough: true }, "run-of-the-spec")).id).toBe(plan.id);
      const again = await start({ thorough: true });
      await formed(again);
      const who = async (id: string) =>
        (
          await read(id, "groups { nodes { members { household { code } } } }", "worker1", "分组")
        ).groups.nodes.map((g: any) => g.members.map((m: any) => m.household.code).sort());
      expect(await who(again.id)).toEqual(await who(plan.id));
    });

    it("tell a planner figures and no home, and a worker without a purpose neither", async () => {
      const fields = `${VERDICT} groups { nodes { size meanMetres thin cell spokes ties
        centre { id } leader { id } members { household { id } } } }
        exceptions { totalCount byReason { code } nodes { household { id } } }`;
      for (const role of ["planner", "worker1", "worker2", "admin", "approver"]) {
        const seen = await read(plan.id, fields, role);
        expect(seen.groups.nodes.length).toBeGreaterThan(5);
        for (const group of seen.groups.nodes)
          expect(group).toMatchObject({
            ...{ cell: null, spokes: null, centre: null, members: null, ties: null },
            thin: ["planner", "worker1"].includes(role) ? expect.any(Boolean) : null,
          });
        expect(seen.exceptions.nodes).toBeNull();
        if (!["planner", "worker1"].includes(role))
          expect(seen).toMatchObject({ verdict: { isolated: null, thin: null, maxMetres: null } });
      }
    });
  });
});
