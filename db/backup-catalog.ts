import pg from "pg";

export interface BackupColumn {
  name: string;
  type: string;
}
export interface ForeignKey {
  name: string;
  table: string;
  refers: string;
  definition: string;
}
export interface BackupTable {
  name: string;
  columns: BackupColumn[];
}

type Queryable = Pick<pg.ClientBase, "query">;

/**
 * Tables of schema public that hold data of ours: not an extension's, not the list of migrations.
 */
const TABLES = `select c.relname as name,
    json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod))
      order by a.attnum) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    and a.attgenerated = ''
  where c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration'
    and not exists (select 1 from pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  group by c.relname order by c.relname`;

const FOREIGN_KEYS = `select k.conname as name, c.relname as "table", r.relname as refers,
    pg_get_constraintdef(k.oid) as definition
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class r on r.oid = k.confrelid
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
  where k.contype = 'f' and k.conparentid = 0 order by 1, 2`;

/**
 * The tables in an order in which each row's references are already there, and the foreign keys for
 * which no order can
 * do that (a table that refers to itself, tables that refer to each other).
 */
export async function readCatalog(
  db: Queryable,
): Promise<{ tables: BackupTable[]; cyclic: ForeignKey[] }> {
  const { rows: tables } = await db.query<BackupTable>(TABLES);
  const { rows: keys } = await db.query<ForeignKey>(FOREIGN_KEYS);
  return inReferenceOrder(tables, keys);
}

function inReferenceOrder(
  tables: BackupTable[],
  keys: ForeignKey[],
): { tables: BackupTable[]; cyclic: ForeignKey[] } {
  const waiting = new Map(tables.map((t) => [t.name, t]));
  const ordered: BackupTable[] = [];
  while (waiting.size > 0) {
    const isFree = (t: BackupTable) =>
      !keys.some((k) => k.table === t.name && k.refers !== t.name && waiting.has(k.refers));
    const next = [...waiting.values()].find(isFree) ?? waiting.values().next().value!;
    waiting.delete(next.name);
    ordered.push(next);
  }
  const place = new Map(ordered.map((t, i) => [t.name, i]));
  return {
    tables: ordered,
    cyclic: keys.filter((k) => place.get(k.refers)! >= place.get(k.table)!),
  };
}

/**
 * Which schema the database has: the time of its newest migration, 0 when it never was migrated.
 */
export async function schemaVersion(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ known: boolean }>(
    "select to_regclass('public.migration') is not null as known",
  );
  if (!rows[0]!.known) return 0;
  const newest = await db.query<{ at: string | null }>(
    "select max(created_at)::text as at from public.migration",
  );
  return Number(newest.rows[0]!.at ?? 0);
}

export const quoted = pg.escapeIdentifier;
