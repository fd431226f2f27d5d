import type { Packet } from "../../db/row-packets.js";
import type { ValueKind } from "../layers/select.js";

/** A field of the answer's nodes, in the order of the rows' cells. */
export interface NodeField {
  alias: string;
  kind: ValueKind;
}

/** A list's nodes before they are written: rows of a wireSelection, and what their cells are. */
export interface Nodes {
  fields: readonly NodeField[];
  rows: readonly Packet[];
}

/** More than any number or moment takes as text. */
const SCALAR_BYTES = 32;
/** The most that one byte of text becomes: \u00XX. */
const ESCAPED_BYTES = 6;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ESCAPES = Array.from({ length: BACKSLASH + 1 }, (_, byte) =>
  Buffer.from(JSON.stringify(String.fromCharCode(byte)).slice(1, -1)),
);
const NULL = Buffer.from("null");
const TRUE = Buffer.from("true");
const FALSE = Buffer.from("false");

/** PostgreSQL counts microseconds from 2000-01-01. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;

/** Kept from answer to answer: what is allocated outside V8's heap makes it collect garbage. */
let scratch = Buffer.allocUnsafe(1 << 18);
const SCRATCH_KEPT = 1 << 23;

/**
 * Writes an answer, byte by byte: no string, no object of any row or cell is made. The loops are
 * short because calls of Buffer's methods are dear.
 */
export class AnswerWriter {
  private bytes = scratch;
  private length = 0;
  private day = Number.NaN;
  private date: Uint8Array = NULL;

  text(text: string): void {
    this.reserve(text.length * 3);
    this.length += this.bytes.write(text, this.length);
  }

  /** One JSON array; cells behind the fields are left out. */
  nodes({ fields, rows }: Nodes): void {
    const names = fields.map(({ alias }, i) => Buffer.from(`${i ? "," : "{"}"${alias}":`));
    const fixed = names.reduce((sum, n) => sum + n.length, 0) + fields.length * SCALAR_BYTES + 2;
    this.reserve(2);
    this.byte(0x5b);
    for (let r = 0; r < rows.length; r++) {
      const { bytes, start, end } = rows[r]!;
      this.reserve(fixed + (end - start) * ESCAPED_BYTES);
      if (r > 0) this.byte(0x2c);
      let at = start + 2;
      for (let f = 0; f < fields.length; f++) {
        this.copy(names[f]!);
        const length = bytes.readInt32BE(at);
        at += 4;
        if (length < 0) this.copy(NULL);
        else this.value(fields[f]!.kind, bytes, at, (at += length));
      }
      this.byte(0x7d);
    }
    this.reserve(1);
    this.byte(0x5d);
  }

  /** What was written; the writer is done. */
  finish(): Buffer {
    if (this.bytes.length <= SCRATCH_KEPT) scratch = this.bytes;
    return Buffer.from(this.bytes.subarray(0, this.length));
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.length + size, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  private byte(value: number): void {
    this.bytes[this.length++] = value;
  }

  private copy(from: Uint8Array, start = 0, end = from.length): void {
    const { bytes } = this;
    let to = this.length;
    for (let i = start; i < end; i++) bytes[to++] = from[i]!;
    this.length = to;
  }

  private value(kind: ValueKind, from: Buffer, start: number, end: number): void {
    switch (kind) {
      case "text":
        return this.string(from, start, end);
      case "json":
        return this.copy(from, start, end);
      case "instant":
        return this.instant(from.readInt32BE(start), from.readUInt32BE(start + 4));
      case "integer":
        return this.ascii(String(from.readIntBE(start, end - start)));
      case "number":
        return this.number(end - start === 8 ? from.readDoubleBE(start) : from.readFloatBE(start));
      case "boolean":
        return this.copy(from[start] ? TRUE : FALSE);
    }
  }

  private ascii(text: string): void {
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  private number(value: number): void {
    if (Number.isFinite(value)) this.ascii(String(value));
    else this.copy(NULL);
  }

  /** UTF-8, escaped as JSON.stringify does. */
  private string(from: Buffer, start: number, end: number): void {
    const { bytes } = this;
    let to = this.length;
    bytes[to++] = QUOTE;
    for (let i = start; i < end; i++) {
      const byte = from[i]!;
      if (byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH) bytes[to++] = byte;
      else for (const escaped of ESCAPES[byte]!) bytes[to++] = escaped;
    }
    bytes[to++] = QUOTE;
    this.length = to;
  }

  /**
   * A moment in UTC, cut to the millisecond, as `instantSql` writes it. The halves make a number
   * that is exact from 1715 to 2285; moments here are from 1900 to 2200.
   */
  private instant(high: number, low: number): void {
    const ms = EPOCH_MS + Math.floor((high * 2 ** 32 + low) / 1000);
    const day = Math.floor(ms / DAY_MS);
    if (day !== this.day) {
      this.day = day;
      this.date = Buffer.from(`"${new Date(day * DAY_MS).toISOString().slice(0, 11)}`);
    }
    this.copy(this.date);
    const rest = ms - day * DAY_MS;
    this.digits(Math.floor(rest / 3_600_000), 2, 0x3a);
    this.digits(Math.floor(rest / 60_000) % 60, 2, 0x3a);
    this.digits(Math.floor(rest / 1000) % 60, 2, 0x2e);
    this.digits(rest % 1000, 3, 0x5a);
    this.byte(QUOTE);
  }

  private digits(value: number, count: number, then: number): void {
    let rest = value;
    for (let i = this.length + count - 1; i >= this.length; i--) {
      this.bytes[i] = 0x30 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.length += count;
    this.byte(then);
  }
}
