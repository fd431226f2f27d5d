import { closeSync, openSync, readSync } from "node:fs";
import path from "node:path";
import type { Worker } from "node:worker_threads";
import { EngineFault, reasonOf } from "../fault.js";
import { corrupt, diskFull, hasRoom } from "./data-dir.js";
import type { FromWorker, ToWorker, WorkerOptions } from "./messages.js";
import { BUNDLE, startThread, TEMPLATE_DIR } from "./template.js";
import { type EngineLine, WorkerStream } from "./worker-stream.js";

/**
 * Reopening after a crash replays the WAL since the last checkpoint (at most 256 MB); on a busy
 * machine that takes a while.
 */
const START_LIMIT_S = 300;
const RETRY_MS = 2_000;
const CANARY_EVERY_MS = 30_000;
const CANARY_LIMIT_MS = 10_000;
const IDLE_IN_TRANSACTION_MS = 60_000;
const CLOSE_LIMIT_MS = 20_000;

const TRANSACTION_LEFT = Object.assign(
  new Error("A transaction was left open without a statement for a minute; it was rolled back."),
  { code: "25P03" },
);

export interface SupervisorOptions {
  dataDir: string;
  database: string;
  log: (line: string) => void;
  onFault: (fault: EngineFault) => void;
}

interface Session {
  stream: WorkerStream;
  awaiting: boolean;
  inTransaction: boolean;
  lastHeard: number;
}

/**
 * Keeps one engine thread alive: starts it, carries bytes between it and the one connection, and
 * replaces it when a
 * statement passes its deadline, when it crashes or when it stops answering. Only the statement
 * (and transaction) that
 * was running fails; a connection that waits goes on with the next thread.
 */
export class Supervisor {
  #worker: Worker | undefined;
  #ready: Promise<Worker> | undefined;
  #failedAt = 0;
  #session: Session | undefined;
  #nextId = 1;
  #sessionId = 0;
  #canaryTimer: NodeJS.Timeout | undefined;
  #aliveTimer: NodeJS.Timeout | undefined;
  #schedstat: number | undefined;
  readonly #read = Buffer.alloc(64);
  #closing = false;
  #opened = false;
  restarts = 0;

  constructor(private readonly options: SupervisorOptions) {}

  async start(): Promise<void> {
    await this.#engine();
    this.#canaryTimer = setInterval(() => this.#look(), CANARY_EVERY_MS);
    this.#canaryTimer.unref();
  }

