import { open } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { createClient } from "graphql-ws";
import { expect, it } from "vitest";
import { WebSocket } from "ws";
import { freshDirectory } from "../harness/engines.js";
import { type ServiceProcess, startProcess } from "../harness/service-process.js";

/** `state` of PostgreSQL's control file (DBState, src/include/catalog/pg_control.h). */
const SHUT_DOWN = 1;
async function stateOf(data: string): Promise<number> {
  const file = await open(join(data, "database", "global", "pg_control"));
  try {
    return (await file.read(Buffer.alloc(4), 0, 4, 16)).buffer.readUInt32LE();
  } finally {
    await file.close();
  }
}

const portOf = (service: ServiceProcess) => Number(new URL(service.url).port);
const start = (data: string, ...args: string[]) =>
  startProcess(["--data", data, "--no-demo", ...args]);

/** A request whose body is not yet whole: it runs, and ends when the test wants. */
async function slowRequest(service: ServiceProcess) {
  const body = JSON.stringify({ query: "{ viewer { kind } }" });
  const sent = request({
    port: portOf(service),
    host: "127.0.0.1",
    method: "POST",
    path: "/graphql",
    headers: { "content-type": "application/json", "content-length": body.length },
  });
  const answer = new Promise<{ status: number; connection: string | undefined }>(
    (resolve, reject) => {
      sent.once("response", (response) => {
        response.resume();
        resolve({ status: response.statusCode!, connection: response.headers.connection });
      });
      sent.once("error", reject);
    },
  );
  answer.catch(() => undefined);
  sent.write(body.slice(0, 5));
  await new Promise((resolve) => setTimeout(resolve, 300));
  return { finish: () => sent.end(body.slice(5)), answer };
}

const readyz = async (service: ServiceProcess) => (await fetch(`${service.url}/readyz`)).status;

it("SIGTERM: not ready, running requests end, sockets are told, the database is closed", async () => {
  const data = freshDirectory("stop");
  const service = await start(data);
  const closed = new Promise<number>((resolve) => {
    createClient({
      url: `${service.url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => undefined,
      on: { closed: (event) => resolve((event as { code: number }).code) },
    });
  });
  const slow = await slowRequest(service);
  service.child.kill("SIGTERM");
  for (let tries = 0; (await readyz(service)) !== 503; tries++) expect(tries).toBeLessThan(100);
  const refused = await fetch(`${service.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ viewer { kind } }" }),
  });
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBeTruthy();
  expect(await refused.text()).toMatch(/RETRY.*same idempotency key/);
  slow.finish();
  expect(await slow.answer).toEqual({ status: 200, connection: "close" });
  expect(await service.ended).toEqual({ code: 0, signal: null });
  expect(await closed).toBe(1001);
  expect(await stateOf(data)).toBe(SHUT_DOWN);
});

it("SIGINT: a request that does not end is cut at the limit; a frozen socket holds nobody", async () => {
  const data = freshDirectory("stop");
  const service = await start(data, "--drain", "1");
  const slow = await slowRequest(service);
  const frozen = connect(portOf(service), "127.0.0.1");
  frozen.write(
    "GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
      "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n",
  );
  await new Promise((resolve) => frozen.once("data", resolve));
  frozen.pause();
  const begun = Date.now();
  service.child.kill("SIGINT");
  await expect(slow.answer).rejects.toThrow();
  expect(await service.ended).toEqual({ code: 0, signal: null });
  expect(Date.now() - begun).toBeLessThan(8_000);
  expect(service.said()).toContain("cut off");
  expect(await stateOf(data)).toBe(SHUT_DOWN);
  frozen.destroy();
});

it.runIf(process.env["HEARTHGRID_SOAK"])("a second signal ends at once", async () => {
  const service = await start(freshDirectory("stop"), "--drain", "600");
  await slowRequest(service);
  service.child.kill("SIGTERM");
  for (let tries = 0; (await readyz(service)) !== 503; tries++) expect(tries).toBeLessThan(100);
  service.child.kill("SIGTERM");
  expect(await service.ended).toEqual({ code: null, signal: "SIGTERM" });
});
