import { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import type pg from "pg";

/** One row as it was sent: the payload of a DataRow message, in the middle of what came with it. */
export interface Packet {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/**
 * pg makes a string of every cell and an object of every row. Who only writes rows on wants the
 * bytes of PostgreSQL's DataRow messages (protocol 3.0, section "Message Formats"), and pg has no
 * way to give them. So what comes from the server passes through here first: messages go on to
 * pg's parser, one after the other and whole; the rows of a statement that asked for packets go to
 * that statement. Of pg it takes that a Connection reads `data` of what `attachListeners` is given
 * (row-packets.spec.ts fails when that changes).
 */
class Tap extends EventEmitter {
  take: ((row: Packet) => void) | undefined;
  #parts: Buffer[] = [];
  #length = 0;
  #needed = HEADER;

  push(chunk: Buffer): void {
    this.#parts.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#needed) return;
    const bytes = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts, this.#length);
    let passed = 0;
    let at = 0;
    this.#needed = HEADER;
    while (at + HEADER <= bytes.length) {
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (end > bytes.length) {
        this.#needed = end - at;
        break;
      }
      if (this.take && bytes[at] === DATA_ROW) {
        this.#pass(bytes, passed, at);
        this.take({ bytes, start: at + HEADER, end });
        passed = end;
      }
      at = end;
    }
    this.#parts = at < bytes.length ? [bytes.subarray(at)] : [];
    this.#length = bytes.length - at;
    this.#pass(bytes, passed, at);
  }

  #pass(bytes: Buffer, from: number, to: number): void {
    if (to > from) this.emit("data", bytes.subarray(from, to));
  }
}

const HEADER = 5;
const DATA_ROW = 0x44;

interface Connection {
  attachListeners(stream: Duplex): void;
}

const taps = new WeakMap<object, Tap>();

/** Makes a client able to run statements for packets; before it connects. */
export function tapRows(client: pg.Client): void {
  const { connection } = client as unknown as { connection: Connection };
  const attach = connection.attachListeners;
  connection.attachListeners = (stream) => {
    const tap = new Tap();
    taps.set(client, tap);
    stream.on("data", (chunk: Buffer) => tap.push(chunk));
    stream.on("end", () => tap.emit("end"));
    attach.call(connection, tap as unknown as Duplex);
  };
}

/** A statement whose rows stay as they were sent, in PostgreSQL's binary format. */
export interface PacketStatement {
  text: string;
  values: unknown[];
  packets: true;
}

export const asksForPackets = (statement: unknown): statement is PacketStatement =>
  typeof statement === "object" && statement !== null && "packets" in statement;

/** The simple protocol, which pg takes for a statement without values, knows text alone. */
export const inBinary = (statement: PacketStatement) => ({
  ...statement,
  binary: true,
  queryMode: "extended",
});

/** The rows of what `run` sends over a client; nothing else may run on that client meanwhile. */
export async function packetsOf(
  client: pg.Client,
  run: () => Promise<unknown>,
): Promise<{ rows: Packet[] }> {
  const tap = taps.get(client)!;
  const rows: Packet[] = [];
  tap.take = (row) => rows.push(row);
  try {
    await run();
    return { rows };
  } finally {
    tap.take = undefined;
  }
}

/** The cells of one row as text, where they are text; null is SQL's null. */
export function textCells({ bytes, start, end }: Packet): (string | null)[] {
  const cells: (string | null)[] = [];
  for (let at = start + 2; at < end; ) {
    const length = bytes.readInt32BE(at);
    at += 4;
    cells.push(length < 0 ? null : bytes.toString("utf8", at, at + length));
    at += Math.max(length, 0);
  }
  return cells;
}
