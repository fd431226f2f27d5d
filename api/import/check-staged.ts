import { type SQL, sql } from "drizzle-orm";
import { searchText } from "../../geo/search.js";
import { fieldOf } from "../../schema/declaration.js";
import { declarationOf } from "../../schema/declared.js";
import type { Layer } from "../../schema/layers/index.js";
import type { Database } from "../core/database.js";
import type { Writer } from "../writing/command.js";
import { judge } from "../writing/judge.js";
import { rulesFor } from "../writing/rules.js";
import { all, CHUNK, ranges, refuse, refuseEach, type Staging, staged } from "./stage.queries.js";
import { judgedSets } from "./staged-sets.js";
import type { WrittenColumn } from "./written-columns.js";

/**
 * Of rows with the same key: without `--key` a file may hold the same content twice, so they are
 * numbered; with it the second is refused.
 */
export async function settleKeys(
  db: Database,
  s: Staging,
  keyColumn: string | null,
): Promise<void> {
  const twins = await db.rows<{ row: number; n: number; first: number }>(sql`
    select row, n, first
    from (select row, (row_number() over (partition by key order by row))::int as n,
        min(row) over (partition by key) as first
      from import_row s where ${all(s, "staged")}) t
    where n > 1`);
  for (let at = 0; at < twins.length; at += CHUNK) {
    const some = twins.slice(at, at + CHUNK);
    const set =
      keyColumn === null
        ? sql`key = key || '#' || t.n`
        : sql`state = 'refused', field = ${keyColumn}, kind = 'taken',
          reason = 'row ' || t.first || ' has the same key'`;
    await db.rows(sql`update import_row s set ${set}
      from unnest(${sql.param(some.map((t) => t.row))}::int[],
        ${sql.param(some.map((t) => t.n))}::int[], ${sql.param(some.map((t) => t.first))}::int[])
        as t(row, n, first)
      where s.county_id = ${s.county} and s.import_id = ${s.id}::uuid and s.row = t.row`);
  }
}

/**
 * References are given as an id, a code, or the key of an earlier import; all become ids. None or
 * several: the row is refused.
 */
export async function resolveReferences(
  db: Database,
  s: Staging,
  written: readonly WrittenColumn[],
): Promise<void> {
  for (const { field } of written) {
    if (field.type.kind !== "reference") continue;
    const target = declarationOf(field.type.to);
    const value = sql`s.values->>${field.column}`;
    const names = [sql`r.id::text`, sql`r.county_id || '-' || r.id`, sql`r.import_key`];
    if (target.fields.some((f) => f.column === "code")) names.push(sql`r.code`);
    for (const range of ranges(s)) {
      const found = sql`select s.row, count(distinct r.id)::int as n, min(r.id::text) as id
        from import_row s left join ${sql.identifier(target.table)} r
        on r.county_id = s.county_id and r.retired_at is null
          and ${value} in (${sql.join(names, sql`, `)})
        where ${staged(s, ...range, "staged")} and ${value} is not null group by s.row`;
      await db.rows(sql`update import_row s set
          state = case when f.n = 1 then s.state else 'refused' end,
          field = case when f.n = 1 then null else ${field.name}::text end,
          kind = case when f.n = 1 then null else 'reference' end,
          reason = case when f.n = 1 then null else
            case when f.n = 0 then 'there is no such ' else 'there are several such ' end ||
            ${target.name}::text || '; give an id or a code' end,
          values = case when f.n = 1
            then s.values || jsonb_build_object(${field.column}::text, f.id) else s.values end
        from (${found}) f where ${staged(s, ...range, "staged")} and s.row = f.row`);
    }
  }
}

/**
 * Rows that an earlier import wrote: unchanged ones (and retired ones, which stay so) are not
 * touched, changed ones are updated.
 */
