import https from "node:https";
import path from "node:path";
import type { Browser, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openEngine } from "../../db/engine/open-engine.js";
import { findChromium, openBrowser } from "../browser/browser.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { lacked } from "../harness/lacked.js";
import { freePort, hasNginx, startNginx } from "../harness/nginx.js";
import { MIGRATED } from "../harness/postgres-cluster.js";
import { type ServiceProcess, startProcess } from "../harness/service-process.js";

const PASSWORD = "the right password";

/** Chromium's line for a request that met no answer; what failed by an answer names its status. */
const LOST = /^Failed to load resource: net::/;

/** Throws for a path that leads nowhere; a connection that broke once under load is none. */
async function askAgain(page: Page, request: Request): Promise<void> {
  const sent = {
    url: request.url(),
    method: request.method(),
    headers: request.headers(),
    body: request.postData(),
  };
  const again = page.evaluate(({ url, ...init }) => fetch(url, init).then(() => undefined), sent);
  await again.catch((error: Error) => {
    throw new Error(`${sent.url} failed twice: ${request.failure()?.errorText}, ${error.message}`);
  });
}

if (!hasNginx()) lacked("nginx");

/** The guide's own configuration, between a real nginx and the service as people start it. */
describe.skipIf(!hasNginx() || !findPostgres())("behind nginx with TLS and a path", () => {
  let service: ServiceProcess;
  let nginx: { stop(): Promise<void> };
  let browser: Browser | undefined;
  let open: string;
  let plain: number;

  beforeAll(async () => {
    const databaseUrl = await freshDatabase("nginx", MIGRATED);
    const engine = await openEngine({ dataDir: "", databaseUrl, poolSize: 2 });
    const { accounts } = await openSmallCounty(engine);
    for (const login of ["carol", "dave"])
      await accounts.addAccount(login, login, ["analyst"], { password: PASSWORD });
    await engine.close();
    const [tls, plainPort] = [await freePort(), await freePort()];
    plain = plainPort;
    open = `https://127.0.0.1:${tls}/grid`;
    service = await startProcess(
      ["--no-demo", "--data", freshDirectory("nginx"), "--public-url", open].concat(
        "--trusted-proxies",
        "127.0.0.1",
      ),
      { DATABASE_URL: databaseUrl },
    );
    nginx = await startNginx(path.join(freshDirectory("nginx"), "nginx"), {
      tls,
      plain,
      service: Number(new URL(service.url).port),
    });
    const chromium = findChromium();
    if (chromium) browser = await openBrowser(chromium);
  });
  afterAll(async () => {
    await browser?.close();
    await nginx?.stop();
    await service?.stop();
  });

  const ask = (url: string, query?: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
      (resolve, reject) => {
        const sent = https.request(
          url,
          {
            rejectUnauthorized: false,
            // The caller is not the proxy: another of this machine's addresses.
            localAddress: "127.0.0.2",
            method: query ? "POST" : "GET",
            headers: { ...(query ? { "content-type": "application/json" } : {}), ...headers },
          },
          (answer) => {
            let text = "";
            answer.on("data", (chunk: Buffer) => {
              text += chunk.toString();
            });
            answer.on("end", () => {
              resolve({ status: answer.statusCode!, headers: answer.headers, text });
            });
          },
        );
        sent.on("error", reject);
        sent.end(query && JSON.stringify({ query }));
      },
    );
  const signIn = (login: string, password: string, headers: Record<string, string> = {}) =>
    ask(
      `${open}/graphql`,
      `mutation { signIn(login: "${login}", password: "${password}") { token } }`,
      headers,
    );

  it("TileJSON, cookie and headers say https and the path; plain HTTP is sent there", async () => {
    const tiles = await ask(`${open}/tiles/grids.json`);
    expect(JSON.parse(tiles.text).tiles).toEqual([`${open}/tiles/grids/{z}/{x}/{y}.mvt`]);
    const { headers } = await signIn("carol", PASSWORD);
    for (const cookie of headers["set-cookie"] as string[])
      expect(cookie).toMatch(/; Path=\/grid; .*HttpOnly; SameSite=Strict; Secure$/);
    expect(headers["strict-transport-security"]).toBeDefined();
    const first = await fetch(`http://127.0.0.1:${plain}/grid/`, { redirect: "manual" });
    expect([first.status, first.headers.get("location")?.startsWith("https://")]).toEqual([
      301,
      true,
    ]);
    expect((await ask(open)).status).toBe(301);
  });

  it("the throttle sees the caller and not the proxy, whatever the caller writes", async () => {
    const codes: string[] = [];
    for (let i = 0; i < 11; i++)
      codes.push(
        /"code":"(\w+)"/.exec(
          (await signIn("dave", "wrong", { "x-forwarded-for": `203.0.113.${i}` })).text,
        )![1]!,
      );
    expect(codes).toEqual([...Array(10).fill("UNAUTHENTICATED"), "THROTTLED"]);
    expect((await signIn("carol", PASSWORD)).text).toContain("token");
  });

  it("nobody signs in without a password, whatever Host they write", async () => {
    const demo = "mutation { demoSignIn(role: ADMIN) { token } }";
    for (const host of ["localhost", "127.0.0.1:4000"])
      expect((await ask(`${open}/graphql`, demo, { host })).text).toContain("FORBIDDEN");
    expect((await ask(`${open}/graphql`, "{ viewer { demoSignIn } }")).text).toContain("false");
    expect(service.said()).toMatch(new RegExp(`${open}/#demo=[\\w-]{43}`));
  });

  it("a subscription is opened by its own page's origin, and by no other", async () => {
    const token = JSON.parse((await signIn("carol", PASSWORD)).text).data.signIn.token as string;
    const opened = (origin: string) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(
          `${open.replace("https", "wss")}/graphql`,
          "graphql-transport-ws",
          { origin, rejectUnauthorized: false },
        );
        socket.on("open", () =>
          socket.send(
            JSON.stringify({
              type: "connection_init",
              payload: { Authorization: `Bearer ${token}` },
            }),
          ),
        );
        socket.on("message", (data) => {
          resolve(JSON.parse(String(data)).type);
          socket.close();
        });
        socket.on("error", (error) => resolve(error.message));
      });
    expect(await opened(new URL(open).origin)).toBe("connection_ack");
    expect(await opened(new URL(open).origin.replace("https", "http"))).toContain("403");
  });

  it.skipIf(!findChromium())(
    "the page and the IDE load, sign in and live below the path",
    async () => {
      const context = await browser!.newContext();
      const page = await context.newPage();
      const failed: string[] = [];
      const lost: Request[] = [];
      page.on("response", (r) => {
        if (r.status() >= 400) failed.push(`${r.status()} ${r.url()}`);
      });
      page.on("requestfailed", (r) => lost.push(r));
      page.on("console", (m) => {
        if (m.type() === "error" && !LOST.test(m.text())) failed.push(m.text());
      });
      const socket = page.waitForEvent("websocket");
      const token = JSON.parse((await signIn("carol", PASSWORD)).text).data.signIn.token as string;
      await context.addCookies([
        {
          name: "hearthgrid_session",
          value: token,
          domain: "127.0.0.1",
          path: "/grid",
          secure: true,
        },
      ]);
      await page.goto(`${open}/`);
      await page.locator("canvas").waitFor({ timeout: 30_000 });
      const live = await socket;
      expect(live.url()).toBe(`${open.replace("https", "wss")}/graphql`);
      await live.waitForEvent("framereceived");
      await page.goto(`${open}/graphql-ide/`);
      await page.locator("[role=textbox], textarea").first().waitFor();
      for (const request of lost) await askAgain(page, request);
      expect(failed).toEqual([]);
      await context.close();
    },
  );
});
