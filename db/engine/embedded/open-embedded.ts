import { EventEmitter } from "node:events";
import type pg from "pg";
import { askCapabilities, vacuumAnalyze } from "../ask.js";
import type { Engine, EngineOptions } from "../engine.js";
import { EngineFault, reasonOf, type StatementDeadlineError } from "../fault.js";
import { DeadlineClient, EnginePool, whileWanted, withDeadline } from "../pool.js";
import { openDataDir, prepareDatabase } from "./data-dir.js";
import { takeGuard } from "./guard.js";
import { Supervisor } from "./supervisor.js";

/**
 * Autovacuum never runs in PGlite: without this the planner's statistics and the dead rows of the
 * first day stay for ever.
 */
const VACUUM_EVERY_MS = 60 * 60 * 1000;
const END_LIMIT_MS = 5_000;

/**
 * Opens PGlite with PostGIS on `dataDir` in a supervised thread. Speaks the wire protocol, so that
 * pg and drizzle see
 * a PostgreSQL 18 with one connection. Throws EngineFault (DATA_DIR_*, DISK_FULL,
 * TEMPLATE_MISSING).
 */
export async function openEmbedded(o: EngineOptions): Promise<Engine> {
  const log = o.log ?? (() => undefined);
  const dataDir = await openDataDir(o.dataDir);
  const guard = await takeGuard(dataDir, o.servicePort);
  const faults = new EventEmitter();
  const emit = (fault: EngineFault) => {
    faults.emit("fault", fault);
  };
  let supervisor: Supervisor;
  try {
    const database = await prepareDatabase(dataDir, log);
    supervisor = new Supervisor({ dataDir, database, log, onFault: emit });
    await supervisor.start();
  } catch (error) {
    await guard.release();
    throw error;
  }

  class EmbeddedClient extends DeadlineClient {
    constructor(config?: string | pg.ClientConfig) {
      super({
        ...(typeof config === "object" ? config : {}),
        host: "embedded",
        user: "postgres",
        password: "",
        database: "postgres",
        ssl: false,
        stream: () => supervisor.stream(),
      });
    }

    protected override withheldMs(): number {
      return supervisor.withheldMs();
    }

    /** The engine knows no cancel: its thread is ended and replaced. */
    protected override stopStatement(error: StatementDeadlineError): Promise<void> {
      supervisor.restart(
        new EngineFault(
          "STATEMENT_DEADLINE",
          `A statement ran longer than ${error.deadlineMs} ms.`,
        ),
        error,
      );
      return Promise.resolve();
    }
  }

  const pool = new EnginePool({ max: 1, idleTimeoutMillis: 0, Client: EmbeddedClient });
  pool.on("error", (error) =>
    log(`The connection to the embedded database was lost: ${reasonOf(error)}`),
  );
  const channels = new EventEmitter().setMaxListeners(0);
  let closed: Promise<void> | undefined;

  const close = async () => {
    clearInterval(vacuumTimer);
    const ended = pool.end().catch(() => undefined);
    await Promise.race([
      ended,
      new Promise((resolve) => setTimeout(resolve, END_LIMIT_MS).unref()),
    ]);
    await supervisor.close();
    await guard.release();
  };

  const engine: Engine = {
    kind: "embedded",
    pool,
    // A statement that breaks the engine down lets those behind it run (worker.ts): a commit, too.
    together: undefined,
    capabilities: await askCapabilities(pool).catch(async (error: unknown) => {
      await supervisor.close();
      await guard.release();
      throw error;
    }),
    interactiveMs: 1_000,
    withDeadline,
    whileWanted,
    listen: async (channel, onPayload) => {
      channels.on(channel, onPayload);
      return async () => {
        channels.off(channel, onPayload);
      };
    },
    notify: async (channel, payload) => {
      setImmediate(() => channels.emit(channel, payload));
    },
    onFault: (fn) => {
      faults.on("fault", fn);
    },
    vacuumAnalyze: () => vacuumAnalyze(pool, "all"),
    setServicePort: (port) => guard.setPort(port),
    close: () => (closed ??= close()),
  };
  const vacuumTimer = setInterval(() => {
    vacuumAnalyze(pool, "changed").catch((error: unknown) =>
      log(`VACUUM ANALYZE failed: ${reasonOf(error)}`),
    );
  }, VACUUM_EVERY_MS);
  vacuumTimer.unref();
  return engine;
}
