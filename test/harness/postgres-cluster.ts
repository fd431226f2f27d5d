import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, rmSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import type { PostgresBinaries } from "./find-postgres.js";

const run = promisify(execFile);

/**
 * The database that fresh ones are copied from: PostGIS and btree_gist are there, as in the
 * embedded engine.
 */
export const TEMPLATE = "hearthgrid_template";
/** The same with the newest schema. */
export const MIGRATED = "hearthgrid_migrated";

export interface Cluster {
  url: string;
  stop(): Promise<void>;
  /** PostgreSQL's immediate stop; answers how to start again on the same files and port. */
  halt(): Promise<() => Promise<Cluster>>;
  /** kill -9 of the whole server, then a start on the same files and port. */
  crash(): Promise<Cluster>;
}

/** PostgreSQL refuses to run as root: then it runs as postgres, or as nobody. */
export function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const user of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) =>
        Number(
          execFileSync("id", [flag, user], {
            encoding: "utf8",
            stdio: ["ignore", "pipe", "ignore"],
          }),
        );
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      /* the next one */
    }
  }
  throw new Error(
    "PostgreSQL refuses to run as root and there is neither a user postgres nor nobody",
  );
}

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });

async function untilAnswers(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (server.exitCode !== null || tries > 300)
        throw new Error(`the private PostgreSQL did not start: ${String(error)}`);
      await delay(100);
    }
  }
}

/**
 * Starts a private PostgreSQL in `dir` on a free port, without fsync: its data live as long as the
 * test run.
 */
export async function startCluster(
  { bin }: PostgresBinaries,
  dir: string,
  settings: string[] = [],
): Promise<Cluster> {
  const owner = unprivileged();
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  chmodSync(dir, 0o700);
  if (owner) chownSync(dir, owner.uid, owner.gid);
  const data = path.join(dir, "data");
  await run(
    path.join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    { ...owner, cwd: dir },
  );
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}`;
  const launch = () => serve(bin, dir, url, port, owner, settings);
  const cluster = await launch();
  const admin = new pg.Client({ connectionString: `${url}/postgres` });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  const template = new pg.Client({ connectionString: `${url}/${TEMPLATE}` });
  await template.connect();
  await template.query("create extension postgis; create extension btree_gist");
  await template.end();
  return cluster;
}

async function serve(
  bin: string,
  dir: string,
  url: string,
  port: number,
  owner: { uid: number; gid: number } | undefined,
  settings: string[],
): Promise<Cluster> {
  const server = spawn(
    path.join(bin, "postgres"),
    [
      "-D",
      path.join(dir, "data"),
      "-p",
      String(port),
      ...[
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=60",
        "shared_buffers=64MB",
        "log_min_messages=fatal",
        ...settings,
      ].flatMap((s) => ["-c", s]),
    ],
    { ...owner, cwd: dir, stdio: "ignore" },
  );
  // SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint for data nobody will read.
  const kill = () => {
    server.kill("SIGQUIT");
  };
  process.once("exit", kill);
  const end = async (signal: NodeJS.Signals) => {
    process.removeListener("exit", kill);
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await gone;
  };
  await untilAnswers(`${url}/postgres`, server);
  return {
    url,
    stop: async () => {
      await end("SIGQUIT");
      rmSync(dir, { recursive: true, force: true });
    },
    halt: async () => {
      await end("SIGQUIT");
      return restart;
    },
    crash: async () => {
      await end("SIGKILL");
      return await restart();
    },
  };

  // Children of a killed postmaster notice within moments and let go of the shared memory; until
  // then a start refuses.
  async function restart(): Promise<Cluster> {
    for (let tries = 0; ; tries++) {
      try {
        return await serve(bin, dir, url, port, owner, settings);
      } catch (error) {
        if (tries >= 20) throw error;
        await delay(250);
      }
    }
  }
}
