import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { findPostgres } from "../harness/find-postgres.js";
import { type Cluster, startCluster, TEMPLATE } from "../harness/postgres-cluster.js";

/**
 * PostgreSQL's own defaults, the planner's and those of durability, over what the tests' clusters
 * set for speed. Nothing else is set, so parallel workers may be planned.
 */
const DEFAULTS = [
  "shared_buffers=128MB",
  "fsync=on",
  "synchronous_commit=on",
  "full_page_writes=on",
  "max_connections=100",
];
export const SETTINGS = "PostgreSQL's default settings";

/**
 * Data directory of a server that runs already and keeps its databases: who measures again and
 * again need not make the county each time.
 */
const KEPT = process.env["HEARTHGRID_BENCH_CLUSTER"];

let dir: string | undefined;
/** The directory of a run; a server that is not root must be able to reach it. */
function home(): string {
  if (!dir) chmodSync((dir = mkdtempSync(path.join(tmpdir(), "hearthgrid-bench-"))), 0o755);
  return dir;
}

let running: Promise<Pick<Cluster, "url" | "stop">> | undefined;

/** The one private server of a run, started by the first who asks. */
function cluster(): Promise<Pick<Cluster, "url" | "stop">> {
  return (running ??= (async () => {
    if (KEPT)
      return {
        url: `postgres://postgres@127.0.0.1:${postmasterLine(3)}`,
        stop: () => Promise.resolve(),
      };
    const binaries = findPostgres();
    if (!binaries) throw new Error("this machine has no PostgreSQL with PostGIS");
    return await startCluster(binaries, path.join(home(), "pg"), DEFAULTS);
  })());
}

/** Lines of postmaster.pid: the process first, the port fourth. */
const postmasterLine = (n: number): number =>
  Number(
    readFileSync(
      path.join(KEPT ?? path.join(home(), "pg", "data"), "postmaster.pid"),
      "utf8",
    ).split("\n")[n],
  );

export async function stopCluster(): Promise<void> {
  await (await running)?.stop();
  if (dir) rmSync(dir, { recursive: true, force: true });
}

let directories = 0;
/** A new directory of this run, gone with it. */
export function scratch(name: string): string {
  const made = path.join(home(), `${name}-${++directories}`);
  mkdirSync(made);
  return made;
}

async function asAdmin<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: `${(await cluster()).url}/postgres` });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** The URL of a database that a kept server has. */
export const knownDatabase = (name: string): Promise<string | undefined> =>
  asAdmin(async (admin) => {
    const { rowCount } = await admin.query("select from pg_database where datname = $1", [name]);
    return rowCount ? `${(await cluster()).url}/${name}` : undefined;
  });

/** A new database, empty but for PostGIS, or a copy of another; answers its URL. */
export async function newDatabase(name: string, template = TEMPLATE): Promise<string> {
  await asAdmin((admin) => admin.query(`create database ${name} template ${template}`));
  return `${(await cluster()).url}/${name}`;
}

/** Gives the disk's room back, but on a server that keeps its databases. */
export const dropUnlessKept = (name: string): Promise<unknown> =>
  KEPT ? Promise.resolve() : dropDatabase(name);

export const dropDatabase = (name: string): Promise<unknown> =>
  asAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`));

/** Writes what is dirty, so that nobody's statement is measured with somebody else's checkpoint. */
export const settle = (): Promise<unknown> => asAdmin((admin) => admin.query("checkpoint"));

const TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux that Node runs on

/** Fields of /proc/PID/stat from the third on: what stands before may hold blanks. */
const statOf = (pid: number | string) =>
  readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");

/**
 * CPU milliseconds that the cluster has used since it started: the postmaster, its children, and
 * those that have ended, parallel workers among them. A child's own account is in nanoseconds.
 */
export function databaseCpu(): number {
  if (!running) return 0;
  const postmaster = postmasterLine(0);
  // utime, stime and, of children waited for, cutime, cstime: fields 14 to 17.
  const ticks = statOf(postmaster).slice(11, 15).map(Number);
  let ms = (ticks.reduce((a, b) => a + b) * 1000) / TICKS_PER_SECOND;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (Number(statOf(pid)[1]) !== postmaster) continue;
      ms += Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
    } catch {
      // ended in between: its time is its parent's next time
    }
  }
  return ms;
}
