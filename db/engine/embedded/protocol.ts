/**
 * Just enough of PostgreSQL's wire protocol (PostgreSQL documentation, "Message Formats") to cut a
 * client's bytes into
 * requests and to tell whether the engine's answer to a request is whole.
 */

const code = (letter: string) => letter.charCodeAt(0);
const QUERY = code("Q"),
  SYNC = code("S"),
  EXECUTE = code("E"),
  TERMINATE = code("X"),
  FLUSH = code("H"),
  CALL = code("F"),
  PARSE = code("P"),
  BIND = code("B");

export interface Request {
  bytes: Uint8Array;
  /**
   * Where the closing Sync begins, which commits what the messages before it did; 0 when there is
   * none or nothing before it.
   */
  syncAt: number;
  /** The client asked for the end of the session. */
  terminate: boolean;
  /** A ReadyForQuery must end the answer. */
  wantsReady: boolean;
  /**
   * What it asks to parse, to bind and to execute: each must be acknowledged, or an error must say
   * why not.
   */
  parses: number;
  binds: number;
  statements: number;
}

/**
 * Collects a client's bytes and gives them out as whole requests: everything up to the message that
 * wants an answer.
 */
export class RequestReader {
  #bytes: Buffer = Buffer.alloc(0);
  /** Offset up to which whole messages of the unfinished request were already seen. */
  #seen = 0;
  #asked = { parses: 0, binds: 0, statements: 0 };
  #started = false;

  push(chunk: Uint8Array): Request[] {
    this.#bytes =
      this.#bytes.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        : Buffer.concat([this.#bytes, chunk]);
    const requests: Request[] = [];
    for (;;) {
      // The startup message is the only one without a type byte.
      const header = this.#started ? 5 : 4;
      if (this.#bytes.length < this.#seen + header) return requests;
      const type = this.#started ? this.#bytes[this.#seen]! : 0;
      const end = this.#seen + header - 4 + this.#bytes.readUInt32BE(this.#seen + header - 4);
      if (this.#bytes.length < end) return requests;
      const start = this.#seen;
      this.#started = true;
      this.#seen = end;
      if (type === EXECUTE || type === QUERY) this.#asked.statements++;
      if (type === PARSE) this.#asked.parses++;
      if (type === BIND) this.#asked.binds++;
      const terminate = type === TERMINATE;
      const wantsReady = type === 0 || type === QUERY || type === SYNC || type === CALL;
      if (!terminate && !wantsReady && type !== FLUSH) continue;
      // A copy, because the engine keeps reading from it after this buffer is cut.
      requests.push({
        bytes: Uint8Array.from(this.#bytes.subarray(0, end)),
        terminate,
        wantsReady,
        syncAt: type === SYNC ? start : 0,
        ...this.#asked,
      });
      this.#bytes = this.#bytes.subarray(end);
      this.#seen = 0;
      this.#asked = { parses: 0, binds: 0, statements: 0 };
    }
  }
}

/** Of a notice only the beginning is looked at. */
const NOTICE_LIMIT = 400;
const READY = code("Z"),
  COMPLETE = code("C"),
  EMPTY = code("I"),
  NOTICE = code("N"),
  ERROR = code("E"),
  PARSED = code("1"),
  BOUND = code("2");

/**
 * Reads an engine's answer as it streams by. A crash inside PGlite (stack overflow, an exception of
 * GEOS) is swallowed,
 * and the answer is then cut off or, worse, reads like an empty table: a Bind that vanished leaves
 * the Execute behind
 * it an empty portal; an aggregate that crashed ends as "SELECT 0", or as a suspended portal
 * although no client of ours
 * asks for portions; inside a transaction, "INSERT 0 0" has nothing about it that is wrong. The audit
 * counts acknowledgements, is told of exceptions that escaped, and is how such an answer becomes a
 * fault.
 */
export class AnswerAudit {
  #header = new Uint8Array(5);
  #filled = 0;
  #skip = 0;
  #ready = false;
  #ended = 0;
  #tagAhead = false;
  #parsed = 0;
  #bound = 0;
  #failed = false;
  #notice: string | undefined;
  #abandoned = false;

  feed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#tagAhead) {
        // A crash inside Execute is reported as complete with the command tag "???".
        if (bytes[at] !== code("?")) this.#ended++;
        this.#tagAhead = false;
      }
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, bytes.length - at);
        if (this.#notice !== undefined)
          this.#notice += String.fromCharCode(
            ...bytes.subarray(at, at + Math.min(step, NOTICE_LIMIT)),
          );
        this.#skip -= step;
        if (this.#skip === 0) this.#readNotice();
        at += step;
        continue;
      }
      this.#header[this.#filled++] = bytes[at++]!;
      if (this.#filled < 5) continue;
      this.#filled = 0;
      const [type, a, b, c, d] = this.#header as unknown as [
        number,
        number,
        number,
        number,
        number,
      ];
      this.#skip = a * 0x1000000 + (b << 16) + (c << 8) + d - 4;
      this.#ready = type === READY;
      this.#tagAhead = type === COMPLETE && this.#skip > 0;
      if (type === EMPTY) this.#ended++;
      this.#notice = type === NOTICE ? "" : undefined;
      if (type === PARSED) this.#parsed++;
      if (type === BOUND) this.#bound++;
      if (type === ERROR) this.#failed = true;
    }
  }

  /**
   * PostgreSQL warns when a transaction ends with a statement's resources still open: only a crash
   * leaves them so.
   */
  #readNotice(): void {
    if (
      this.#notice !== undefined &&
      /snapshot \S+ still active|reference leak|leaked|not closed/.test(this.#notice)
    )
      this.#abandoned = true;
    this.#notice = undefined;
  }

  /** A crash was seen inside the engine; its answer may look whole. */
  abandon(): void {
    this.#abandoned = true;
  }

  /** What is missing from the answer to `request`, or undefined when it is whole. */
  missing(request: Omit<Request, "bytes" | "terminate" | "syncAt">): string | undefined {
    if (this.#filled > 0 || this.#skip > 0) return "the answer broke off inside a message";
    if (request.wantsReady && !this.#ready) return "the answer has no end";
    if (this.#abandoned) return "a statement was abandoned half way";
    if (this.#failed) return undefined;
    if (
      this.#parsed < request.parses ||
      this.#bound < request.binds ||
      this.#ended < request.statements
    )
      return "a statement was neither completed nor refused";
    return undefined;
  }
}
