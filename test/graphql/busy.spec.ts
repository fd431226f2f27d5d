import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beginRequest, runRequest } from "../../api/core/request.js";
import type { Services } from "../../api/core/services.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { askOn, openSocket } from "../doors/socket.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, id, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { freshDatabase } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { lacked } from "../harness/lacked.js";

const available = findPostgres() !== undefined;
if (!available) lacked("postgis");

const numbered = (n: number) => Array.from({ length: n }, (_, i) => i);
/** Twenty statements: no two are the same question. */
const COSTLY = `{ ${numbered(20)
  .map(
    (i) => `a${i}: incidents(filter: { from: "2026-01-${10 + i}T00:00:00Z" }) {
      counts(by: HOUR_OF_WEEK) { key count } }`,
  )
  .join(" ")} }`;
const BY_ID = `{ grid(id: "${id("grid", 1)}") { id } }`;
const PAGE = "{ incidents(first: 10) { nodes { id } } }";
const CREATE = `mutation ($title: String!) { createIncident(idempotencyKey: $title, input: {
  county: ${COUNTY}, title: $title, category: "0603", occurredFrom: "2026-02-03T04:05:06Z",
  geometry: { type: "Point", coordinates: [107.003, 29.003] } }) { id } }`;

describe.skipIf(!available)("a service whose database is busy", () => {
  let engine: Engine, service: RunningService, tokens: Record<string, string>;
  let services: Services;
  let holder: pg.Client, watcher: pg.Client;
  const ask = async (who: string, query: string, variables = {}) => {
    const answer = await fetch(`${service.url}/graphql`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens[who]}`, "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await answer.json()) as {
      data?: Record<string, unknown>;
      errors?: { extensions: { code: string } }[];
    };
    return {
      status: answer.status,
      retryAfter: Number(answer.headers.get("retry-after")),
      data: body.data,
      codes: new Set(body.errors?.map((e) => e.extensions.code)),
    };
  };
  /** How many connections of the service stand before the incidents. */
  const standing = async () =>
    (
      await watcher.query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() " +
          "and wait_event_type = 'Lock'",
      )
    ).rows[0]!.n;
  /** While `work` runs nobody reads or writes an incident: whatever asks for one takes for ever. */
  const whileHeld = async <T>(work: () => Promise<T>): Promise<T> => {
    await holder.query("begin; lock table incident in access exclusive mode");
    try {
      return await work();
    } finally {
      await holder.query("rollback");
    }
  };

  beforeAll(async () => {
    const databaseUrl = await freshDatabase();
    engine = await openEngine({ dataDir: "", databaseUrl, poolSize: 10 });
    services = await openSmallCounty(engine);
    service = await serve(services);
    tokens = await tokensOf(services);
    [holder, watcher] = [new pg.Client(databaseUrl), new pg.Client(databaseUrl)];
    await Promise.all([holder.connect(), watcher.connect()]);
    for (const who of ["admin", "planner", "analyst"])
      expect((await ask(who, PAGE)).status).toBe(200);
  });
  afterAll(async () => {
    await Promise.all([holder.end(), watcher.end()]);
    await service.close();
    await engine.close();
  });

  it("one request of twenty counts has three connections, ten have half, and a by-id read passes", async () => {
    const { asked } = await whileHeld(async () => {
      const one = ask("planner", COSTLY);
      await expect.poll(standing).toBe(3);
      expect(await ask("analyst", BY_ID)).toMatchObject({ status: 200 });
      const ten = numbered(9).map((i) => ask(i % 2 ? "planner" : "admin", COSTLY));
      await expect.poll(standing).toBe(5);
      expect(await ask("analyst", BY_ID)).toMatchObject({ status: 200 });
      expect(await standing()).toBe(5);
      return { asked: Promise.all([one, ...ten]) };
    });
    const [one, ...others] = (await asked).map(({ status }) => status);
    expect(one).toBe(200);
    // Of the others those who did not get a connection in time are told to come again.
    for (const status of others) expect([200, 503]).toContain(status);
  });

  it("answers what waits too long RETRY, 503 and when to come again; nothing of it was done", async () => {
    const titles = numbered(8).map((i) => `busy-write-${i}`);
    const { writes, pages } = await whileHeld(async () => {
      const writing = titles.map((title) => ask("admin", CREATE, { title }));
      await expect.poll(standing).toBe(5);
      const reading = numbered(4).map(() => ask("analyst", PAGE));
      await expect.poll(standing).toBe(8);
      const refused = await Promise.race(reading);
      expect(refused).toMatchObject({ status: 503, codes: new Set(["RETRY"]) });
      expect(refused.retryAfter).toBeGreaterThan(0);
      await expect.poll(() => engine.pool.totalCount - engine.pool.idleCount).toBe(8);
      return { writes: Promise.all(writing), pages: Promise.all(reading) };
    });
    const statuses = (answers: { status: number }[]) => answers.map((a) => a.status).sort();
    expect(statuses(await pages)).toEqual([200, 200, 200, 503]);
    expect(statuses(await writes)).toEqual([200, 200, 200, 200, 200, 503, 503, 503]);
    const { rows } = await engine.pool.query("select title from incident where title like 'busy%'");
    expect(rows).toHaveLength(5);
  });

  it("a query of which one part is refused is refused whole, with no half of an answer", async () => {
    const letGo: (() => void)[] = [];
    const held = numbered(10).map((i) =>
      runRequest(beginRequest(`held ${i}`), () =>
        services.db.lanes.run("short", () => new Promise<void>((resolve) => letGo.push(resolve))),
      ),
    );
    const half = await ask("analyst", `{ viewer { name } grid(id: "${id("grid", 1)}") { id } }`);
    for (const go of letGo) go();
    await Promise.all(held);
    expect(half).toMatchObject({ status: 503, data: undefined, codes: new Set(["RETRY"]) });
  });

  it("subscribers of one policy ask once about a change, and people are looked up together", async () => {
    const sockets = await Promise.all(
      numbered(20).map(() =>
        openSocket(service.url, { authorization: `Bearer ${tokens["analyst"]}` }),
      ),
    );
    const heard = sockets.map(({ socket }) =>
      askOn(socket, "subscription { changes(layers: [INCIDENTS]) { id } }"),
    );
    await new Promise((resolve) => setTimeout(resolve, 600)); // nobody is remembered any more
    const statements: string[] = [];
    services.db.watch = (text) => statements.push(text);
    const people = Promise.all(Object.keys(tokens).map((who) => ask(who, "{ viewer { name } }")));
    await ask("admin", CREATE, { title: "told-once" });
    for (const told of await Promise.all(heard)) expect(told).toContain(`${COUNTY}-`);
    services.db.watch = undefined;
    expect((await people).map(({ status }) => status)).not.toContain(503);
    const asked = (part: string) => statements.filter((text) => text.includes(part)).length;
    expect(asked("from event o where")).toBeLessThan(5);
    // One look-up, one of those who came meanwhile, and those of the open sockets (every 400 ms).
    expect(asked("from session s join account")).toBeLessThan(Object.keys(tokens).length);
    for (const { socket } of sockets) socket.close();
  });
});
