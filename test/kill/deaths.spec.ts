import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it, vi } from "vitest";
import { Refusal } from "../../api/core/refusal.js";
import { faultOf } from "../../db/engine/fault.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { mulberry32 } from "../../geo/random.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { freshDatabase, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { lacked } from "../harness/lacked.js";
import { audit, Follower } from "./audit.js";
import { houseAt } from "./house.js";
import { Life, PROBES } from "./life.js";

/** With those of clocks.spec.ts and kill.spec.ts twenty in every run. */
const ROUNDS = process.env["HEARTHGRID_SOAK"] ? 1000 : 6;
/** Between the first commit of a life and its death, at most. */
const LIFE_MS = 250;
const root = pathToFileURL(fileURLToPath(new URL("../../", import.meta.url))).href;
const program = fileURLToPath(new URL("victim.fixture.ts", import.meta.url));

const report = (line: string) => process.stderr.write(`${line}\n`);
const sound = ({ rows, versions, jobs }: Awaited<ReturnType<typeof audit>>) =>
  `${rows} rows, ${versions} versions and their events, ${jobs} jobs: 0 lost, 0 doubled`;

/** A process of its own, until it is killed. */
class Victim {
  private readonly child: ChildProcess;
  readonly errors: string[] = [];
  private readonly ready: Promise<void>;
  private commits = 0;

  constructor(databaseUrl: string, acknowledge: (subject: string, version: number) => void) {
    this.child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), program], {
      env: { ...process.env, DATABASE_URL: databaseUrl, HOUSE: `${root}dist/` },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stderr!.on("data", (chunk: Buffer) => this.errors.push(chunk.toString()));
    this.ready = new Promise((resolve, reject) => {
      this.child.once("exit", () => reject(new Error(this.errors.join(""))));
      createInterface({ input: this.child.stdout! }).on("line", (line) => {
        if (!line.endsWith("}")) return; // cut off by its death
        const said = JSON.parse(line) as {
          ready?: true;
          error?: string;
          subject: string;
          version: number;
        };
        if (said.ready) resolve();
        else if (said.error) this.errors.push(said.error);
        else {
          this.commits++;
          acknowledge(said.subject, said.version);
        }
      });
    });
    this.ready.catch(() => undefined);
  }

  async dies(afterMs: number): Promise<void> {
    await this.ready;
    await vi.waitFor(() => expect(this.commits).toBeGreaterThan(0), { timeout: 20_000 });
    await delay(afterMs);
    const gone = new Promise((resolve) => this.child.once("close", resolve));
    this.child.kill("SIGKILL");
    await gone;
  }

  end(): void {
    this.child.kill("SIGKILL");
  }
}

const available = findPostgres() !== undefined;
if (!available) lacked("postgis");

describe.skipIf(!available)(
  "of two processes on one PostGIS one is killed, again and again",
  () => {
    const victims: Victim[] = [];
    afterAll(() => victims.forEach((victim) => victim.end()));

    it(`${ROUNDS} deaths lose nothing and double nothing`, async () => {
      const databaseUrl = await freshDatabase("deaths");
      const engine = await openEngine({ dataDir: "", databaseUrl, poolSize: 3 });
      const { db } = await openSmallCounty(engine);
      for (const probe of PROBES) await engine.pool.query(probe);
      const acknowledged = new Map<string, number>();
      const acknowledge = (subject: string, version: number) =>
        acknowledged.set(subject, Math.max(version, acknowledged.get(subject) ?? 0));
      const born = () => new Victim(databaseUrl, acknowledge);
      const follower = new Follower(() => db);
      const random = mulberry32(7);
      victims.push(born(), born());
      for (let round = 0; round < ROUNDS; round++) {
        const victim = victims[round % 2]!;
        await victim.dies(random() * LIFE_MS);
        expect(victim.errors).toEqual([]);
        victims[round % 2] = born();
        await follower.read();
      }
      // One of them lives on without writers: what the dead left is done.
      victims.forEach((victim) => victim.end());
      const house = await houseAt(root);
      const heir = new Life(
        house,
        house.openServices(engine, () => undefined),
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
    const house = await houseAt(root);
    const engine = await openEngine({ dataDir: freshDirectory("deaths"), log: () => undefined });
    const services = await openSmallCounty(engine);
    for (const probe of PROBES) await engine.pool.query(probe);
    const acknowledged = new Map<string, number>();
    let commits = 0;
    const unexpected: Error[] = [];
    const life = new Life(
      house,
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
      await vi.waitFor(() => expect(commits).toBeGreaterThan(goal), { timeout: 30_000 });
      await delay(random() * LIFE_MS);
      await engines.at(-1)!.terminate();
      await follower.read().catch((error: Error) => {
        if (!isBreak(error)) throw error;
      });
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
