import { type SQL, sql } from "drizzle-orm";
import type { Layer } from "../../schema/layers/index.js";
import type { Database } from "../core/database.js";
import { all, CHUNK, ranges, refuse, type Staging, staged } from "./stage.queries.js";
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
        : sql`state = 'refused',
          reason = ${keyColumn}::text || ': row ' || t.first || ' has the same key'`;
    await db.rows(sql`update import_row s set ${set}
      from unnest(${sql.param(some.map((t) => t.row))}::int[],
        ${sql.param(some.map((t) => t.n))}::int[], ${sql.param(some.map((t) => t.first))}::int[])
        as t(row, n, first)
      where s.county_id = ${s.county} and s.import_id = ${s.id}::uuid and s.row = t.row`);
  }
}

const TARGETS: Partial<Record<string, { table: string; codes: SQL }>> = {
  buildings: { table: "building", codes: sql`r.code` },
  households: { table: "household", codes: sql`r.code` },
};

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
    const target = TARGETS[field.type.to];
    if (!target) continue;
    const value = sql`s.values->>${field.column}`;
    for (const range of ranges(s)) {
      const found = sql`select s.row, count(distinct r.id)::int as n, min(r.id::text) as id
        from import_row s left join ${sql.identifier(target.table)} r
        on r.county_id = s.county_id and r.retired_at is null
          and ${value} in (r.id::text, r.county_id || '-' || r.id, ${target.codes}, r.import_key)
        where ${staged(s, ...range, "staged")} and ${value} is not null group by s.row`;
      await db.rows(sql`update import_row s set
          state = case when f.n = 1 then s.state else 'refused' end,
          reason = case when f.n = 1 then null else ${field.name}::text ||
            case when f.n = 0 then ': there is no such ' else ': there are several such ' end ||
            ${field.type.to}::text || '; give an id or a code' end,
          values = case when f.n = 1
            then s.values || jsonb_build_object(${field.column}::text, f.id) else s.values end
        from (${found}) f where ${staged(s, ...range, "staged")} and s.row = f.row`);
    }
  }
}

/** A tie is the line between its two households; one with itself or without both is refused. */
export async function placeTies(db: Database, s: Staging): Promise<void> {
  if (s.layer.name !== "ties") return;
  await db.rows(sql`update import_row s set geom = ST_Multi(ST_MakeLine(a.geom, b.geom))
    from household a, household b
    where ${all(s, "staged")} and a.county_id = s.county_id and b.county_id = s.county_id
      and a.id = (s.values->>'from_id')::uuid and b.id = (s.values->>'to_id')::uuid`);
  await refuse(
    db,
    s,
    [1, s.rows],
    sql`s.values->>'from_id' = s.values->>'to_id'`,
    sql`'to: a tie joins two different households'`,
  );
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
  const table = sql.identifier(s.layer.table);
  const same = sql.join(
    [
      ...written.map(
        (w) => sql`t.${sql.identifier(w.field.column)} is not distinct from ${w.updated}`,
      ),
      sql`ST_AsBinary(t.geom) = ST_AsBinary(s.geom)`,
    ],
    sql` and `,
  );
  for (const on of [
    sql`t.import_key = s.key`,
    ...(byId ? [sql`t.id = (s.values->>'id')::uuid`] : []),
  ])
    for (const range of ranges(s))
      await db.rows(sql`update import_row s
        set state = case when t.retired_at is not null or (${same})
            then 'unchanged' else 'changed' end,
          values = s.values || jsonb_build_object('id', t.id)
        from ${table} t where ${staged(s, ...range, "staged")}
          and t.county_id = s.county_id and ${on}`);
}

/** A grid belongs to a village or community that is there. */
export async function refuseUnknownVillages(db: Database, s: Staging): Promise<void> {
  if (s.layer.name !== "grids") return;
  await refuse(
    db,
    s,
    [1, s.rows],
    sql`s.values->>'village_code' is not null
      and not exists (select 1 from village v
        where v.county_id = s.county_id and v.retired_at is null
        and v.code = s.values->>'village_code')`,
    sql`'villageCode: there is no village with this code; import the villages first'`,
  );
}

const UNIQUE: Partial<Record<Layer["name"], readonly string[]>> = {
  villages: ["code"],
  grids: ["code", "valid_from"],
  cameras: ["code"],
};

/** Codes that must be one object's alone: within the file and against what is there. */
export async function refuseTakenCodes(db: Database, s: Staging): Promise<void> {
  const columns = UNIQUE[s.layer.name];
  if (!columns) return;
  const code = sql.join(
    columns.map((c) => sql`s.values->>${sql.raw(`'${c}'`)}`),
    sql`, `,
  );
  await refuse(
    db,
    s,
    [1, s.rows],
    sql`s.row in (select row
      from (select s.row, row_number() over (partition by ${code} order by s.row) as n
        from import_row s
        where ${all(s, "staged", "changed", "unchanged")} and s.values->>'code' is not null) t
      where n > 1)`,
    sql`'code: another row of the file has this code'`,
  );
  const equal = sql.join(
    columns.map(
      (c) =>
        sql`t.${sql.identifier(c)} =
          (s.values->>${c})::${sql.raw(c === "valid_from" ? "date" : "text")}`,
    ),
    sql` and `,
  );
  await refuse(
    db,
    s,
    [1, s.rows],
    sql`exists (select 1 from ${sql.identifier(s.layer.table)} t
      where t.county_id = s.county_id and t.retired_at is null and ${equal}
      and t.id <> (s.values->>'id')::uuid)`,
    sql`${`code: another of the ${s.layer.name} has this code`}::text`,
  );
}
