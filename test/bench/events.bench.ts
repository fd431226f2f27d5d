import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { type Client, createClient } from "graphql-ws";
import pg from "pg";
import { WebSocket } from "ws";
import type { Services } from "../../api/core/services.js";
import { publish } from "../../api/events/publish.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { type RunningService, serve as serveHere } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import type { Bench, BenchRow } from "./bench.js";
import { dropDatabase, newDatabase, scratch } from "./cluster.js";
import { type Ask, caller, ms, quantile, type Side, serve } from "./sides.js";

/**
 * How soon and at what price a change is heard. Two processes on one PostGIS: the changes are
 * written at one (`served.ts`), the subscribers are at the other (this one, where its statements are
 * counted).
 */
const SUBSCRIBERS = 200;
const CHANGES = 40;
const IMPORTED = 140_000;
const AT_ONCE = 6000;

/** Every one another: a tenth hears the county, the others a box of their own round the place. */
const areaOf = (n: number) =>
  n % 10 === 0 ? "" : `, area: {bbox: [107.0, 29.0, ${107.01 + n / 1e5}, ${29.01 + n / 1e5}]}`;

class Audience {
  /** When each heard of a version. */
  readonly heard: Map<number, number>[] = [];
  private readonly clients: Client[] = [];

  async listen(url: string, token: string): Promise<void> {
    for (let n = 0; n < SUBSCRIBERS; n++) {
      const heard = new Map<number, number>();
      const client = createClient({
        url: `${url.replace("http", "ws")}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${token}` },
        lazy: false,
        retryAttempts: 0,
      });
      await new Promise<void>((resolve) => client.on("connected", () => resolve()));
      client.subscribe<{ changes: { version: number | null } }>(
        {
          query: `subscription { changes(layers: [INCIDENTS]${areaOf(n)}) { id version fields } }`,
        },
        {
          next: ({ data }) => {
            if (data?.changes.version) heard.set(data.changes.version, performance.now());
          },
          error: () => undefined,
          complete: () => undefined,
        },
      );
      this.heard.push(heard);
      this.clients.push(client);
    }
    await delay(1000); // a subscription tells nobody when it has begun
  }

  /** After how many milliseconds each has heard of it; throws when one has not in ten seconds. */
  async delays(version: number, since: number): Promise<number[]> {
    for (let waited = 0; waited < 10_000; waited += 10) {
      if (this.heard.every((h) => h.has(version)))
        return this.heard.map((h) => h.get(version)! - since);
      await delay(10);
    }
    throw new Error(
      `${this.heard.filter((h) => !h.has(version)).length} did not hear of ${version}`,
    );
  }

  async close(): Promise<void> {
    for (const client of this.clients) await client.dispose();
  }
}

async function asked<T>(ask: Ask, query: string): Promise<T> {
  const { text } = await ask("/graphql", { query });
  const { data, errors } = JSON.parse(text) as { data?: T; errors?: unknown };
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
}

/** One incident that is renamed again and again: a new one would wait for the import's numbers. */
class Written {
  private version = 1;

  private constructor(
    private readonly ask: Ask,
    readonly id: string,
  ) {}

  static async report(ask: Ask): Promise<Written> {
    const { createIncident } = await asked<{ createIncident: { id: string } }>(
      ask,
      `mutation { createIncident(input: {county: ${COUNTY}, title: "路灯不亮", category: "0603",
        occurredFrom: "2026-02-03T04:05:06Z",
        geometry: {type: "Point", coordinates: [107.003, 29.003]}}) { id } }`,
    );
    return new Written(ask, createIncident.id);
  }

  /** Answers by which version it is heard. */
  async rename(): Promise<number> {
    await asked(
      this.ask,
      `mutation { updateIncident(id: "${this.id}", version: ${this.version},
        changes: {title: "路灯不亮 ${this.version}"}) { id } }`,
    );
    return ++this.version;
  }
}

/** All delays of some changes, from the moment their writer asked. */
async function changes(
  written: Written,
  audience: Audience,
  going: () => boolean,
): Promise<number[]> {
  const all: number[] = [];
  while (going()) {
    const since = performance.now();
    all.push(...(await audience.delays(await written.rename(), since)));
    await delay(100);
  }
  return all;
}

