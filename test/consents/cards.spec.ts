import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { consentOf, moreHouseholds, planOfGroups } from "../fixtures/household-groups.js";
import {
  type Answer,
  type Asker,
  answered,
  type RunningService,
  serve,
} from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { browserOn } from "./household-browser.fixture.js";

const code = ({ errors }: Answer) => errors?.[0]?.extensions?.["code"] as string | undefined;
const PURPOSE = "发卡";
const CARD = "group code number village members { surname door isLeader isDeputy isOwn answers }";
const home = (n: number) => id("household", n);

forEachEngine((makeEngine) => {
  describe("the card of a group", () => {
    let services: Services, service: RunningService, tokens: Record<string, string>;
    let plan: string, groups: string[];
    const worker = (purpose: string | undefined = PURPOSE): Asker =>
      service.as(tokens["worker1"], purpose);
    const device = async (n: number): Promise<Asker> => {
      const made = await answered(
        worker(),
        `mutation { bindDevice(name: "d", county: ${COUNTY}, household: "${home(n)}") { token } }`,
      );
      return service.as(made["bindDevice"].token);
    };
    const doorsOn = (card: { members: { door: string }[] }) => card.members.map((m) => m.door);

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      tokens = await tokensOf(services);
      await moreHouseholds(services, 8);
      const made = await planOfGroups(services, [
        { households: [2, 1, 4, 5] },
        { households: [6, 7] },
      ]);
      [plan, groups] = [`${COUNTY}-${made.plan}`, made.groups.map((g) => `${COUNTY}-${g}`)];
      await consentOf(services, 2, { name: "诸葛二全", phone: "19900000002" });
      await consentOf(services, 4, { name: "李四全", phone: "19900000004", answers: false });
      await consentOf(services, 6, { name: "Wang Six", phone: "19900000006" });
    });
    afterAll(() => service.close());

    it("shows a member who agreed the others who agreed: surname and door, never more", async () => {
      const two = await device(2);
      const { groupOf } = await answered(two, `{ groupOf { ${CARD} } }`);
      expect(groupOf).toEqual({
        ...{ group: groups[0], code: "510799001001-01", number: 1, village: "凯涪社区" },
        members: [
          {
            ...{ surname: "诸葛", door: "东城小区1幢 1-101", answers: 1 },
            ...{ isLeader: true, isDeputy: false, isOwn: true },
          },
          {
            ...{ surname: "李", door: "东城小区1幢 1-104", answers: 0 },
            ...{ isLeader: false, isDeputy: false, isOwn: false },
          },
        ],
      });
      // Who agreed to be on the card and not to be called is called by nobody.
      expect((await answered(two, "{ answerers { surname } }"))["answerers"]).toEqual([]);
      await consentOf(services, 5, { name: "王五全", phone: "19900000005" });
      expect(
        (await answered(two, "{ answerers { rank surname door answers } }"))["answerers"],
      ).toEqual([{ rank: 1, surname: "王", door: "东城小区1幢 1-105", answers: 1 }]);
    });

    it("tells a household nothing before it agreed, and takes it off once it withdrew", async () => {
      const five = await device(5);
      const one = await device(1);
      const mine = "{ groupOf { group } answerers { surname } }";
      expect(await answered(one, mine)).toEqual({ groupOf: null, answerers: [] });
      const doors = async () =>
        doorsOn((await answered(five, `{ groupOf { ${CARD} } }`))["groupOf"]);
      // The deputy has not agreed: neither named nor marked.
      expect(await doors()).toEqual(["1-101", "1-104", "1-105"].map((d) => `东城小区1幢 ${d}`));
      const own = await answered(five, `{ consents(household: "${home(5)}") { id } }`);
      const withdraw = `mutation { withdrawConsent(id: "${own["consents"][0].id}") { id } }`;
      await answered(five, withdraw);
      expect(await answered(five, mine)).toEqual({ groupOf: null, answerers: [] });
      const two = await device(2);
      expect(doorsOn((await answered(two, `{ groupOf { ${CARD} } }`))["groupOf"])).toEqual(
        ["1-101", "1-104"].map((d) => `东城小区1幢 ${d}`),
      );
    });

    it("is read by the grid worker of its grid on purpose alone, and logged; by no other role", async () => {
      const ask = `{ groupOf(household: "${home(2)}") { ${CARD} }
        answerers(household: "${home(2)}") { door } }`;
      expect(code(await service.as(tokens["worker1"])(ask))).toBe("PURPOSE_REQUIRED");
      const read = await answered(worker(), ask);
      expect(doorsOn(read["groupOf"])).toHaveLength(2);
      const [line] = await services.db.rows<{ what: any; purpose: string }>(sql`
        select what, purpose from access_log order by at desc limit 1`);
      expect(line).toMatchObject({
        purpose: PURPOSE,
        what: { layers: { households: { read: ["card.door", "card.surname"] } } },
      });
      for (const role of ["admin", "worker2", "planner", "dispatcher", "auditor", "nobody"])
        expect(code(await service.as(tokens[role], PURPOSE)(ask)), role).toBe("FORBIDDEN");
      // Of another village the same as of one that is not.
      for (const other of [home(3), id("household", 99)])
        expect(code(await worker()(`{ groupOf(household: "${other}") { group } }`)), other).toBe(
          "FORBIDDEN",
        );
    });

    it("is of one's own group alone, and of no day that is past", async () => {
      const six = await device(6);
      expect(code(await six(`{ groupOf(household: "${home(2)}") { group } }`))).toBe("FORBIDDEN");
      expect(code(await six(`{ answerers(household: "${home(2)}") { door } }`))).toBe("FORBIDDEN");
      expect(code(await six(`{ groupOf(on: "2026-02-01") { group } }`))).toBe("BAD_USER_INPUT");
      expect((await answered(six, `{ groupOf(on: "2098-01-01") { group } }`))["groupOf"]).toEqual({
        group: groups[1],
      });
      const past = await answered(
        worker(),
        `{ groupOf(household: "${home(6)}", on: "2026-02-01") { group } }`,
      );
      expect(past["groupOf"]).toEqual({ group: groups[1] });
      const before = await answered(
        worker(),
        `{ groupOf(household: "${home(6)}", on: "2025-12-01") { group } }`,
      );
      expect(before["groupOf"]).toBeNull();
    });

    it("is printed by its worker on purpose, a copy for each household that agreed, and logged", async () => {
      const print = (more = "") => `mutation { printGroupCards(plan: "${plan}" ${more}) {
        card { ${CARD} } copies { household surname door code { code url } } } }`;
      for (const role of ["admin", "planner", "worker2", "station"])
        expect(code(await service.as(tokens[role], PURPOSE)(print())), role).toBe("NOT_FOUND");
      expect(code(await service.as(tokens["worker1"])(print()))).toBe("PURPOSE_REQUIRED");
      const plain = await answered(worker(), print(`, groups: ["${groups[1]}"]`));
      expect(plain["printGroupCards"]).toMatchObject([
        { card: { number: 2 }, copies: [{ household: home(6), surname: "Six", code: null }] },
      ]);
      const { printGroupCards } = await answered(worker(), print(", codes: true"));
      const copies = printGroupCards.flatMap((g: { copies: object[] }) => g.copies);
      expect(copies.map((c: { household: string }) => c.household).sort()).toEqual(
        [home(2), home(4), home(6)].sort(),
      );
      expect(JSON.stringify(printGroupCards)).not.toMatch(/1990000|全|Wang/);
      const [line] = await services.db.rows<{ what: any }>(sql`
        select what from access_log where what->>'did' = 'group card print' order by at desc limit 1`);
      expect(line!.what).toMatchObject({ codes: true, groups: groups.map((g) => g.slice(7)) });
      expect(line!.what.households).toHaveLength(3);
      // The code of a copy is that household's.
      const phone = browserOn(service.url);
      const four = copies.find((c: { household: string }) => c.household === home(4));
      const entered = await phone.ask(
        `mutation { enterHouseholdCode(code: "${four.code.code}") { household } }`,
      );
      expect(entered.data!["enterHouseholdCode"].household).toBe(home(4));
    });

    it("is printed of no draft, and of none that is not there", async () => {
      const draft = await planOfGroups(services, [{ households: [8] }], { status: "DRAFT" });
      await consentOf(services, 8, { name: "周八全", phone: "19900000008" });
      for (const one of [`${COUNTY}-${draft.plan}`, id("group_plan", 1), id("group_plan", 9)])
        expect(
          code(await worker()(`mutation { printGroupCards(plan: "${one}") { card { group } } }`)),
        ).toBe("NOT_FOUND");
      const eight = await device(8);
      expect((await answered(eight, "{ groupOf { group } }"))["groupOf"]).toBeNull();
    });

    it("left by a household's own phone in one step opens one group, and takes it off every card", async () => {
      const four = await device(4);
      const left = await answered(four, "mutation { leaveGroup(withdraw: true) { version } }");
      expect(left["leaveGroup"].version).toBe(2);
      expect(await answered(four, "{ groupOf { group } answerers { door } }")).toEqual({
        ...{ groupOf: null, answerers: [] },
      });
      const held = await answered(
        worker(),
        `{ consents(household: "${home(4)}") { personName withdrawnFor } }`,
      );
      expect(held["consents"]).toEqual([{ personName: null, withdrawnFor: "LEFT" }]);
      const two = await device(2);
      expect(doorsOn((await answered(two, `{ groupOf { ${CARD} } }`))["groupOf"])).toEqual([
        "东城小区1幢 1-101",
      ]);
      const opened = await services.db.rows(sql`
        select number from household_group where opened_at is not null`);
      expect(opened).toEqual([{ number: 1 }]);
      expect(code(await four("mutation { leaveGroup { version } }"))).toBe("NOT_FOUND");
    });

    it("in rings each household has its own nine, without whoever has not agreed", async () => {
      await services.db.rows(sql`
        update group_plan set ended_on = '2026-02-01' where id = ${plan.slice(7)}::uuid`);
      await planOfGroups(
        services,
        [
          { households: [2], ring: [8, 1, 4, 6] },
          { households: [6], ring: [2] },
        ],
        { mode: "RINGS" },
      );
      // 1 has not agreed, 4 does no more; the others in the order of the ring.
      const two = await device(2);
      expect((await answered(two, "{ answerers { rank surname } }"))["answerers"]).toEqual([
        { rank: 1, surname: "周" },
        { rank: 2, surname: "Six" },
      ]);
      expect(
        await services.db.rows(sql`
        select 1 as one from consent where household_id = ${uuid("household", 1)}::uuid`),
      ).toEqual([]);
    });

    // A plan of many villages goes on for the others; here the later one alone counts.
    it("is none where a later plan of the village has no place for the household", async () => {
      const six = await device(6);
      expect((await answered(six, "{ groupOf { number } }"))["groupOf"]).not.toBeNull();
      const later = [{ households: [2, 4] }];
      await planOfGroups(services, later, { effectiveOn: "2026-03-01" });
      expect((await answered(six, "{ groupOf { number } }"))["groupOf"]).toBeNull();
      expect((await answered(six, "{ answerers { rank } }"))["answerers"]).toEqual([]);
    });
  });
});
