import type { Worker } from "node:worker_threads";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Services } from "../../api/core/services.js";
import type { Engine } from "../../db/engine/engine.js";
import { type RunningService, serve } from "../fixtures/service.js";
import { COUNTY, openSmallCounty } from "../fixtures/small-county.js";
import { tokensOf } from "../fixtures/viewers.js";
import { forEachEngine } from "../harness/engines.js";

const SOON_MS = 4000;

forEachEngine((makeEngine, kind) => {
  let services: Services, service: RunningService, token: string;
  let engine: Engine;
  const lines: string[] = [];
  const ends: (() => void)[] = [];

  beforeAll(async () => {
    engine = await makeEngine();
    services = await openSmallCounty(engine, (line) => void lines.push(line));
    service = await serve(services);
    token = (await tokensOf(services)).analyst;
  });
  afterEach(() => {
    for (const end of ends.splice(0)) end();
  });
  afterAll(() => service.close());

  /** Asks over HTTP, and how to hang up. */
  function asking(query: string) {
    const hangUp = new AbortController();
    ends.push(() => hangUp.abort());
    const answer = fetch(`${service.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
      signal: hangUp.signal,
    })
      .then((reply) => reply.text())
      .catch((error: Error) => error.name);
    return { answer, hangUp: () => hangUp.abort() };
  }

  it("a thread that computes for an asker who hung up ends, and none is told of a fault", async () => {
    // All at one place and day: each of 999 shuffles looks at every pair of them, for minutes.
    await services.db.rows(sql`insert into incident (county_id, id, created_by, updated_by, title,
        category, occurred_from, occurred_until, reported_at, geom, x_m, y_m)
      select ${COUNTY}, gen_random_uuid(), 'x', 'x', '', '0701', t, t, t,
        'SRID=4326;POINT(107.01 29.01)', 0, 0
      from generate_series(1, 2500) n, lateral (select timestamptz '2027-01-01 00:00+08'
        + n * interval '1 minute' as t) m`);
    const began = new Promise<Worker>((resolve) => process.once("worker", resolve));
    const { answer, hangUp } = asking("{ nearRepeat { incidents } }");
    const worker = await began;
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    await new Promise((resolve) => worker.once("online", resolve));
    hangUp();
    expect(await answer).toBe("AbortError");
    await expect(Promise.race([ended, after(SOON_MS)])).resolves.not.toBe("too late");
    expect(lines.filter((line) => line.includes("internal error"))).toEqual([]);
  });

  it.runIf(kind === "server")(
    "a statement that runs or waits for askers who all hung up ends, and one that is wanted goes on",
    async () => {
      const blocker = await engine.pool.connect();
      const waiting = async () => {
        // A transaction sees all activity as it was when it first looked.
        await blocker.query("select pg_stat_clear_snapshot()");
        const { rows } = await blocker.query<{ n: number }>(
          `select count(*)::int as n from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows[0]!.n;
      };
      try {
        await blocker.query("begin; lock table incident in access exclusive mode");
        const stats = `{ compareAreas(areas: [{ county: ${COUNTY} },
          { bbox: [107, 29, 107.01, 29.01] }]) { total { count } } }`;
        const [first, second] = [asking(stats), asking(stats)];
        const cells = asking("{ hotspots(unit: { hex: 300 }) { incidents } }");
        await expect.poll(waiting, { timeout: SOON_MS }).toBe(2);
        first.hangUp();
        cells.hangUp();
        await expect.poll(waiting, { timeout: SOON_MS }).toBe(1);
        // Another waits for the same figures.
        await after(300);
        expect(await waiting()).toBe(1);
        second.hangUp();
        await expect.poll(waiting, { timeout: SOON_MS }).toBe(0);
        const last = asking(stats);
        await expect.poll(waiting, { timeout: SOON_MS }).toBe(1);
        await blocker.query("commit");
        expect(await last.answer).toContain('"count":');
      } finally {
        await blocker.query("rollback");
        blocker.release();
      }
      expect(lines.filter((line) => line.includes("internal error"))).toEqual([]);
    },
  );
});

const after = (ms: number) =>
  new Promise<string>((resolve) => setTimeout(() => resolve("too late"), ms).unref());
