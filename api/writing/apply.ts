import { type SQL, sql } from "drizzle-orm";
import type { Declaration } from "../../schema/declaration.js";
import { isLayer, type Layer } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import type { ChangeSet } from "./change-set.js";
import type { WrittenRow } from "./command.js";
import { allOf, column, columns, of, placeColumn } from "./proposed.js";
import type { ProposedSet, Settling } from "./rules.js";
import { comparedRows } from "./shown.js";

export const uuids = (ids: readonly string[]): SQL => sql`any(${sql.param([...ids])}::uuid[])`;

/** West, south, east, north. */
export type Box = readonly [number, number, number, number];

const NOTHING: readonly string[] = [];

const RECORD = ["county_id", "created_by", "updated_by", "created_at", "updated_at"];

/** Columns that a new row has as they are given. */
const plainColumns = (layer: Declaration): string[] => [
  "id",
  "import_key",
  ...layer.fields.map((f) => f.column),
  ...(layer.search.length > 0 ? ["search_text"] : []),
];

function placeOf(layer: Layer, settling: Settling): Record<string, SQL> {
  const shape = settling.columns?.[layer.geometryColumn] ?? of("s", layer.geometryColumn);
  return {
    [layer.geometryColumn]: shape,
    ...(layer.coarseColumn ? { [layer.coarseColumn]: sql`ST_SnapToGrid(${shape}, 0.001)` } : {}),
  };
}

/**
 * Writes new rows and what history keeps of them: that, when and by whom. What they held is in the
 * rows, and of what changed since in the first `before` (docs/decisions/one-write-path.md).
 */
export async function insertRows(
  tx: Runner,
  set: ChangeSet,
  proposed: ProposedSet,
  settling: Settling,
): Promise<{ rows: WrittenRow[]; box: Box | null }> {
  const { layer } = proposed;
  const place = isLayer(layer) ? placeOf(layer, settling) : {};
  const worked = { ...settling.columns, ...place };
  const plain = plainColumns(layer).filter((name) => !(name in worked));
  const values = [
    sql`${set.county}, ${set.actor}, ${set.actor}, ${set.at}::timestamptz, ${set.at}::timestamptz`,
    allOf("s", plain),
    ...Object.values(worked),
  ];
  const names = [...RECORD, ...plain, ...Object.keys(worked)];
  const [done] = await tx.rows<{ ids: string[] | null; box: Box | null }>(sql`
    with ${settling.with ? sql`${settling.with}, ` : sql``}i as (
      insert into ${column(layer.table)} (${columns(names)})
      select ${sql.join(values, sql`, `)} from ${proposed.from}
      returning id, ${placeColumn(layer)} as place
    ), h as (
      insert into history (county_id, subject_id, version, subject_kind, action, set_id)
      select ${set.county}, i.id, 1, ${layer.name}, 'created', ${set.id}::uuid from i
    )
    select array_agg(id) as ids, case when count(place) > 0 then
      array[ST_XMin(ST_Extent(place)), ST_YMin(ST_Extent(place)), ST_XMax(ST_Extent(place)),
        ST_YMax(ST_Extent(place))] end as box
    from i`);
  const row = (id: string): WrittenRow => ({
    id,
    action: "created",
    version: 1,
    fields: NOTHING,
    placeBefore: null,
  });
  return { rows: (done!.ids ?? []).map(row), box: done!.box };
}

export interface Amendment {
  layer: Declaration;
  ids: readonly string[];
  /** By default `moved` where the place changed. */
  action?: "updated" | "moved";
  /** Something to select from, named `s`, with the rows' ids as `s.id`. */
  from: SQL;
  /** Columns to set, as SQL over `s` and the row as it is, `o`. */
  columns: Readonly<Record<string, SQL>>;
}

/**
 * Gives rows that stand new values in some columns, each with its next version and what changed in
 * history: for a command, and for what follows from one (a border that moves across a household).
 */
export async function amendRows(tx: Runner, set: ChangeSet, a: Amendment): Promise<WrittenRow[]> {
  if (a.ids.length === 0) return [];
  const table = column(a.layer.table);
  const changed = {
    ...a.columns,
    ...coarsened(a),
    version: sql`t.version + 1`,
    updated_at: sql`${set.at}::timestamptz`,
    updated_by: sql`${set.actor}`,
  };
  const sets = Object.entries(changed).map(([c, v]) => sql`${sql.identifier(c)} = ${v}`);
  return tx.rows<WrittenRow>(sql`
    with o as materialized (
      select * from ${table} where county_id = ${set.county} and id = ${uuids(a.ids)}
    ), u as (
      update ${table} t set ${sql.join(sets, sql`, `)} from ${a.from} join o on o.id = s.id
      where t.county_id = ${set.county} and t.id = s.id
      returning t.*
    ), d as materialized (
      select u.id, u.version, f.*, (${placeColumn(a.layer, "o")})::text as place,
        ${a.action ? sql`${a.action}` : MOVED_OR_UPDATED} as action
      from u join o on o.id = u.id cross join lateral (
        select array_agg(v.name) as fields, jsonb_object_agg(v.name, v.was) as was,
          jsonb_object_agg(v.name, v.now) as now
        from (values ${comparedRows(a.layer)}) as v(name, was, now)
        where v.was is distinct from v.now) f
    ), h as (
      insert into history (county_id, subject_id, version, subject_kind, action, set_id, before,
        after)
      select ${set.county}, d.id, d.version, ${a.layer.name}, d.action, ${set.id}::uuid,
        coalesce(d.was, '{}'), coalesce(d.now, '{}') from d
    )
    select id, action, version, coalesce(fields, '{}') as fields,
      case when 'geometry' = any(fields) then place end as "placeBefore"
    from d`);
}

/** What viewers without the exact place get in its stead follows from it. */
function coarsened({ layer, columns }: Amendment): Record<string, SQL> {
  if (!isLayer(layer) || !layer.coarseColumn) return {};
  const place = columns[layer.geometryColumn];
  return place ? { [layer.coarseColumn]: sql`ST_SnapToGrid(${place}, 0.001)` } : {};
}

const MOVED_OR_UPDATED = sql`case when 'geometry' = any(f.fields) then 'moved' else 'updated' end`;

/** Retires rows: they leave lists, tiles and counts, and stay in history. */
export async function retireRows(
  tx: Runner,
  set: ChangeSet,
  layer: Declaration,
  ids: readonly string[],
): Promise<WrittenRow[]> {
  return tx.rows<WrittenRow>(sql`
    with u as (
      update ${column(layer.table)} set retired_at = ${set.at}::timestamptz, version = version + 1,
        updated_at = ${set.at}::timestamptz, updated_by = ${set.actor}
      where county_id = ${set.county} and id = ${uuids(ids)} returning id, version
    ), h as (
      insert into history (county_id, subject_id, version, subject_kind, action, set_id)
      select ${set.county}, u.id, u.version, ${layer.name}, 'retired', ${set.id}::uuid from u
    )
    select id, 'retired' as action, version, '{}'::text[] as fields, null as "placeBefore" from u`);
}
