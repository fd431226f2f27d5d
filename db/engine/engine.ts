import type pg from "pg";
import type { EngineFault } from "./fault.js";

export interface EngineCapabilities {
  asMvt: boolean;
  coverageInvalidEdges: boolean;
  postgis: string;
  postgres: string;
}

/** A PostgreSQL with PostGIS: a server's, or the one inside this process. Same SQL, same driver. */
export interface Engine {
  readonly kind: "server" | "embedded";
  /**
   * All SQL goes through it. Never call it inside a transaction of a client it lent: the embedded
   * engine has one connection, so that waits for ever.
   */
  readonly pool: pg.Pool;
  /**
   * Runs statements of one connection in one piece: none behind one that fails. Undefined where the
   * engine cannot, or where a pooler might give the next statement another connection, which knows
   * none of its names.
   */
  readonly together:
    | ((client: pg.ClientBase, statements: readonly pg.QueryConfig[]) => Promise<object[][]>)
    | undefined;
  /** Asked once at start. */
  readonly capabilities: EngineCapabilities;
  /**
   * What a statement gets that somebody waits for, ms: little where it holds everybody up. What
   * nobody waits for gets DEFAULT_DEADLINE_MS.
   */
  readonly interactiveMs: number;
  /**
   * Runs `fn`; each statement begun inside may take `ms` milliseconds. Past it the statement is
   * stopped and fails with code 57014.
   */
  withDeadline<T>(ms: number, fn: () => T): T;
  /**
   * Runs `fn`; its statements are wanted until `signal` is aborted. Then those that have not begun do
   * not begin, and a server stops the one that runs; the embedded engine could only start anew, and
   * leaves it to its deadline. They fail with the signal's reason.
   */
  whileWanted<T>(signal: AbortSignal, fn: () => T): T;
  /**
   * Hears a channel; returns how to stop. After a gap (server: the connection was lost) onFault
   * reports NOTIFICATIONS_MISSED: read anew what may have changed.
   */
  listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>;
  /** Tells a channel, after the commit it speaks of. At most 7,999 bytes on a server. */
  notify(channel: string, payload: string): Promise<void>;
  onFault(fn: (fault: EngineFault) => void): void;
  /** After bulk loads: neither engine has good plans for what it never counted. */
  vacuumAnalyze(): Promise<void>;
  /** Names the port to a second process that asks for the embedded engine's directory. */
  setServicePort(port: number | undefined): void;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** postgres:// URL of a server; without one the embedded engine opens `dataDir`. */
  databaseUrl?: string;
  /** The same database without a pooler between, for LISTEN. */
  directUrl?: string;
  /** The service's data directory; the embedded engine keeps its files in `database` inside. */
  dataDir: string;
  /** Connections to a server; the embedded engine has one. */
  poolSize?: number;
  /** Open half of them before they are asked for, beside the start of what follows. */
  warm?: boolean;
  log?: (line: string) => void;
  servicePort?: number;
}
