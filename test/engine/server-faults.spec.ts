import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Engine } from "../../db/engine/engine.js";
import type { EngineFault } from "../../db/engine/fault.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { clusterUrl, freshDatabase } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { lacked } from "../harness/lacked.js";
import { startCluster } from "../harness/postgres-cluster.js";

const available = findPostgres() !== undefined;
if (!available) lacked("postgis");

describe("a DATABASE_URL that cannot work is one sentence without its password", () => {
  const refusal = async (databaseUrl: string) =>
    (await openEngine({ dataDir: "", databaseUrl }).catch((e: unknown) => e)) as EngineFault;

  it.each([
    ["no address at all", "not a url", "DATABASE_URL_INVALID"],
    ["another kind of address", "mysql://me:geheim@localhost/x", "DATABASE_URL_INVALID"],
    ["a port where nobody listens", "postgres://me:geheim@127.0.0.1:9/x", "DATABASE_UNREACHABLE"],
    [
      "a name that does not resolve",
      "postgres://me:geheim@nowhere.invalid/x",
      "DATABASE_UNREACHABLE",
    ],
  ])("%s", async (_name, url, code) => {
    const error = await refusal(url);
    expect(error).toMatchObject({ name: "EngineFault", code });
    expect(error.message).not.toContain("geheim");
    expect(error.message).not.toContain("\n");
  });

  describe.skipIf(!available)("on a server", () => {
    it("without that database", async () => {
      expect(await refusal(`${await clusterUrl()}/no_such_database`)).toMatchObject({
        code: "DATABASE_AUTH",
        message: expect.stringContaining("createdb no_such_database"),
      });
    });

    it("without PostGIS, when the user may not add it; and adds it when it may", async () => {
      const url = await clusterUrl();
      const admin = new pg.Client({ connectionString: `${url}/postgres` });
      await admin.connect();
      await admin.query("create database plain");
      await admin.query("create role guest login");
      await admin.end();
      const guest = `${url.replace("postgres@", "guest@")}/plain`;
      expect(await refusal(guest)).toMatchObject({
        code: "POSTGIS_MISSING",
        message: expect.stringContaining("CREATE EXTENSION postgis"),
      });
      const engine = await openEngine({ dataDir: "", databaseUrl: `${url}/plain` });
      expect(engine.capabilities.postgis).toMatch(/^3\./);
      await engine.close();
    });
  });
});

describe.skipIf(!available)("a server's session", () => {
  it("forks no parallel workers, on whichever connection", async () => {
    const engine = await openEngine({ dataDir: "", databaseUrl: await freshDatabase() });
    try {
      const seen = await Promise.all(
        Array.from({ length: 10 }, () =>
          engine.pool.query<{ pid: number; workers: string }>(
            "select pg_backend_pid() as pid, " +
              "current_setting('max_parallel_workers_per_gather') as workers, pg_sleep(0.5)::text",
          ),
        ),
      );
      expect(new Set(seen.map(({ rows }) => rows[0]!.pid)).size).toBe(10);
      expect(new Set(seen.map(({ rows }) => rows[0]!.workers))).toEqual(new Set(["0"]));
    } finally {
      await engine.close();
    }
  });
});

describe.skipIf(!available)("a server's connections", () => {
  it("are opened before they are asked for, know PostGIS, and stay", async () => {
    const engine = await openEngine({
      dataDir: "",
      databaseUrl: await freshDatabase(),
      warm: true,
    });
    try {
      await expect.poll(() => engine.pool.idleCount).toBe(5);
      expect(engine.pool.options.idleTimeoutMillis).toBe(0);
      const seen = await Promise.all(
        Array.from({ length: 5 }, () =>
          engine.pool.query<{ pid: number }>(
            "select pg_backend_pid() as pid, pg_sleep(0.05)::text",
          ),
        ),
      );
      if (process.platform === "linux")
        for (const { rows } of seen)
          expect(readFileSync(`/proc/${rows[0]!.pid}/maps`, "utf8")).toMatch(/libproj/);
      expect(engine.pool.totalCount).toBe(5);
    } finally {
      await engine.close();
    }
  });
});

