import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../api/core/settings.js";
import { openServices } from "../../api/open-services.js";
import type { Engine } from "../../db/engine/engine.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { openMigrated } from "../harness/engines.js";
import { post, type RawAnswer, request } from "./raw-request.js";
import { askOn, openSocket } from "./socket.js";

const APP = "https://app.example";
const HALL = "https://hall.example";
const STRANGER = "https://evil.example";

/** Pages of other sites: those the settings name may call with a bearer, the others not at all. */
describe("a page of another site", () => {
  let engine: Engine;
  let open: RunningService;
  let shut: RunningService;
  let token: string;

  beforeAll(async () => {
    engine = await openMigrated();
    const services = await openSmallCounty(engine);
    shut = await serve(services);
    const settings = { ...DEFAULT_SETTINGS, allowOrigins: [APP], wallOrigins: [HALL] };
    open = await serve(openServices(engine, () => {}, { settings }));
    token = (await tokensOf(services)).admin;
  });
  afterAll(async () => {
    await open.close();
    await shut.close();
    await engine.close();
  });

  const preflight = (url: string, path: string, origin: string) =>
    request(url + path, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,x-hearthgrid-purpose",
      },
    });
  const allowed = ({ headers }: RawAnswer) => headers["access-control-allow-origin"];

  it("may ask, when the settings name it: preflight, answer, tiles, TileJSON", async () => {
    for (const path of ["/graphql", "/tiles/grids.json", "/tiles/grids/15/26161/13562.mvt"]) {
      const asked = await preflight(open.url, path, APP);
      expect(asked.status, path).toBe(204);
      expect(allowed(asked)).toBe(APP);
      expect(asked.headers["access-control-allow-headers"]).toContain("authorization");
      expect(asked.headers["access-control-allow-methods"]).toContain("POST");
      const headers = { origin: APP, authorization: `Bearer ${token}` };
      const answer = await (path === "/graphql"
        ? post(open.url, "{ viewer { kind } }", headers)
        : request(open.url + path, { headers }));
      expect(answer.status, path).toBeLessThan(300);
      expect(allowed(answer)).toBe(APP);
      expect(answer.headers["access-control-expose-headers"]).toMatch(/ETag.*Retry-After/);
      expect(answer.headers.vary).toContain("Origin");
      for (const each of [asked, answer])
        expect(each.headers["access-control-allow-credentials"]).toBeUndefined();
    }
  });

  it("is told nothing when the settings do not name it, and nothing beyond the contract", async () => {
    for (const [url, origin] of [
      [open.url, STRANGER],
      [shut.url, APP],
    ] as const) {
      expect(allowed(await preflight(url, "/graphql", origin))).toBeUndefined();
      expect(allowed(await post(url, "{ viewer { kind } }", { origin }))).toBeUndefined();
    }
    expect(allowed(await request(`${open.url}/readyz`, { headers: { origin: APP } }))).toBe(
      undefined,
    );
  });

  it("is heard by its bearer and never by our cookie, over HTTP and over a socket", async () => {
    const cookie = `hearthgrid_session=${token}`;
    const headers = { origin: APP, cookie };
    expect((await post(open.url, "{ viewer { kind } }", headers)).text).toContain("anonymous");
    const households = await request(`${open.url}/tiles/households.json`, { headers });
    expect(households.status).toBe(401);
    const kindOn = async (params: Record<string, string> | undefined) => {
      const { socket } = await openSocket(open.url, params, headers);
      const heard = await askOn(socket, "{ viewer { kind } }");
      socket.close();
      return heard;
    };
    expect(await kindOn(undefined)).toContain("anonymous");
    expect(await kindOn({ Authorization: `Bearer ${token}` })).toContain("person");
    await expect(openSocket(open.url, undefined, { origin: STRANGER, cookie })).rejects.toThrow(
      "403",
    );
  });

  it("shows walls where the settings say so, and is then told nothing by another credential", async () => {
    const { data } = await open.as(token)("{ viewer { counties } }");
    const made = await open.as(token)(
      `mutation { bindDevice(name: "厅", county: ${data!["viewer"].counties[0]}) { token } }`,
    );
    const wall = made.data!["bindDevice"].token as string;
    const said = async (origin: string, bearer: string) => {
      const headers = { origin, authorization: `Bearer ${bearer}` };
      const { text } = await post(open.url, "{ viewer { kind } }", headers);
      return /person|device|FORBIDDEN/.exec(text)?.[0];
    };
    expect(await said(APP, wall)).toBe("FORBIDDEN");
    expect(await said(HALL, wall)).toBe("device");
    expect(await said(HALL, token)).toBe("FORBIDDEN");
    expect(await said(APP, token)).toBe("person");
    expect(allowed(await preflight(open.url, "/graphql", HALL))).toBe(HALL);
    const tile = { headers: { origin: APP, authorization: `Bearer ${wall}` } };
    expect((await request(`${open.url}/tiles/grids.json`, tile)).status).toBe(403);
    const onSocket = (origin: string) =>
      openSocket(open.url, { Authorization: `Bearer ${wall}` }, { origin });
    expect(await onSocket(APP)).toMatchObject({ acknowledged: false, code: 4400 });
    const { acknowledged, socket } = await onSocket(HALL);
    expect(acknowledged).toBe(true);
    socket.close();
  });

  const get = (query: string, headers: Record<string, string> = {}) =>
    request(`${shut.url}/graphql?query=${encodeURIComponent(query)}`, { headers });

  it("may GET with a bearer, which asks like a POST as urql does; without one a form could send it", async () => {
    const authorization = `Bearer ${token}`;
    const asked = await get("{ viewer { kind } }", { authorization });
    expect([asked.status, JSON.parse(asked.text)]).toMatchObject([
      200,
      { data: { viewer: { kind: "person" } } },
    ]);
    expect((await get("{ viewer { kind } }")).status).toBe(400);
    const cookie = `hearthgrid_session=${token}`;
    expect((await get("{ viewer { kind } }", { cookie })).status).toBe(400);
  });

  it("changes nothing by GET", async () => {
    const authorization = `Bearer ${token}`;
    expect((await get("mutation { signOut }", { authorization })).status).toBe(405);
    expect((await get("{ viewer { kind } }", { authorization })).text).toContain("person");
  });
});