async function fileOfIncidents(): Promise<string> {
  const file = path.join(scratch("events"), "incidents.csv");
  const out = createWriteStream(file);
  out.write("title,category,occurredFrom,lng,lat\n");
  for (let n = 0; n < IMPORTED; n++) {
    const [lon, lat] = [107 + ((n * 7919) % 9973) / 1e6, 29 + ((n * 6007) % 9967) / 1e6];
    const line = `旧案 ${n},0603,2025-0${1 + (n % 9)}-1${n % 10}T08:00:00+08:00,${lon},${lat}\n`;
    if (!out.write(line)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  return file;
}

const cli = fileURLToPath(new URL("../../api/cli/hearthgrid.mjs", import.meta.url));

function importing(databaseUrl: string, file: string) {
  const args = ["import", "incidents", file, "--county", String(COUNTY)];
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl, HEARTHGRID_DATA: scratch("import") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (d) => (said += String(d)));
  return once(child, "exit").then(([code]) => {
    if (code !== 0) throw new Error(`import: ${said.slice(-600)}`);
  });
}

async function* bench(): AsyncIterable<BenchRow> {
  const databaseUrl = await newDatabase("events");
  const engine = await openEngine({ dataDir: "", databaseUrl, poolSize: 10 });
  const services = await openSmallCounty(engine);
  const here = await serveHere(services);
  const tokens = await tokensOf(services);
  const there = await serve({
    ...{ kind: "service", databaseUrl, dataDir: scratch("service"), poolSize: 10 },
  });
  const audience = new Audience();
  try {
    await audience.listen(here.url, tokens.admin);
    yield* measured({ databaseUrl, services, here, there, audience, token: tokens.admin });
  } finally {
    await audience.close();
    await there.stop();
    await here.close();
    await engine.close();
    await dropDatabase("events");
  }
}

interface Stage {
  databaseUrl: string;
  services: Services;
  here: RunningService;
  there: Side;
  audience: Audience;
  token: string;
}

const p = (delays: readonly number[]) =>
  `p50 ${ms(quantile(delays, 0.5))}, ${delays.length} hearings`;

async function* measured(s: Stage): AsyncIterable<BenchRow> {
  const { audience, services } = s;
  const ask = caller(s.there.port, { authorization: `Bearer ${s.token}` });
  const written = await Written.report(ask);
  const what = `one change heard by ${SUBSCRIBERS} subscribers, two processes, PostGIS`;

  const counts: number[] = [];
  const still: number[] = [];
  for (let n = 0; n < CHANGES; n++) {
    let statements = 0;
    services.db.watch = (text) => (statements += /"event"/.test(text) ? 1 : 0);
    const since = performance.now();
    still.push(...(await audience.delays(await written.rename(), since)));
    services.db.watch = undefined;
    counts.push(statements);
    await delay(50);
  }
  counts.sort((a, b) => a - b);
  yield {
    what: `${what}: statements`,
    measured: String(counts.at(-1)),
    reach: "3",
    note: `most of ${CHANGES} changes, median ${counts[CHANGES >> 1]}; nine of ten have a box of their own`,
  };
  yield { what: "… time, p99", measured: ms(quantile(still, 0.99)), reach: "1 s", note: p(still) };

  const file = await fileOfIncidents();
  const forgotten = new pg.Client({ connectionString: s.databaseUrl });
  forgotten.on("error", () => undefined); // it ends with the database at the latest
  await forgotten.connect();
  await forgotten.query("begin");
  await forgotten.query("select pg_current_xact_id()");
  let running = true;
  const done = importing(s.databaseUrl, file).finally(() => (running = false));
  const [busy] = await Promise.all([changes(written, audience, () => running), done]);
  yield {
    what: `… while an import of ${IMPORTED.toLocaleString("en")} rows and a forgotten open transaction run, p99`,
    measured: ms(quantile(busy, 0.99)),
    reach: "1 s",
    note: p(busy),
  };

  for (let i = 0; i < AT_ONCE / 1000; i++)
    await services.db.transaction((tx) =>
      publish(
        tx,
        Array.from({ length: 1000 }, (_, n) => ({
          ...{ county: COUNTY, kind: "incident.updated", subjectKind: "incidents" },
          ...{
            subject: written.id.split("-").slice(1).join("-"),
            action: "updated",
            version: 1e6 + i * 1000 + n,
            actor: "bench",
          },
          ...{ fields: ["title"], place: sql`ST_SetSRID(ST_MakePoint(107.003, 29.003), 4326)` },
        })),
      ),
    );
  const since = performance.now();
  const after = await audience.delays(await written.rename(), since);
  yield {
    what: `… after ${AT_ONCE.toLocaleString("en")} events at once, the slowest`,
    measured: ms(Math.max(...after)),
    reach: "1 s",
    note: `${p(after)}; the forgotten transaction still open`,
  };
  await forgotten.end();
}

export default bench satisfies Bench;