  /** A stream for pg's client. */
  stream(): WorkerStream {
    return new WorkerStream(
      (s) => this.#attach(s),
      (s) => {
        if (this.#session?.stream === s) this.#session = undefined;
      },
    );
  }

  /**
   * Stops what runs now, gives `error` to the statement that was running, and starts a new engine.
   */
  restart(fault: EngineFault, error: Error): void {
    const worker = this.#worker;
    if (this.#closing || !worker) return;
    this.#worker = undefined;
    this.restarts++;
    this.options.log(`The embedded database is restarted: ${fault.message}`);
    this.options.onFault(fault);
    this.#ready = worker.terminate().then(() => this.#boot());
    this.#ready.catch(() => undefined); // the next connection hears of it
    const session = this.#session;
    this.#session = undefined;
    session?.stream.destroy(error);
  }

  /**
   * For how long in all the engine's thread stood in the machine's queue for a CPU, ms (Linux: the
   * second number of schedstat, Documentation/scheduler/sched-stats); 0 where that is not told.
   */
  withheldMs(): number {
    if (this.#schedstat === undefined) return 0;
    try {
      const length = readSync(this.#schedstat, this.#read, 0, this.#read.length, 0);
      return Number(this.#read.toString("latin1", 0, length).split(" ")[1]) / 1e6;
    } catch {
      return 0; // the thread is gone
    }
  }

  #follow(thread: string | undefined): void {
    if (this.#schedstat !== undefined) closeSync(this.#schedstat);
    this.#schedstat = undefined;
    try {
      if (thread) this.#schedstat = openSync(`/proc/${thread}/schedstat`, "r");
    } catch {
      // a kernel without it
    }
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#canaryTimer);
    clearTimeout(this.#aliveTimer);
    const worker = await this.#ready?.catch(() => undefined);
    if (!worker) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, CLOSE_LIMIT_MS);
      worker.on("message", (m: FromWorker) => {
        if (m.kind === "closed" || m.kind === "fatal") {
          clearTimeout(limit);
          resolve();
        }
      });
      worker.once("exit", () => {
        clearTimeout(limit);
        resolve();
      });
      worker.postMessage({ kind: "shutdown" } satisfies ToWorker);
    });
    await worker.terminate();
    this.#follow(undefined);
  }

  async #attach(stream: WorkerStream): Promise<EngineLine> {
    const worker = await this.#engine();
    // The pool opens its next connection only after it dropped the last; what is left of that one
    // belongs to nobody.
    this.#session?.stream.destroy();
    this.#sessionId = this.#nextId++;
    const session: Session = {
      stream,
      awaiting: false,
      inTransaction: false,
      lastHeard: Date.now(),
    };
    this.#session = session;
    return {
      id: this.#sessionId,
      send: (message, transfer) => {
        if (worker !== this.#worker) return;
        if (message.kind === "bytes") session.awaiting = true;
        worker.postMessage(message, transfer ?? []);
      },
    };
  }

  /** The running engine, a starting one, or (some time after a failed start) a new attempt. */
  #engine(): Promise<Worker> {
    if (this.#closing)
      return Promise.reject(new EngineFault("DATABASE_UNREACHABLE", "The database is closed."));
    if (!this.#ready || (this.#failedAt > 0 && Date.now() - this.#failedAt > RETRY_MS)) {
      this.#failedAt = 0;
      this.#ready = this.#boot();
      this.#ready.catch(() => undefined);
    }
    return this.#ready;
  }

  async #boot(): Promise<Worker> {
    const { dataDir, database } = this.options;
    try {
      if (!(await hasRoom(dataDir))) throw diskFull(dataDir);
      const worker = await this.#launch();
      if (this.#closing) {
        await worker.terminate();
        throw new Error("The database is closed.");
      }
      this.#worker = worker;
      this.#opened = true;
      worker.on("message", (m: FromWorker) => this.#hear(worker, m));
      return worker;
    } catch (error) {
      this.#failedAt = Date.now();
      if (error instanceof EngineFault) throw error;
      if (!(await hasRoom(dataDir))) throw diskFull(dataDir);
      const fault = this.#opened
        ? new EngineFault(
            "ENGINE_START_FAILED",
            `The embedded database does not start again (${reasonOf(error)}); restart the ` +
              "service, and if that does not help restore a backup.",
            { cause: error },
          )
        : corrupt(database, reasonOf(error), error);
      if (this.#opened && !this.#closing) {
        this.options.log(fault.message);
        this.options.onFault(fault);
      }
      throw fault;
    }
  }

  #launch(): Promise<Worker> {
    const { database } = this.options;
    const worker = startThread("worker", {
      dataDir: database,
      bundle: path.join(TEMPLATE_DIR, BUNDLE),
    } satisfies WorkerOptions);
    // The engine writes warnings of its own there; the last lines explain a crash.
    let last = "";
    const note = (chunk: Buffer) => {
      last = (last + chunk.toString()).slice(-500);
    };
    worker.stdout.on("data", note);
    worker.stderr.on("data", note);
    return new Promise((resolve, reject) => {
      // Counted in seconds that this process ran: one that was stopped meanwhile, or waited for a
      // CPU, has no damaged database.
      let seconds = 0;
      const limit = setInterval(() => {
        if (++seconds >= START_LIMIT_S)
          failed(new Error(`it did not start within ${START_LIMIT_S} s`));
      }, 1_000);
      let started = false;
      let loaded = false;
      const failed = (error: Error) => {
        clearInterval(limit);
        if (!started) {
          started = true;
          void worker.terminate();
          return reject(
            loaded
              ? error
              : new EngineFault(
                  "ENGINE_START_FAILED",
                  `The embedded database's program could not be loaded (${error.message}); ` +
                    "install and build Hearthgrid again.",
                  { cause: error },
                ),
          );
        }
        const what = last.trim().split("\n").filter(Boolean).at(-1);
        this.#crashed(worker, what ? `${error.message}: ${what}` : error.message);
      };
      worker.on("error", (error) =>
        failed(error instanceof Error ? error : new Error(String(error))),
      );
      worker.on("exit", (code) => failed(new Error(`the engine's thread ended with ${code}`)));
      worker.on("message", (m: FromWorker) => {
        if (m.kind === "loaded") loaded = true;
        if (m.kind === "ready" && !started) {
          started = true;
          clearInterval(limit);
          this.#follow(m.thread);
          resolve(worker);
        }
        if (m.kind === "failed") failed(new Error(m.reason));
        if (m.kind === "fatal") failed(new Error(m.reason));
      });
    });
  }

  #crashed(worker: Worker, reason: string): void {
    if (this.#closing || worker !== this.#worker) return;
    void hasRoom(this.options.dataDir).then((room) => {
      if (worker !== this.#worker) return;
      const fault = room
        ? new EngineFault(
            "ENGINE_RESTARTED",
            `The embedded database broke down and was restarted (${reason}); whether the ` +
              "interrupted change was made is unknown: retry it with the same key.",
          )
        : diskFull(this.options.dataDir);
      this.restart(fault, fault);
    });
  }

  #hear(worker: Worker, message: FromWorker): void {
    if (worker !== this.#worker) return;
    if (message.kind === "alive") clearTimeout(this.#aliveTimer);
    const session = this.#session;
    if (message.kind !== "bytes" || !session || message.connection !== this.#sessionId) return;
    const { bytes } = message;
    // ReadyForQuery: 'Z', length 5, transaction status.
    const z = bytes.length - 6;
    if (
      z >= 0 &&
      bytes[z] === 0x5a &&
      bytes[z + 4] === 5 &&
      bytes[z + 1] === 0 &&
      bytes[z + 2] === 0 &&
      bytes[z + 3] === 0
    ) {
      session.awaiting = false;
      session.inTransaction = bytes[z + 5] !== 0x49;
    }
    session.lastHeard = Date.now();
    session.stream.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  /**
   * The regular look at the engine: does it answer, and does a forgotten transaction hold everyone
   * up?
   */
  #look(): void {
    const worker = this.#worker;
    const session = this.#session;
    if (!worker || session?.awaiting) return; // a running statement has its own deadline
    if (session?.inTransaction && Date.now() - session.lastHeard > IDLE_IN_TRANSACTION_MS) {
      this.#session = undefined;
      session.stream.destroy(TRANSACTION_LEFT);
      return;
    }
    clearTimeout(this.#aliveTimer);
    this.#aliveTimer = setTimeout(() => {
      if (worker === this.#worker && !this.#session?.awaiting)
        this.#crashed(worker, "it stopped answering");
    }, CANARY_LIMIT_MS);
    this.#aliveTimer.unref();
    worker.postMessage({ kind: "canary" } satisfies ToWorker);
  }
}
