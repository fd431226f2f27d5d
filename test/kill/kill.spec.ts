import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { mulberry32 } from "../../geo/random.js";
import { openSmallCounty } from "../fixtures/small-county.js";
import { findPostgres } from "../harness/find-postgres.js";
import { type Cluster, startCluster } from "../harness/postgres-cluster.js";
import { type ServiceProcess, startProcess } from "../harness/service-process.js";
import { Ledger } from "./ledger.js";
import { mountSmallDisk, type SmallDisk } from "./small-disk.js";

const ROUNDS = process.env["HEARTHGRID_SOAK"] ? 30 : 2;
const DISK_MB = 400;
/** Resident memory of the service; docs/guides/operate-it.md promises less than that. */
const MEMORY_MB = 1100;
const BACK_MS = 90_000;
/** GEOS in WebAssembly dies of this one (docs/decisions/engine-embedded-crashes.md). */
const BREAKS =
  "alter table incident add constraint breaks check (address not like 'POLYGON%' or " +
  "ST_AsText(ST_Intersection(address::geometry, 'POLYGON((0 0,2 0,2 1,0 0))')) is not null)";
const BREAK = `mutation { createIncident(input: { county: 510799, title: "坏", category: "0603",
  address: "POLYGON((0 0,1 1,1 0,0 1,0 0))", occurredFrom: "2026-02-03T04:05:06Z",
  geometry: { type: "Point", coordinates: [107.003, 29.003] } }) { id } }`;

const EVENTS = ["kill", "engine", "stalled", "disk", "term"] as const;
type Event = (typeof EVENTS)[number];

/** A service as people start it, on one engine, and what can happen to it. */
class Patient {
  private service: ServiceProcess | undefined;
  private cluster: Cluster | undefined;
  private disk: SmallDisk | undefined;
  ledger!: Ledger;
  mostMegabytes = 0;

  constructor(private readonly kind: Engine["kind"]) {}

  get hasDisk(): boolean {
    return this.disk !== undefined;
  }

  private get env(): Record<string, string> {
    return {
      ...(this.cluster ? { DATABASE_URL: `${this.cluster.url}/killed` } : {}),
      HEARTHGRID_DATA: this.dataDir,
      HEARTHGRID_SECRET: "one-secret-for-all-the-rounds-of-this",
      HEARTHGRID_NO_DEMO: "1",
      HEARTHGRID_DRAIN: "2",
    };
  }
  private get dataDir(): string {
    return path.join(this.root, "data");
  }
  private get root(): string {
    return path.join(inject("runDir"), `kill-${this.kind}`);
  }

  async prepare(): Promise<void> {
    this.disk = mountSmallDisk(this.root, DISK_MB);
    mkdirSync(this.root, { recursive: true });
    if (this.kind === "server") {
      this.cluster = await startCluster(findPostgres()!, path.join(this.root, "postgres"), [
        "synchronous_commit=on",
        "max_wal_size=64MB",
        "min_wal_size=32MB",
      ]);
      const admin = new pg.Client({ connectionString: `${this.cluster.url}/postgres` });
      await admin.connect();
      await admin.query("create database killed template hearthgrid_template");
      await admin.end();
    }
    const engine = await this.openEngine();
    const services = await openSmallCounty(engine);
    if (this.kind === "embedded") await engine.pool.query(BREAKS);
    await services.accounts.addAccount("demo-admin", "a", ["admin"], {
      isDemo: true,
      county: 510799,
    });
    this.ledger = new Ledger((await services.accounts.demoSignIn("admin", true)).token);
    await engine.close();
    await this.back();
  }

  private openEngine(): Promise<Engine> {
    return openEngine({
      dataDir: this.dataDir,
      ...(this.cluster ? { databaseUrl: `${this.cluster.url}/killed` } : {}),
    });
  }

  /** The service answers again; a process that ended is started, a server that ended too. */
  async back(): Promise<void> {
    for (const begun = Date.now(); ; await delay(100)) {
      expect(Date.now() - begun, "the service is back").toBeLessThan(BACK_MS);
      if (this.service && (await this.isOver())) this.service = undefined;
      try {
        this.service ??= await startProcess([], this.env);
        this.ledger.url = this.service.url;
        const ready = await fetch(`${this.service.url}/readyz`, {
          signal: AbortSignal.timeout(5_000),
        });
        if (ready.ok) break;
      } catch (error) {
        // What a full disk or a PostgreSQL that is not back yet refuses is said in one sentence.
        if (String(error).includes("the service ended"))
          expect(String(error)).toMatch(
            /cannot be reached|starting up|recovery|disk|shutting down/,
          );
      }
      if (this.cluster && Date.now() - begun > 5_000) await this.reviveServer();
    }
    const status = readFileSync(`/proc/${this.service!.child.pid}/status`, "utf8");
    const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
    this.mostMegabytes = Math.max(this.mostMegabytes, megabytes);
    expect(megabytes).toBeLessThan(MEMORY_MB);
  }

