import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import type { Bench, BenchRow } from "./bench.js";
import { dropDatabase, newDatabase } from "./cluster.js";

const CLOCKS = 10_000;
const AHEAD_MS = 3000;
const program = fileURLToPath(new URL("../kill/clock-loop.fixture.ts", import.meta.url));
const loader = import.meta.resolve("tsx");

const DUE = `
  insert into clock (county_id, id, subject_kind, subject_id, kind, state, started_at, amount,
    unit, due_at, next_at, rule, source, law)
  select 510799, gen_random_uuid(), 'incidents', gen_random_uuid(), 'accept', 'running', now(),
    1, 'hour', due, due, 'bench', 'bench', false
  from generate_series(1, $1::int) i,
    lateral (select to_timestamp($2::float8 / 1000) + $3::float8 * i / $1 * interval '1 ms') d(due)`;
const FOUND = `
  select (select count(*)::int from event) as events,
    (select count(distinct subject_id)::int from event) as subjects,
    percentile_disc(array[0.5, 0.99, 1]) within group (order by late_ms) as late
  from clock where overdue_at is not null`;

/** A process with a clock loop, which ends when nothing is due any more. */
async function loop(databaseUrl: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", loader, program, "0"], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout!, "data");
  return child;
}

async function measured(what: string, spreadMs: number): Promise<BenchRow> {
  const databaseUrl = await newDatabase("clocks");
  const engine = await openEngine({ dataDir: "", databaseUrl, poolSize: 2 });
  await migrate(engine);
  // A clock that is never due keeps the processes alive until the others are there.
  await engine.pool.query(DUE, [1, Date.now() + 3_600_000, 0]);
  const children = await Promise.all([loop(databaseUrl), loop(databaseUrl)]);
  const from = Date.now() + AHEAD_MS;
  await engine.pool.query(DUE, [CLOCKS, from, spreadMs]);
  await engine.vacuumAnalyze();
  await delay(from - Date.now());
  for (let seen = 0; seen < CLOCKS; await delay(20))
    ({ seen } = (await engine.pool.query("select count(*)::int as seen from event")).rows[0]);
  const last = Date.now() - from - spreadMs;
  const { events, subjects, late } = (await engine.pool.query(FOUND)).rows[0];
  for (const child of children) child.kill();
  await Promise.all(children.map((child) => once(child, "exit")));
  await engine.close();
  await dropDatabase("clocks");
  const twice = events - subjects;
  return {
    what,
    measured:
      `late p50 ${late[0]} ms, p99 ${late[1]} ms, at most ${late[2]} ms; ` +
      `${events} events, ${twice} of them twice`,
    reach: "once each, p99 1 s",
    note: `the last one stood committed before a reader ${last} ms after its time`,
  };
}

const bench: Bench = async function* () {
  yield await measured(`${CLOCKS} clocks due in one second, two processes`, 1000);
  yield await measured(`${CLOCKS} clocks due at one instant, two processes`, 0);
};
export default bench;
