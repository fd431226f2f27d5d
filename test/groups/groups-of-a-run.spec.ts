import { setTimeout as delay } from "node:timers/promises";
import { VectorTile } from "@mapbox/vector-tile";
import { sql } from "drizzle-orm";
import { PbfReader } from "pbf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { settleVillage } from "./settled-village.js";

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(
      await makeEngine(),
      (line) => /error/.test(line) && console.log(line),
    );
    await settleVillage(services);
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
    priceOfWishes boundIs complete seconds
    calledLeast calledMost sizes { size count } }`;
  const start = async (input: object, key?: string) =>
    (await data(RUN, { input: { county: COUNTY, villages: [VILLAGES.kaifu], ...input }, key }))
      .groupRun;
  const formed = async ({ id }: { id: string }): Promise<any> => {
    for (;;) {
      const { groupPlan } = await data(`{ groupPlan(id: "${id}") { id status fault version
        rules { low high target seed preset } job { state fault phases { phase } } ${VERDICT} } }`);
      if (groupPlan.status !== "FORMING") return groupPlan;
      await delay(20);
    }
  };
  const read = (id: string, fields: string, role?: string, purpose?: string) =>
    data(`{ groupPlan(id: "${id}") { ${fields} } }`, {}, role, purpose).then((d) => d.groupPlan);

  describe("groups of a run", () => {
    let plan: { id: string };
    beforeAll(async () => {
      plan = await start({}, "run-of-the-spec");
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
      // Without `thorough` nothing was bounded, and no gap is told.
      expect(verdict.searchGap).toBeNull();
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
      expect((await start({}, "run-of-the-spec")).id).toBe(plan.id);
      const again = await start({});
      await formed(again);
      const who = async (id: string) =>
        (
          await read(id, "groups { nodes { members { household { code } } } }", "worker1", "分组")
        ).groups.nodes.map((g: any) => g.members.map((m: any) => m.household.code).sort());
      expect(await who(again.id)).toEqual(await who(plan.id));
    });

    it("begun from a plan keep their ids, and what is locked stays as it is", async () => {
      await services.db.rows(sql`
        update household_group set locked = true where plan_id = ${plan.id.slice(7)}::uuid
          and number = 1`);
      const again = await start({ fromPlan: plan.id, seed: 7 });
      expect((await formed(again)).status).toBe("DRAFT");
      const groups = async (id: string) =>
        (
          await read(
            id,
            "forkOf { id } groups { nodes { id number locked members { household { code } } } }",
            "worker1",
            "分组",
          )
        ).groups.nodes;
      const [before, now] = [await groups(plan.id), await groups(again.id)];
      expect(now).toEqual(before);
      await services.db.rows(sql`update household_group set locked = false`);
      await services.db.rows(sql`
        update household set residency = '03' where code in ('K1', 'K2', 'K3', 'K9')`);
      const mended = await start({ fromPlan: plan.id });
      const { verdict } = await formed(mended);
      expect(verdict).toMatchObject({ registeredOnly: 12, violations: 0 });
      const kept = new Set(before.map((g: any) => g.id));
      const after = await groups(mended.id);
      expect(after.filter((g: any) => kept.has(g.id)).length).toBeGreaterThan(after.length - 2);
      await services.db.rows(sql`
        update household set residency = '01' where code in ('K1', 'K2', 'K3', 'K9')`);
    });

    it("in rings are everybody's own nine, each called 3 to 12 times", async () => {
      const rings = await start({ mode: "RINGS" });
      const { verdict, status } = await formed(rings);
      expect(status).toBe("DRAFT");
      expect(verdict).toMatchObject({ groups: 90, households: 98, calledMost: 12 });
      const rows = await services.db.rows<{ n: number; least: number; most: number }>(sql`
        select count(*)::int as n, min(rank) as least, max(rank) as most from answerer
        where plan_id = ${rings.id.slice(7)}::uuid group by caller_id`);
      const nine = rows.filter((r) => r.n === 9);
      expect(nine.length).toBeGreaterThan(80);
      expect(rows.every((r) => r.least === 1 && r.most === r.n)).toBe(true);
      const called = await services.db.rows<{ n: number }>(sql`
        select count(*)::int as n from answerer
        where plan_id = ${rings.id.slice(7)}::uuid group by answerer_id`);
      expect(Math.max(...called.map((r) => r.n))).toBeLessThanOrEqual(12);
    });

    it("come as tiles to who sees every home of them, and as nothing to others", async () => {
      const [lon, lat] = [107.0018, 29.0065];
      const z = 14;
      const x = Math.floor(((lon + 180) / 360) * 2 ** z);
      const phi = (lat * Math.PI) / 180;
      const y = Math.floor(((1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2) * 2 ** z);
      const tile = (role: string, purpose?: string) =>
        fetch(`${service.url}/tiles/groups/${plan.id}/${z}/${x}/${y}.mvt`, {
          headers: {
            authorization: `Bearer ${tokens[role]}`,
            ...(purpose ? { "x-hearthgrid-purpose": encodeURIComponent(purpose) } : {}),
          },
        });
      const seen = await tile("worker1", "分组");
      expect(seen.status).toBe(200);
      expect(seen.headers.get("cache-control")).toBe("private, no-store");
      const read = new VectorTile(new PbfReader(new Uint8Array(await seen.arrayBuffer())));
      expect(read.layers["cells"]!.length).toBeGreaterThan(3);
      const { properties } = read.layers["cells"]!.feature(0);
      expect(Object.keys(properties)).toEqual(
        expect.arrayContaining(["id", "number", "size", "isolated", "thin", "locked", "opened"]),
      );
      expect(read.layers["spokes"]!.length).toBeGreaterThan(3);
      for (const [role, purpose] of [["planner", "分组"], ["worker1"], ["approver", "分组"]])
        expect((await tile(role!, purpose)).status).toBe(204);
      expect((await tile("analyst", "分组")).status).toBe(403);
      const [line] = await services.db.rows<{ what: any }>(sql`
        select what from access_log where outlet = 'tile' order by id desc limit 1`);
      expect(line!.what.layers.households).toMatchObject({ kinds: ["place"] });
    });

    it("are told as they are formed, and compared by what weighs most, from runs", async () => {
      const began = await start({ seed: 11 });
      const told: any[] = [];
      const client = service.socket(tokens["worker1"]);
      const query = `subscription ($plan: ID!) { groupPlanChanged(plan: $plan) { version what
        job { state phase metres } } }`;
      for await (const event of client.iterate<any>({ query, variables: { plan: began.id } })) {
        told.push(event.data.groupPlanChanged);
        if (event.data.groupPlanChanged.job === null) break;
      }
      expect(told.at(-1)).toEqual({ version: 2, what: "RUN", job: null });
      const compare = `mutation { compareGroupPresets(plan: "${began.id}") { id } }`;
      const { compareGroupPresets: job } = await data(compare);
      for (;;) {
        const { job: now } = await data(`{ job(id: "${job.id}") { state } }`);
        if (!["WAITING", "RUNNING"].includes(now.state)) break;
        await delay(20);
      }
      const { tradeOff, borderPrice } = await read(
        began.id,
        `tradeOff { preset metresPerHousehold shareNearTarget tiesKept isolated }
         borderPrice { grids metres isolated grouped parted }`,
      );
      expect(tradeOff.map((t: any) => t.preset)).toEqual(["NEAR", "ACQUAINTED", "BALANCED"]);
      expect(tradeOff.every((t: any) => t.metresPerHousehold > 0 && t.tiesKept === null)).toBe(
        true,
      );
      expect(borderPrice).toEqual(expect.any(Array));
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
