import { CsvError, type Options, parse } from "csv-parse";
import { parse as parseNow } from "csv-parse/sync";
import { decode } from "./decode.js";
import {
  BATCH,
  badFile,
  COLUMN_LIMIT,
  type FileSource,
  type RawFile,
  type RawRow,
  type ReadOptions,
  ROW_LIMIT,
} from "./raw-row.js";

const SEPARATORS = [",", ";", "\t", "|"];
/** Characters at the beginning of a file from which its separator is told. */
const HEAD = 1 << 16;

/**
 * CSV (RFC 4180; `,` `;` tab or `|`; UTF-8, UTF-16 or GB 18030), header first, rows of empty cells
 * passed over. A row with more or fewer cells than the header ends the import; a stray quotation
 * mark costs its own row.
 */
export async function readCsv(source: FileSource, o: ReadOptions): Promise<RawFile> {
  const decoded = await decode(source, { encoding: o.encoding, guess: true });
  const text = decoded.text[Symbol.asyncIterator]();
  let head = "";
  for (let next = await text.next(); !next.done; next = await text.next()) {
    head += next.value;
    if (head.length >= HEAD) break;
  }
  const told = /^(?:\uFEFF)?("?)sep=(.)\1[^\S\t]*\r?\n/i.exec(head);
  const start = told ? head.slice(told[0].length) : head.replace(/^\uFEFF/, "");
  const dialect = { ...DIALECT, record_delimiter: lineEndsOf(start) };
  const delimiter = told?.[2] ?? separatorOf(start.slice(0, HEAD), dialect, o.knows);
  const reader = new Records(source, { ...dialect, delimiter });
  reader.feed(start, text);
  let header = await reader.next();
  while (header && isBlank(header)) header = await reader.next();
  if (!header) throw badFile(source, "", "is empty; the first line names the columns.");
  const columns = header.map((c) => c.trim());
  refuseHeader(source, columns);
  const lateNotes: string[] = [];
  return {
    columns: columns.filter((c) => c !== ""),
    batches: rowsOf(reader, columns, source, lateNotes),
    notes: decoded.notes,
    lateNotes,
  };
}

function refuseHeader(source: FileSource, columns: readonly string[]): void {
  if (columns.length > COLUMN_LIMIT)
    throw badFile(source, "header", `has ${columns.length} columns; ${COLUMN_LIMIT} are the most.`);
  const seen = new Set<string>();
  for (const column of columns) {
    if (column !== "" && seen.has(column))
      throw badFile(source, "header", `two columns are named ${column}.`);
    seen.add(column);
  }
}

/**
 * The separator under which the header has the most columns that somebody has a use for; of equal
 * ones that under which the second row has as many cells as the first, then the one that gives
 * more columns. Counting characters would not do: a header cell may hold commas or a line break.
 */
function separatorOf(
  head: string,
  dialect: Options,
  knows: (column: string) => boolean = () => false,
): string {
  const scores = SEPARATORS.map((separator) => {
    let rows: string[][];
    try {
      rows = parseNow(head, {
        ...dialect,
        delimiter: separator,
        to: 2,
        relax_quotes: true,
      }) as string[][];
    } catch {
      return { separator, known: 0, even: 0, columns: 0 };
    }
    const header = (rows[0] ?? []).slice(0, COLUMN_LIMIT).map((c) => c.trim());
    const isEven = header.length > 1 && rows[1]?.length === rows[0]!.length;
    return {
      separator,
      known: header.filter(knows).length,
      even: isEven ? header.length : 0,
      columns: header.length,
    };
  });
  scores.sort((a, b) => b.known - a.known || b.even - a.even || b.columns - a.columns);
  return scores[0]!.separator;
}

const DIALECT = { skip_empty_lines: true, relax_column_count: true } as const;

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === "");

/**
 * How lines end, from the beginning of a file; csv-parse would ask at every byte of a long line.
 * Where the first ends with CRLF a line feed alone is part of a cell.
 */