export async function matchExisting(
  db: Database,
  s: Staging,
  written: readonly WrittenColumn[],
  byId: boolean,
): Promise<void> {
  const { layer } = s;
  const place = sql`t.${sql.identifier(layer.geometryColumn)}`;
  const same = sql.join(
    [
      ...written.map(
        (w) => sql`t.${sql.identifier(w.field.column)} is not distinct from ${w.updated}`,
      ),
      ...(layer.joins ? [] : [sql`ST_AsBinary(${place}) = ST_AsBinary(s.geom)`]),
    ],
    sql` and `,
  );
  for (const on of [sql`t.import_key = s.key`, ...(byId ? [sql`t.id = s.subject_id`] : [])])
    for (const range of ranges(s))
      await db.rows(sql`update import_row s
        set state = case when t.retired_at is not null or (${same})
            then 'unchanged' else 'changed' end,
          subject_id = t.id
        from ${sql.identifier(layer.table)} t where ${staged(s, ...range, "staged")}
          and t.county_id = s.county_id and ${on}`);
}

/** A row that changes is found by all its names, also by those that the file does not have. */
export async function completeSearch(
  db: Database,
  s: Staging,
  written: readonly WrittenColumn[],
): Promise<void> {
  const { layer } = s;
  const given = new Map(written.map((w) => [w.field.column, w.updated]));
  const fields = layer.search.map((name) => fieldOf(layer, name));
  if (fields.every((f) => given.has(f.column)) || fields.length === 0) return;
  const names = fields.map((f) => given.get(f.column) ?? sql`t.${sql.identifier(f.column)}`);
  for (const range of ranges(s)) {
    const rows = await db.rows<{ row: number; names: (string | null)[] }>(sql`
      select s.row, array[${sql.join(names, sql`, `)}]::text[] as names from import_row s
      join ${sql.identifier(layer.table)} t on t.county_id = s.county_id and t.id = s.subject_id
      where ${staged(s, ...range, "changed")}`);
    if (rows.length === 0) continue;
    await db.rows(sql`
      update import_row s set values = s.values || jsonb_build_object('search_text', n.text)
      from unnest(${sql.param(rows.map((r) => r.row))}::int[],
        ${sql.param(rows.map((r) => searchText(r.names)))}::text[]) as n(row, text)
      where ${staged(s, ...range, "changed")} and s.row = n.row`);
  }
}

/** What the rows of a set make impossible for each other and those there, in the domain's words. */
export async function judgeStaged(
  db: Database,
  s: Staging,
  written: readonly WrittenColumn[],
  writer: Writer,
): Promise<void> {
  const rules = rulesFor(s.layer);
  for (const range of ranges(s))
    for (const set of judgedSets(s, written, range)) {
      const settling = (await rules.settle?.(db, set)) ?? {};
      const faults = await judge(db, writer, set, settling);
      if (faults.length > 0) await refuseEach(db, s, faults);
    }
}

const column = (name: string) => sql`s.values->>${sql.raw(`'${name}'`)}`;

/** What rows of one layer may share with no other, as lists of SQL over the staged row `s`. */
function alone(layer: Layer): { field: string; by: SQL[] }[] {
  const unique = (layer.unique ?? []).map((columns) => ({
    field: columns[0]!,
    by: columns.map(column),
  }));
  if (!layer.joins) return unique;
  const [from, to] = layer.joins.map((name) => column(fieldOf(layer, name).column));
  const category = fieldOf(layer, layer.category!);
  const by = [sql`least(${from}, ${to})`, sql`greatest(${from}, ${to})`, column(category.column)];
  return [...unique, { field: category.name, by }];
}

/** What must be one row's alone is not given to two rows of the file. */
export async function refuseTwins(db: Database, s: Staging): Promise<void> {
  for (const { field, by } of alone(s.layer))
    await refuse(
      db,
      s,
      [1, s.rows],
      sql`s.row in (select row
        from (select s.row, row_number() over (partition by ${sql.join(by, sql`, `)}
            order by s.row) as n
          from import_row s where ${all(s, "staged", "changed", "unchanged")}
            and ${by.at(-1)!} is not null and ${by[0]!} is not null) t
        where n > 1)`,
      { field, kind: "taken", reason: `another row of the file has this ${field}` },
    );
}
