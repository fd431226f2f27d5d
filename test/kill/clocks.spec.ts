import { afterAll, describe, expect, it } from "vitest";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import { mulberry32 } from "../../geo/random.js";
import { compiled } from "../harness/compiled.js";
import { freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import type { End } from "../harness/service-process.js";
import { tellEvery50, Victim, Victims } from "./victim.js";

/** With those of deaths.spec.ts a thousand in a soak, and with kill.spec.ts' twenty in every run. */
const ROUNDS = process.env["HEARTHGRID_SOAK"] ? 100 : 2;
/** Clocks of a county: they are fired together. */
const CLOCKS = 3;
/** A process lives for so many statements at most; about ten fire a county's clocks. */
const LIFE = 24;
/** More than all rounds can fire: each kill finds something to interrupt, in both lines of them. */
const COUNTIES = ROUNDS * 3 + 6;

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

/** Loops are killed one after another, so many, in one line or in two; the last one ends by itself. */
class Deaths {
  private readonly victims: Victims<Victim>;
  private rounds = 0;

  constructor(
    program: string,
    env: Record<string, string>,
    private readonly who: string,
  ) {
    this.victims = new Victims(ROUNDS + 1, () => new Victim(program, env, () => undefined));
  }

  private async run(life: number, end: End): Promise<void> {
    const victim = this.victims.next();
    victim.begin(life);
    expect(await victim.ended, victim.errors).toEqual(end);
  }

  async line(rounds: number, seed: number): Promise<void> {
    const random = mulberry32(seed);
    for (let round = 0; round < rounds; round++) {
      await this.run(1 + Math.floor(random() * LIFE), { code: null, signal: "SIGKILL" });
      tellEvery50(`clocks, ${this.who}`, ++this.rounds, ROUNDS);
    }
  }

  /** Nothing is due any more. */
  last = () => this.run(0, { code: 0, signal: null });
  end = () => this.victims.end();
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
  const begun: Deaths[] = [];
  afterAll(() => Promise.all(begun.map((deaths) => deaths.end())));

  async function dying(env: Record<string, string>, who: string): Promise<Deaths> {
    await due(env, COUNTIES);
    const program = await compiled(new URL("clock-loop.fixture.ts", import.meta.url));
    const deaths = new Deaths(program, env, who);
    begun.push(deaths);
    return deaths;
  }

  it("no clock is silent and none fires twice, on the embedded engine", async () => {
    const env = { HEARTHGRID_DATA: freshDirectory("clocks") };
    const deaths = await dying(env, "embedded");
    await deaths.line(ROUNDS, 1);
    await deaths.last();
    expect(await wrong(env)).toEqual(NOTHING);
  }, 7_200_000);

  it.skipIf(!findPostgres())(
    "nor with two processes on a PostGIS server",
    async () => {
      const env = { DATABASE_URL: await freshDatabase("clocks") };
      const deaths = await dying(env, "PostGIS");
      await Promise.all([deaths.line(ROUNDS / 2, 2), deaths.line(ROUNDS / 2, 3)]);
      await deaths.last();
      expect(await wrong(env)).toEqual(NOTHING);
    },
    7_200_000,
  );
});
