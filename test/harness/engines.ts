import { mkdtempSync } from "node:fs";
import { cp } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterAll, describe, inject } from "vitest";
import type { Engine } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { findPostgres } from "./find-postgres.js";
import { lacked } from "./lacked.js";
import { lendEngine } from "./lent-engine.js";
import { MIGRATED, TEMPLATE } from "./postgres-cluster.js";

/** A new empty directory of this test run; removed with it. */
export const freshDirectory = (name = "dir"): string =>
  mkdtempSync(path.join(inject("runDir"), `${name}-`));

async function fromBroker(what: string): Promise<string> {
  const response = await fetch(`${inject("broker")}/${what}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** The URL of the run's private PostgreSQL, without a database. */
export const clusterUrl = (): Promise<string> => fromBroker("cluster");

let count = 0;

/** A new database with PostGIS and btree_gist on the run's private PostgreSQL; returns its URL. */
export async function freshDatabase(name = "db", template = TEMPLATE): Promise<string> {
  const url = await clusterUrl();
  const database = `${name.replace(/\W+/g, "_").toLowerCase()}_${process.pid}_${++count}`;
  const admin = new pg.Client({ connectionString: `${url}/postgres` });
  await admin.connect();
  try {
    await admin.query(`create database ${database} template ${template}`);
  } finally {
    await admin.end();
  }
  return `${url}/${database}`;
}

/** A data directory for the embedded engine that has the newest schema already. */
export async function migratedCopy(): Promise<string> {
  const dataDir = freshDirectory("embedded");
  await cp(await fromBroker("migrated"), dataDir, { recursive: true });
  return dataDir;
}

/**
 * The embedded engine on a new database with the newest schema and no rows: the worker's, or one of
 * its own where somebody has that. Close it.
 */
export const openMigrated = async (log?: (line: string) => void): Promise<Engine> =>
  (await lendEngine(migratedCopy, log)) ??
  (await openEngine({ dataDir: await migratedCopy(), ...(log ? { log } : {}) }));

/** The same on the run's PostgreSQL. */
export const openMigratedServer = async (log?: (line: string) => void): Promise<Engine> =>
  openEngine({
    dataDir: "",
    databaseUrl: await freshDatabase("db", MIGRATED),
    poolSize: 4,
    ...(log ? { log } : {}),
  });

export interface MadeEngine {
  log?: (line: string) => void;
  /** No tables either: PostGIS and btree_gist alone. */
  empty?: boolean;
}
export type MakeEngine = (options?: MadeEngine) => Promise<Engine>;

/**
 * Describes the same suite on both engines. `makeEngine` opens one on a new database with the newest
 * schema and no rows (a copy: to migrate costs the embedded engine two seconds) and closes it after
 * the suite. Without PostGIS on this machine the server's suite is skipped, and the run says so.
 */
export function forEachEngine(suite: (makeEngine: MakeEngine, kind: Engine["kind"]) => void): void {
  const on = (kind: Engine["kind"], open: (options: MadeEngine) => Promise<Engine>) => () => {
    const opened: Engine[] = [];
    afterAll(async () => {
      for (const engine of opened) await engine.close();
    });
    suite(async (options = {}) => {
      const engine = await open(options);
      opened.push(engine);
      return engine;
    }, kind);
  };
  describe(
    "on the embedded engine",
    on("embedded", async ({ empty = false, log }) =>
      empty ? await openEngine({ dataDir: freshDirectory("embedded") }) : await openMigrated(log),
    ),
  );
  const available = findPostgres() !== undefined;
  if (!available) lacked("postgis");
  describe.skipIf(!available)(
    "on a PostGIS server",
    on("server", async ({ empty = false, log }) =>
      empty
        ? await openEngine({ dataDir: "", databaseUrl: await freshDatabase(), poolSize: 4 })
        : await openMigratedServer(log),
    ),
  );
}
