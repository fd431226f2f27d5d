import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import { openSocket } from "../doors/socket.js";
import { type Answer, answered, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, uuid } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";
import { type Browser, browserOn } from "./household-browser.fixture.js";

const code = ({ errors }: Answer) => errors?.[0]?.extensions?.["code"] as string | undefined;
const PURPOSE = "入户走访";
const [ONE, TWO, FAR] = [id("household", 1), id("household", 2), id("household", 3)] as const;

forEachEngine((makeEngine) => {
  describe("the household link", () => {
    let services: Services, service: RunningService, tokens: Record<string, string>;
    const as = (role: string, purpose?: string) => service.as(tokens[role], purpose);
    const printed = async (household: string) =>
      (
        await answered(
          as("worker1"),
          `mutation { printHouseholdCode(household: "${household}") { code url expiresAt } }`,
        )
      )["printHouseholdCode"] as { code: string; url: string; expiresAt: string };
    const enter = (browser: Browser, given: string) =>
      browser.ask(`mutation { enterHouseholdCode(code: "${given}") { kind household } }`);
    const opened = async (household: string): Promise<Browser> => {
      const browser = browserOn(service.url);
      const answer = await enter(browser, (await printed(household)).code);
      expect(answer.errors).toBeUndefined();
      return browser;
    };
    const consent = (by: { ask(q: string): Promise<Answer> }, more: string, household = ONE) =>
      by.ask(`mutation { giveConsent(input: { household: "${household}", answers: true,
        textVersion: "2026-11", ${more} }) {
          id personName phone channel givenBy withdrawnAt withdrawnFor } }`);
    const worker = (purpose?: string) => ({ ask: as("worker1", purpose) });

    beforeAll(async () => {
      services = await openSmallCounty(await makeEngine());
      service = await serve(services);
      tokens = await tokensOf(services);
    });
    afterAll(() => service.close());

    it("is printed by the full-time grid worker of the grid alone, and its code kept by nobody", async () => {
      const print = async (role: string, household = ONE) =>
        code(await as(role)(`mutation { printHouseholdCode(household: "${household}") { code } }`));
      for (const role of ["admin", "worker2", "planner", "station", "resident", "nobody"])
        expect(await print(role), role).toMatch(/FORBIDDEN|UNAUTHENTICATED/);
      // The same of one that is not: nothing is told of what one may not print for.
      expect([await print("worker1", FAR), await print("worker1", id("household", 9))]).toEqual([
        ...["FORBIDDEN", "FORBIDDEN"],
      ]);
      const { code: shown, url, expiresAt } = await printed(ONE);
      expect(shown).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(url).toBe(`${service.url}/my#household=${shown.replaceAll("-", "")}`);
      const days = (Date.parse(expiresAt) - Date.now()) / 86_400_000;
      expect(Math.round(days)).toBe(14);
      const kept = await services.db.rows<{ found: boolean }>(sql`
        select c::text like ${`%${shown.replaceAll("-", "")}%`} or position(
          ${Buffer.from(shown.replaceAll("-", ""))}::bytea in code_hash) > 0 as found
        from household_code c`);
      expect(kept.every((row) => !row.found)).toBe(true);
    });

    it("makes one browser the household's, by small letters and O for 0 too, and no second one", async () => {
      const { code: shown } = await printed(ONE);
      const phone = browserOn(service.url);
      const asTyped = ` ${shown.toLowerCase().replaceAll("0", "o").replaceAll("1", "l")} `;
      expect((await enter(phone, asTyped)).data!["enterHouseholdCode"]).toEqual({
        ...{ kind: "device", household: ONE },
      });
      expect((await phone.ask("{ households { nodes { id } } }")).data).toEqual({
        households: { nodes: [{ id: ONE }] },
      });
      expect(phone.cookie).toMatch(/^hearthgrid_session=hg_dev_[\w-]{43}$/);
      const second = await enter(browserOn(service.url), shown);
      expect(code(second)).toBe("NOT_FOUND");
    });

    it("answers alike to a code that is wrong, used, out of date, printed anew or of a home left", async () => {
      const used = (await printed(ONE)).code;
      await enter(browserOn(service.url), used);
      const late = (await printed(ONE)).code;
      await services.db.rows(sql`
        update household_code set expires_at = now() - interval '1 second' where used_at is null`);
      const before = (await printed(TWO)).code;
      const anew = (await printed(TWO)).code;
      await services.db.rows(sql`
        update household set unit = '999' where id = ${uuid("household", 2)}::uuid`);
      const told = new Set<string>();
      for (const given of ["0000-0000-0000", "密", "", used, late, before, anew]) {
        const { errors } = await enter(browserOn(service.url), given);
        told.add(JSON.stringify(errors));
      }
      await services.db.rows(sql`
        update household set unit = '101' where id = ${uuid("household", 2)}::uuid`);
      expect(told.size).toBe(1);
      expect([...told][0]).toContain("ask your grid worker");
      await services.db.rows(sql`delete from sign_in_budget`);
    });

    it("is not guessed: an address that tries ten times waits, another one goes on", async () => {
      const { code: shown } = await printed(ONE);
      const codes: (string | undefined)[] = [];
      for (let n = 0; n < 11; n++)
        codes.push(code(await enter(browserOn(service.url), `0000-0000-000${n % 10}`)));
      expect(codes.slice(0, 10).every((c) => c === "NOT_FOUND")).toBe(true);
      expect(codes[10]).toBe("THROTTLED");
      expect(code(await enter(browserOn(service.url), shown))).toBe("THROTTLED");
      const elsewhere = browserOn(service.url, "127.0.0.2");
      expect(code(await enter(elsewhere, shown))).toBeUndefined();
      await services.db.rows(sql`delete from sign_in_budget`);
    });

    it("leaves somebody who is signed in alone, and a household's phone may change household", async () => {
      const { code: shown } = await printed(TWO);
      const refused = await as("worker1")(
        `mutation { enterHouseholdCode(code: "${shown}") { kind } }`,
      );
      expect(code(refused)).toBe("FORBIDDEN");
      const phone = await opened(ONE);
      const token = phone.cookie!.split("=")[1]!;
      expect((await enter(phone, shown)).data!["enterHouseholdCode"].household).toBe(TWO);
      // Of the household before nothing is left that nobody holds.
      expect(code(await service.as(token)("{ viewer { kind } }"))).toBe("UNAUTHENTICATED");
    });

    it("is listed to its holder and its worker, and ends within a second by either", async () => {
      const phone = await opened(ONE);
      const token = phone.cookie!.split("=")[1]!;
      const own = (await phone.ask("{ devices { id household createdBy } viewer { actor } }"))
        .data!;
      expect(own["devices"].every((d: { household: string }) => d.household === ONE)).toBe(true);
      const mine = `${COUNTY}-${own["viewer"].actor.slice("device:".length)}`;
      expect(own["devices"].map((d: { id: string }) => d.id)).toContain(mine);
      const kept = (await as("worker1")("{ devices { id } }")).data!["devices"];
      expect(kept.map((d: { id: string }) => d.id)).toContain(mine);
      const { socket } = await openSocket(service.url, { authorization: `Bearer ${token}` });
      const closed = new Promise<number>((resolve) => socket.once("close", resolve));
      const payload = { query: "subscription { changes(layers: [GRIDS]) { id } }" };
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload }));
      await new Promise((resolve) => setTimeout(resolve, 100));
      const begun = Date.now();
      expect((await as("worker1")(`mutation { endDevice(id: "${mine}") { id } }`)).errors).toBe(
        undefined,
      );
      expect(await closed).toBe(4401);
      expect(Date.now() - begun).toBeLessThan(1000);
      expect(code(await phone.ask("{ viewer { kind } }"))).toBe("UNAUTHENTICATED");
      // The cookie that was no longer good is gone: a new card's code works at once.
      expect(phone.cookie).toBeUndefined();
      const again = await opened(ONE);
      expect((await again.ask("mutation { endDevice { id } }")).errors).toBeUndefined();
      expect(again.cookie).toBeUndefined();
      expect((await again.ask("{ viewer { kind } }")).data!["viewer"].kind).toBe("anonymous");
    });

    it("gives consent for its own household alone, and in the words that are shown today", async () => {
      const phone = await opened(ONE);
      const given = await consent(
        phone,
        `personName: "王小秘", phone: "138 0000 1234", channel: LINK`,
      );
      expect(given.data!["giveConsent"]).toMatchObject({
        ...{ personName: "王小秘", phone: "13800001234", channel: "LINK", withdrawnAt: null },
        givenBy: expect.stringMatching(/^device:/),
      });
      const refusals = {
        other: await consent(phone, `personName: "张", phone: "13800001235", channel: LINK`, TWO),
        paper: await consent(phone, `personName: "张", phone: "13800001235", channel: PAPER`),
        phone: await consent(phone, `personName: "张", phone: "1380a", channel: LINK`),
        name: await consent(phone, `personName: " ", phone: "13800001235", channel: LINK`),
        worker: await consent(worker(), `personName: "张", phone: "13800001235", channel: LINK`),
        sheet: await consent(worker(), `personName: "张", phone: "13800001235", channel: PAPER`),
        text: await phone.ask(`mutation { giveConsent(input: { household: "${ONE}", phone: "13800001236",
          answers: true, personName: "张", channel: LINK, textVersion: "2020" }) { id } }`),
      };
      expect(Object.fromEntries(Object.entries(refusals).map(([k, v]) => [k, code(v)]))).toEqual({
        ...{ other: "FORBIDDEN", paper: "BAD_USER_INPUT", phone: "BAD_USER_INPUT" },
        ...{ name: "BAD_USER_INPUT", worker: "BAD_USER_INPUT", sheet: "BAD_USER_INPUT" },
        text: "BAD_USER_INPUT",
      });
    });

    it("one consent holds a phone: the same number of another household is refused by its reason", async () => {
      const phone = await opened(TWO);
      const again = await consent(
        phone,
        `personName: "李", phone: "+86 138-0000-1234", channel: LINK`,
        TWO,
      );
      expect(again.errors![0]!.extensions).toMatchObject({
        code: "CONFLICT",
        reason: "phone-given",
      });
      const both = await Promise.all(
        ["甲", "乙"].map((name) =>
          consent(phone, `personName: "${name}", phone: "13900009999", channel: LINK`, TWO),
        ),
      );
      expect(both.map(code).sort()).toEqual(["CONFLICT", undefined].sort());
    });

    it("from paper is noted by the worker of the grid, read masked, or on purpose and logged", async () => {
      const paper = `personName: "赵纸密", phone: "13700005678", channel: PAPER, sheet: "册3-12"`;
      for (const role of ["admin", "worker2", "dispatcher"])
        expect(code(await consent({ ask: as(role) }, paper)), role).toBe("FORBIDDEN");
      expect(code(await consent(worker(), paper, FAR))).toBe("FORBIDDEN");
      const noted = await consent(worker(), paper);
      expect(noted.data!["giveConsent"]).toMatchObject({
        personName: "赵**",
        phone: "137****5678",
      });
      const list = `{ consents(household: "${ONE}") { personName phone sheet } }`;
      expect(JSON.stringify((await as("worker1")(list)).data)).not.toMatch(/赵纸密|13700005678/);
      const clear = JSON.stringify((await as("worker1", PURPOSE)(list)).data);
      expect(clear).toMatch(/赵纸密.*13700005678.*册3-12/);
      const [line] = await services.db.rows<{ what: any; purpose: string }>(sql`
        select what, purpose from access_log order by at desc limit 1`);
      expect(line).toMatchObject({
        purpose: PURPOSE,
        what: {
          layers: { households: { read: ["consent.personName", "consent.phone"], ids: [ONE] } },
        },
      });
      for (const role of ["admin", "worker2", "dispatcher", "auditor", "nobody"])
        expect(code(await as(role, PURPOSE)(list)), role).toBe("FORBIDDEN");
    });

    it("withdrawing needs nobody, and of name and number nothing is left anywhere", async () => {
      const phone = await opened(ONE);
      const list = `{ consents(household: "${ONE}") { id personName phone withdrawnAt withdrawnFor } }`;
      const held = (await phone.ask(list)).data!["consents"] as Record<string, string | null>[];
      const paper = held.find((c) => c["personName"] === "赵纸密")!;
      const other = await opened(TWO);
      const withdraw = `mutation { withdrawConsent(id: "${paper["id"]}") { phone withdrawnFor } }`;
      expect(code(await other.ask(withdraw))).toBe("NOT_FOUND");
      expect(code(await as("admin")(withdraw))).toBe("NOT_FOUND");
      expect((await phone.ask(withdraw)).data!["withdrawConsent"]).toEqual({
        ...{ phone: null, withdrawnFor: "WITHDRAWN" },
      });
      expect(code(await phone.ask(withdraw))).toBe("NOT_FOUND");
      expect(await everything(services)).not.toMatch(/赵纸密|13700005678/);
      // The number is free again, and cannot be found by its digest.
      const anew = `personName: "赵", phone: "13700005678", channel: LINK`;
      expect((await consent(other, anew, TWO)).errors).toBeUndefined();
    });

    it("ends with the home: consents and devices of a household that moved or left", async () => {
      const phone = await opened(TWO);
      const moved = await as("worker1")(
        `mutation($g: GeoJSON!) { moveHousehold(id: "${TWO}", version: 1, geometry: $g) { id } }`,
        { g: { type: "Point", coordinates: [107.00322, 29.00423] } },
      );
      expect(moved.errors).toBeUndefined();
      const held = async (household: string) =>
        (
          await answered(
            as("worker1", PURPOSE),
            `{ consents(household: "${household}") {
            personName phone withdrawnFor } }`,
          )
        )["consents"] as Record<string, string | null>[];
      expect(await held(TWO)).not.toEqual([]);
      for (const one of await held(TWO))
        expect(one).toMatchObject({ personName: null, phone: null, withdrawnFor: "MOVED" });
      await expect
        .poll(async () => code(await phone.ask("{ viewer { kind } }")))
        .toBe("UNAUTHENTICATED");
      expect((await held(ONE)).some((c) => c["withdrawnFor"] === null)).toBe(true);
      const left = await as("admin")(`mutation { retireHousehold(id: "${ONE}", version: 1) }`);
      expect(left.errors).toBeUndefined();
      expect(await everything(services)).not.toMatch(/王小秘|13800001234/);
    });
  });
});

/** All that the database has in tables that could tell of a consent. */
async function everything({ db }: Services): Promise<string> {
  const rows = await db.rows<{ text: string }>(sql`
    select consent::text as text from consent union all select event::text from event
    union all select history::text from history union all select access_log::text from access_log`);
  return rows.map(({ text }) => text).join("\n");
}