describe.skipIf(!available)("a server's deadline", () => {
  it("ends the statement on the server, not only for the caller", async () => {
    const engine = await openEngine({ dataDir: "", databaseUrl: await freshDatabase() });
    try {
      await expect(
        engine.withDeadline(200, () =>
          engine.pool.query("select count(*), 'find me' from generate_series(1, 2000000000)"),
        ),
      ).rejects.toMatchObject({ code: "57014" });
      const { rows } = await engine.pool.query(
        "select 1 from pg_stat_activity where state = 'active' and query like '%find me%' " +
          "and pid <> pg_backend_pid()",
      );
      expect(rows).toEqual([]);
    } finally {
      await engine.close();
    }
  });
});

describe.skipIf(!available)("a server that dies", () => {
  let engine: Engine;
  let url: string;
  const faults: string[] = [];
  const sessions = async (what: string) => {
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 " +
        "and pid <> pg_backend_pid() and datname = current_database()",
      [what],
    );
    await admin.end();
  };
  beforeAll(async () => {
    url = await freshDatabase();
    engine = await openEngine({ dataDir: "", databaseUrl: url, poolSize: 3 });
    engine.onFault((f) => {
      faults.push(f.code);
    });
  });
  afterAll(() => engine.close());

  it("costs the statement that ran, and neither the process nor the next statement", async () => {
    const running = engine.pool.query("select pg_sleep(5)").catch((e: unknown) => e);
    const lent = await engine.pool.connect();
    await engine.pool.query("select 1");
    await sessions("hearthgrid");
    expect(await running).toBeInstanceOf(Error);
    await expect(lent.query("select 1")).rejects.toBeInstanceOf(Error);
    lent.release(true);
    await expect
      .poll(() =>
        engine.pool.query("select 1 as n").then(
          (r) => r.rows,
          () => [],
        ),
      )
      .toEqual([{ n: 1 }]);
  });

  it("hears notifications again, and says that it may have missed some", async () => {
    const heard: string[] = [];
    await engine.listen("changes", (p) => {
      heard.push(p);
    });
    await engine.notify("changes", "1");
    await expect.poll(() => heard).toEqual(["1"]);
    await sessions("hearthgrid listen");
    await expect.poll(() => faults, { timeout: 10_000 }).toContain("NOTIFICATIONS_MISSED");
    await engine.notify("changes", "2");
    await expect.poll(() => heard).toEqual(["1", "2"]);
    await expect(engine.notify("changes", "网".repeat(3_000))).rejects.toThrow("7999 bytes");
  });
});

describe.skipIf(!available)("a server killed while a process writes", () => {
  // Rows survive kill -9 only because the commit reached the system's files; full_page_writes and
  // the WAL do the rest.
  it("loses no acknowledged row", { timeout: 120_000 }, async () => {
    // Directly below the run's directory: the server may be another user, who cannot pass the
    // private ones.
    const cluster = await startCluster(
      findPostgres()!,
      path.join(inject("runDir"), "killed-server"),
      ["synchronous_commit=on", "full_page_writes=on"],
    );
    const databaseUrl = `${cluster.url}/hearthgrid_template`;
    const child = fork(
      fileURLToPath(new URL("./holder.ts", import.meta.url)),
      ["", "write", databaseUrl],
      { execArgv: ["--import", "tsx"], stdio: ["ignore", "ignore", "ignore", "ipc"] },
    );
    const acknowledged: number[] = [];
    await new Promise<void>((resolve) => {
      child.on("message", (m) => {
        if (typeof m === "number" && acknowledged.push(m) >= 40) resolve();
      });
    });
    const restarted = await cluster.crash();
    child.kill("SIGKILL");
    try {
      const engine = await openEngine({ dataDir: "", databaseUrl });
      const { rows } = await engine.pool.query<{ id: number }>("select id from written");
      await engine.close();
      const present = new Set(rows.map((r) => r.id));
      expect(acknowledged.filter((id) => !present.has(id))).toEqual([]);
    } finally {
      await restarted.stop();
    }
  });
});
