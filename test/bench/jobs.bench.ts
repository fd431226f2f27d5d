import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database } from "../../api/core/database.js";
import { parseId } from "../../api/core/identifier.js";
import { enqueue } from "../../api/jobs/enqueue.js";
import { inThread } from "../../api/jobs/in-thread.js";
import type { JobLane } from "../../api/jobs/job.js";
import { jobOf } from "../../api/jobs/jobs.queries.js";
import { threadModule } from "../../api/jobs/threads.js";
import { openServices } from "../../api/open-services.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import type { Bench, BenchRow } from "./bench.js";
import { databaseCpu, dropDatabase, newDatabase, SETTINGS, scratch, settle } from "./cluster.js";
import { ms, quantile } from "./sides.js";

const COUNTY = 510799;
const A_SECOND = 100;
const SECONDS = 20;
const IDLE_SECONDS = 20;
/** Longer than the small ones are asked for. */
const HEAVY_SECONDS = 35;
/** The histogram waits this long itself between two looks. */
const RESOLUTION_MS = 2;

const ask = (db: Database, kind: string, lane: JobLane, input: object) =>
  db.transaction((tx) => enqueue(tx, { kind, county: COUNTY, input, actor: "bench", lane }));

/** From the moment it was asked for until a handler had it, of each. */
const waitsOf = async (db: Database): Promise<number[]> =>
  (
    await db.rows<{ wait: number }>(sql`
      select (extract(epoch from started_at - created_at) * 1000)::float8 as wait
      from job where kind = 'small' and state = 'done'`)
  ).map(({ wait }) => wait);

async function* bench(): AsyncIterable<BenchRow> {
  const databaseUrl = await newDatabase("jobs");
  const engine = await openEngine({ databaseUrl, dataDir: scratch("jobs"), poolSize: 10 });
  await migrate(engine);
  const { db, jobs } = openServices(engine, () => undefined);
  await db.rows(sql`create table touched (n int)`);
  jobs.handle("small", async ({ input }, progress) => {
    await progress.finish((tx) =>
      tx.rows(sql`insert into touched values (${(input as { n: number }).n})`),
    );
  });
  const from = new URL("../../api/jobs/jobs.ts", import.meta.url).href;
  jobs.handle("heavy", inThread(threadModule(from, "./testing/thread-work"), "burnJob"));
  await jobs.start();
  await settle();
  yield await besideHeavy(db);
  yield await idle();
  await jobs.stop();
  await engine.close();
  await dropDatabase("jobs");
}

/** The longest that this thread could not answer while something went on, ms. */
async function blocksOf(work: () => Promise<unknown>): Promise<number> {
  const blocks = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  blocks.enable();
  await work();
  blocks.disable();
  return Math.max(0, blocks.max / 1e6 - RESOLUTION_MS);
}

async function smallOnes(db: Database): Promise<void> {
  const asked: Promise<unknown>[] = [];
  const begun = performance.now();
  for (let n = 0; n < A_SECOND * SECONDS; n++) {
    await delay(Math.max(0, begun + (n * 1000) / A_SECOND - performance.now()));
    asked.push(ask(db, "small", "urgent", { n }));
  }
  await Promise.all(asked);
  await delay(1_000);
}

async function besideHeavy(db: Database): Promise<BenchRow> {
  const heavy = parseId(await ask(db, "heavy", "heavy", { ms: HEAVY_SECONDS * 1000 }));
  await delay(2_000); // the thread has started
  const floor = await blocksOf(() => delay(5_000));
  const longest = await blocksOf(() => smallOnes(db));
  const waits = await waitsOf(db);
  const [{ n } = { n: 0 }] = await db.rows<{ n: number }>(
    sql`select count(distinct n)::int as n from touched`,
  );
  while ((await jobOf(db, heavy))!.state !== "done") await delay(500);
  return {
    what: `${A_SECOND} small jobs a second beside a heavy one: urgent lane p99, longest block`,
    measured: `${ms(quantile(waits, 0.99))}, ${ms(longest)}`,
    reach: "1 s, 50 ms",
    note:
      `PostGIS, ${SETTINGS}, pool of 10; ${waits.length} of ${A_SECOND * SECONDS} done, ${n} ` +
      `traces; p50 ${ms(quantile(waits, 0.5))}, longest ${ms(Math.max(...waits))}; the heavy one ` +
      "computes in a thread; block by monitorEventLoopDelay in the thread that asks and runs, " +
      `which without the small ones was ${ms(floor)}: what the machine withholds`,
  };
}

async function idle(): Promise<BenchRow> {
  const before = { node: process.cpuUsage(), database: databaseCpu() };
  await delay(IDLE_SECONDS * 1000);
  const { user, system } = process.cpuUsage(before.node);
  const node = (user + system) / 1000 / IDLE_SECONDS;
  const database = (databaseCpu() - before.database) / IDLE_SECONDS;
  return {
    what: "looking for jobs on an idle service: CPU a second",
    measured: `${ms(node)} Node, ${ms(database)} database`,
    note: `${IDLE_SECONDS} s; Node with all its threads, the database with its own upkeep`,
  };
}

export default bench satisfies Bench;
