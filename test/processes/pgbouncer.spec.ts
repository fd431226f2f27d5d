import { spawn } from "node:child_process";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hearsItself } from "../../db/engine/ask.js";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import { clusterUrl, freshDirectory } from "../harness/engines.js";
import { findPostgres } from "../harness/find-postgres.js";
import { freePort, unprivileged } from "../harness/postgres-cluster.js";

const PGBOUNCER = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].find((path) => existsSync(path));

describe.skipIf(!PGBOUNCER || !findPostgres())("behind pgbouncer in transaction mode", () => {
  const database = `bounced_${process.pid}`;
  const engines: Engine[] = [];
  let direct: string, pooled: string, end: () => void;

  beforeAll(async () => {
    const url = await clusterUrl();
    direct = `${url}/${database}`;
    const admin = new pg.Client({ connectionString: `${url}/postgres` });
    await admin.connect();
    for (const name of [database, `${database}_kept`]) await admin.query(`create database ${name}`);
    await admin.end();
    const port = await freePort();
    const dir = freshDirectory("pgbouncer");
    chmodSync(dir, 0o755);
    const ini = join(dir, "pgbouncer.ini");
    writeFileSync(
      ini,
      `[databases]
* = host=127.0.0.1 port=${new URL(url).port} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
ignore_startup_parameters = extra_float_digits
`,
    );
    const child = spawn(PGBOUNCER!, ["-q", ini], { ...unprivileged(), stdio: "ignore" });
    end = () => child.kill("SIGKILL");
    pooled = `postgres://postgres@127.0.0.1:${port}/${database}`;
  });
  afterAll(async () => {
    for (const engine of engines) await engine.close();
    end();
  });

  const open = async (directUrl?: string, databaseUrl = pooled) => {
    for (let tries = 0; ; tries++)
      try {
        const engine = await openEngine({
          dataDir: "",
          databaseUrl,
          poolSize: 3,
          ...(directUrl ? { directUrl } : {}),
        });
        engines.push(engine);
        return engine;
      } catch (error) {
        if (tries > 30) throw error;
        await delay(100);
      }
  };

  it("three that start at once on an empty database migrate it once", async () => {
    const three = await Promise.all([open(), open(), open(direct)]);
    const ran = await Promise.all(three.map((engine) => migrate(engine)));
    expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
  });

  it("every connection of the pooler plans for short statements, whoever opened it", async () => {
    const kept = `${pooled}_kept`;
    await open(direct, kept);
    const guest = new pg.Pool({ connectionString: kept, max: 4 });
    const seen = await Promise.all(
      Array.from({ length: 4 }, () =>
        guest.query<{ pid: number; workers: string; plan: string; jit: string }>(
          "select pg_backend_pid() as pid, current_setting('max_parallel_workers_per_gather') " +
            "as workers, current_setting('plan_cache_mode') as plan, current_setting('jit') " +
            "as jit, pg_sleep(0.2)::text",
        ),
      ),
    );
    await guest.end();
    expect(new Set(seen.map(({ rows }) => rows[0]!.pid)).size).toBe(4);
    for (const { rows } of seen)
      expect(rows[0]).toMatchObject({ workers: "0", plan: "force_custom_plan", jit: "off" });
  });

  it("it is known whether notifications come through", async () => {
    expect(await hearsItself(await open())).toBe(false);
    expect(await hearsItself(await open(direct))).toBe(true);
  });
});
