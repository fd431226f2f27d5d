import { TextDecoder } from "node:util";
import { badInput } from "../../core/refusal.js";
import { badFile, type FileSource } from "./raw-row.js";

export interface Decoded {
  text: AsyncIterable<string>;
  notes: string[];
}

export interface DecodeOptions {
  /**
   * What the file is in, by its WHATWG name (`gb18030`, `big5`, `utf-16le` …); null where there is
   * no way to say it.
   */
  encoding?: string | null | undefined;
  /** May it be in anything but UTF-8? JSON may not (RFC 8259 section 8.1). */
  guess: boolean;
}

const wayOut = (o: DecodeOptions) =>
  "save it as UTF-8" +
  `${o.encoding === null ? "" : ", or say what it is in with --encoding gb18030 (or big5 …)"}`;

/**
 * A file as text, a piece at a time, and never a character that the file does not have: bytes that
 * are no character of the encoding end the reading, with their place.
 */
export async function decode(source: FileSource, o: DecodeOptions): Promise<Decoded> {
  const read = (chunks: AsyncIterable<Buffer | string>, encoding: string) =>
    strict(source, chunks, encoding, wayOut(o));
  if (typeof o.encoding === "string") {
    refuseUnknown(o.encoding);
    return { text: read(source.open(), o.encoding.trim()), notes: [] };
  }
  const input = source.open();
  const bytes = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await bytes.next();
  const head = first.done ? Buffer.alloc(0) : Buffer.from(first.value);
  const wide = utf16Of(head);
  if (wide && !o.guess)
    throw badFile(source, "", `is ${wide.toUpperCase()}; JSON is UTF-8 (RFC 8259): ${wayOut(o)}.`);
  if (!wide && head.includes(0))
    throw badFile(source, "", "is not text; is it what its ending says?");
  const rest = (async function* () {
    yield head;
    for (let next = await bytes.next(); !next.done; next = await bytes.next()) yield next.value;
  })();
  if (wide)
    return {
      text: read(rest, wide),
      notes: [`read as ${wide.toUpperCase()}; --encoding names another`],
    };
  if (!o.guess || !source.reopens) return { text: read(rest, "utf-8"), notes: [] };
  input.destroy();
  return surveyed(source, (encoding) => read(source.open(), encoding));
}

/** The whole text of a JSON file, where it is needed at once. */
export async function wholeText(
  source: FileSource,
  o: { encoding?: string | null | undefined; limit: number },
): Promise<string> {
  const { text } = await decode(source, { encoding: o.encoding, guess: false });
  let whole = "";
  for await (const piece of text) {
    whole += piece;
    if (whole.length > o.limit)
      throw badFile(
        source,
        "",
        `is larger than ${o.limit >> 20} MB, which is more than can be read at once.`,
      );
  }
  return whole;
}

/** A table in a file, whose encoding all its bytes decide before a row of it is read. */
async function surveyed(
  source: FileSource,
  read: (encoding: string) => AsyncIterable<string>,
): Promise<Decoded> {
  const fault = await firstFault(read("utf-8"));
  if (fault === null) return { text: read("utf-8"), notes: [] };
  if (!(await looksChinese(source)) || (await firstFault(read("gb18030"))) !== null) throw fault;
  return {
    text: read("gb18030"),
    notes: ["read as GB18030, since it is not UTF-8; --encoding names another (big5 …)"],
  };
}

async function firstFault(text: AsyncIterable<string>): Promise<Error | null> {
  try {
    for await (const _ of text);
    return null;
  } catch (error) {
    return error as Error;
  }
}

function refuseUnknown(encoding: string): void {
  try {
    new TextDecoder(encoding.trim());
  } catch {
    throw badInput(
      "--encoding",
      `--encoding ${encoding}: is not known; give utf-8, gb18030, gbk, big5, utf-16le or another ` +
        "name of the WHATWG Encoding Standard.",
    );
  }
}

/** UTF-16 by its mark, or by every second byte of plain characters being nought. */
function utf16Of(head: Buffer): "utf-16le" | "utf-16be" | null {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const start = head.subarray(0, 4096);
  const zeros = [0, 0];
  start.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2]!++;
  });
  const [big, little] = zeros as [number, number];
  // A table has a separator or line break in every few dozen characters.
  if (big + little < Math.max(2, start.length / 64) || (big > 0 && little > 0)) return null;
  return big > 0 ? "utf-16be" : "utf-16le";
}

async function* strict(
  source: FileSource,
  chunks: AsyncIterable<Buffer | string>,
  encoding: string,
  way: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1,
    begun = 0;
  const refuse = (at: string) =>
    badFile(
      source,
      at,
      `is not ${decoder.encoding.toUpperCase()}, though ${
        decoder.encoding === "utf-8" ? "nothing says what else it is" : "--encoding says so"
      }; ${way}.`,
    );
  for await (const raw of chunks) {
    const chunk = Buffer.from(raw as Buffer);
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      const { lines, bytes } = placeOfFault(chunk, decoder.encoding);
      throw refuse(`line ${line + lines}, byte ${begun + bytes + 1}`);
    }
    begun += chunk.length;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) line++;
    if (text !== "") yield text;
  }
  try {
    const last = decoder.decode();
    if (last !== "") yield last;
  } catch {
    throw refuse(`line ${line}, byte ${begun}`);
  }
}

/**
 * Line breaks and bytes of a piece before its first fault. A character cut between two pieces looks
 * like a fault at the very beginning; it is passed over.
 */
function placeOfFault(chunk: Buffer, encoding: string): { lines: number; bytes: number } {
  const text = new TextDecoder(encoding).decode(chunk);
  const at = Math.max(0, text.indexOf("\uFFFD", text.startsWith("\uFFFD") ? 3 : 0));
  const before = text.slice(0, at);
  return { lines: before.split("\n").length - 1, bytes: Buffer.byteLength(before) };
}

/** Of the pairs of high bytes in a file, so many at least stand in the rows that GB 2312 fills. */
const GB_SHARE = 0.9;
/** And so many more than Big5 has among its everyday characters. */
const GB_LEAD = 0.15;

/**
 * Do the bytes look like Chinese as mainland spreadsheets save it, and unlike Big5? Nearly all
 * pairs of simplified text lie in the part of GB 18030 that was GB 2312, of which half are no
 * everyday character of Big5. A guess, so it is said in the notes; Korean and Japanese encodings
 * fill the same rows and need `--encoding`.
 */
async function looksChinese(source: FileSource): Promise<boolean> {
  let lead = 0,
    pairs = 0,
    gb = 0,
    big5 = 0;
  for await (const raw of source.open())
    for (const byte of raw as Buffer) {
      if (lead === 0) {
        if (byte > 0x80) lead = byte;
        continue;
      }
      pairs++;
      if (byte > 0xa0 && (lead < 0xaa || lead > 0xaf) && lead > 0xa0 && lead < 0xf8) gb++;
      if (((byte > 0x3f && byte < 0x7f) || byte > 0xa0) && lead > 0xa0 && lead < 0xc7) big5++;
      lead = 0;
    }
  return pairs > 0 && gb / pairs >= GB_SHARE && (gb - big5) / pairs >= GB_LEAD;
}
