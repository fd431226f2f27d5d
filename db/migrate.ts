import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import type { Engine } from "./engine.js";

const folder = fileURLToPath(new URL("./migrations", import.meta.url));

interface Journal {
  entries: { tag: string; when: number }[];
}

/**
 * Brings the database to the newest schema; answers the names of the migrations that were run now.
 */
export async function migrate(engine: Engine): Promise<string[]> {
  const { entries } = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, "utf8")) as Journal;
  const before = await appliedUntil(engine);
  const pending = entries.filter((e) => e.when > before);
  if (pending.length > 0)
    await engine.withDeadline(120_000, () =>
      applyMigrations(drizzle(engine.pool), {
        migrationsFolder: folder,
        migrationsSchema: "public",
        migrationsTable: "migration",
      }),
    );
  return pending.map((e) => e.tag);
}

async function appliedUntil(engine: Engine): Promise<number> {
  const known = await engine.pool.query<{ known: string | null }>(
    "select to_regclass('public.migration')::text as known",
  );
  if (!known.rows[0]?.known) return 0;
  const last = await engine.pool.query<{ at: string | null }>(
    "select max(created_at)::text as at from public.migration",
  );
  return Number(last.rows[0]?.at ?? 0);
}
