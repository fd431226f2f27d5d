import { decode } from "./decode.js";
import { parseExact, TooDeep } from "./exact-json.js";
import {
  badFile,
  CrsGuard,
  type FileSource,
  inBatches,
  isTooDeep,
  type RawFile,
  type RawRow,
  type ReadOptions,
  ROW_LIMIT,
  rawOfFeature,
} from "./raw-row.js";

/**
 * Newline-delimited GeoJSON, one feature a line; also text sequences with a record separator (RFC
 * 8142).
 */
export async function readNdjson(source: FileSource, o: ReadOptions): Promise<RawFile> {
  const { text, notes } = await decode(source, { encoding: o.encoding, guess: false });
  const crs = new CrsGuard(source, o.crs);
  return { batches: inBatches(rows(source, text, crs)), notes, lateNotes: crs.notes };
}

async function* rows(
  source: FileSource,
  text: AsyncIterable<string>,
  crs: CrsGuard,
): AsyncGenerator<RawRow> {
  let row = 0;
  for await (const line of lines(source, text)) {
    const content = (line.startsWith("\u001e") ? line.slice(1) : line).trim();
    if (content === "") continue;
    row++;
    const value = parsed(source, content, row);
    const raw = rawOfFeature(value, row, crs);
    if (typeof raw === "string") throw badFile(source, `feature ${row}`, `${raw}.`);
    yield raw;
  }
}

async function* lines(source: FileSource, text: AsyncIterable<string>): AsyncGenerator<string> {
  let open = "",
    done = 0;
  for await (const piece of text) {
    const parts = piece.split("\n");
    parts[0] = open + parts[0]!;
    open = parts.pop()!;
    yield* parts;
    done += parts.length;
    if (open.length > ROW_LIMIT)
      throw badFile(
        source,
        `line ${done + 1}`,
        `is longer than ${ROW_LIMIT >> 20} MB; each line holds one whole feature.`,
      );
  }
  yield open;
}

function parsed(source: FileSource, text: string, row: number): unknown {
  let value: unknown;
  try {
    value = parseExact(text);
  } catch (error) {
    if (error instanceof TooDeep) throw badFile(source, `feature ${row}`, `${error.message}.`);
    throw badFile(
      source,
      `feature ${row}`,
      "is not valid JSON; each line holds one whole feature.",
    );
  }
  if (isTooDeep(value)) throw badFile(source, `feature ${row}`, `${new TooDeep().message}.`);
  return value;
}
