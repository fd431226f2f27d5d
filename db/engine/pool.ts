import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import pg from "pg";
import { asksForPackets, inBinary, packetsOf, tapRows } from "../row-packets.js";
import { Batch } from "./batch.js";
import { StatementDeadlineError } from "./fault.js";

/** What a statement gets where nobody said otherwise with `withDeadline`. */
const DEFAULT_DEADLINE_MS = 10_000;
/** A deadline is stretched for what the machine withheld, at most so many times its length. */
const STRETCH_MOST = 5;
/** A timer is some milliseconds late on any machine. */
const LATE_MS = 5;
/** Behind one that was later an answer may wait to be read. */
const HEAR_MS = 20;

const deadlines = new AsyncLocalStorage<number>();
const wanted = new AsyncLocalStorage<AbortSignal>();

/** Runs `fn` so that each statement begun inside it may take `ms` milliseconds. */
export const withDeadline = <T>(ms: number, fn: () => T): T => deadlines.run(ms, fn);

/** Runs `fn`; what its statements find is wanted until `signal` is aborted. */
export const whileWanted = <T>(signal: AbortSignal, fn: () => T): T => wanted.run(signal, fn);

type Reply = { rows: unknown[] };
type ReplyCallback = (error: Error | null, reply?: Reply) => void;

/**
 * A pg client that gives every statement a deadline. Statements asked for at once on one client run
 * one after the
 * other, so a statement's time starts when it is sent, and a cancel cannot hit the statement behind
 * it.
 */
export abstract class DeadlineClient extends pg.Client {
  #last: Promise<unknown> | undefined;

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    tapRows(this);
  }

  /**
   * Stops the running statement; resolves when a late stop can no longer reach the next one. It
   * must not wait for the statement.
   */
  protected abstract stopStatement(
    fault: StatementDeadlineError,
    isRunning: () => boolean,
  ): Promise<void>;

  /** Whether to stop a statement hurts nobody but who asked it. */
  protected readonly stopsOne: boolean = false;

  /** For how long in all the engine was ready to work and got no CPU, ms, where that is known. */
  protected withheldMs(): number {
    return 0;
  }

  override query(...args: unknown[]): never {
    const send = super.query as unknown as (...a: unknown[]) => unknown;
    const first = args[0];
    // Cursors and other submittables speak the protocol themselves and outlive one answer; they get
    // no deadline here.
    if (typeof first === "object" && first !== null && "submit" in first)
      return send.apply(this, args) as never;
    const callback =
      typeof args[args.length - 1] === "function" ? (args.pop() as ReplyCallback) : undefined;
    const ms = deadlines.getStore() ?? DEFAULT_DEADLINE_MS;
    const ask = () => send.apply(this, args) as Promise<Reply>;
    if (asksForPackets(first)) args[0] = inBinary(first);
    const asked = asksForPackets(first) ? () => packetsOf(this, ask) : ask;
    const reply = this.#inTurn(ms, asked);
    if (!callback) return reply as never;
    reply.then(
      (r) => callback(null, r),
      (e: Error) => callback(e),
    );
    return undefined as never;
  }

  /** Statements in one piece (batch.ts), with one deadline for all. */
  together(statements: readonly pg.QueryConfig[]): Promise<object[][]> {
    return this.#inTurn(deadlines.getStore() ?? DEFAULT_DEADLINE_MS, () => {
      const batch = new Batch(statements);
      super.query(batch);
      return batch.done;
    });
  }

  #inTurn<T>(ms: number, asked: () => Promise<T>): Promise<T> {
    const run = () => this.#timed(ms, asked);
    const reply = this.#last ? this.#last.then(run) : run();
    const settled = reply
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        if (this.#last === settled) this.#last = undefined;
      });
    this.#last = settled;
    return reply;
  }

  async #timed<T>(ms: number, run: () => Promise<T>): Promise<T> {
    const signal = wanted.getStore();
    signal?.throwIfAborted();
    let stopping: Promise<void> | undefined;
    let running = true;
    const stop = () => {
      stopping ??= this.stopStatement(new StatementDeadlineError(ms), () => running);
    };
    let timer: NodeJS.Timeout;
    const withheldBefore = this.withheldMs();
    const begun = performance.now();
    let late = 0;
    // That the machine lets neither this thread nor the engine's run is no fault of the statement.
    const wait = (left: number) => {
      const due = performance.now() + left;
      timer = setTimeout(() => {
        const now = performance.now();
        late += now - due;
        const withheld = Math.max(late, this.withheldMs() - withheldBefore);
        const left = Math.max(ms - (now - begun) + withheld, now - due > LATE_MS ? HEAR_MS : 0);
        if (left > LATE_MS && now - begun < ms * STRETCH_MOST) wait(left);
        else stop();
      }, left);
    };
    wait(ms);
    if (this.stopsOne) signal?.addEventListener("abort", stop, { once: true });
    try {
      return await run();
    } catch (error) {
      if (stopping && signal?.aborted) throw signal.reason;
      if (stopping && !(error instanceof StatementDeadlineError))
        throw new StatementDeadlineError(ms, { cause: error });
      throw error;
    } finally {
      running = false;
      clearTimeout(timer!);
      signal?.removeEventListener("abort", stop);
      await stopping;
    }
  }
}

const SQLSTATE = /^[0-9A-Z]{5}$/;
/**
 * Classes after which the session itself is in doubt: connection, operator intervention, system and
 * internal errors.
 */
const SESSION_LOST = /^(08|57P|58|XX)/;

const leavesConnectionSound = (error: unknown): boolean => {
  if (!(error instanceof Error)) return !error;
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" && SQLSTATE.test(code) && !SESSION_LOST.test(code);
};

type Release = (error?: Error | boolean) => void;
type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: Release,
) => void;

/**
 * pg's pool with four things mended: a connection that breaks while it is lent fails its statement,
 * not the process; a caller's async context (its deadline) survives waiting in the queue; an
 * ordinary SQL error does not cost the connection; a connection given back inside a transaction is
 * closed, so that no
 * caller works in another's transaction.
 */
export class EnginePool extends pg.Pool {
  constructor(options: pg.PoolConfig) {
    super(options);
    this.on("connect", (client) => {
      client.on("error", () => undefined);
    });
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): void;
  // biome-ignore lint/suspicious/noConfusingVoidType: pg's own two ways to call it
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | void {
    const connect = super.connect as (cb: ConnectCallback) => void;
    const lend = (client: pg.PoolClient): Release => {
      const release = client.release;
      const giveBack: Release = (error) => {
        if (client.getTransactionStatus() === "T" || client.getTransactionStatus() === "E")
          return release.call(client, true);
        return release.call(client, leavesConnectionSound(error) ? undefined : error);
      };
      client.release = giveBack;
      return giveBack;
    };
    if (callback) {
      // `AsyncResource.bind` makes properties of its function that cost more than all else here.
      const caller = new AsyncResource("EnginePool.connect");
      return connect.call(this, (error, client, release) =>
        client && !error
          ? caller.runInAsyncScope(callback, undefined, undefined, client, lend(client))
          : caller.runInAsyncScope(callback, undefined, error, undefined, release),
      );
    }
    return new Promise((resolve, reject) => {
      connect.call(this, (error, client) => {
        if (error || !client) return reject(error);
        lend(client);
        resolve(client);
      });
    });
  }
}
