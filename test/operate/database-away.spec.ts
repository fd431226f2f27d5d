import { chmodSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { freshDirectory, migratedCopy } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { type Cluster, startCluster } from "../harness/postgres-cluster.js";

const CREATE = `mutation ($key: String, $address: String) {
  createIncident(idempotencyKey: $key, input: {
    county: ${COUNTY}, title: "断网时", category: "0603", address: $address,
    occurredFrom: "2026-02-03T04:05:06Z",
    geometry: { type: "Point", coordinates: [107.003, 29.003] } }) { id } }`;

/** PostgreSQL runs as another user when we are root. */
function reachable(directory: string): string {
  chmodSync(directory, 0o755);
  return join(directory, "postgres");
}

interface Reply {
  status: number;
  retryAfter: string | null;
  body: string;
}

/** One question at each outlet, as a program sends it. */
function outletsOf({ url }: RunningService, token: string) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const read = async (path: string, init: RequestInit = {}): Promise<Reply> => {
    const answer = await fetch(`${url}${path}`, { headers, ...init });
    return {
      status: answer.status,
      retryAfter: answer.headers.get("retry-after"),
      body: await answer.text(),
    };
  };
  const graphql = (query: string, variables = {}) =>
    read("/graphql", { method: "POST", body: JSON.stringify({ query, variables }) });
  return {
    query: () => graphql("{ incidents(first: 1) { nodes { id } } }"),
    write: (key: string, address?: string) => graphql(CREATE, { key, address }),
    tile: () => read("/tiles/incidents/14/13064/6789.mvt"),
  };
}

function expectRetry(name: string, { status, retryAfter, body }: Reply): void {
  expect({ name, status, body }).toEqual({ name, status: 503, body: expect.any(String) });
  expect(body, name).toMatch(/"code":"RETRY"/);
  expect(body, name).toMatch(/same (idempotency )?key/);
  expect(Number(retryAfter), name).toBeGreaterThan(0);
}

describe.skipIf(!findPostgres())("a database server that goes away under a service", () => {
  let cluster: Cluster, engine: Engine, service: RunningService;
  let ask: ReturnType<typeof outletsOf>, token: string;

  beforeAll(async () => {
    cluster = await startCluster(findPostgres()!, reachable(freshDirectory("away")));
    const admin = new pg.Client({ connectionString: `${cluster.url}/postgres` });
    await admin.connect();
    await admin.query("create database away template hearthgrid_template");
    await admin.end();
    engine = await openEngine({ dataDir: "", databaseUrl: `${cluster.url}/away`, poolSize: 8 });
    const services = await openSmallCounty(engine);
    service = await serve(services);
    token = (await tokensOf(services))["admin"];
    ask = outletsOf(service, token);
  });
  afterAll(async () => {
    await service.close();
    await engine.close();
    await cluster.stop();
  });

  it("every outlet says: come again, with the same key; and then it is done once", async () => {
    expect((await ask.query()).status).toBe(200);
    expect((await ask.tile()).status).toBeLessThan(300);
    const start = await cluster.halt();
    for (const [name, question] of Object.entries(ask))
      expectRetry(name, await question(`away-key-${name}`));
    expect((await fetch(`${service.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    cluster = await start();
    for (let i = 0; i < 2; i++) expect((await ask.write("away-key-write")).status).toBe(200);
    const { rows } = await engine.pool.query("select 1 from incident where title = '断网时'");
    expect(rows).toHaveLength(1);
  });

  it("an open subscription lives through it and hears what came after", async () => {
    const heard: string[] = [];
    const client = service.socket(token);
    void (async () => {
      const query = "subscription { changes(layers: [INCIDENTS]) { id } }";
      for await (const { data } of client.iterate({ query }))
        heard.push((data as { changes: { id: string } }).changes.id);
    })().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 500));
    cluster = await (await cluster.halt())();
    const { body } = await ask.write("after-the-restart");
    const id = (JSON.parse(body) as { data: { createIncident: { id: string } } }).data
      .createIncident.id;
    await vi.waitFor(() => expect(heard).toContain(id), { timeout: 8_000 });
    expect(heard.filter((one) => one === id)).toHaveLength(1);
  });

  it("statements and transactions that its stop interrupts are no internal errors", async () => {
    // Each waits in the server for a lock, in a transaction of its own, until the stop.
    const holder = new pg.Client({ connectionString: `${cluster.url}/away` });
    holder.on("error", () => undefined);
    await holder.connect();
    await holder.query("begin; lock table incident in access exclusive mode");
    const waiting = [
      ask.write("interrupted-1"),
      ask.write("interrupted-2"),
      ask.query(),
      ask.tile(),
    ];
    await new Promise((resolve) => setTimeout(resolve, 500));
    const start = await cluster.halt();
    for (const [i, reply] of (await Promise.all(waiting)).entries())
      expectRetry(`interrupted ${i}`, reply);
    cluster = await start();
    expect((await ask.write("interrupted-1")).status).toBe(200);
  });
});

describe("the embedded database that breaks down under a service", () => {
  it("the interrupted write is told to come again; others only waited", async () => {
    const engine = await openEngine({ dataDir: await migratedCopy() });
    const services = await openSmallCounty(engine);
    const service = await serve(services);
    const tokens = await tokensOf(services);
    const [ask, calm] = [tokens["admin"], tokens["dispatcher"]].map((t) => outletsOf(service, t));
    // GEOS in WebAssembly dies of this one (docs/decisions/engine-embedded-crashes.md).
    await engine.pool.query(
      "alter table incident add constraint breaks check (address not like 'POLYGON%' or " +
        "ST_Area(ST_Intersection(address::geometry, 'POLYGON((0 0,2 0,2 1,0 0))')) > -1)",
    );
    // Waiting for the new start takes none of the time that who broke it down is to wait.
    const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now());
    onTestFinished(() => clock.mockRestore());
    const [broken, other] = await Promise.all([
      ask!.write("broken-down-1", "POLYGON((0 0,1 1,1 0,0 1,0 0))"),
      calm!.query(),
    ]);
    expectRetry("write", broken);
    expect(other.status).toBe(200);
    expect((await calm!.write("broken-down-2")).status).toBe(200);
    // Who broke it down comes again a little later than the others.
    const soon = await ask!.write("broken-down-3");
    expect(soon).toMatchObject({ status: 503, body: expect.stringContaining('"RETRY"') });
    expect(soon.retryAfter).toBe("5");
    clock.mockReturnValue(performance.now() + 5_000);
    expect((await ask!.write("broken-down-3")).status).toBe(200);
    await service.close();
    await engine.close();
  });
});
