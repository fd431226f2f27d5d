import { EventEmitter } from "node:events";
import type pg from "pg";
import { askCapabilities, vacuumAnalyze } from "../ask.js";
import type { Engine, EngineOptions } from "../engine.js";
import { EngineFault, reasonOf, type StatementDeadlineError } from "../fault.js";
import { DeadlineClient, EnginePool, whileWanted, withDeadline } from "../pool.js";
import { openDataDir, prepareDatabase } from "./data-dir.js";
import { type Guard, takeGuard } from "./guard.js";
import { Supervisor } from "./supervisor.js";

/**
 * Autovacuum never runs in PGlite: without this the planner's statistics and the dead rows of the
 * first day stay for ever.
 */
const VACUUM_EVERY_MS = 60 * 60 * 1000;
const END_LIMIT_MS = 5_000;

/** The engine's thread on its directory, which nobody else opens meanwhile. */
export interface EngineThread {
  readonly supervisor: Supervisor;
  readonly guard: Guard;
  /** Emits "fault" with an EngineFault. */
  readonly faults: EventEmitter;
  close(): Promise<void>;
}

/**
 * Starts PGlite with PostGIS on `dataDir` in a supervised thread. Throws EngineFault (DATA_DIR_*,
 * DISK_FULL, TEMPLATE_MISSING).
 */
export async function startEngineThread(o: EngineOptions): Promise<EngineThread> {
  const log = o.log ?? (() => undefined);
  const dataDir = await openDataDir(o.dataDir);
  const guard = await takeGuard(dataDir, o.servicePort);
  const faults = new EventEmitter();
  try {
    const database = await prepareDatabase(dataDir, log);
    const onFault = (fault: EngineFault) => {
      faults.emit("fault", fault);
    };
    const supervisor = new Supervisor({ dataDir, database, log, onFault });
    await supervisor.start();
    const close = async () => {
      await supervisor.close();
      await guard.release();
    };
    return { supervisor, guard, faults, close };
  } catch (error) {
    await guard.release();
    throw error;
  }
}

/** Opens `dataDir` with a thread of its own; see `startEngineThread` and `engineOn`. */
export async function openEmbedded(o: EngineOptions): Promise<Engine> {
  const thread = await startEngineThread(o);
  try {
    const engine = await engineOn(thread, o.log);
    let closed: Promise<void> | undefined;
    return {
      ...engine,
      close: () => (closed ??= engine.close().then(() => thread.close())),
    };
  } catch (error) {
    await thread.close();
    throw error;
  }
}

/**
 * Speaks the wire protocol with the thread, so that pg and drizzle see a PostgreSQL 18 with one
 * connection, which `close` ends; the thread goes on. One engine on a thread at a time.
 */
export async function engineOn(
  { supervisor, guard, faults }: EngineThread,
  log: (line: string) => void = () => undefined,
): Promise<Engine> {
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

  const heard: ((fault: EngineFault) => void)[] = [];
  const close = async () => {
    clearInterval(vacuumTimer);
    for (const fn of heard) faults.off("fault", fn);
    const ended = pool.end().catch(() => undefined);
    await Promise.race([
      ended,
      new Promise((resolve) => setTimeout(resolve, END_LIMIT_MS).unref()),
    ]);
  };

  const engine: Engine = {
    kind: "embedded",
    pool,
    // A statement that breaks the engine down lets those behind it run (worker.ts): a commit, too.
    together: undefined,
    capabilities: await askCapabilities(pool),
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
      heard.push(fn);
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
