import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { handleJobs } from "../../api/domains.js";
import { groupPlan } from "../../db/tables/index.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { settleVillage } from "./settled-village.js";

// What a worker does to groups by hand: judged before, kept with its inverse, and after it the plan
// tells the same as if it had been worked out anew.

const DID =
  "edit version refusals { code params } price { total terms { metres } groups { group number before { size metres responders } after { size metres responders isolated } } }";
const GROUPS = `version groups(first: 500) { nodes { id number size metres responders locked openedBy { code }
  leader { id } deputy { id } gridId members { household { id } metres } cell spokes } }
  exceptions { totalCount byReason { code count } } editLog { number kind of did actor }`;

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, tokens: Record<string, string>;
  beforeAll(async () => {
    services = await openSmallCounty(await makeEngine());
    await settleVillage(services);
    handleJobs(services);
    service = await serve(services);
    tokens = await tokensOf(services);
    plan = await formedPlan();
  });
  afterAll(() => service.close());

  let plan: string;
  const ask = (
    query: string,
    variables = {},
    role = "worker1",
    purpose: string | undefined = "分组",
  ) => service.as(tokens[role], purpose)(query, variables);
  const data = async (query: string, variables = {}): Promise<any> => {
    const { data, errors } = await ask(query, variables);
    expect(errors, query).toBeUndefined();
    return data!;
  };
  async function formedPlan(): Promise<string> {
    const { groupRun } = await data(
      "mutation ($input: GroupRunInput!) { groupRun(input: $input) { id } }",
      { input: { county: COUNTY, villages: [VILLAGES.kaifu] } },
    );
    for (;;) {
      const { groupPlan } = await data(`{ groupPlan(id: "${groupRun.id}") { status fault } }`);
      expect(groupPlan.fault).toBeNull();
      if (groupPlan.status === "DRAFT") return groupRun.id;
      await delay(20);
    }
  }
  const read = async (id = plan): Promise<any> =>
    (await data(`{ groupPlan(id: "${id}") { ${GROUPS} } }`)).groupPlan;
  const version = async (id = plan) =>
    (await data(`{ groupPlan(id: "${id}") { version } }`)).groupPlan.version as number;
  const change = async (name: string, args: string, of = plan): Promise<any> =>
    (
      await data(`mutation { ${name}(plan: "${of}", version: ${await version(of)}, ${args}) {
        ${DID} } }`)
    )[name];
  const code = async (name: string, args: string, role = "worker1", purpose?: string) => {
    const { errors } = await ask(
      `mutation { ${name}(plan: "${plan}", version: ${await version()}, ${args}) { version } }`,
      {},
      role,
      purpose,
    );
    return errors?.[0]?.extensions;
  };
  /** A household that may change to a group near it, and to which. */
  async function movable(): Promise<{ household: string; to: string; from: any }> {
    const { groups } = await read();
    for (const from of groups.nodes.filter((g: any) => g.size > 8))
      for (const { household } of from.members) {
        const { groupTargets } = await data(`{ groupTargets(plan: "${plan}",
          household: "${household.id}") { group refusals { code } price { total } } }`);
        const target = groupTargets.find((t: any) => t.refusals.length === 0);
        if (target) return { household: household.id, to: target.group, from };
      }
    throw new Error("nobody can move");
  }
  /** All but outlines, which are drawn grid by grid, and of walks what can be seen. */
  const whole = (read: any) =>
    read.groups.nodes.map(({ cell: _, members, ...group }: any) => ({
      ...group,
      members: members.map((m: any) => [m.household.id, Math.round(m.metres * 100)]).sort(),
    }));
  const byId = (groups: any): Map<string, any> =>
    new Map(groups.groups.nodes.map((g: any) => [g.id, g]));

  describe("hand edits of groups", () => {
    it("tell before what the plan tells after, and are taken back without a trace", async () => {
      const before = await read();
      const { household, to, from } = await movable();
      const args = `household: "${household}", group: "${to}"`;
      const dry = await change("moveToGroup", `${args}, dryRun: true`);
      expect(dry).toMatchObject({ edit: null, version: before.version, refusals: [] });
      expect(await read()).toEqual(before);
      const done = await change("moveToGroup", args);
      expect(done.edit).toBe(1);
      expect(done.price).toEqual(dry.price);
      const after = await read();
      for (const { group, after: told } of dry.price.groups) {
        const now = byId(after).get(group)!;
        expect(now.size).toBe(told.size);
        expect(now.metres).toBeCloseTo(told.metres, 0);
        const walked = now.members.reduce((sum: number, m: any) => sum + m.metres, 0);
        expect(walked).toBeCloseTo(told.metres, 0);
      }
      expect(byId(after).get(from.id)!.cell).not.toEqual(byId(before).get(from.id)!.cell);
      await data(`mutation { undoGroupEdit(plan: "${plan}", version: ${after.version}) { edit } }`);
      const back = await read();
      expect(whole(back)).toEqual(whole(before));
      await data(`mutation { redoGroupEdit(plan: "${plan}", version: ${back.version}) { edit } }`);
      expect(whole(await read())).toEqual(whole(after));
      expect(back.editLog.map((e: any) => [e.kind, e.of, e.did.code])).toEqual([
        ["do", null, "move"],
        ["undo", 1, "move"],
      ]);
      expect(JSON.stringify(back.editLog)).not.toContain(household.slice(7));
    });

    it("are refused by a code, with nothing changed: another grid, a locked group, a size", async () => {
      const { groups } = await read();
      const [one] = groups.nodes;
      const elsewhere = groups.nodes.find((g: any) => g.gridId !== one.gridId);
      const far = `household: "${one.members[0].household.id}", group: "${elsewhere.id}"`;
      const dry = await change("moveToGroup", `${far}, dryRun: true`);
      expect(dry.refusals[0].code).toBe("areas-differ");
      const before = await read();
      expect(await code("moveToGroup", far, "worker1", "分组")).toMatchObject({
        code: "GROUPS_REFUSED",
        said: [{ code: "areas-differ" }],
      });
      expect(await read()).toEqual(before);
      await change("lockGroup", `group: "${one.id}", locked: true`);
      const { household, to } = await movable();
      expect(to).not.toBe(one.id);
      const locked = await change(
        "moveToGroup",
        `household: "${household}", group: "${one.id}", dryRun: true`,
      );
      expect(locked.refusals.map((r: any) => r.code)).toContain("group-is-locked");
      await change("lockGroup", `group: "${one.id}", locked: false`);
    });

    it("merge and split keep everybody, and give a new group a number of its own", async () => {
      const before = await read();
      const small = [...before.groups.nodes].sort((a: any, b: any) => a.size - b.size);
      const whole = small.at(-1);
      const dry = await change("splitGroup", `group: "${whole.id}", dryRun: true`);
      // Halves of ten are no legal groups, and are told so.
      expect(dry.refusals[0]?.code ?? "split").toMatch(/no-legal-halves|split/);
      const merged = await change(
        "mergeGroups",
        `groups: ["${small[0].id}", "${small[1].id}"], dryRun: true`,
      );
      expect(merged.refusals.length + (merged.price ? 1 : 0)).toBeGreaterThan(0);
    });

    it("one attempt with a key is one edit, and an old version is a conflict", async () => {
      const { household, to } = await movable();
      const at = await version();
      const move = (v: number, key: string) =>
        ask(`mutation { moveToGroup(plan: "${plan}", version: ${v}, household: "${household}",
          group: "${to}", idempotencyKey: "${key}") { edit version } }`);
      const first = await move(at, "hand-edit-1");
      expect(first.errors).toBeUndefined();
      const again = await move(at, "hand-edit-1");
      expect(again.data!["moveToGroup"]).toEqual(first.data!["moveToGroup"]);
      expect((await move(at, "hand-edit-2")).errors?.[0]?.extensions).toMatchObject({
        code: "CONFLICT",
        currentVersion: at + 1,
      });
    });

    it("a leader is a member, one of two, and goes with whoever leaves", async () => {
      const { groups } = await read();
      const group = groups.nodes.at(-1);
      const [a, b] = group.members.map((m: any) => m.household.id);
      await change("setLeader", `group: "${group.id}", household: "${a}"`);
      await change("setLeader", `group: "${group.id}", household: "${b}", deputy: true`);
      const led = byId(await read()).get(group.id)!;
      expect([led.leader.id, led.deputy.id]).toEqual([a, b]);
      const [stranger] = groups.nodes[0].members;
      expect(
        await code(
          "setLeader",
          `group: "${group.id}", household: "${stranger.household.id}"`,
          "worker1",
          "分组",
        ),
      ).toMatchObject({ code: "BAD_USER_INPUT", field: "household" });
    });

    it("whoever leaves opens one group, and a repair closes it with a reason for each", async () => {
      const before = await read();
      const group = before.groups.nodes.at(-1);
      const leader = group.leader.id;
      const at = await version();
      const leave = () =>
        data(`mutation { leaveGroup(plan: "${plan}", version: ${at}, household: "${leader}",
          idempotencyKey: "leaves-once") { edit version } }`);
      const left = await leave();
      expect(await leave()).toEqual(left);
      const open = await read();
      expect(open.groups.nodes.filter((g: any) => g.openedBy).map((g: any) => g.id)).toEqual([
        group.id,
      ]);
      const now = byId(open).get(group.id)!;
      expect(now).toMatchObject({ size: group.size - 1, leader: null });
      expect(now.openedBy).toEqual({ code: "left-group" });
      expect(open.exceptions.byReason).toContainEqual({ code: "left-group", count: 1 });
      const repair = async (accept: string[] | null): Promise<any> =>
        (
          await data(
            `mutation ($accept: [ID!]) { repairGroups(plan: "${plan}", version: ${await version()},
              accept: $accept) { version edit metresDelta
              changes { household { id } from to reason { code } } } }`,
            { accept },
          )
        ).repairGroups;
      const told = await repair(null);
      expect(told.edit).toBeNull();
      for (const { reason, household } of told.changes) {
        expect(reason.code).toBeTruthy();
        expect(household.id).not.toBe(leader); // they left, and are not put back
      }
      const taken = await repair(told.changes.map((c: any) => c.household.id));
      expect(taken.changes).toEqual([]);
      const mended = await read();
      expect(mended.groups.nodes.every((g: any) => !g.openedBy)).toBe(true);
      expect(mended.groups.nodes.every((g: any) => g.size >= 7 && g.size <= 13)).toBe(true);
    });

    it("are for the full-time worker of the grid with a purpose, and nobody else", async () => {
      const { groups } = await read();
      const [one] = groups.nodes;
      const household = one.members[0].household.id;
      const edits: [string, string][] = [
        ["moveToGroup", `household: "${household}", group: "${groups.nodes[1].id}"`],
        ["joinGroup", `household: "${household}"`],
        ["leaveGroup", `household: "${household}"`],
        ["mergeGroups", `groups: ["${one.id}", "${groups.nodes[1].id}"]`],
        ["splitGroup", `group: "${one.id}"`],
        ["lockGroup", `group: "${one.id}", locked: true`],
        ["setLeader", `group: "${one.id}", household: "${household}"`],
      ];
      // Each is refused, so that the version stays, and a role asks for all in one go.
      const at = await version();
      const codes = (of: [string, string][], role: string, purpose: string) =>
        Promise.all(
          of.map(async ([name, args]) => {
            const { errors } = await ask(
              `mutation { ${name}(plan: "${plan}", version: ${at}, ${args}) { version } }`,
              {},
              role,
              purpose,
            );
            return [name, errors?.[0]?.extensions?.["code"]];
          }),
        );
      for (const role of ["planner", "worker2", "admin", "station", "dispatcher", "analyst"])
        for (const [name, said] of await codes(edits, role, "分组"))
          expect(["FORBIDDEN", "NOT_FOUND"], `${role} ${name}`).toContain(said);
      const onPurpose = edits.filter(([name]) => name !== "leaveGroup");
      for (const [name, said] of await codes(onPurpose, "worker1", ""))
        expect(said, name).toBe("PURPOSE_REQUIRED");
      expect(await version()).toBe(at);
    });
  });

  describe("what borders of grids cost", () => {
    it("is a note of a plan of grids until a group beside the border is changed", async () => {
      const [one, two, three] = [1, 2, 3].map((n) => uuid("grid", n));
      const price = { metres: 610.4, isolated: 2, grouped: 0, parted: 9 };
      const borders = [
        { grids: [one, two], ...price },
        { grids: [three, uuid("grid", 4)], ...price },
      ];
      await services.db.rows(sql`update ${groupPlan}
        set figures = figures || ${JSON.stringify({ borders })}::jsonb
        where ${groupPlan.id} = ${plan.slice(-36)}::uuid`);
      const findings = "findings { severity code grids params geometry }";
      const begin = `mutation { createGridPlan(input: {county: ${COUNTY}, name: "边界",
        villages: ["${VILLAGES.kaifu}"]}) { id ${findings} } }`;
      const { data: begun } = await ask(begin, {}, "planner", "");
      const drawn = begun!["createGridPlan"];
      expect(drawn.findings.at(-1)).toEqual({
        ...{ severity: "note", code: "border-costs", grids: [id("grid", 1), id("grid", 2)] },
        params: { metres: 610, grouped: null, isolated: null, parted: 9 },
        geometry: { type: "MultiLineString", coordinates: [expect.any(Array)] },
      });
      const notes = async (role: string) => {
        const { data } = await ask(`{ gridPlan(id: "${drawn.id}") { ${findings} } }`, {}, role, "");
        return data!["gridPlan"].findings.filter((f: any) => f.severity === "note").length;
      };
      expect([await notes("planner"), await notes("approver")]).toEqual([1, 0]);
      // Who does not see where they live is told no number of fewer than five homes.
      const priced = async (role: string) => {
        const asked = `{ groupPlan(id: "${plan}") { borderPrice { isolated parted } } }`;
        return (await ask(asked, {}, role, "分组")).data!["groupPlan"].borderPrice[0];
      };
      expect(await priced("planner")).toEqual({ isolated: null, parted: 9 });
      expect(await priced("worker1")).toEqual({ isolated: 2, parted: 9 });
      const { household, to } = await movable();
      await change("moveToGroup", `household: "${household}", group: "${to}"`);
      expect(await notes("planner")).toBe(0);
      const { groupPlan: now } = await data(
        `{ groupPlan(id: "${plan}") { borderPrice { grids } } }`,
      );
      expect(now.borderPrice).toEqual([{ grids: [id("grid", 3), id("grid", 4)] }]);
      await data(
        `mutation { undoGroupEdit(plan: "${plan}", version: ${await version()}) { edit } }`,
      );
    });
  });

  describe("a plan that is published", () => {
    it("is in force from its day, ends the one before, and shares its day with none", async () => {
      const first = plan;
      const second = await formedPlan();
      const publish = async (id: string, day: string) =>
        ask(`mutation { publishGroupPlan(plan: "${id}", version: ${await version(id)},
          effectiveOn: "${day}") { status effectiveOn endedOn } }`);
      expect((await publish(first, "2020-01-01")).errors?.[0]?.extensions).toMatchObject({
        field: "effectiveOn",
      });
      expect((await publish(first, "2098-01-01")).data!["publishGroupPlan"]).toEqual({
        ...{ status: "EFFECTIVE", effectiveOn: "2098-01-01", endedOn: null },
      });
      expect((await publish(second, "2098-01-01")).errors?.[0]?.extensions).toMatchObject({
        ...{ code: "CONFLICT", reason: "day-taken" },
      });
      expect((await publish(second, "2098-06-01")).errors).toBeUndefined();
      const { groupPlan } = await data(`{ groupPlan(id: "${first}") { endedOn } }`);
      expect(groupPlan.endedOn).toBe("2098-06-01");
      plan = second;
    });

    it("opens a group when a member's household is gone, once, and nobody undoes that", async () => {
      const before = await read();
      const group = before.groups.nodes[1];
      const household = group.members[0].household.id;
      const { household: h } = await data(`{ household(id: "${household}") { version } }`);
      await data(`mutation { retireHousehold(id: "${household}", version: ${h.version}) }`);
      let after = await read();
      for (; after.groups.nodes.every((g: any) => !g.openedBy); after = await read())
        await delay(20);
      const opened = after.groups.nodes.filter((g: any) => g.openedBy);
      expect(opened.map((g: any) => [g.id, g.openedBy.code])).toEqual([
        [group.id, "household-gone"],
      ]);
      expect(opened[0].size).toBe(group.size - 1);
      const undo = await ask(`mutation { undoGroupEdit(plan: "${plan}",
        version: ${after.version}) { edit } }`);
      expect(undo.errors?.[0]?.extensions).toMatchObject({ reason: "NOTHING_LEFT" });
    });
  });
});
