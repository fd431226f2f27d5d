import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type pg from "pg";
import type { Engine } from "./engine/engine.js";

const folder = fileURLToPath(new URL("./migrations", import.meta.url));
/** Of a statement; an index of a million rows takes minutes on a slow disk. */
const DEADLINE_MS = 30 * 60_000;

interface Journal {
  entries: { tag: string; when: number }[];
}

/**
 * Brings the database to the newest schema; answers the names of the migrations that were run now.
 * All in one transaction that holds the table of migrations, so that of processes that start
 * together one does it and the others find it done; a lock of the table, because a session's lock
 * would stay with a pooler's connection.
 */
export async function migrate(engine: Engine): Promise<string[]> {
  const { entries } = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, "utf8")) as Journal;
  await tableOfMigrations(engine.pool);
  return await engine.withDeadline(DEADLINE_MS, async () => {
    const client = await engine.pool.connect();
    try {
      await client.query("begin");
      await client.query("lock table public.migration in exclusive mode");
      const ran = await runPending(client);
      await client.query("commit");
      return entries.filter(({ when }) => ran.has(when)).map(({ tag }) => tag);
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  });
}

/** Two that make it at once: PostgreSQL refuses one of them, in spite of "if not exists". */
async function tableOfMigrations(pool: pg.Pool): Promise<void> {
  const make = () =>
    pool.query(
      "create table if not exists public.migration " +
        "(id serial primary key, hash text not null, created_at bigint)",
    );
  const { rows } = await pool.query<{ known: string | null }>(
    "select to_regclass('public.migration')::text as known",
  );
  if (!rows[0]?.known) await make().catch(make);
}

async function runPending(client: pg.PoolClient): Promise<Set<number>> {
  const { rows } = await client.query<{ at: string | null }>(
    "select max(created_at)::text as at from public.migration",
  );
  const before = Number(rows[0]?.at ?? 0);
  const pending = readMigrationFiles({ migrationsFolder: folder }).filter(
    ({ folderMillis }) => folderMillis > before,
  );
  for (const { sql, hash, folderMillis } of pending) {
    for (const statement of sql) await client.query(statement);
    await client.query("insert into public.migration (hash, created_at) values ($1, $2)", [
      hash,
      folderMillis,
    ]);
  }
  return new Set(pending.map(({ folderMillis }) => folderMillis));
}
