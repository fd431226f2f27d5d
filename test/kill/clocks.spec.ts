import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import { mulberry32 } from "../../geo/random.js";
import { freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";

/** With those of deaths.spec.ts and kill.spec.ts twenty in every run. */
const ROUNDS = Number(process.env["HEARTHGRID_SOAK"] ? 1000 : 4);
/** Clocks of a county: they are fired together. */
const CLOCKS = 3;
/** A process lives for so many statements at most; about ten fire a county's clocks. */
const LIFE = 24;
/** More than all rounds can fire: each kill finds something to interrupt. */
const COUNTIES = ROUNDS * 3;
const program = fileURLToPath(new URL("./clock-loop.fixture.ts", import.meta.url));
const loader = import.meta.resolve("tsx");

const DUE = `
  insert into clock (county_id, id, subject_kind, subject_id, kind, state, started_at, amount,
    unit, due_at, next_at, rule, source, law, on_overdue)
  select county, gen_random_uuid(), 'incidents', gen_random_uuid(), 'accept', 'running',
    now() - interval '1 hour', 1, 'hour', now(), now(), 'test', 'test', false, 'incidents.test'
  from generate_series(1, $1::int) county, generate_series(1, $2::int)`;
/** What must be once of each clock, and how often it is otherwise. */
const WRONG = `
  select (select count(*)::int from clock c where (select count(*) from event e
      where e.county_id = c.county_id and e.subject_id = c.subject_id
        and e.kind = 'clock.overdue') <> 1) as events,
    (select count(*)::int from clock c where (select count(*) from job j
      where j.county_id = c.county_id and j.kind = 'incidents.test'
        and j.unique_key = c.id::text) <> 1) as jobs,
    (select count(*)::int from clock where overdue_at is null or late_ms is null
      or next_at is not null) as silent`;

async function due(env: Record<string, string>, counties: number) {
  const engine = await openEngine({
    dataDir: env["HEARTHGRID_DATA"] ?? "",
    ...(env["DATABASE_URL"] ? { databaseUrl: env["DATABASE_URL"] } : {}),
  });
  await migrate(engine);
  await engine.pool.query(DUE, [counties, CLOCKS]);
  await engine.close();
}

/** Runs a clock loop until it is killed at a statement, or with none until nothing is due. */
async function run(env: Record<string, string>, life: number): Promise<void> {
  const child = spawn(process.execPath, ["--import", loader, program, String(life)], {
    env: { ...process.env, DATABASE_URL: "", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect({ code, signal }, said).toEqual(
    life > 0 ? { code: null, signal: "SIGKILL" } : { code: 0, signal: null },
  );
}

/** One process after another is killed, so many; the next one finds what it left. */
async function killOften(env: Record<string, string>, rounds: number, seed: number) {
  const random = mulberry32(seed);
  for (let round = 0; round < rounds; round++) await run(env, 1 + Math.floor(random() * LIFE));
}

async function wrong(env: Record<string, string>) {
  const engine = await openEngine({
    dataDir: env["HEARTHGRID_DATA"] ?? "",
    ...(env["DATABASE_URL"] ? { databaseUrl: env["DATABASE_URL"] } : {}),
  });
  const { rows } = await engine.pool.query(WRONG);
  await engine.close();
  return rows[0] as object;
}

const NOTHING = { events: 0, jobs: 0, silent: 0 };

describe("clock loops that are killed at any statement", () => {
  it("no clock is silent and none fires twice, on the embedded engine", async () => {
    const env = { HEARTHGRID_DATA: freshDirectory("clocks") };
    await due(env, COUNTIES);
    await killOften(env, ROUNDS, 1);
    await run(env, 0);
    expect(await wrong(env)).toEqual(NOTHING);
  }, 7_200_000);

  it.skipIf(!findPostgres())(
    "nor with two processes on a PostGIS server",
    async () => {
      const env = { DATABASE_URL: await freshDatabase("clocks") };
      await due(env, COUNTIES);
      await Promise.all([killOften(env, ROUNDS / 2, 2), killOften(env, ROUNDS / 2, 3)]);
      await run(env, 0);
      expect(await wrong(env)).toEqual(NOTHING);
    },
    7_200_000,
  );
});
