import { createInterface } from "node:readline";
import {
  badFile,
  type FileSource,
  inBatches,
  type RawFile,
  type RawRow,
  rawOfFeature,
} from "./raw-row.js";

/**
 * Newline-delimited GeoJSON, one feature a line; also text sequences with a record separator (RFC
 * 8142).
 */
export async function readNdjson(source: FileSource): Promise<RawFile> {
  return { batches: inBatches(lines(source)), notes: [] };
}

async function* lines(source: FileSource): AsyncGenerator<RawRow> {
  let row = 0;
  for await (const line of createInterface({ input: source.open(), crlfDelay: Infinity })) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8142's record separator
    const text = line.replace(/^[\uFEFF\u001e]/, "").trim();
    if (text === "") continue;
    row++;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw badFile(
        source,
        `feature ${row}`,
        "is not valid JSON; each line holds one whole feature.",
      );
    }
    const raw = rawOfFeature(value, row);
    if (typeof raw === "string") throw badFile(source, `feature ${row}`, `${raw}.`);
    yield raw;
  }
}
