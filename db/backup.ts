import { createHash, type Hash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type pg from "pg";
import { type BackupTable, quoted, readCatalog, schemaVersion } from "./backup-catalog.js";
import type { Engine } from "./engine/engine.js";

/** A backup that cannot be made or restored; one sentence with the way out. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

export interface BackupSummary {
  tables: number;
  rows: number;
}

/**
 * First line of a backup. Every other line but the last is one row: the texts of its columns, or
 * null.
 */
interface Header {
  hearthgrid: "backup";
  format: 1;
  at: string;
  schema: number;
  tables: (BackupTable & { rows: number })[];
}
/** Last line: digest of all bytes before it, uncompressed. */
interface Trailer {
  rows: number;
  sha256: string;
}

const FORMAT = 1;
const ROWS_AT_ONCE = 500;
const BYTES_AT_ONCE = 1_000_000;
const DEADLINE_MS = 30 * 60 * 1000;

/**
 * What makes a value's text the same on every server: ISO times in UTC, bytes in hex, floats with
 * every digit. PostGIS writes hex EWKB by itself.
 */
const PORTABLE_TEXT =
  "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = " +
  "'postgres'; set local bytea_output = 'hex'; set local extra_float_digits = 1";

async function inTransaction<T>(
  engine: Engine,
  begin: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return engine.withDeadline(DEADLINE_MS, async () => {
    const client = await engine.pool.connect();
    try {
      await client.query(begin);
      await client.query(PORTABLE_TEXT);
      const result = await work(client);
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  });
}

async function* linesOf(
  client: pg.PoolClient,
  tables: Header["tables"],
  header: Header,
  digest: Hash,
): AsyncGenerator<string> {
  const line = (value: unknown) => {
    const text = `${JSON.stringify(value)}\n`;
    digest.update(text);
    return text;
  };
  yield line(header);
  let rows = 0;
  for (const table of tables) {
    const columns = table.columns.map((c) => `${quoted(c.name)}::text`).join(", ");
    await client.query(
      `declare backup_rows cursor for select ${columns} from ${quoted(table.name)}`,
    );
    for (;;) {
      const chunk = await client.query<(string | null)[]>({
        text: `fetch ${ROWS_AT_ONCE} from backup_rows`,
        rowMode: "array",
      });
      if (chunk.rows.length === 0) break;
      rows += chunk.rows.length;
      yield chunk.rows.map(line).join("");
    }
    await client.query("close backup_rows");
  }
  yield `${JSON.stringify({ rows, sha256: digest.digest("hex") } satisfies Trailer)}\n`;
}

/**
 * Writes the whole database to `file`: gzipped lines of JSON, read in one snapshot, the same from
 * either engine.
 * `file` appears complete or not at all. Throws BackupError when it exists.
 */
export async function backup(engine: Engine, file: string): Promise<BackupSummary> {
  const partial = `${file}.partial`;
  const taken = await open(file, "wx").catch((error: NodeJS.ErrnoException) => {
    throw new BackupError(
      error.code === "EEXIST"
        ? `${file} exists already; name another file, or remove it.`
        : `${file} cannot be written (${error.message}).`,
    );
  });
  await taken.close();
  try {
    const summary = await inTransaction(
      engine,
      "begin isolation level repeatable read read only",
      async (client) => {
        const { tables } = await readCatalog(client);
        const counted: Header["tables"] = [];
        for (const table of tables) {
          const { rows } = await client.query<{ n: string }>(
            `select count(*) as n from ${quoted(table.name)}`,
          );
          counted.push({ ...table, rows: Number(rows[0]!.n) });
        }
        const header: Header = {
          hearthgrid: "backup",
          format: FORMAT,
          at: new Date().toISOString(),
          schema: await schemaVersion(client),
          tables: counted,
        };
        await pipeline(
          Readable.from(linesOf(client, counted, header, createHash("sha256"))),
          createGzip(),
          createWriteStream(partial, { mode: 0o600, flush: true }),
        );
        return { tables: counted.length, rows: counted.reduce((sum, t) => sum + t.rows, 0) };
      },
    );
    await rename(partial, file);
    return summary;
  } catch (error) {
    await rm(partial, { force: true });
    await rm(file, { force: true });
    throw error;
  }
}

async function* readLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.on("error", (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  for await (const line of createInterface({ input: gunzip, crlfDelay: Infinity })) yield line;
}

const damaged = (file: string, why: string) =>
  new BackupError(`${file} is not a whole backup (${why}); nothing was changed: use another copy.`);

/**
 * Reads the file once from end to end: a damaged one must be known before the first row is touched.
 */
async function verify(file: string): Promise<Header> {
  let header: Header | undefined;
  let last: string | undefined;
  let rows = -1;
  const digest = createHash("sha256");
  try {
    for await (const line of readLines(file)) {
      if (last !== undefined) {
        digest.update(`${last}\n`);
        rows++;
      }
      header ??= JSON.parse(line) as Header;
      last = line;
    }
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
  if (header?.hearthgrid !== "backup") throw damaged(file, "its first line is not a backup's");
  if (header.format !== FORMAT)
    throw new BackupError(
      `${file} has backup format ${String(header.format)}, this release reads ${FORMAT}; ` +
        "restore it with the release that wrote it.",
    );
  const trailer = JSON.parse(last!) as Trailer;
  if (trailer.sha256 !== digest.digest("hex"))
    throw damaged(file, trailer.sha256 ? "its digest does not fit" : "its end is missing");
  if (trailer.rows !== rows || header.tables.reduce((sum, t) => sum + t.rows, 0) !== rows)
    throw damaged(file, "rows are missing");
  return header;
}

/** Tables of older releases whose rows mattered for a day only: a restore passes over them. */
const FORGOTTEN = new Set(["sign_in_attempt"]);
/** A column of older releases that followed from another one. */
const FORGOTTEN_COLUMN = "search_tokens";

/** Fails unless every table and column of the backup is in this database. */
function fit(header: Header, here: BackupTable[], schema: number): void {
  if (header.schema > schema)
    throw new BackupError(
      "The backup was made by a newer release; update Hearthgrid, migrate, and restore again.",
    );
  for (const table of header.tables.filter((t) => !FORGOTTEN.has(t.name))) {
    const own = here.find((t) => t.name === table.name);
    const missing = own
      ? table.columns.find(
          (c) => c.name !== FORGOTTEN_COLUMN && !own.columns.some((o) => o.name === c.name),
        )
      : undefined;
    if (!own || missing)
      throw new BackupError(
        "The backup has " +
          `${missing ? `a column ${table.name}.${missing.name}` : `a table ${table.name}`} that ` +
          "this release does not know; restore it with the release that made it, then update.",
      );
  }
}

async function insert(client: pg.PoolClient, table: BackupTable, rows: string[]): Promise<void> {
  const kept = table.columns
    .map((c, i) => ({ name: quoted(c.name), value: `(r->>${i})::${c.type}` }))
    .filter((c) => c.name !== quoted(FORGOTTEN_COLUMN));
  await client.query(
    `insert into ${quoted(table.name)} (${kept.map((c) => c.name).join(", ")})
      overriding system value select ${kept.map((c) => c.value).join(", ")}
      from jsonb_array_elements($1::jsonb) r`,
    [`[${rows.join(",")}]`],
  );
}

/** Columns numbered by a sequence, which must go on behind the restored rows. */
async function sequences(
  client: pg.PoolClient,
): Promise<{ name: string; column: string; sequence: string }[]> {
  const { rows } = await client.query<{
    name: string;
    column: string;
    sequence: string;
  }>(`select c.relname as name, a.attname as column, d.objid::regclass::text as sequence
    from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_class c on c.oid = d.refobjid
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
      and c.relname <> 'migration'`);
  return rows;
}

/**
 * Restores a backup into a migrated database, all or nothing. Rows that migrations put there are
 * replaced. Throws
 * BackupError when the file is damaged or newer, or when the database already holds a county and
 * `force` is not given.
 */
export async function restore(
  engine: Engine,
  file: string,
  { force = false } = {},
): Promise<BackupSummary> {
  const header = await verify(file);
  const summary = await inTransaction(engine, "begin", async (client) => {
    const { tables, cyclic } = await readCatalog(client);
    fit(header, tables, await schemaVersion(client));
    if (!force) {
      for (const table of tables.filter(
        (t) => t.name === "county" || t.columns.some((c) => c.name === "county_id"),
      )) {
        const { rows } = await client.query(`select 1 from ${quoted(table.name)} limit 1`);
        if (rows.length > 0)
          throw new BackupError(
            `The database is not empty (table ${table.name}); restore into an empty one, or ` +
              "give --force to replace everything in it.",
          );
      }
    }
    for (const key of cyclic)
      await client.query(`alter table ${quoted(key.table)} drop constraint ${quoted(key.name)}`);
    if (tables.length > 0)
      await client.query(`truncate ${tables.map((t) => quoted(t.name)).join(", ")}`);
    const lines = readLines(file);
    await lines.next(); // the header
    // In the file's order, which fits the foreign keys of the release that wrote it.
    for (const table of header.tables) {
      let rows: string[] = [];
      let bytes = 0;
      for (let n = 0; n < table.rows; n++) {
        const { value } = await lines.next();
        rows.push(value as string);
        bytes += (value as string).length;
        if (FORGOTTEN.has(table.name)) rows = [];
        if (rows.length < ROWS_AT_ONCE && bytes < BYTES_AT_ONCE && n < table.rows - 1) continue;
        if (rows.length > 0) await insert(client, table, rows);
        rows = [];
        bytes = 0;
      }
    }
    await lines.return(undefined);
    for (const key of cyclic)
      await client.query(
        `alter table ${quoted(key.table)} add constraint ${quoted(key.name)} ${key.definition}`,
      );
    for (const { name, column, sequence } of await sequences(client)) {
      await client.query(
        `select setval($1, max(${quoted(column)})) from ${quoted(name)}
          having max(${quoted(column)}) is not null`,
        [sequence],
      );
    }
    return {
      tables: header.tables.length,
      rows: header.tables.reduce((sum, t) => sum + t.rows, 0),
    };
  });
  await engine.vacuumAnalyze();
  return summary;
}