  private isOver = async (): Promise<boolean> =>
    this.service!.child.exitCode !== null || this.service!.child.signalCode !== null;

  private async reviveServer(): Promise<void> {
    const answers = new pg.Client({ connectionString: `${this.cluster!.url}/killed` });
    answers.on("error", () => undefined);
    const alive = await answers.connect().then(
      () => true,
      () => false,
    );
    await answers.end().catch(() => undefined);
    if (!alive) this.cluster = await (await this.cluster!.halt())();
  }

  async happen(event: Event): Promise<void> {
    const { child, ended } = this.service!;
    switch (event) {
      case "kill":
        child.kill("SIGKILL");
        return void (await ended);
      case "term":
        child.kill("SIGTERM");
        expect(await ended).toEqual({ code: 0, signal: null });
        return;
      case "engine":
        if (this.cluster) this.cluster = await (await this.cluster.halt())();
        else await this.ledger.ask(BREAK);
        return;
      case "disk":
        this.disk!.fill();
        await delay(1_500);
        this.disk!.free();
        return;
      case "stalled":
        return this.stallClient();
    }
  }

  /** Others are served while a client with an open subscription and half a request is frozen. */
  private async stallClient(): Promise<void> {
    const client = spawn(
      process.execPath,
      [
        fileURLToPath(new URL("stalled-client.mjs", import.meta.url)),
        this.service!.url,
        this.ledger.token,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    try {
      await once(client.stdout!, "data");
      client.kill("SIGSTOP");
      const before = this.ledger.created;
      await vi.waitFor(() => expect(this.ledger.created).toBeGreaterThan(before + 5), {
        timeout: 20_000,
      });
    } finally {
      client.kill("SIGKILL");
    }
  }

  /**
   * Each row has as many entries of history, sets that wrote them and events as its version says:
   * none is lost, none is double, and no set or event is there of what was not written.
   */
  async checkHistory(): Promise<void> {
    await this.service!.stop();
    const engine = await this.openEngine();
    const { rows } = await engine.pool.query(`
      select i.id, i.version, count(h.version)::int as written, max(h.version) as last,
        count(c.id)::int as sets,
        (select count(distinct e.version)::int from event e
          where e.county_id = i.county_id and e.subject_id = i.id) as told
      from incident i
      left join history h on h.county_id = i.county_id and h.subject_id = i.id
      left join change_set c on c.county_id = h.county_id and c.id = h.set_id
      where i.title like 'round-%' group by i.county_id, i.id, i.version`);
    const { rows: adrift } = await engine.pool.query(`
      select c.id from change_set c
      where not exists (select 1 from history h where h.set_id = c.id)
      union all
      select e.id from event e where e.subject_kind = 'incidents' and not exists (
        select 1 from history h where h.subject_id = e.subject_id and h.version = e.version)`);
    await engine.close();
    expect(rows.length).toBe(this.ledger.rows);
    const wrong = rows.filter((r) =>
      [r.written, r.last, r.sets, r.told].some((n) => n !== r.version),
    );
    expect(wrong).toEqual([]);
    expect(adrift).toEqual([]);
  }

  async end(): Promise<void> {
    this.service?.child.kill("SIGKILL");
    await this.cluster?.stop();
    this.disk?.unmount();
  }
}

describe.each(["embedded", "server"] as const)("on the %s engine", (kind) => {
  const here = kind === "server" && !findPostgres() ? describe.skip : describe;
  here("what befalls a service loses and doubles nothing that was acknowledged", () => {
    const patient = new Patient(kind);
    beforeAll(() => patient.prepare());
    afterAll(() => patient.end());

    it(`${ROUNDS} rounds`, async () => {
      const { ledger } = patient;
      const random = mulberry32(99);
      const begun = Date.now();
      const happened = new Map<Event, number>();
      for (let round = 0; round < ROUNDS; round++) {
        let event: Event = EVENTS[round % EVENTS.length]!;
        if (event === "disk" && !patient.hasDisk) event = "kill";
        happened.set(event, (happened.get(event) ?? 0) + 1);
        ledger.startWriting(round);
        const goal = ledger.created + 3;
        while (ledger.created < goal) await delay(10);
        await delay(random() * 900);
        await patient.happen(event);
        await patient.back();
        await ledger.stopWriting();
        await ledger.replay();
        await ledger.verify();
      }
      await patient.checkHistory();
      process.stderr.write(
        `${kind}: ${ROUNDS} rounds (${[...happened].map(([e, n]) => `${e} ${n}`).join(", ")}), ` +
          `${ledger.rows} acknowledged rows, ${ledger.updated} acknowledged changes, ` +
          `${ledger.replayed} replays, 0 lost, 0 doubled, met ` +
          `${[...ledger.refusals].map(([code, n]) => `${code} ${n}`).join(", ") || "nothing"}, ` +
          `${Math.round(patient.mostMegabytes)} MB, ` +
          `${((Date.now() - begun) / 1000).toFixed(0)} s\n`,
      );
    }, 3_600_000);
  });
});
