import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serviceAddress, signInLink } from "../../api/core/address.js";
import { backgroundMapsOf } from "../../api/core/background-maps.js";
import type { Services } from "../../api/core/services.js";
import { DEFAULT_SETTINGS, readPublicUrl, type Settings } from "../../api/core/settings.js";
import { doorToken } from "../../api/http/doors.js";
import { openServices } from "../../api/open-services.js";
import type { Engine } from "../../db/engine/engine.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { openMigrated } from "../harness/engines.js";
import { post, request } from "./raw-request.js";
import { openSocket } from "./socket.js";

/**
 * From the public address and the trusted proxies follows all that names or believes an address.
 */
describe("the service's address", () => {
  let engine: Engine;
  let services: Services;
  let plain: RunningService;
  let behind: RunningService;
  const served: RunningService[] = [];
  let tokens: Record<string, string>;

  const serveWith = async (settings: Partial<Settings>) => {
    const { secret } = services;
    const own = openServices(engine, () => {}, {
      settings: { ...DEFAULT_SETTINGS, ...settings },
      secret,
    });
    const service = await serve(own);
    served.push(service);
    return service;
  };

  beforeAll(async () => {
    engine = await openMigrated();
    services = await openSmallCounty(engine);
    plain = await serveWith({});
    behind = await serveWith({
      publicUrl: readPublicUrl("https://grid.example/grid"),
      trustedProxies: ["127.0.0.1", "10.0.0.0/8"],
    });
    tokens = await tokensOf(services);
  });
  afterAll(async () => {
    for (const service of served) await service.close();
    await engine.close();
  });

  const DEMO = "mutation { demoSignIn(role: ANALYST) { token } }";
  const cookieOf = async (url: string, headers: Record<string, string> = {}) =>
    String(
      (await post(url, DEMO, { "x-hearthgrid-door": doorToken(services.secret), ...headers }))
        .headers["set-cookie"],
    );
  const opens = (url: string, headers: Record<string, string>) =>
    openSocket(url, undefined, headers).then(
      ({ socket, acknowledged }) => {
        socket.close();
        return acknowledged;
      },
      () => false,
    );

  it("TileJSON names the public address, with its scheme and path", async () => {
    const { text, headers } = await request(`${behind.url}/tiles/grids.json?v=1`, {
      headers: { host: "10.0.0.5:4000", "x-forwarded-proto": "http" },
    });
    expect(JSON.parse(text).tiles).toEqual([
      "https://grid.example/grid/tiles/grids/{z}/{x}/{y}.mvt?v=1",
    ]);
    expect(headers["cache-control"]).toBe("public, max-age=60");
  });

  it("without one, what a caller says of our address is told to that caller alone", async () => {
    const { text, headers } = await request(`${plain.url}/tiles/grids.json`, {
      headers: { host: "evil.example", "x-forwarded-proto": "https" },
    });
    expect(JSON.parse(text).tiles[0]).toMatch(/^http:\/\/evil\.example\/tiles/);
    expect(headers["cache-control"]).toBe("private, no-cache");
  });

  it("the cookie is Secure below https, and stays on the path", async () => {
    expect(await cookieOf(behind.url)).toMatch(/; Path=\/grid;.*; HttpOnly; .*; Secure$/);
    expect(await cookieOf(plain.url)).toMatch(/; Path=\/;.*SameSite=Strict$/);
    // Only a proxy that the settings trust says that the way to it was encrypted.
    expect(await cookieOf(plain.url, { "x-forwarded-proto": "https" })).not.toContain("Secure");
    const trusting = await serveWith({ trustedProxies: ["127.0.0.1"] });
    expect(await cookieOf(trusting.url, { "x-forwarded-proto": "https" })).toContain("Secure");
  });

  it("answers below its path whether or not the proxy takes that off", async () => {
    for (const path of ["/grid/healthz", "/healthz"])
      expect((await request(behind.url + path)).status, path).toBe(200);
    for (const path of ["/gridhealthz", "/grid/grid/healthz"])
      expect((await request(behind.url + path)).status, path).toBe(404);
    const slashless = await request(`${behind.url}/grid`);
    expect([slashless.status, slashless.headers.location]).toEqual([302, "/grid/"]);
    const asked = await post(`${behind.url}/grid`, "{ viewer { kind } }");
    expect(asked.text).toContain("anonymous");
    const headers = { authorization: `Bearer ${tokens["admin"]}` };
    const { acknowledged, socket } = await openSocket(`${behind.url}/grid`, headers);
    expect(acknowledged).toBe(true);
    socket.close();
    const toIde = await request(`${behind.url}/grid/graphql`, { headers: { accept: "text/html" } });
    expect(toIde.headers.location).toBe("graphql-ide/");
  });

  it("a socket is opened to our own pages only, by scheme, name and port", async () => {
    const { host } = new URL(plain.url);
    expect(await opens(plain.url, { origin: `http://${host}` })).toBe(true);
    expect(await opens(plain.url, { origin: `https://${host}` })).toBe(false);
    expect(await opens(plain.url, { origin: "http://127.0.0.1:1" })).toBe(false);
    expect(await opens(plain.url, { origin: "null" })).toBe(false);
    expect(await opens(behind.url, { origin: "https://grid.example" })).toBe(true);
    expect(await opens(behind.url, { origin: "http://grid.example" })).toBe(false);
    expect(await opens(behind.url, { origin: "https://evil.example" })).toBe(false);
  });

  it("the page may connect to our own address and nowhere else, and stays on https", async () => {
    const policyOf = async (url: string) => (await request(`${url}/healthz`)).headers;
    const own = await policyOf(plain.url);
    expect(own["content-security-policy"]).toContain(
      `connect-src 'self' ${plain.url.replace("http", "ws")};`,
    );
    expect(own["strict-transport-security"]).toBeUndefined();
    const open = await policyOf(behind.url);
    expect(open["content-security-policy"]).toContain("connect-src 'self' wss://grid.example;");
    expect(open["strict-transport-security"]).toMatch(/^max-age=\d{7,}/);
  });

  it("hosts of background maps enter the page's policy, and keys are for who signed in", async () => {
    const map = { name: { zh: "图", en: "Map" }, kind: "XYZ", attribution: "©" };
    const service = await serveWith({
      backgroundMaps: backgroundMapsOf(
        JSON.stringify([
          { ...map, id: "open", url: "https://a.example/{z}/{x}/{y}" },
          { ...map, id: "keyed", url: "https://b.example/{z}/{x}/{y}?k={token}", token: "hush" },
        ]),
      ),
    });
    const { headers } = await request(`${service.url}/healthz`);
    const policy = String(headers["content-security-policy"]);
    const hosts = "https://a.example https://b.example";
    expect(policy).toContain(`img-src 'self' data: blob: ${hosts};`);
    expect(policy).toMatch(new RegExp(`connect-src 'self' ws://[\\d.:]+ ${hosts};`));
    const asked = "{ backgroundMaps { id tiles } }";
    expect((await service.as()(asked)).data!["backgroundMaps"]).toEqual([
      { id: "open", tiles: "https://a.example/{z}/{x}/{y}" },
    ]);
    const mine = await service.as(tokens["worker3"])(asked);
    expect(mine.data!["backgroundMaps"][1].tiles).toContain("k=hush");
  });

  it("links name it, and carry their secret where no server sees it", () => {
    const at = (settings: Partial<Settings>) =>
      serviceAddress({ ...DEFAULT_SETTINGS, ...settings }, 4321);
    expect(at({ publicUrl: readPublicUrl("https://grid.example/grid") })).toBe(
      "https://grid.example/grid/",
    );
    expect(at({ host: "127.0.0.1" })).toBe("http://127.0.0.1:4321/");
    expect(at({ host: "::1" })).toBe("http://[::1]:4321/");
    expect(at({ host: "0.0.0.0" })).toBe("http://localhost:4321/");
    expect(signInLink("https://grid.example/grid/", "abc")).toBe(
      "https://grid.example/grid/#signin=abc",
    );
  });
});
