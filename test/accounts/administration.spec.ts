import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "../../api/accounts/administrator.js";
import type { Services } from "../../api/core/services.js";
import { type Answer, type Asker, type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty, SECRET, uuid, VILLAGES } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const viewerOf = async (accounts: Services["accounts"], token: string) =>
  (await accounts.viewersOf([token])).get(token) ?? null;

const OTHER = 510700;
const PASSWORD = "a horse on the bridge";
const later = () => new Date(Date.now() + 3_600_000).toISOString();

const faultOf = ({ errors }: Answer) =>
  errors?.[0] && `${errors[0].extensions!["code"] as string} ${errors[0].message}`;

forEachEngine((makeEngine) => {
  let services: Services, service: RunningService, demo: Record<string, string>, admin: Asker;

  beforeAll(async () => {
    const engine = await makeEngine();
    services = await openSmallCounty(engine);
    // Before the second county, which is no demonstration and closes the demonstration's door.
    demo = await tokensOf(services);
    await engine.pool.query(
      `insert into county (id, name, name_en, time_zone, origin_lon, origin_lat, code_profile,
         grid_code_template, is_demo)
         values ($1, '邻县', 'Next', 'Asia/Shanghai', 107, 29, 'cn', '', true)`,
      [OTHER],
    );
    services.counties.forget();
    service = await serve(services);
    await add("chief", [{ role: "admin", county: COUNTY }]);
    admin = service.as(await sessionOf("chief"));
  });
  afterAll(() => service.close());

  const add = (login: string, roles: { role: string; county?: number; villages?: string[] }[]) =>
    services.administration.add(OPERATOR, { login, password: PASSWORD, roles });

  async function sessionOf(login: string, password = PASSWORD): Promise<string> {
    return (await services.accounts.signIn(login, password, { address: "10.0.0.1" })).token;
  }
  const rolesIn = async (login: string) =>
    (await services.administration.get(OPERATOR, login)).roles.map((r) => `${r.role} ${r.county}`);
  const logged = async (county: number) =>
    (
      await services.db.engine.pool.query<{ what: { did: string } }>(
        "select what from access_log where $1 = any(counties) and what ? 'did' order by id",
        [county],
      )
    ).rows.map((r) => r.what);

  describe("an administrator keeps accounts by GraphQL", () => {
    it("makes one, and the auditors of the county can read that", async () => {
      const made = await admin(
        `mutation { createAccount(login: "li", name: "李", password: "${PASSWORD}",
          roles: [{ role: WORKER1, villages: ["${VILLAGES.kaifu}"], grids: ["${id("grid", 3)}"] }])
          { login name hasPassword roles { role county villages grids } } }`,
      );
      expect(made.data!["createAccount"]).toEqual({
        login: "li",
        name: "李",
        hasPassword: true,
        roles: [
          { role: "WORKER1", county: COUNTY, villages: [VILLAGES.kaifu], grids: [id("grid", 3)] },
        ],
      });
      expect((await logged(COUNTY)).at(-1)).toMatchObject({ did: "account add", login: "li" });
      expect(JSON.stringify(await logged(COUNTY))).not.toContain(PASSWORD);
    });

    it("gives a role for an organisation, by its code or id, and takes it away again", async () => {
      const set = (organisations: string[]) =>
        admin(
          `mutation($o: [ID!]) { setRoles(login: "li",
            roles: [{ role: UNDERTAKER, organisations: $o }]) { roles { role organisations } } }`,
          { o: organisations },
        );
      const property = id("organisation", 3);
      for (const name of ["Z3", property])
        expect((await set([name])).data!["setRoles"].roles).toEqual([
          { role: "UNDERTAKER", organisations: [property] },
        ]);
      expect((await logged(COUNTY)).at(-1)).toMatchObject({
        roles: [{ role: "undertaker", county: COUNTY, organisations: ["Z3"] }],
      });
      const viewer = await services.accounts.viewerByLogin("li");
      expect(viewer.assignments).toEqual([
        {
          ...{ role: "undertaker", county: COUNTY, grids: [], villages: [] },
          organisations: [uuid("organisation", 3)],
        },
      ]);
      await set([]);
      expect((await services.accounts.viewerByLogin("li")).assignments).toMatchObject([
        { role: "undertaker", organisations: [] },
      ]);
    });

    it("pages through those of the county, and sees no others", async () => {
      await add("stranger", [{ role: "planner", county: OTHER }]);
      const logins: string[] = [];
      for (let after: string | null = null; ; ) {
        const { data } = await admin(
          `query($after: String) { accounts(first: 4, after: $after) {
            nodes { login } totalCount pageInfo { hasNextPage endCursor } } }`,
          { after },
        );
        const page = data!["accounts"];
        logins.push(...page.nodes.map((n: { login: string }) => n.login));
        if (!page.pageInfo.hasNextPage) {
          expect(page.totalCount).toBe(logins.length);
          break;
        }
        after = page.pageInfo.endCursor as string;
      }
      expect(logins).toEqual([...logins].sort());
      expect(logins).toContain("li");
      expect(logins).not.toContain("stranger");
      expect(faultOf(await admin('{ account(login: "stranger") { login } }'))).toBe(
        "BAD_USER_INPUT login: there is no account stranger.",
      );
    });

    it("changes only what lies in the own counties", async () => {
      await add("both", [
        { role: "analyst", county: COUNTY },
        { role: "planner", county: OTHER },
      ]);
      const set = await admin(
        `mutation { setRoles(login: "both", roles: [{ role: APPROVER }]) { roles { role } } }`,
      );
      expect(set.data!["setRoles"].roles).toEqual([{ role: "APPROVER" }]);
      expect((await rolesIn("both")).sort()).toEqual([`approver ${COUNTY}`, `planner ${OTHER}`]);
      for (const change of [
        'disableAccount(login: "both") { login }',
        `setPassword(login: "both", password: "${PASSWORD}") { login }`,
        'signInLink(login: "both") { url }',
      ])
        expect(faultOf(await admin(`mutation { ${change} }`)), change).toMatch(
          /^FORBIDDEN login: both also works outside/,
        );
    });

    it.each([
      [
        "a role in another county",
        `createAccount(login: "x", roles: [{ role: ADMIN, county: ${OTHER} }])`,
        /^FORBIDDEN county: you do not administer/,
      ],
      [
        "an account without a role",
        'createAccount(login: "x", roles: [])',
        /^BAD_USER_INPUT roles: /,
      ],
      [
        "the own roles",
        'setRoles(login: "chief", roles: [{ role: WORKER1 }])',
        /^FORBIDDEN login: your own/,
      ],
      ["the own account", 'disableAccount(login: "chief")', /^FORBIDDEN login: your own/],
      [
        "the own password without the old one",
        `setPassword(login: "chief", password: "${PASSWORD}")`,
        /^FORBIDDEN login: change your own/,
      ],
      [
        "a village of nowhere",
        'setRoles(login: "li", roles: [{ role: WORKER1, villages: ["1"] }])',
        /^BAD_USER_INPUT village: /,
      ],
      [
        "an organisation of nowhere",
        'setRoles(login: "li", roles: [{ role: UNDERTAKER, organisations: ["Z9"] }])',
        /^BAD_USER_INPUT organisation: there is no organisation Z9/,
      ],
      [
        "an organisation for a role that works in areas",
        'setRoles(login: "li", roles: [{ role: STATION, organisations: ["Z3"] }])',
        /^BAD_USER_INPUT organisation: station works in areas; organisations are for undertaker/,
      ],
      [
        "an area for a role that works for an organisation",
        `setRoles(login: "li", roles: [{ role: UNDERTAKER, villages: ["${VILLAGES.kaifu}"] }])`,
        /^BAD_USER_INPUT village: undertaker works for bodies; areas are for/,
      ],
    ])("is refused %s", async (_, change, fault) => {
      expect(faultOf(await admin(`mutation { ${change} { login } }`))).toMatch(fault);
    });

    it("nobody else keeps them: no other role, no program, no stranger", async () => {
      const { key } = await services.apiKeys.add(OPERATOR, {
        name: "everything",
        purpose: "tests",
        scopes: ["grids:read", "grids:write"],
        expiresAt: later(),
      });
      for (const token of [demo["planner"], demo["auditor"], key])
        for (const query of ["{ accounts { totalCount } }", "{ keys { id } }"])
          expect(faultOf(await service.as(token)(query)), query).toMatch(/^FORBIDDEN accounts: /);
      expect(faultOf(await service.as()("{ accounts { totalCount } }"))).toMatch(
        /^UNAUTHENTICATED/,
      );
    });
  });

  describe("a county keeps its last administrator", () => {
    it("whatever is tried to take them away", async () => {
      const last = /^login: chief is the last administrator in 510799/;
      const { administration } = services;
      await expect(administration.disable(OPERATOR, "chief")).rejects.toThrow(last);
      await expect(administration.setRoles(OPERATOR, "chief", [])).rejects.toThrow(last);
      expect(await rolesIn("chief")).toEqual([`admin ${COUNTY}`]);
    });

    it("also when two take the last two away at once", async () => {
      await add("deputy", [{ role: "admin", county: COUNTY }]);
      const ends = await Promise.allSettled([
        services.administration.disable(OPERATOR, "chief"),
        services.administration.disable(OPERATOR, "deputy"),
      ]);
      expect(ends.map((e) => e.status).sort()).toEqual(["fulfilled", "rejected"]);
      await services.administration.enable(OPERATOR, "chief");
      admin = service.as(await sessionOf("chief"));
    });
  });

  describe("passwords", () => {
    it("a new one ends sessions and links, one's own change all but the session that asks", async () => {
      await add("wang", [{ role: "analyst", county: COUNTY }]);
      const [one, two] = [await sessionOf("wang"), await sessionOf("wang")];
      const link = await services.accounts.link("wang", false);
      const change = (old: string | null, next: string) =>
        service.as(one)(
          "mutation($old: String, $new: String!) { changePassword(old: $old, new: $new) }",
          {
            old,
            new: next,
          },
        );
      expect(faultOf(await change("not the old one", "four words in a row"))).toMatch(
        /^UNAUTHENTICATED/,
      );
      expect(faultOf(await change(null, "four words in a row"))).toMatch(/^UNAUTHENTICATED/);
      expect(faultOf(await change(PASSWORD, "qwertyuiop"))).toMatch(/^BAD_USER_INPUT new: /);
      expect((await change(PASSWORD, "four words in a row")).data).toEqual({
        changePassword: true,
      });
      const { accounts } = services;
      expect(await viewerOf(accounts, one)).toMatchObject({ name: "wang" });
      expect(await viewerOf(accounts, two)).toBeNull();
      // One random token in 262,144 began like a key's, was looked for there, and signed nobody in.
      expect([one, two]).toEqual([one, two].map(() => expect.stringMatching(/^hs_/)));
      await expect(accounts.signInWithLink(link.token, true)).rejects.toThrow(/link is used/);

      await admin(`mutation { setPassword(login: "wang", password: "${PASSWORD}") { login } }`);
      expect(await viewerOf(accounts, one)).toBeNull();
      await expect(sessionOf("wang", "four words in a row")).rejects.toThrow(/do not match/);
      const [here, there] = [await sessionOf("wang"), await sessionOf("wang")];
      const seen = await admin('{ account(login: "wang") { sessions { startedAt expiresAt } } }');
      const { sessions } = seen.data!["account"] as { sessions: Record<string, string>[] };
      expect(sessions).toHaveLength(2);
      for (const { startedAt, expiresAt } of sessions)
        expect(Date.parse(expiresAt!)).toBeGreaterThan(Date.parse(startedAt!));
      const ended = await admin(
        'mutation { endSessions(login: "wang") { sessions { startedAt } } }',
      );
      expect(ended.data).toEqual({ endSessions: { sessions: [] } });
      for (const token of [here, there]) expect(await viewerOf(accounts, token)).toBeNull();

      const again = await sessionOf("wang");
      await services.administration.disable(OPERATOR, "wang");
      expect(await viewerOf(accounts, again)).toBeNull();
    });

    it("are one, however a keyboard composes their characters", async () => {
      await services.administration.add(OPERATOR, {
        login: "jose",
        password: "José at the bridge",
        roles: [],
      });
      expect(await sessionOf("jose", "José at the bridge".normalize("NFD"))).toMatch(/./);
    });
  });

  describe("keys", () => {
    const make = async (name: string, scopes: string[], more: object = {}) =>
      (
        await services.apiKeys.add(OPERATOR, {
          name,
          purpose: "月度热力图",
          scopes,
          county: COUNTY,
          expiresAt: later(),
          ...more,
        })
      ).key;

    it("read and write what their scopes say, and nothing else", async () => {
      const reads = service.as(await make("reads", ["incidents:read"]));
      const writes = service.as(await make("writes", ["incidents:read", "incidents:write"]));
      expect((await reads("{ incidents { totalCount } }")).errors).toBeUndefined();
      for (const layer of ["households", "cameras", "grids", "ties"])
        expect(faultOf(await reads(`{ ${layer} { totalCount } }`)), layer).toMatch(/^FORBIDDEN/);
      const create = `mutation { createIncident(input: { county: ${COUNTY}, title: "由程序上报",
        category: "0603", occurredFrom: "2026-02-03T04:05:06Z",
        geometry: { type: "Point", coordinates: [107.003, 29.003] } }) { updatedBy } }`;
      expect(faultOf(await reads(create))).toMatch(/^FORBIDDEN/);
      expect((await writes(create)).errors).toBeUndefined();
    });

    it("open personal fields only by scope, logged with the purpose and no role", async () => {
      const query = "{ households(first: 1, filter: {}) { nodes { headName } } }";
      const plain = service.as(await make("plain", ["households:read"]));
      expect(JSON.stringify(await plain(query))).not.toContain(SECRET.head);
      const personal = service.as(
        await make("personal", ["households:read", "households:personal"]),
      );
      expect(JSON.stringify(await personal("{ households { nodes { headName } } }"))).toContain(
        SECRET.head,
      );
      const { rows } = await services.db.engine.pool.query(
        "select viewer, roles, purpose from access_log where viewer like 'app:%' " +
          "and not what ? 'did'",
      );
      expect(rows).toEqual([{ viewer: "app:personal", roles: [], purpose: "月度热力图" }]);
    });

    it("end when they are over or revoked, on the next request", async () => {
      const over = await make("over", ["grids:read"], {
        expiresAt: new Date(Date.now() + 400).toISOString(),
      });
      const revoked = await make("revoked", ["grids:read"]);
      expect(await viewerOf(services.accounts, over)).toMatchObject({ kind: "application" });
      await services.apiKeys.revoke(OPERATOR, "revoked");
      await new Promise((r) => setTimeout(r, 500));
      for (const key of [over, revoked]) {
        expect(await viewerOf(services.accounts, key)).toBeNull();
        expect(faultOf(await service.as(key)("{ viewer { kind } }"))).toMatch(/^UNAUTHENTICATED/);
      }
      expect(await make("revoked", ["grids:read"])).toMatch(/^hk_/);
    });

    it("say when they were last used, to the hour, and show themselves once", async () => {
      const key = await make("seen", ["grids:read"]);
      const used = async () =>
        (await services.apiKeys.list(OPERATOR)).find((k) => k.name === "seen")!.lastUsedAt;
      expect(await used()).toBeNull();
      await viewerOf(services.accounts, key);
      const first = await used();
      expect(first).not.toBeNull();
      await viewerOf(services.accounts, key);
      expect(await used()).toBe(first);
      const { rows } = await services.db.engine.pool.query<object>("select * from api_key");
      expect(JSON.stringify([rows, await services.apiKeys.list(OPERATOR)])).not.toContain(key);
    });

    it("are an administrator's to make, see and end in the own county only", async () => {
      const create = (name: string, county: number) =>
        admin(
          `mutation($at: Instant!) { createKey(name: "${name}", purpose: "tests", county: ${county},
            scopes: ["grids:read"], expiresAt: $at) { key apiKey { name county createdBy } } }`,
          { at: later() },
        );
      const made = await create("mine", COUNTY);
      expect(made.data!["createKey"].apiKey).toEqual({
        name: "mine",
        county: COUNTY,
        createdBy: "person:chief",
      });
      expect((await logged(COUNTY)).at(-1)).toMatchObject({ did: "key add", key: "mine" });
      expect(faultOf(await create("theirs", OTHER))).toMatch(/^FORBIDDEN county/);
      await make("theirs", ["grids:read"], { county: OTHER });
      const { data } = await admin("{ keys { name } }");
      expect(JSON.stringify(data)).not.toContain("theirs");
      expect(faultOf(await admin('mutation { revokeKey(name: "theirs") { id } }'))).toMatch(
        /^BAD_USER_INPUT name: /,
      );
    });
  });
});

describe("the first administrator", () => {
  forEachEngine((makeEngine) => {
    it("is offered a link at each start until one has signed in, whoever was added before", async () => {
      const services = await openSmallCounty(await makeEngine());
      const { accounts, administration } = services;
      await administration.add(OPERATOR, { login: "admin", roles: [{ role: "analyst" }] });
      const login = await accounts.firstAdmin();
      expect(login).toBe("admin2");
      expect(await accounts.firstAdmin()).toBe("admin2");
      const { token } = await accounts.link("admin2", false);
      await accounts.signInWithLink(token, false);
      expect(await accounts.firstAdmin()).toBeNull();
    });
  });
});
