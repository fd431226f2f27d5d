import { setTimeout as delay } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database, type Transaction } from "../../api/core/database.js";
import { raiseVersions, versionsOf } from "../../api/events/data-versions.js";
import { endOfLog, type LoggedEvent, readOn, toldOf } from "../../api/events/event-log.js";
import { EventReader } from "../../api/events/event-reader.js";
import { formatPosition, isPast, type Position, parsePosition } from "../../api/events/position.js";
import { EVENTS_CHANNEL, type NewEvent, publish, SET_LIMIT } from "../../api/events/publish.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import { randomOf } from "../../geo/random.js";
import { forEachEngine, freshDatabase } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { MIGRATED } from "../harness/postgres-cluster.js";

const COUNTY = 510799;
const subjectOf = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, "0")}`;

const happened = (subject: number, version: number): NewEvent => ({
  county: COUNTY,
  kind: "incident.updated",
  subjectKind: "incidents",
  subject: subjectOf(subject),
  action: "updated",
  version,
  actor: "test",
  fields: ["title"],
  place: sql`ST_SetSRID(ST_MakePoint(107, 29), 4326)`,
});

/** Reads on to the log's end, page by page. */
async function readAll(db: Database, from: Position, limit: number) {
  const events: LoggedEvent[] = [];
  let to = from;
  for (let more = true; more; ) {
    const batch = await readOn(db, to, limit);
    events.push(...batch.events);
    ({ to, more } = batch);
  }
  return { events, to };
}

describe("the log of events", () => {
  forEachEngine((makeEngine) => {
    let db: Database;
    beforeAll(async () => {
      const engine = await makeEngine();
      await migrate(engine);
      db = new Database(engine);
    });

    it("pages of any size, and from any event on, tell what came after it, in its order", async () => {
      const start = await endOfLog(db);
      for (const n of [1, 2, 3])
        await db.transaction((tx) =>
          publish(
            tx,
            [10, 11, 12].map((s) => happened(s, n)),
          ),
        );
      const whole = await readAll(db, start, 100);
      expect(whole.events.map((e) => e.version)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
      expect(whole.events[0]).toMatchObject({
        ...{ county: COUNTY, subject: subjectOf(10), kind: "incident.updated", actor: "test" },
        ...{ fields: ["title"], box: [107, 29, 107, 29], gone: false, count: null },
      });
      for (const limit of [1, 2, 4]) {
        const paged = await readAll(db, start, limit);
        expect(paged.events.map((e) => e.id)).toEqual(whole.events.map((e) => e.id));
        // Not the same one: transactions of other databases of the server come and go meanwhile.
        expect(isPast(paged.to, whole.to)).toBe(true);
        const page = await readOn(db, start, limit);
        for (const { event, position } of toldOf(page)) {
          const kept = parsePosition(formatPosition(position!));
          const rest = await readAll(db, kept, 2);
          const heard = whole.events.findIndex((e) => e.id === event.id) + 1;
          expect(rest.events.map((e) => e.id)).toEqual(whole.events.slice(heard).map((e) => e.id));
        }
      }
    });

    it("what is rolled back is not told, nor is anybody woken for it", async () => {
      const woken: number[] = [];
      const stop = await db.engine.listen(EVENTS_CHANNEL, () => woken.push(1));
      const from = await endOfLog(db);
      await expect(
        db.transaction(async (tx) => {
          await publish(tx, [happened(20, 1)]);
          throw new Error("no");
        }),
      ).rejects.toThrow("no");
      expect((await readAll(db, from, 10)).events).toEqual([]);
      await db.transaction(async (tx) => {
        await publish(tx, [happened(20, 1)]);
        await publish(tx, [happened(20, 2)]);
      });
      for (let i = 0; i < 40 && woken.length === 0; i++) await delay(25);
      expect(woken).toHaveLength(1);
      await stop();
    });

    it("a thousand rows are told one by one, one more as one event that says how many", async () => {
      const many = (n: number) => Array.from({ length: n }, (_, i) => happened(100 + i, 7));
      const from = await endOfLog(db);
      await db.transaction((tx) => publish(tx, many(SET_LIMIT)));
      const single = await readAll(db, from, 5000);
      expect(single.events).toHaveLength(SET_LIMIT);
      await db.transaction((tx) => publish(tx, many(SET_LIMIT + 1)));
      const sum = await readAll(db, single.to, 5000);
      expect(sum.events).toMatchObject([{ subject: null, version: null, count: SET_LIMIT + 1 }]);
    });

    it("6,000 events at once are told within a second, and the next after them", async () => {
      const reader = new EventReader(db, () => undefined);
      await reader.start();
      const heard: LoggedEvent[] = [];
      reader.listen((told) => heard.push(...told.map((t) => t.event)));
      for (let i = 0; i < 6; i++)
        await db.transaction((tx) =>
          publish(
            tx,
            Array.from({ length: 1000 }, (_, n) => happened(10_000 + n, i + 1)),
          ),
        );
      const begun = performance.now();
      await db.transaction((tx) => publish(tx, [happened(9, 99)]));
      while (!heard.some((e) => e.version === 99)) await delay(5);
      expect(performance.now() - begun).toBeLessThan(1000);
      expect(heard).toHaveLength(6001);
      await reader.stop();
    });

    it("of many writes in a row not each wakes a reading, and all are heard", async () => {
      const reader = new EventReader(db, () => undefined);
      await reader.start();
      let [heard, readings] = [0, 0];
      reader.listen((told) => (heard += told.length));
      db.watch = (text) => void (text.includes("pg_current_snapshot") && readings++);
      const begun = performance.now();
      for (let i = 1; i <= 40; i++)
        await db.transaction((tx) => publish(tx, [happened(20_000, i)]));
      while (heard < 40) await delay(5);
      db.watch = undefined;
      expect(heard).toBe(40);
      expect(readings).toBeLessThanOrEqual((performance.now() - begun) / 50 + 2);
      await reader.stop();
    });

    it("who wrote and died before it called is heard a second later", async () => {
      const reader = new EventReader(db, () => undefined);
      await reader.start();
      let heard = 0;
      reader.listen((told) => (heard += told.length));
      const dumb = (tx: Transaction): Transaction => ({ ...tx, notify: () => undefined });
      await db.transaction((tx) => publish(dumb(tx), [happened(30, 1)]));
      for (let i = 0; i < 60 && heard === 0; i++) await delay(25);
      expect(heard).toBe(1);
      await reader.stop();
    });
  });
});

describe.skipIf(!findPostgres())("the log of events under many writers, on PostGIS", () => {
  let engine: Engine, db: Database;
  let others: pg.Pool;
  const dialect = new PgDialect();
  /** A transaction of another process, which ends when the test says so. */
  const open = async (): Promise<
    Transaction & { sent(): Promise<unknown>; end(how: "commit" | "rollback"): Promise<void> }
  > => {
    const client = await others.connect();
    await client.query("begin");
    let last: Promise<unknown> | undefined;
    return {
      send: (query) => {
        const { sql: text, params } = dialect.sqlToQuery(query);
        last = client.query(text, params);
      },
      sent: async () => last,
      rows: async <T extends object>(query: SQL) => {
        const { sql: text, params } = dialect.sqlToQuery(query);
        return (await client.query(text, params)).rows as T[];
      },
      afterCommit: () => undefined,
      notify: () => undefined,
      async end(how) {
        await client.query(how);
        client.release();
      },
    };
  };

  beforeAll(async () => {
    const databaseUrl = await freshDatabase("events", MIGRATED);
    engine = await openEngine({ dataDir: "", databaseUrl, poolSize: 3 });
    await migrate(engine);
    db = new Database(engine);
    others = new pg.Pool({ connectionString: databaseUrl, max: 8 });
  });
  afterAll(async () => {
    await others.end();
    await engine.close();
  });

  it("an open transaction holds nobody up, and what it commits late is told, once", async () => {
    const from = await endOfLog(db);
    const late = await open();
    await publish(late, [happened(1, 1)]);
    await late.sent();
    await db.transaction((tx) => publish(tx, [happened(2, 1)]));
    const meanwhile = await readAll(db, from, 10);
    expect(meanwhile.events.map((e) => e.subject)).toEqual([subjectOf(2)]);
    // Transactions of other databases of this server count as open, too.
    expect(meanwhile.to.gaps.length).toBeGreaterThanOrEqual(1);
    await db.transaction((tx) => publish(tx, [happened(3, 1)]));
    const next = await readAll(db, meanwhile.to, 10);
    expect(next.events.map((e) => e.subject)).toEqual([subjectOf(3)]);
    await late.end("commit");
    const last = await readAll(db, next.to, 10);
    expect(last.events.map((e) => e.subject)).toEqual([subjectOf(1)]);
    expect((await readAll(db, last.to, 10)).events).toEqual([]);
  });

  it("writers of one county wait for no other, and a late commit changes the version", async () => {
    const version = () => versionsOf(db, [COUNTY], ["incidents"]);
    const first = await open();
    await raiseVersions(first, COUNTY, ["incidents"]);
    const second = await open();
    await raiseVersions(second, COUNTY, ["incidents"]);
    const before = await version();
    await second.end("commit");
    const between = await version();
    await first.end("commit");
    expect(new Set([before, between, await version()]).size).toBe(3);
    expect(await versionsOf(db, [COUNTY], ["cameras"])).toBe("");
  });

  const ROUNDS = process.env["HEARTHGRID_SOAK"] ? 400 : 4;
  it(`random transactions, read at random moments in random pages: each committed event once, each subject's in order (${ROUNDS} rounds)`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const random = randomOf(round, "events");
      const whole = (n: number) => random.integer(0, n - 1);
      const start = await endOfLog(db);
      const running: { tx: Awaited<ReturnType<typeof open>>; wrote: string[]; held: number[] }[] =
        [];
      const versions = new Map<number, number>();
      const held = new Set<number>();
      const committed: string[] = [];
      const heard: LoggedEvent[] = [];
      const positions: { position: Position; heard: number }[] = [];
      let at = start;
      const end = async (i: number, how: "commit" | "rollback") => {
        const [{ tx, wrote, held: own }] = running.splice(i, 1) as [(typeof running)[number]];
        await tx.end(how);
        for (const s of own) held.delete(s);
        if (how === "commit") committed.push(...wrote);
      };
      for (let step = 0; step < 60; step++) {
        const what = random.next();
        if (what < 0.25 && running.length < 6)
          running.push({ tx: await open(), wrote: [], held: [] });
        else if (what < 0.6 && running.length > 0) {
          // As with rows: who wrote a subject holds it until the end.
          const t = running[whole(running.length)]!;
          const subject = whole(8);
          if (held.has(subject) && !t.held.includes(subject)) continue;
          held.add(subject);
          t.held.push(subject);
          const version = (versions.get(subject) ?? 0) + 1;
          versions.set(subject, version);
          await publish(t.tx, [happened(1000 + subject, version)]);
          await t.tx.sent();
          t.wrote.push(`${subjectOf(1000 + subject)} ${version}`);
        } else if (what < 0.8 && running.length > 0)
          await end(whole(running.length), random.next() < 0.8 ? "commit" : "rollback");
        else {
          const batch = await readOn(db, at, 1 + whole(4));
          at = batch.to;
          for (const { event, position } of toldOf(batch)) {
            heard.push(event);
            positions.push({ position: position!, heard: heard.length });
          }
        }
      }
      while (running.length > 0) await end(0, "commit");
      const rest = await readAll(db, at, 3);
      heard.push(...rest.events);
      const named = heard.map((e) => `${e.subject} ${e.version}`);
      expect([...named].sort()).toEqual([...committed].sort());
      for (const subject of new Set(heard.map((e) => e.subject))) {
        const mine = heard.filter((e) => e.subject === subject).map((e) => e.version!);
        expect(mine).toEqual([...mine].sort((a, b) => a - b));
      }
      // Who begins again from any event misses nothing and hears nothing twice.
      for (const { position, heard: n } of positions) {
        const again = await readAll(db, parsePosition(formatPosition(position)), 4);
        expect(again.events.map((e) => e.id).sort()).toEqual(
          heard
            .slice(n)
            .map((e) => e.id)
            .sort(),
        );
      }
    }
  });
});
