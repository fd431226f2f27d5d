import {
  type EngineThread,
  engineOn,
  startEngineThread,
} from "../../db/engine/embedded/open-embedded.js";
import type { Engine } from "../../db/engine/engine.js";

interface Kept {
  thread: EngineThread;
  log: (line: string) => void;
  /** What no spec may leave otherwise: tables, columns, constraints, settings. */
  shape: string;
  /** Rows the migrations wrote, as a JSON list, by table. */
  written: Map<string, string>;
}

/** The tables of the service; PostGIS's own and the list of migrations stay as they are. */
const OURS = `relnamespace = 'public'::regnamespace and relkind = 'r'
  and relname not in ('migration', 'spatial_ref_sys')`;
const HELD = `select relname as name from pg_class where ${OURS} and pg_relation_size(oid) > 0`;
const SHAPE = `select md5(string_agg(t, ';' order by t)) as shape from (
  select concat_ws(' ', relname, relkind, relpersistence, reloptions) as t from pg_class
    where relnamespace = 'public'::regnamespace
  union all select concat_ws(' ', c.relname, attname, attnum, atttypid, attnotnull, attgenerated)
    from pg_attribute a join pg_class c on c.oid = attrelid
    where relnamespace = 'public'::regnamespace
  union all select concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid) from pg_index
    join pg_class c on c.oid = indrelid where relnamespace = 'public'::regnamespace
  union all select concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid),
    convalidated) from pg_constraint where connamespace = 'public'::regnamespace
  union all select pg_get_expr(adbin, adrelid) from pg_attrdef
  union all select tgname::text from pg_trigger where not tgisinternal
  union all select to_jsonb(e)::text from pg_extension e
  union all select to_jsonb(n)::text from pg_namespace n
  union all select to_jsonb(s)::text from pg_db_role_setting s
  union all select concat_ws(' ', 'functions', count(*)) from pg_proc) x`;

async function ask<T>(engine: Engine, text: string, values: unknown[] = []): Promise<T[]> {
  return (await engine.pool.query(text, values)).rows as T[];
}

async function keep(dataDir: string): Promise<Kept> {
  const kept = { log: () => undefined } as unknown as Kept;
  kept.thread = await startEngineThread({ dataDir, log: (line) => kept.log(line) });
  const engine = await engineOn(kept.thread);
  kept.shape = (await ask<{ shape: string }>(engine, SHAPE))[0]!.shape;
  kept.written = new Map();
  for (const { name } of await ask<{ name: string }>(engine, HELD)) {
    const text = `select json_agg(t)::text as rows from "${name}" t`;
    kept.written.set(name, (await ask<{ rows: string }>(engine, text))[0]!.rows);
  }
  await engine.close();
  return kept;
}

/** Leaves it as it was before a spec had it; false where the spec changed more than rows. */
async function clear({ thread, shape, written }: Kept): Promise<boolean> {
  const engine = await engineOn(thread);
  try {
    if ((await ask<{ shape: string }>(engine, SHAPE))[0]!.shape !== shape) return false;
    const held = (await ask<{ name: string }>(engine, HELD)).map(({ name }) => `"${name}"`);
    if (held.length > 0) await ask(engine, `truncate ${held.join(", ")} restart identity cascade`);
    for (const [name, rows] of written)
      await ask(
        engine,
        `insert into "${name}" select * from json_populate_recordset(null::"${name}", $1)`,
        [rows],
      );
    // As if nothing had been counted: what a spec analysed must not plan another's statements.
    await ask(
      engine,
      `delete from pg_statistic where starelid in (select oid from pg_class where ${OURS})`,
    );
    await ask(
      engine,
      `select pg_clear_relation_stats('public', relname) from pg_class
        where ${OURS} and reltuples >= 0`,
    );
    await ask(engine, "select pg_stat_reset()");
    return true;
  } finally {
    await engine.close();
  }
}

let kept: Promise<Kept> | undefined;
let isLent = false;

/**
 * The worker's one embedded engine on a database with the newest schema and no rows, where nobody has
 * it; its `close` clears it for the next. To start one costs three seconds of CPU, and every function
 * of its WebAssembly would be compiled anew. One whose tables a spec changed is ended instead.
 */
export async function lendEngine(
  dataDir: () => Promise<string>,
  log: (line: string) => void = () => undefined,
): Promise<Engine | undefined> {
  if (isLent) return undefined;
  isLent = true;
  try {
    kept ??= dataDir().then(keep);
    const own = await kept;
    own.log = log;
    const engine = await engineOn(own.thread, log);
    let closed: Promise<void> | undefined;
    const giveBack = async () => {
      await engine.close();
      own.log = () => undefined;
      if (!(await clear(own).catch(() => false))) {
        kept = undefined;
        await own.thread.close();
      }
      isLent = false;
    };
    return { ...engine, close: () => (closed ??= giveBack()) };
  } catch (error) {
    kept = undefined;
    isLent = false;
    throw error;
  }
}
