import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { TEMPLATE_DIR } from "../../db/engine/embedded/template.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { migrate } from "../../db/migrate.js";
import { type Cluster, MIGRATED, TEMPLATE } from "./postgres-cluster.js";

const migrations = fileURLToPath(new URL("../../db/migrations", import.meta.url));
/** Outlives a run, so that one spec alone begins as quickly. */
const cache = fileURLToPath(new URL("../../node_modules/.cache/hearthgrid", import.meta.url));

/** What the schema of a new database is made of. */
function fingerprint(): string {
  const hash = createHash("sha256").update(readFileSync(path.join(TEMPLATE_DIR, "template.json")));
  for (const name of readdirSync(migrations).sort())
    if (name.endsWith(".sql")) hash.update(readFileSync(path.join(migrations, name)));
  return hash.digest("hex").slice(0, 16);
}

/**
 * A data directory of the embedded engine, closed, with the newest schema and no rows; to be copied,
 * never opened. Of runs that make it at once one wins.
 */
export async function migratedDirectory(): Promise<string> {
  const target = path.join(cache, `migrated-${fingerprint()}`);
  if (existsSync(target)) return target;
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache))
    if (name.startsWith("migrated-")) rmSync(path.join(cache, name), { recursive: true });
  const made = mkdtempSync(path.join(cache, "making-"));
  try {
    const engine = await openEngine({ dataDir: made });
    await migrate(engine);
    await engine.close();
    mkdirSync(`${made}-closed`);
    cpSync(path.join(made, "database"), path.join(`${made}-closed`, "database"), {
      recursive: true,
    });
    renameSync(`${made}-closed`, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(made, { recursive: true, force: true });
    rmSync(`${made}-closed`, { recursive: true, force: true });
  }
  return target;
}

/** The run's PostgreSQL, once it has the database that migrated ones are copied from. */
export async function withMigrated(cluster: Cluster): Promise<Cluster> {
  const admin = new pg.Client({ connectionString: `${cluster.url}/postgres` });
  await admin.connect();
  await admin.query(`create database ${MIGRATED} template ${TEMPLATE}`);
  await admin.end();
  const engine = await openEngine({ dataDir: "", databaseUrl: `${cluster.url}/${MIGRATED}` });
  await migrate(engine);
  await engine.close();
  return cluster;
}
