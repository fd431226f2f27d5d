import { CsvError, parse } from "csv-parse";
import { BATCH, badFile, type FileSource, type RawFile, type RawRow } from "./raw-row.js";

/**
 * Of a separator unknown, the one that the header has most of: exports of spreadsheets use all
 * four.
 */
function delimiterOf(head: string): string {
  const line = head.slice(0, head.search(/\r?\n|$/)).replace(/"[^"]*"/g, "");
  return [",", ";", "\t", "|"].reduce(
    (best, d) => (line.split(d).length > line.split(best).length ? d : best),
    ",",
  );
}

/**
 * CSV (RFC 4180; UTF-8 with or without BOM; `,` `;` tab or `|`), header first. A row with more or
 * fewer cells than the header ends the import.
 */
export async function readCsv(source: FileSource): Promise<RawFile> {
  const input = source.open();
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  const start = first.done ? Buffer.alloc(0) : Buffer.from(first.value);
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff))
    throw badFile(source, "", "is UTF-16; save it as CSV UTF-8.");
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(
      start
        .subarray(0, 65_536)
        .toString("utf8")
        .replace(/^\uFEFF/, ""),
    ),
    skip_empty_lines: true,
    relax_column_count: true,
  });
  const feed = async () => {
    if (start.length > 0 && !parser.write(start)) await drained(parser);
    for (let next = await chunks.next(); !next.done; next = await chunks.next())
      if (!parser.write(next.value)) await drained(parser);
    parser.end();
  };
  feed().catch((error: Error) => parser.destroy(error));
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<string[]>;
  const header = await nextOf(records, source, 0);
  if (!header) throw badFile(source, "", "is empty; the first line names the columns.");
  const columns = header.map((c) => c.trim());
  const twice = columns.find((c, i) => c !== "" && columns.indexOf(c) !== i);
  if (twice !== undefined) throw badFile(source, "header", `two columns are named ${twice}.`);
  return {
    columns: columns.filter((c) => c !== ""),
    batches: rowsOf(records, columns, source),
    notes: [],
  };
}

const drained = (stream: NodeJS.WritableStream) =>
  new Promise<void>((resolve) => {
    stream.once("drain", () => resolve());
  });

async function nextOf(
  records: AsyncIterator<string[]>,
  source: FileSource,
  row: number,
): Promise<string[] | undefined> {
  try {
    const next = await records.next();
    return next.done ? undefined : next.value;
  } catch (error) {
    if (error instanceof CsvError)
      throw badFile(
        source,
        row === 0 ? "header" : `row ${row}`,
        `is not CSV (${error.code.toLowerCase().replaceAll("_", " ").replace(/^csv /, "")}).`,
      );
    throw badFile(source, "", (error as Error).message);
  }
}

async function* rowsOf(
  records: AsyncIterator<string[]>,
  columns: readonly string[],
  source: FileSource,
): AsyncGenerator<RawRow[]> {
  let batch: RawRow[] = [];
  for (let row = 1; ; row++) {
    const cells = await nextOf(records, source, row);
    if (!cells) break;
    if (cells.length !== columns.length)
      throw badFile(
        source,
        `row ${row}`,
        `has ${cells.length} cells where the header has ${columns.length}.`,
      );
    const properties: Record<string, unknown> = {};
    for (let i = 0; i < columns.length; i++)
      if (columns[i] !== "") properties[columns[i]!] = cells[i];
    batch.push({ row, properties });
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
