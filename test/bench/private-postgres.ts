import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { findPostgres } from "../harness/find-postgres.js";
import { startCluster, TEMPLATE } from "../harness/postgres-cluster.js";

/**
 * Runs `use` with the URL of an empty database (PostGIS in it) on a private server; gone
 * afterwards.
 */
export async function withPrivatePostgres<T>(use: (url: string) => Promise<T>): Promise<T> {
  const binaries = findPostgres();
  if (!binaries) throw new Error("this machine has no PostgreSQL with PostGIS");
  const dir = mkdtempSync(path.join(tmpdir(), "hearthgrid-bench-"));
  // The server runs as another user when we are root, and must be able to reach its directory.
  chmodSync(dir, 0o755);
  const cluster = await startCluster(binaries, path.join(dir, "pg"), [
    "shared_buffers=512MB",
    "work_mem=32MB",
  ]);
  try {
    const admin = new pg.Client({ connectionString: `${cluster.url}/postgres` });
    await admin.connect();
    await admin.query(`create database bench template ${TEMPLATE}`);
    await admin.end();
    return await use(`${cluster.url}/bench`);
  } finally {
    await cluster.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
