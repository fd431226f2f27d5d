import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "../../api/accounts/administrator.js";
import type { Services } from "../../api/core/services.js";
import { DEFAULT_SETTINGS, type Settings } from "../../api/core/settings.js";
import { doorToken } from "../../api/http/doors.js";
import { openServices } from "../../api/open-services.js";
import type { Engine } from "../../db/engine/engine.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { openMigrated } from "../harness/engines.js";
import { post, postAsOldProxy } from "./raw-request.js";

const DEMO = "mutation { demoSignIn(role: ADMIN) { viewer { roles } } }";

/** Who may sign in without a password: this machine's own programs, and nobody through a proxy. */
describe("the demonstration's door and the first link", () => {
  let engine: Engine;
  let services: Services;
  let service: RunningService;
  let key: Record<string, string>;
  const others: RunningService[] = [];

  beforeAll(async () => {
    engine = await openMigrated();
    services = await openSmallCounty(engine);
    service = await serve(services);
    await tokensOf(services);
    key = { "x-hearthgrid-door": doorToken(services.secret) };
  });
  afterAll(async () => {
    for (const each of [service, ...others]) await each.close();
    await engine.close();
  });

  const port = () => new URL(service.url).port;
  const link = async () =>
    (await services.administration.link(OPERATOR, "demo-planner", true)).token;
  const linkQuery = async () =>
    `mutation { signInWithLink(token: "${await link()}") { viewer { name } } }`;

  async function expectOpen(headers: Record<string, string>, url = service.url): Promise<void> {
    expect((await post(url, DEMO, headers)).text, JSON.stringify(headers)).toContain('"ADMIN"');
    expect((await post(url, await linkQuery(), headers)).text).toContain('"planner"');
    expect((await post(url, "{ viewer { demoSignIn } }", headers)).text).toContain("true");
  }

  async function expectShut(headers: Record<string, string>, url = service.url): Promise<void> {
    const what = JSON.stringify(headers);
    expect((await post(url, DEMO, headers)).text, what).toMatch(/FORBIDDEN.*|.*#demo=/);
    expect((await post(url, await linkQuery(), headers)).text, what).toContain("another machine");
    expect((await post(url, "{ viewer { demoSignIn } }", headers)).text, what).toContain("false");
    // Who has the secret that the start printed comes in by the same way.
    await expectOpen({ ...headers, ...key }, url);
  }

  it("open to this machine by each of its own names, with all that a browser sends", async () => {
    for (const host of ["localhost", "127.0.0.1", "127.0.0.9", "[::1]"])
      await expectOpen({ host: `${host}:${port()}` });
    await expectOpen({
      host: `localhost:${port()}`,
      origin: `http://localhost:${port()}`,
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/143.0.0.0",
      accept: "application/graphql-response+json, application/json",
      "accept-language": "zh-CN,zh;q=0.9",
      "sec-ch-ua-platform": '"Linux"',
      "sec-fetch-site": "same-origin",
      "sec-fetch-mode": "cors",
      "cache-control": "no-cache",
      pragma: "no-cache",
      referer: `http://localhost:${port()}/`,
      "x-request-id": "1",
      "x-requested-with": "XMLHttpRequest",
    });
  });

  const forwarded: Record<string, string>[] = [
    { "x-forwarded-for": "203.0.113.9" },
    { "x-forwarded-for": "" },
    { "x-forwarded-for": "127.0.0.1" },
    { "x-forwarded-host": "grid.example" },
    { "x-forwarded-proto": "https" },
    { "x-forwarded-port": "443" },
    { "x-original-forwarded-for": "203.0.113.9" },
    { forwarded: "for=203.0.113.9" },
    { via: "1.1 squid" },
    { "x-real-ip": "203.0.113.9" },
    { "cf-connecting-ip": "203.0.113.9" },
    { "cf-ray": "1" },
    { "true-client-ip": "203.0.113.9" },
    { "x-client-ip": "203.0.113.9" },
    { "client-ip": "203.0.113.9" },
    { "x-cluster-client-ip": "203.0.113.9" },
    { "fastly-client-ip": "203.0.113.9" },
    { "fly-client-ip": "203.0.113.9" },
    { "x-appengine-user-ip": "203.0.113.9" },
    { "x-azure-clientip": "203.0.113.9" },
    { "x-envoy-external-address": "203.0.113.9" },
    { "x-amzn-trace-id": "Root=1" },
    { "x-nonsense-client-ip": "203.0.113.9" },
    { "wl-proxy-client-ip": "203.0.113.9" },
    { "x-scheme": "https" },
  ];
  it.each(forwarded)("shut when something stands between: %j", async (headers) => {
    await expectShut({ host: `localhost:${port()}`, ...headers });
  });

  it("shut to nginx as it forwards by default, with our own Host and no header at all", async () => {
    await expectShut({ host: `127.0.0.1:${port()}`, connection: "close" });
    expect(await postAsOldProxy(service.url, DEMO)).toContain("FORBIDDEN");
  });

  it("shut to other names (DNS rebinding) and to pages of other sites", async () => {
    for (const host of ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "192.0.2.2"])
      await expectShut({ host: `${host}:${port()}` });
    await expectShut({ host: `localhost:${port()}`, origin: "https://evil.example" });
    await expectShut({ host: `localhost:${port()}`, origin: "null" });
  });

  it("shut where the service is not for this machine alone, whatever the caller writes", async () => {
    const opened = async (settings: Partial<Settings>, host = "127.0.0.1") => {
      const other = await serve(
        openServices(engine, () => {}, {
          settings: { ...DEFAULT_SETTINGS, ...settings },
          secret: services.secret,
        }),
        host,
      );
      others.push(other);
      return { host: `localhost:${new URL(other.url).port}`, url: other.url };
    };
    const cases = [
      await opened({}, "0.0.0.0"),
      await opened({ host: "0.0.0.0" }),
      await opened({ trustedProxies: ["127.0.0.1"] }),
      await opened({ publicUrl: new URL("https://grid.example/") }),
    ];
    for (const { host, url } of cases) await expectShut({ host }, url);
  });

  it("a wrong secret opens nothing", async () => {
    const headers = { host: "grid.example", "x-hearthgrid-door": "a".repeat(43) };
    expect((await post(service.url, DEMO, headers)).text).toContain("FORBIDDEN");
    expect((await post(service.url, DEMO, { ...headers, "x-hearthgrid-door": "" })).text).toContain(
      "FORBIDDEN",
    );
  });

  it("a real county beside the demonstration closes the door, with the secret too", async () => {
    await engine.pool.query(
      `insert into county select id + 1, name, name_en, time_zone, origin_lon, origin_lat,
         code_profile, grid_code_template, false from county`,
    );
    services.counties.forget();
    expect((await post(service.url, DEMO)).text).toContain("FORBIDDEN");
    expect((await post(service.url, DEMO, key)).text).toContain("FORBIDDEN");
    expect((await post(service.url, "{ viewer { demoSignIn } }", key)).text).toContain("false");
  });
});
