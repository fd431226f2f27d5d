import { Duplex } from "node:stream";
import type { ToWorker } from "./messages.js";

/** The engine's thread as a connection sees it. */
export interface EngineLine {
  readonly id: number;
  send(message: ToWorker, transfer?: ArrayBuffer[]): void;
}

/**
 * What pg takes for its socket: bytes go to the engine's thread and come back. `connect` waits for
 * as long as the
 * engine is starting, which is how callers that had not begun outlive a restart.
 */
export class WorkerStream extends Duplex {
  #line: EngineLine | undefined;
  readonly #attach: (stream: WorkerStream) => Promise<EngineLine>;
  readonly #detach: (stream: WorkerStream) => void;

  constructor(
    attach: (stream: WorkerStream) => Promise<EngineLine>,
    detach: (stream: WorkerStream) => void,
  ) {
    super();
    this.#attach = attach;
    this.#detach = detach;
  }

  connect(): this {
    this.#attach(this).then(
      (line) => {
        if (this.destroyed) return;
        this.#line = line;
        line.send({ kind: "open", connection: line.id });
        this.emit("connect");
      },
      (error: Error) => this.destroy(error),
    );
    return this;
  }

  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  /** The engine's thread, not its connection, keeps the process alive. */
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {
    /* the engine's thread pushes */
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#send([chunk]);
    done();
  }

  override _writev(
    chunks: { chunk: Buffer; encoding: BufferEncoding }[],
    done: (error?: Error) => void,
  ): void {
    this.#send(chunks.map((c) => c.chunk));
    done();
  }

  #send(chunks: Buffer[]): void {
    if (!this.#line) return;
    const bytes = new Uint8Array(chunks.reduce((sum, c) => sum + c.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.#line.send({ kind: "bytes", connection: this.#line.id, bytes }, [bytes.buffer]);
  }

  #hangUp(): void {
    this.#line?.send({ kind: "close", connection: this.#line.id });
    this.#line = undefined;
    this.#detach(this);
  }

  override _final(done: (error?: Error) => void): void {
    this.#hangUp();
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#hangUp();
    done(error);
  }
}
