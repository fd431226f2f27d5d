import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { findPostgres } from "./harness/find-postgres.js";
import { migratedDirectory, withMigrated } from "./harness/migrated.js";
import { type Cluster, startCluster } from "./harness/postgres-cluster.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** A directory of this test run; gone after it. */
    runDir: string;
    /**
     * Where a spec asks for what is made when the first one asks: the run's PostgreSQL (/cluster),
     * and a closed data directory of the embedded engine with the newest schema (/migrated).
     */
    broker: string;
  }
}

/**
 * Once a run, before all specs: what is built, a directory, and a PostgreSQL for those who ask. Runs that need
 * neither pay nothing.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The embedded engine's threads and the processes of specs run what is built: it is of these
  // sources. Nothing to do takes milliseconds.
  const builder = new URL("../api/cli/build.mjs", import.meta.url).href;
  const { build } = (await import(builder)) as { build(o: { site: boolean }): Promise<void> };
  await build({ site: false });
  const runDir = mkdtempSync(path.join(tmpdir(), "hearthgrid-test-"));
  chmodSync(runDir, 0o755); // PostgreSQL runs as another user when we are root
  let cluster: Promise<Cluster> | undefined;
  let migrated: Promise<string> | undefined;
  const startedCluster = () => {
    const binaries = findPostgres();
    if (!binaries) throw new Error("no PostgreSQL with PostGIS on this machine");
    cluster ??= startCluster(binaries, path.join(runDir, "postgres")).then(withMigrated);
    return cluster;
  };
  const broker = http.createServer((request, response) => {
    const made =
      request.url === "/migrated"
        ? (migrated ??= migratedDirectory())
        : Promise.resolve().then(async () => (await startedCluster()).url);
    made.then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => {
    broker.listen(0, "127.0.0.1", resolve);
  });
  project.provide("runDir", runDir);
  project.provide("broker", `http://127.0.0.1:${(broker.address() as AddressInfo).port}`);
  return async () => {
    broker.close();
    broker.closeAllConnections();
    await (await cluster?.catch(() => undefined))?.stop();
    rmSync(runDir, { recursive: true, force: true });
  };
}