function lineEndsOf(head: string): string[] {
  const first = head.indexOf("\n");
  if (first < 0) return head.includes("\r") ? ["\r"] : ["\n"];
  return head[first - 1] === "\r" ? ["\r\n"] : ["\r\n", "\n"];
}

/** The one fault that ends with its row: the others take the rows after them along. */
const STRAY = "INVALID_OPENING_QUOTE";

/** The records of a CSV text, and the rows that a stray quotation mark spoils, in their order. */
class Records {
  /** Records before each spoilt row. */
  readonly spoilt: number[] = [];
  private readonly parser;
  private readonly records: AsyncIterator<string[]>;
  private waiting = 0;
  count = 0;

  constructor(
    private readonly source: FileSource,
    dialect: Options,
  ) {
    this.parser = parse({
      ...dialect,
      skip_records_with_error: true,
      on_skip: (error) => {
        if (!error) return;
        const { code, records } = error as CsvError & { records: number };
        if ((code as string) !== STRAY || records === 0) return void this.parser.destroy(error);
        this.spoilt.push(records);
        this.waiting = 0;
      },
    });
    this.records = this.parser[Symbol.asyncIterator]() as AsyncIterator<string[]>;
  }

  feed(start: string, text: AsyncIterator<string>): void {
    const write = async (piece: string) => {
      this.waiting += piece.length;
      if (this.waiting > ROW_LIMIT)
        throw badFile(
          this.source,
          `row ${this.parser.info.records}`,
          `what follows is larger than ${ROW_LIMIT >> 20} MB; is a quotation mark not closed?`,
        );
      if (!this.parser.write(piece)) await drained(this.parser);
    };
    const run = async () => {
      if (start !== "") await write(start);
      for (let next = await text.next(); !next.done; next = await text.next())
        await write(next.value);
      this.parser.end();
    };
    run().catch((error: Error) => this.parser.destroy(error));
  }

  async next(): Promise<string[] | undefined> {
    try {
      const next = await this.records.next();
      this.waiting = 0;
      this.count++;
      return next.done ? undefined : next.value;
    } catch (error) {
      if (!(error instanceof CsvError)) {
        if ((error as Error).name === "Refusal") throw error;
        throw badFile(this.source, "", (error as Error).message);
      }
      const { code, records } = error as CsvError & { records: number };
      const row = records + this.spoilt.length;
      throw badFile(
        this.source,
        row === 0 ? "header" : `row ${row}`,
        `is not CSV (${code.toLowerCase().replaceAll("_", " ").replace(/^csv /, "")}).`,
      );
    }
  }
}

const drained = (stream: NodeJS.WritableStream) =>
  new Promise<void>((resolve) => {
    stream.once("drain", () => resolve());
  });

async function* rowsOf(
  reader: Records,
  columns: readonly string[],
  source: FileSource,
  notes: string[],
): AsyncGenerator<RawRow[]> {
  let batch: RawRow[] = [],
    row = 0,
    spoilt = 0,
    blank = 0;
  for (;;) {
    const read = reader.count;
    const cells = await reader.next();
    for (; spoilt < reader.spoilt.length && reader.spoilt[spoilt]! <= read; spoilt++)
      batch.push({ row: ++row, properties: {}, fault: QUOTE });
    if (!cells) break;
    if (isBlank(cells)) {
      blank++;
      continue;
    }
    batch.push({ row: ++row, properties: propertiesOf(source, row, columns, cells) });
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
  if (blank > 0) notes.push(`${blank} rows of empty cells are no rows`);
}

const QUOTE = {
  field: "row",
  reason: "has a quotation mark inside a cell without quotes; double it and quote the cell",
};

function propertiesOf(
  source: FileSource,
  row: number,
  columns: readonly string[],
  cells: readonly string[],
): Record<string, unknown> {
  if (cells.length !== columns.length)
    throw badFile(
      source,
      `row ${row}`,
      `has ${cells.length} cells where the header has ${columns.length}.`,
    );
  const properties: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i++)
    if (columns[i] !== "") properties[columns[i]!] = cells[i];
  return properties;
}
