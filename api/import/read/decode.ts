import { TextDecoder } from "node:util";
import { badInput } from "../../refusal.js";
import { badFile, type FileSource } from "./raw-row.js";

export interface Decoded {
  text: AsyncIterable<string>;
  notes: string[];
}

export interface DecodeOptions {
  /** What the file is in, by its WHATWG name (`gb18030`, `big5`, `utf-16le` …). */
  encoding?: string | undefined;
  /** May it be in anything but UTF-8? JSON may not (RFC 8259 section 8.1). */
  guess: boolean;
}

const WAY_OUT = "save it as UTF-8, or say what it is in with --encoding gb18030 (or big5 …)";

/**
 * A file as text, a piece at a time, and never a character that the file does not have: bytes that
 * are no character of the encoding end the reading, with their place.
 */
export async function decode(source: FileSource, o: DecodeOptions): Promise<Decoded> {
  if (o.encoding !== undefined)
    return { text: strict(source, source.open(), decoderNamed(o.encoding)), notes: [] };
  const input = source.open();
  const bytes = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await bytes.next();
  const head = first.done ? Buffer.alloc(0) : Buffer.from(first.value);
  const wide = utf16Of(head);
  if (wide && !o.guess)
    throw badFile(source, "", `is ${wide.toUpperCase()}; JSON is UTF-8 (RFC 8259): ${WAY_OUT}.`);
  if (!wide && head.includes(0))
    throw badFile(source, "", "is not text; is it what its ending says?");
  const rest = (async function* () {
    yield head;
    for (let next = await bytes.next(); !next.done; next = await bytes.next()) yield next.value;
  })();
  if (wide)
    return {
      text: strict(source, rest, new TextDecoder(wide, { fatal: true })),
      notes: [`read as ${wide.toUpperCase()}; --encoding names another`],
    };
  if (!o.guess || !source.reopens)
    return { text: strict(source, rest, new TextDecoder("utf-8", { fatal: true })), notes: [] };
  input.destroy();
  return surveyed(source);
}

/** A table in a file, whose encoding all its bytes decide before a row of it is read. */
async function surveyed(source: FileSource): Promise<Decoded> {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  const fault = await firstFault(strict(source, source.open(), utf8));
  if (fault === null)
    return {
      text: strict(source, source.open(), new TextDecoder("utf-8", { fatal: true })),
      notes: [],
    };
  const gb = () => strict(source, source.open(), new TextDecoder("gb18030", { fatal: true }));
  if (!(await looksChinese(source)) || (await firstFault(gb())) !== null) throw fault;
  return {
    text: gb(),
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

function decoderNamed(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding.trim(), { fatal: true });
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
  decoder: TextDecoder,
): AsyncGenerator<string> {
  let line = 1,
    begun = 0;
  const refuse = (at: string) =>
    badFile(
      source,
      at,
      `is not ${decoder.encoding.toUpperCase()}, though ${
        decoder.encoding === "utf-8" ? "nothing says what else it is" : "--encoding says so"
      }; ${WAY_OUT}.`,
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
