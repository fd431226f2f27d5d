import { setTimeout as delay } from "node:timers/promises";
import { type Client, createClient } from "graphql-ws";
import pg from "pg";
import { WebSocket } from "ws";
import { openServices } from "../../api/open-services.js";
import { openEngine } from "../../db/engine/open-engine.js";
import type { RoleName } from "../../schema/roles.js";
import type { Bench, BenchRow } from "./bench.js";
import { databaseCpu, dropDatabase, SETTINGS, scratch, settle } from "./cluster.js";
import { COUNTY, copyOfCounty, INCIDENTS, ROWS } from "./grown-county.js";
import { askTallied, errorsOf, Tally } from "./load.js";
import { drawn, EIGHT, FROM, IN_AREA, LIST, TO, TOWN, VARIABLES } from "./questions.js";
import { caller, ms, quantile, type Side, serve, signedIn } from "./sides.js";

const READERS = 200;
const WRITERS = 20;
const SUBSCRIPTIONS = 100;
const SECONDS = 60;
/** Somebody who writes reports rests between two. */
const WRITER_PAUSE_MS = 4000;

type Body = { query: string; variables?: object };

/** Of ten: four pages in a drawn area, two by id, two nearest, a page before a day, a total. */
function question(n: number, ids: readonly string[]): Body {
  const at = [TOWN[0] + ((n * 37) % 40) / 2000, TOWN[1] + ((n * 61) % 30) / 2500] as const;
  const area = { area: drawn(at, 0.004 + (n % 5) / 1000), from: FROM, to: TO };
  switch (n % 10) {
    case 0:
    case 1:
    case 2:
    case 3:
      return { query: LIST, variables: { ...area, first: 100 } };
    case 4:
    case 5:
      return {
        query: `query($id: ID!) { incident(id: $id) { ${EIGHT} grid { name } } }`,
        variables: { id: ids[(n * 7919) % ids.length] },
      };
    case 6:
    case 7:
      return {
        query: `query($near: [Float!]!) { incidents(first: 10, orderBy: { field: DISTANCE,
          near: $near }) { nodes { ${EIGHT} distance } } }`,
        variables: { near: at },
      };
    case 8:
      return {
        query: `query($from: Instant!) { incidents(first: 50, filter: { to: $from }) {
          nodes { ${EIGHT} } pageInfo { endCursor } } }`,
        variables: { from: FROM },
      };
    default:
      return {
        query: `query(${VARIABLES}) { incidents(${IN_AREA}) { totalCount } }`,
        variables: area,
      };
  }
}

async function reader(service: Side, token: string, k: number, ids: string[], crowd: Crowd) {
  const ask = caller(service.port, { authorization: `Bearer ${token}` });
  for (let n = k; crowd.going; n += 7) await askTallied(crowd.reads, ask, question(n, ids));
}

const CREATE = `mutation($input: CreateIncidentInput!, $key: String!) {
  createIncident(input: $input, idempotencyKey: $key) { id } }`;

async function writer(service: Side, token: string, k: number, crowd: Crowd): Promise<void> {
  const ask = caller(service.port, { authorization: `Bearer ${token}` });
  await delay((WRITER_PAUSE_MS * k) / WRITERS);
  for (let n = 0; crowd.going; n++) {
    const data = await askTallied(crowd.writes, ask, {
      query: CREATE,
      variables: {
        key: `bench-${k}-${n}`,
        input: {
          county: COUNTY,
          title: `路灯不亮 ${k}-${n}`,
          category: "0702",
          occurredFrom: FROM,
          geometry: { type: "Point", coordinates: [TOWN[0] + k / 2000, TOWN[1] + (n % 9) / 2000] },
        },
      },
    });
    if (data) crowd.written.push({ id: data.createIncident.id, at: performance.now() });
    await delay(WRITER_PAUSE_MS);
  }
}

/** A subscription, and when it heard of each object. */
interface Listener {
  client: Client;
  heard: Map<string, number>;
}

