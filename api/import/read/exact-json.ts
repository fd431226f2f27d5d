import { Assembler } from "stream-json/assembler.js";
import { jsonParser, type parser } from "stream-json/core/parser.js";
import { DEPTH_LIMIT } from "./raw-row.js";

export class TooDeep extends Error {
  constructor() {
    super(`is nested deeper than ${DEPTH_LIMIT} levels`);
  }
}

/**
 * Builds JSON values from their tokens. A number in a feature's properties or its id stays the text
 * that it was written as, where a double would change it: codes of 17 and more digits are written
 * as numbers by programs that do not know them for codes.
 */
export class ExactAssembler extends Assembler {
  override numberValue(text: string): void {
    const value = Number(text);
    const isProperty = this.key === "id" || this.stack.includes("properties");
    this.take(isProperty && String(value) !== text ? text : value);
  }

  private take(value: unknown): void {
    (this as unknown as { _saveValue(v: unknown): void })._saveValue(value);
  }

  /** Takes a token; true when a whole value is there, as `current`. */
  add(token: parser.Token): boolean {
    if (token.name.startsWith("start") && this.depth >= DEPTH_LIMIT) throw new TooDeep();
    this.consume(token);
    return this.done;
  }
}

/** A tokenizer of JSON text that comes in pieces; throws what is not JSON. */
export function tokenizer(): (text: string) => parser.Token[] {
  const parse = jsonParser({ streamValues: false });
  return (text) => (parse(text) as { values?: parser.Token[] }).values ?? [];
}

/** Numbers that a double may change: many digits, an exponent, noughts at the end of a fraction. */
const INEXACT = /\d{16}|\d[eE]|\.\d*0(?!\d)|\d{8}\.\d{8}/;

/** `JSON.parse` that keeps the text of numbers which a double would change; throws as it does. */
export function parseExact(text: string): unknown {
  if (!INEXACT.test(text)) return JSON.parse(text);
  const assembler = new ExactAssembler();
  let whole = false;
  for (const token of tokenizer()(`${text}\n`)) whole = assembler.add(token);
  // The tokenizer waits for more where JSON.parse knows that the text has ended.
  return whole ? assembler.current : JSON.parse(text);
}
