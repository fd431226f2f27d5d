import { mkdtempSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, describe, inject } from "vitest";
import type { Engine, EngineOptions } from "../../db/engine/engine.js";
import { openEngine } from "../../db/engine/open-engine.js";
import { findPostgres } from "./find-postgres.js";
import { lacked } from "./lacked.js";
import { TEMPLATE } from "./postgres-cluster.js";

/** A new empty directory of this test run; removed with it. */
export const freshDirectory = (name = "dir"): string =>
  mkdtempSync(path.join(inject("runDir"), `${name}-`));

/** The URL of the run's private PostgreSQL, without a database. */
export async function clusterUrl(): Promise<string> {
  const response = await fetch(inject("clusterBroker"));
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

let count = 0;

/** A new database with PostGIS and btree_gist on the run's private PostgreSQL; returns its URL. */
export async function freshDatabase(name = "db"): Promise<string> {
  const url = await clusterUrl();
  const database = `${name.replace(/\W+/g, "_").toLowerCase()}_${process.pid}_${++count}`;
  const admin = new pg.Client({ connectionString: `${url}/postgres` });
  await admin.connect();
  try {
    await admin.query(`create database ${database} template ${TEMPLATE}`);
  } finally {
    await admin.end();
  }
  return `${url}/${database}`;
}

export type MakeEngine = (options?: Partial<EngineOptions>) => Promise<Engine>;

/**
 * Describes the same suite on both engines. `makeEngine` opens one on a new, empty database
 * (postgis and btree_gist
 * there, no tables) and closes it after the suite. Without PostGIS on this machine the server's
 * suite is skipped, and
 * the run says so.
 */
export function forEachEngine(suite: (makeEngine: MakeEngine, kind: Engine["kind"]) => void): void {
  const on = (kind: Engine["kind"], optionsOf: () => Promise<EngineOptions>) => () => {
    const opened: Engine[] = [];
    afterAll(async () => {
      for (const engine of opened) await engine.close();
    });
    suite(async (options) => {
      const engine = await openEngine({ ...(await optionsOf()), ...options });
      opened.push(engine);
      return engine;
    }, kind);
  };
  describe(
    "on the embedded engine",
    on("embedded", async () => ({ dataDir: freshDirectory("embedded") })),
  );
  const available = findPostgres() !== undefined;
  if (!available) lacked("postgis");
  describe.skipIf(!available)(
    "on a PostGIS server",
    on("server", async () => ({ dataDir: "", databaseUrl: await freshDatabase(), poolSize: 4 })),
  );
}