async function listen(service: Side, token: string): Promise<Listener> {
  const heard = new Map<string, number>();
  const client = createClient({
    url: `ws://127.0.0.1:${service.port}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    lazy: false,
    retryAttempts: 0,
  });
  await new Promise<void>((resolve) => client.on("connected", () => resolve()));
  client.subscribe<{ changes: { id: string } }>(
    { query: "subscription { changes(layers: [INCIDENTS]) { id action } }" },
    {
      next: ({ data }) => {
        if (data) heard.set(data.changes.id, performance.now());
      },
      error: () => undefined,
      complete: () => undefined,
    },
  );
  return { client, heard };
}

interface Crowd {
  going: boolean;
  reads: Tally;
  writes: Tally;
  written: { id: string; at: number }[];
}

async function idsOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ id: string }>(
    `select ${COUNTY} || '-' || id as id from incident where occurred_from >= $1 limit 2000`,
    [FROM],
  );
  await client.end();
  return rows.map((r) => r.id);
}

interface Outcome extends Crowd {
  lost: number;
  delays: number[];
  seconds: number;
  node: number;
  database: number;
}

/** Tokens of so many people with accounts of their own: turns are taken by person. */
async function people(databaseUrl: string, role: RoleName, n: number): Promise<string[]> {
  const engine = await openEngine({ databaseUrl, dataDir: "" });
  const { accounts } = openServices(engine, () => undefined);
  try {
    const tokens: string[] = [];
    for (let k = 0; k < n; k++) {
      await accounts.addAccount(`${role}-${k}`, `${role} ${k}`, [role], { county: COUNTY });
      const link = await accounts.link(`${role}-${k}`, true);
      tokens.push((await accounts.signInWithLink(link.token, true)).token);
    }
    return tokens;
  } finally {
    await engine.close();
  }
}

async function together(service: Side, databaseUrl: string): Promise<Outcome> {
  const crowd: Crowd = { going: true, reads: new Tally(), writes: new Tally(), written: [] };
  const ids = await idsOf(databaseUrl);
  const token = await signedIn(service);
  const reading = await people(databaseUrl, "analyst", READERS);
  const writing = await people(databaseUrl, "dispatcher", WRITERS);
  const listeners = await Promise.all(
    Array.from({ length: SUBSCRIPTIONS }, () => listen(service, token)),
  );
  await delay(1000); // a subscription tells nobody when it has begun
  const cpu = { node: await service.cpu(), database: databaseCpu() };
  const began = performance.now();
  const all = Promise.all([
    ...reading.map((token, k) => reader(service, token, k, ids, crowd)),
    ...writing.map((token, k) => writer(service, token, k, crowd)),
  ]);
  await delay(SECONDS * 1000);
  crowd.going = false;
  await all;
  const seconds = (performance.now() - began) / 1000;
  const used = {
    node: (await service.cpu()) - cpu.node,
    database: databaseCpu() - cpu.database,
  };
  await delay(5000); // what is late is not lost
  const heard = crowd.written.flatMap(({ id, at }) =>
    listeners.map((l) => (l.heard.has(id) ? l.heard.get(id)! - at : null)),
  );
  for (const { client } of listeners) await client.dispose();
  return {
    ...crowd,
    ...used,
    seconds,
    lost: heard.filter((d) => d === null).length,
    delays: heard.filter((d) => d !== null),
  };
}

async function* bench(): AsyncIterable<BenchRow> {
  const databaseUrl = await copyOfCounty(ROWS, "concurrency");
  await settle();
  const service = await serve({
    kind: "service",
    databaseUrl,
    dataDir: scratch("service"),
    poolSize: 10,
  });
  try {
    yield* rowsOf(await together(service, databaseUrl));
  } finally {
    await service.stop();
    await dropDatabase("concurrency");
  }
}

function rowsOf(o: Outcome): BenchRow[] {
  const answered = o.reads.answered.length + o.writes.answered.length;
  const busy = o.reads.busy + o.writes.busy;
  const what =
    `${READERS} readers, ${WRITERS} writers, ${SUBSCRIPTIONS} subscriptions, ${SECONDS} s, ` +
    `${INCIDENTS} on PostGIS`;
  const each = (cpu: number) => ms(cpu / answered);
  return [
    {
      what: `${what}: requests answered a second`,
      measured: (answered / o.seconds).toFixed(0),
      reach: "96 at least",
      note:
        `${SETTINGS}, pool of 10; CPU a request: Node ${each(o.node)}, database ` +
        `${each(o.database)}; readers ask without a pause, who is told busy waits Retry-After`,
    },
    {
      what: "… busy answers (503 RETRY)",
      measured: `${((100 * busy) / (o.reads.asked + o.writes.asked)).toFixed(1)} %`,
      reach: "10 %",
      note:
        `${o.reads.busy} of ${o.reads.asked} reads, ` +
        `${o.writes.busy} of ${o.writes.asked} writes`,
    },
    {
      what: "… answered reads, p99",
      measured: ms(o.reads.p(0.99)),
      reach: "1 s",
      note:
        `p50 ${ms(o.reads.p(0.5))}, p95 ${ms(o.reads.p(0.95))}; writes p50 ` +
        `${ms(o.writes.p(0.5))}, p99 ${ms(o.writes.p(0.99))}`,
    },
    {
      what: "… other errors",
      measured: String(o.reads.errors.length + o.writes.errors.length),
      reach: "0",
      note: `reads ${errorsOf(o.reads)}, writes ${errorsOf(o.writes)}`,
    },
    {
      what: "… events lost",
      measured: String(o.lost),
      reach: "0",
      note:
        `of ${o.written.length * SUBSCRIPTIONS}; heard after the answer to who wrote: p50 ` +
        `${ms(quantile([0, ...o.delays], 0.5))}, p99 ${ms(quantile([0, ...o.delays], 0.99))}`,
    },
  ];
}

export default bench satisfies Bench;
