import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "../../api/accounts/administrator.js";
import type { Services } from "../../api/core/services.js";
import type { Engine } from "../../db/engine/engine.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { openMigrated } from "../harness/engines.js";
import { addKey } from "./keys.js";
import { askOn, openSocket } from "./socket.js";

const TILE = "/tiles/grids/15/26161/13562.mvt";
const TILE_JSON = "/tiles/grids.json";

/** Who shows a credential that is not good must hear of it, and not be served as a stranger. */
describe("a credential", () => {
  let engine: Engine;
  let services: Services;
  let service: RunningService;
  const bad: Record<string, string> = {
    "another scheme": "Basic ZGVtbzpkZW1v",
    "no scheme": "nonsense",
    "an empty header": "",
    "no token": "Bearer",
    "a placeholder": "Bearer undefined",
    "a token too long": `Bearer ${"a".repeat(300)}`,
    "an unknown session": `Bearer ${"a".repeat(43)}`,
    "an unknown key": "Bearer hk_aaaaaaaaaaaaaaaaaaaaaaaa",
  };
  let good: string;

  beforeAll(async () => {
    engine = await openMigrated();
    services = await openSmallCounty(engine);
    service = await serve(services);
    const tokens = await tokensOf(services);
    const key = await addKey(engine, { scopes: ["incidents:read"], disabled: true });
    await services.accounts.signOut(tokens.patrol);
    await services.administration.disable(OPERATOR, "demo-mediator");
    await engine.pool.query(
      "update session set expires_at = now() - interval '1 second' " +
        "where account_id = (select id from account where login = 'demo-planner')",
    );
    bad["a revoked key"] = `Bearer ${key}`;
    bad["a session signed out"] = `Bearer ${tokens.patrol}`;
    bad["a disabled account's session"] = `Bearer ${tokens.mediator}`;
    bad["an expired session"] = `Bearer ${tokens.planner}`;
    good = tokens.admin;
  });
  afterAll(async () => {
    await service.close();
    await engine.close();
  });

  const post = (query: string, headers: Record<string, string>) =>
    fetch(`${service.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query }),
    });

  it("that is wrong, malformed, expired, unknown or revoked is 401 by HTTP and tiles", async () => {
    for (const [what, authorization] of Object.entries(bad)) {
      const answer = await post("{ viewer { kind } }", { authorization });
      expect(answer.status, what).toBe(401);
      expect(answer.headers.get("www-authenticate"), what).toMatch(/^Bearer /);
      expect(await answer.json(), what).toMatchObject({
        errors: [{ extensions: { code: "UNAUTHENTICATED" } }],
      });
      for (const path of [TILE, TILE_JSON]) {
        const tile = await fetch(service.url + path, { headers: { authorization } });
        expect(tile.status, `${path}: ${what}`).toBe(401);
        expect(tile.headers.get("www-authenticate"), what).toMatch(/^Bearer /);
        expect(await tile.json()).toMatchObject({ error: { code: "UNAUTHENTICATED" } });
      }
    }
  });

  it("that is bad closes a socket with 4401, wherever it stands and however it is written", async () => {
    for (const [what, authorization] of Object.entries(bad))
      expect(await openSocket(service.url, { authorization }), what).toMatchObject({ code: 4401 });
    const [authorization] = Object.values(bad);
    for (const params of [
      { Authorization: authorization },
      { AUTHORIZATION: authorization },
      { headers: { Authorization: authorization } },
    ])
      expect(await openSocket(service.url, params)).toMatchObject({ code: 4401 });
    expect(
      await openSocket(service.url, undefined, { authorization: authorization! }),
    ).toMatchObject({ code: 4401 });
    expect(
      await openSocket(service.url, undefined, { cookie: "hearthgrid_session=gone" }),
    ).toMatchObject({ code: 4401 });
  });

  it("that is good is heard in every place and case a client puts it, none is a stranger", async () => {
    const authorization = `Bearer ${good}`;
    const kinds = await Promise.all(
      [
        openSocket(service.url, { authorization }),
        openSocket(service.url, { Authorization: authorization }),
        openSocket(service.url, { headers: { Authorization: authorization } }),
        openSocket(service.url, undefined, { authorization }),
        openSocket(service.url, undefined, { cookie: `hearthgrid_session=${good}` }),
        openSocket(service.url, undefined),
      ].map(async (opening) => {
        const { socket } = await opening;
        const heard = await askOn(socket, "{ viewer { kind } }");
        socket.close();
        return /"kind":"(\w+)"/.exec(heard)?.[1];
      }),
    );
    expect(kinds).toEqual(["person", "person", "person", "person", "person", "anonymous"]);
    expect(await (await post("{ viewer { kind } }", {})).json()).toMatchObject({
      data: { viewer: { kind: "anonymous" } },
    });
    expect((await fetch(service.url + TILE)).status).toBeLessThan(300);
  });

  it("in a stale cookie is refused once and cleared, and does not stand in the way of signing in", async () => {
    const cookie = "hearthgrid_session=of-yesterday";
    const refused = await post("{ viewer { kind } }", { cookie });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("set-cookie")).toMatch(/^hearthgrid_session=;.*1970/);
    const signedIn = await post("mutation { demoSignIn(role: ANALYST) { viewer { roles } } }", {
      cookie,
    });
    expect(await signedIn.json()).toMatchObject({
      data: { demoSignIn: { viewer: { roles: ["ANALYST"] } } },
    });
    expect(signedIn.headers.get("set-cookie")).toMatch(/^hearthgrid_session=hs_[\w-]{43};/);
    expect((await post("mutation { signOut }", { cookie })).status).toBe(200);
    // Not as a way round: with anything else beside it, it is refused like the rest.
    const both = await post(`mutation { signOut publishRelease(county: ${COUNTY}) }`, { cookie });
    expect(both.status).toBe(401);
  });

  it("of a session ends when its browser signs in anew", async () => {
    const signIn = (headers: Record<string, string>) =>
      post("mutation { demoSignIn(role: AUDITOR) { token } }", headers);
    const first = (await signIn({})).headers.get("set-cookie")!.split(";")[0]!;
    expect((await post("{ viewer { kind } }", { cookie: first })).status).toBe(200);
    const second = (await signIn({ cookie: first })).headers.get("set-cookie")!.split(";")[0]!;
    expect((await post("{ viewer { kind } }", { cookie: first })).status).toBe(401);
    expect((await post("{ viewer { kind } }", { cookie: second })).status).toBe(200);
  });
});
