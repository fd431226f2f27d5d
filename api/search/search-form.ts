import { sql } from "drizzle-orm";
import { SEARCH_FORM, searchText } from "../../geo/search.js";
import type { Declaration } from "../../schema/declaration.js";
import { DECLARED } from "../../schema/declared.js";
import type { Database } from "../core/database.js";

const SETTING = "search-form";
/** Rows a statement reads and writes: well under a second on the embedded engine. */
const CHUNK = 500;

interface Written {
  county_id: number;
  id: string;
  search_text: string;
  names: (string | null)[];
}

/**
 * Rewrites search texts that an older version of the service wrote in another form; answers how
 * many. Safe beside writers and other processes: a row is rewritten only while it is as it was
 * read.
 */
export async function renewSearchTexts(db: Database, signal?: AbortSignal): Promise<number> {
  const [known] = await db.rows<{ value: unknown }>(
    sql`select value from setting where name = ${SETTING}`,
  );
  if (known?.value === SEARCH_FORM) return 0;
  let renewed = 0;
  for (const layer of DECLARED.filter((l) => l.search.length > 0)) {
    let after: Written | undefined;
    do {
      if (signal?.aborted) return renewed;
      const rows = await chunkAfter(db, layer, after);
      renewed += await rewrite(db, layer, rows);
      after = rows.length === CHUNK ? rows.at(-1) : undefined;
    } while (after);
  }
  await db.rows(sql`
    insert into setting (name, value) values (${SETTING}, to_jsonb(${SEARCH_FORM}::int))
    on conflict (name) do update set value = excluded.value`);
  return renewed;
}

function chunkAfter(
  db: Database,
  layer: Declaration,
  after: Written | undefined,
): Promise<Written[]> {
  const names = layer.search.map((name) =>
    sql.identifier(layer.fields.find((f) => f.name === name)!.column),
  );
  const rest = after ? sql`where (county_id, id) > (${after.county_id}, ${after.id}::uuid)` : sql``;
  return db.rows<Written>(sql`
    select county_id, id, search_text, array[${sql.join(names, sql`, `)}] as names
    from ${sql.identifier(layer.table)} ${rest} order by county_id, id limit ${CHUNK}`);
}

async function rewrite(
  db: Database,
  layer: Declaration,
  rows: readonly Written[],
): Promise<number> {
  const stale = rows
    .map((row) => ({ ...row, text: searchText(row.names) }))
    .filter((row) => row.text !== row.search_text);
  if (stale.length === 0) return 0;
  const column = (value: (row: (typeof stale)[number]) => unknown) => sql.param(stale.map(value));
  const done = await db.rows(sql`
    update ${sql.identifier(layer.table)} t
    set search_text = n.text
    from unnest(
      ${column((r) => r.county_id)}::int[], ${column((r) => r.id)}::uuid[],
      ${column((r) => r.search_text)}::text[], ${column((r) => r.text)}::text[]
    ) as n(county_id, id, was, text)
    where t.county_id = n.county_id and t.id = n.id and t.search_text = n.was
    returning t.id`);
  return done.length;
}
