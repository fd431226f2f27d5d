import { setTimeout as delay } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it, vi } from "vitest";
import { Refusal } from "../../api/core/refusal.js";
import { openServices } from "../../api/open-services.js";
import { faultOf } from "../../db/engine/fault.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { mulberry32 } from "../../geo/random.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { compiled } from "../harness/compiled.js";
import { freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { lacked } from "../harness/lacked.js";
import { MIGRATED } from "../harness/postgres-cluster.js";
import { audit, Follower } from "./audit.js";
import { Life, PROBES } from "./life.js";
import { tellEvery50, Victim, Victims } from "./victim.js";

/** With those of clocks.spec.ts a thousand in a soak, and with kill.spec.ts' twenty in every run. */
const ROUNDS = process.env["HEARTHGRID_SOAK"] ? 400 : 3;
/** Between the first commit of a life and its death, at most. */
const LIFE_MS = 250;
/** Until the next commit; a busy machine may stand still for minutes. */
const PATIENCE_MS = 300_000;

const report = (line: string) => process.stderr.write(`${line}\n`);
const sound = ({ rows, versions, jobs }: Awaited<ReturnType<typeof audit>>) =>
  `${rows} rows, ${versions} versions and their events, ${jobs} jobs: 0 lost, 0 doubled`;

/** Says each commit of its life. */
class Writing extends Victim {
  commits = 0;
  readonly failed: string[] = [];

  constructor(
    program: string,
    databaseUrl: string,
    acknowledge: (subject: string, version: number) => void,
  ) {
    super(program, { DATABASE_URL: databaseUrl }, (line) => {
      if (!line.endsWith("}")) return; // cut off by its death
      const said = JSON.parse(line) as { error?: string; subject: string; version: number };
      if (said.error) return void this.failed.push(said.error);
      this.commits++;
      acknowledge(said.subject, said.version);
    });
  }

  async dies(afterMs: number): Promise<void> {
    await vi.waitFor(() => expect(this.commits, this.errors).toBeGreaterThan(0), {
      timeout: PATIENCE_MS,
      interval: 5,
    });
    await delay(afterMs);
    await this.kill();
    expect([...this.failed, this.errors].filter(Boolean)).toEqual([]);
  }
}

const available = findPostgres() !== undefined;
if (!available) lacked("postgis");

describe.skipIf(!available)(
  "of two processes on one PostGIS one is killed, again and again",
  () => {
    let victims: Victims<Writing> | undefined;
    afterAll(() => victims?.end());

    it(`${ROUNDS} deaths lose nothing and double nothing`, async () => {
      const databaseUrl = await freshDatabase("deaths", MIGRATED);
      const engine = await openEngine({ dataDir: "", databaseUrl, poolSize: 3 });
      const { db } = await openSmallCounty(engine);
      for (const probe of PROBES) await engine.pool.query(probe);
      const acknowledged = new Map<string, number>();
      const acknowledge = (subject: string, version: number) =>
        acknowledged.set(subject, Math.max(version, acknowledged.get(subject) ?? 0));
      const program = await compiled(new URL("victim.fixture.ts", import.meta.url));
      victims = new Victims(ROUNDS + 2, () => new Writing(program, databaseUrl, acknowledge));
      const follower = new Follower(() => db);
      const random = mulberry32(7);
      const born = () => {
        const victim = victims!.next();
        victim.begin();
        return victim;
      };
      const living = [born(), born()];
      for (let round = 0; round < ROUNDS; round++) {
        await living[round % 2]!.dies(random() * LIFE_MS);
        living[round % 2] = born();
        await follower.read();
        tellEvery50("PostGIS", round + 1, ROUNDS);
      }
      await victims.end();
      // A last one lives without writers: what the dead left is done.
      const heir = new Life(
        openServices(engine, () => undefined),
        acknowledge,
        () => {},
      );
      await heir.begin();
      await heir.rest();
      const found = await audit(db, acknowledged);
      await follower.check();
      await heir.end();
      await engine.close();
      report(`PostGIS: ${ROUNDS} deaths of a process, ${sound(found)}`);
    }, 3_600_000);
  },
);

describe("the embedded engine is killed in the middle of its work, again and again", () => {
  it(`${ROUNDS} deaths lose nothing and double nothing`, async () => {
    const engines: Worker[] = [];
    const born = (worker: Worker) => engines.push(worker);
    process.on("worker", born);
    const engine = await openEngine({ dataDir: freshDirectory("deaths"), log: () => undefined });
    const services = await openSmallCounty(engine);
    for (const probe of PROBES) await engine.pool.query(probe);
    const acknowledged = new Map<string, number>();
    let commits = 0;
    const unexpected: Error[] = [];
    const life = new Life(
      services,
      (subject, version) => {
        commits++;
        acknowledged.set(subject, Math.max(version, acknowledged.get(subject) ?? 0));
      },
      (error) => {
        if (!isBreak(error)) unexpected.push(error);
      },
    );
    const follower = new Follower(() => services.db);
    const random = mulberry32(8);
    await life.begin();
    for (let round = 0; round < ROUNDS; round++) {
      const goal = commits + 1;
      if (unexpected[0]) throw unexpected[0];
      await vi.waitFor(() => expect(commits).toBeGreaterThan(goal), {
        timeout: PATIENCE_MS,
        interval: 5,
      });
      await delay(random() * LIFE_MS);
      await engines.at(-1)!.terminate();
      await follower.read().catch((error: Error) => {
        if (!isBreak(error)) throw error;
      });
      tellEvery50("embedded", round + 1, ROUNDS);
    }
    await life.rest();
    expect(unexpected).toEqual([]);
    const found = await audit(services.db, acknowledged);
    await follower.check();
    await life.end();
    await engine.close();
    process.off("worker", born);
    expect(engines.length).toBeGreaterThan(ROUNDS);
    report(`embedded: ${ROUNDS} deaths of the engine, ${sound(found)}`);
  }, 3_600_000);
});

/** What a caller meets whose statement or connection the death cut off. */
const isBreak = (error: Error): boolean =>
  faultOf(error) === "ENGINE_RESTARTED" ||
  faultOf(error) === "DATABASE_UNREACHABLE" ||
  (error instanceof Refusal && error.extensions["code"] === "RETRY");
