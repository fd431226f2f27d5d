/**
 * Just enough of PostgreSQL's wire protocol (PostgreSQL documentation, "Message Formats") to cut a client's bytes into
 * requests and to tell whether the engine's answer to a request is whole.
 */

const code = (letter: string) => letter.charCodeAt(0);
const QUERY = code("Q"), SYNC = code("S"), EXECUTE = code("E"), TERMINATE = code("X"), FLUSH = code("H"), CALL = code("F");

export interface Request {
  bytes: Uint8Array;
  /** The client asked for the end of the session. */
  terminate: boolean;
  /** A ReadyForQuery must end the answer. */
  wantsReady: boolean;
  /** Statements executed: each must be completed, be empty, be suspended, or fail. */
  statements: number;
}

/** Collects a client's bytes and gives them out as whole requests: everything up to the message that wants an answer. */
export class RequestReader {
  #bytes: Buffer = Buffer.alloc(0);
  /** Offset up to which whole messages of the unfinished request were already seen. */
  #seen = 0;
  #statements = 0;
  #started = false;

  push(chunk: Uint8Array): Request[] {
    this.#bytes = this.#bytes.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([this.#bytes, chunk]);
    const requests: Request[] = [];
    for (;;) {
      // The startup message is the only one without a type byte.
      const header = this.#started ? 5 : 4;
      if (this.#bytes.length < this.#seen + header) return requests;
      const type = this.#started ? this.#bytes[this.#seen]! : 0;
      const end = this.#seen + header - 4 + this.#bytes.readUInt32BE(this.#seen + header - 4);
      if (this.#bytes.length < end) return requests;
      this.#started = true;
      this.#seen = end;
      if (type === EXECUTE || type === QUERY) this.#statements++;
      const terminate = type === TERMINATE;
      const wantsReady = type === 0 || type === QUERY || type === SYNC || type === CALL;
      if (!terminate && !wantsReady && type !== FLUSH) continue;
      // A copy, because the engine keeps reading from it after this buffer is cut.
      requests.push({ bytes: Uint8Array.from(this.#bytes.subarray(0, end)), terminate, wantsReady, statements: type === 0 ? 0 : this.#statements });
      this.#bytes = this.#bytes.subarray(end);
      this.#seen = 0;
      this.#statements = 0;
    }
  }
}

const READY = code("Z"), COMPLETE = code("C"), EMPTY = code("I"), SUSPENDED = code("s"), ERROR = code("E");

/**
 * Reads an engine's answer as it streams by. After some crashes PGlite answers every statement with nothing at all,
 * which a client would read as an empty table; the audit is how such an answer becomes a fault.
 */
export class AnswerAudit {
  #header = new Uint8Array(5);
  #filled = 0;
  #skip = 0;
  #ready = false;
  #ended = 0;
  #failed = false;

  feed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, bytes.length - at);
        this.#skip -= step;
        at += step;
        continue;
      }
      this.#header[this.#filled++] = bytes[at++]!;
      if (this.#filled < 5) continue;
      this.#filled = 0;
      const [type, a, b, c, d] = this.#header as unknown as [number, number, number, number, number];
      this.#skip = a * 0x1000000 + (b << 16) + (c << 8) + d - 4;
      this.#ready = type === READY;
      if (type === COMPLETE || type === EMPTY || type === SUSPENDED) this.#ended++;
      if (type === ERROR) this.#failed = true;
    }
  }

  /** What is missing from the answer to `request`, or undefined when it is whole. */
  missing(request: Pick<Request, "wantsReady" | "statements">): string | undefined {
    if (this.#filled > 0 || this.#skip > 0) return "the answer broke off inside a message";
    if (request.wantsReady && !this.#ready) return "the answer has no end";
    if (!this.#failed && this.#ended < request.statements) return "a statement was neither completed nor refused";
    return undefined;
  }
}
