import { type SQL, sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { searchText } from "../../geo/search.js";
import { inputName } from "../../schema/layer-types.js";
import type { Runner } from "../core/database.js";
import { localDay, reassignPlaces } from "../grids/grids.service.js";
import { all, ranges, type Staging, staged } from "./stage.queries.js";
import type { WrittenColumn } from "./written-columns.js";

export interface Applied {
  written: number;
  updated: number;
}

const PLACED = new Set(["buildings", "households", "cameras"]);
const APPLY_CHUNK = 10_000;

/**
 * The grid in force at the row's place: for an incident on the day it began, else today; of two
 * that share a border the first by code.
 */
function gridOf(s: Staging, place: SQL, from: SQL): SQL | null {
  if (s.layer.name === "ties")
    return sql`(select h.grid_id from household h
      where h.county_id = ${s.county} and h.id = ${from})`;
  if (s.layer.scope !== "grid") return null;
  const day = localDay(s.county, s.layer.time ? from : sql`now()`);
  const inside = s.layer.geometry === "MultiPolygon" ? sql`ST_PointOnSurface(${place})` : place;
  return sql`(${gridAt(s.county, inside, day)})`;
}

const gridAt = (
  county: number,
  place: SQL,
  day: SQL,
): SQL => sql`select g.id from grid g where g.county_id = ${county} and g.retired_at is null
  and g.valid_from <= ${day} and (g.valid_to is null or g.valid_to > ${day})
  and ST_Covers(g.geom, ${place}) order by g.code collate "C" limit 1`;

interface PlacedRow {
  id: string;
  grid_id: string | null;
}

/**
 * Writes the staged rows and what follows from them. Runs inside one transaction: all of an import,
 * or nothing.
 */
export async function applyStaged(
  tx: Runner,
  s: Staging,
  written: readonly WrittenColumn[],
  actor: string,
  progress: (done: number) => void,
): Promise<Applied> {
  const applied: Applied = { written: 0, updated: 0 };
  for (const range of ranges(s, APPLY_CHUNK)) {
    applied.written += await insertRange(tx, s, range, written, actor);
    applied.updated += await updateRange(tx, s, range, written, actor);
    progress(range[1]);
  }
  if (s.layer.name === "grids" && applied.written + applied.updated > 0)
    await reassignFromGrids(tx, s);
  return applied;
}

const idsOf = (column: string) => sql`(s.values->>${sql.raw(`'${column}'`)})::uuid`;

async function insertRange(
  tx: Runner,
  s: Staging,
  range: [number, number],
  written: readonly WrittenColumn[],
  actor: string,
): Promise<number> {
  const { layer } = s;
  const from =
    layer.name === "ties" ? idsOf("from_id") : sql`(s.values->>'occurred_from')::timestamptz`;
  const grid = gridOf(s, sql`s.geom`, from);
  const columns = new Map<string, SQL>([
    ["county_id", sql`s.county_id`],
    ["id", idsOf("id")],
    ["created_by", sql`${actor}`],
    ["updated_by", sql`${actor}`],
    ["import_key", sql`s.key`],
    ...written.map((w): [string, SQL] => [w.field.column, w.created]),
    [layer.geometryColumn, sql`s.geom`],
  ]);
  if (layer.name === "incidents" && !columns.has("reported_at"))
    columns.set("reported_at", sql`date_trunc('milliseconds', now())`);
  if (layer.name === "incidents" && !columns.has("occurred_until"))
    columns.set("occurred_until", sql`(s.values->>'occurred_until')::timestamptz`);
  if (layer.coarseColumn) columns.set(layer.coarseColumn, sql`ST_SnapToGrid(s.geom, 0.001)`);
  if (layer.search.length > 0) columns.set("search_text", sql`s.values->>'search_text'`);
  if (grid) columns.set("grid_id", grid);
  const insert = sql`insert into ${sql.identifier(layer.table)} (${sql.join(
    [...columns.keys()].map((c) => sql.identifier(c)),
    sql`, `,
  )})
    select ${sql.join([...columns.values()], sql`, `)}
    from import_row s where ${staged(s, ...range, "staged")}
    order by s.row`;
  if (!PLACED.has(layer.name)) {
    const [n] = await tx.rows<{ n: number }>(
      sql`with i as (${insert} returning 1) select count(*)::int as n from i`,
    );
    return n!.n;
  }
  const rows = await tx.rows<PlacedRow>(sql`${insert} returning id, grid_id`);
  await openMemberships(tx, s, rows);
  if (layer.name === "households")
    await openPlaces(
      tx,
      s,
      rows.map((r) => r.id),
    );
  return rows.length;
}

async function updateRange(
  tx: Runner,
  s: Staging,
  range: [number, number],
  written: readonly WrittenColumn[],
  actor: string,
): Promise<number> {
  const { layer } = s;
  const [any] = await tx.rows(
    sql`select 1 as one from import_row s where ${staged(s, ...range, "changed")} limit 1`,
  );
  if (!any) return 0;
  const from =
    layer.name === "ties" ? idsOf("from_id") : sql`(s.values->>'occurred_from')::timestamptz`;
  const grid = gridOf(s, sql`s.geom`, from);
  const sets = [
    ...written.map((w) => sql`${sql.identifier(w.field.column)} = ${w.updated}`),
    sql`${sql.identifier(layer.geometryColumn)} = s.geom`,
    sql`version = t.version + 1`,
    sql`updated_at = now()`,
    sql`updated_by = ${actor}`,
    ...(layer.coarseColumn
      ? [sql`${sql.identifier(layer.coarseColumn)} = ST_SnapToGrid(s.geom, 0.001)`]
      : []),
    ...(grid ? [sql`grid_id = ${grid}`] : []),
  ];
  const movedPlace =
    layer.name !== "households"
      ? []
      : await tx.rows<{ id: string }>(sql`
    select t.id from import_row s
    join household t on t.county_id = s.county_id and t.id = ${idsOf("id")}
    where ${staged(s, ...range, "changed")} and
      (${sql.join(
        [
          sql`ST_AsBinary(t.geom) <> ST_AsBinary(s.geom)`,
          ...written
            .filter((w) => PLACE.has(w.field.column))
            .map((w) => sql`t.${sql.identifier(w.field.column)} is distinct from ${w.updated}`),
        ],
        sql` or `,
      )})`);
  const before = PLACED.has(layer.name)
    ? await tx.rows<PlacedRow>(
        sql`select t.id, t.grid_id from import_row s
          join ${sql.identifier(layer.table)} t on t.county_id = s.county_id
          and t.id = ${idsOf("id")} where ${staged(s, ...range, "changed")}`,
      )
    : [];
  const searched = layer.search.map((name) => layer.fields.find((f) => f.name === name)!);
  const rows = await tx.rows<Record<string, string | null> & { id: string }>(sql`
    update ${sql.identifier(layer.table)} t set ${sql.join(sets, sql`, `)} from import_row s
    where ${staged(s, ...range, "changed")} and t.county_id = s.county_id and t.id = ${idsOf("id")}
    returning ${sql.join(
      [
        sql`t.id`,
        ...(grid ? [sql`t.grid_id`] : []),
        ...searched.map(
          (f) => sql`t.${sql.identifier(f.column)} as ${sql.identifier(`find ${inputName(f)}`)}`,
        ),
      ],
      sql`, `,
    )}`);
  if (searched.length > 0)
    await updateSearch(
      tx,
      s,
      rows.map((r) => ({
        id: r.id,
        text: searchText(searched.map((f) => r[`find ${inputName(f)}`] ?? null)),
      })),
    );
  if (PLACED.has(layer.name)) {
    const was = new Map(before.map((r) => [r.id, r.grid_id]));
    const moved = rows
      .filter((r) => was.get(r.id) !== r["grid_id"])
      .map((r) => ({ id: r.id, grid_id: r["grid_id"] ?? null }));
    const subjects = sql`any(${sql.param(moved.map((m) => m.id))}::uuid[])`;
    if (moved.length > 0)
      await tx.rows(
        sql`update grid_membership
          set valid_to = greatest(${localDay(s.county, sql`now()`)}, valid_from)
          where county_id = ${s.county} and subject_id = ${subjects} and valid_to is null`,
      );
    await openMemberships(tx, s, moved);
  }
  if (movedPlace.length > 0) {
    const ids = movedPlace.map((r) => r.id);
    await tx.rows(sql`update household_place p
      set valid_to = greatest(coalesce(h.place_since, ${localDay(s.county, sql`now()`)}),
        p.valid_from)
      from household h
      where h.county_id = p.county_id and h.id = p.household_id and p.county_id = ${s.county}
        and p.household_id = any(${sql.param(ids)}::uuid[]) and p.valid_to is null`);
    await openPlaces(tx, s, ids);
  }
  return rows.length;
}

const PLACE = new Set(["building_id", "stair", "floor", "unit", "place_since"]);

async function updateSearch(
  tx: Runner,
  s: Staging,
  rows: readonly { id: string; text: string }[],
): Promise<void> {
  await tx.rows(sql`update ${sql.identifier(s.layer.table)} t
    set search_text = n.text
    from unnest(${sql.param(rows.map((r) => r.id))}::uuid[],
      ${sql.param(rows.map((r) => r.text))}::text[]) as n(id, text)
    where t.county_id = ${s.county} and t.id = n.id`);
}

async function openMemberships(tx: Runner, s: Staging, rows: readonly PlacedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.rows(sql`insert into grid_membership (county_id, id, layer, subject_id,
      grid_id, valid_from)
    select ${s.county}, n.id, ${s.layer.name}, n.subject, n.grid, ${localDay(s.county, sql`now()`)}
    from unnest(${sql.param(rows.map(() => uuid()))}::uuid[],
      ${sql.param(rows.map((r) => r.id))}::uuid[], ${sql.param(rows.map((r) => r.grid_id))}::uuid[])
      as n(id, subject, grid)`);
}

async function openPlaces(tx: Runner, s: Staging, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.rows(sql`insert into household_place (county_id, id, household_id, building_id, stair,
      floor, unit, valid_from, geom)
    select h.county_id, n.id, h.id, h.building_id, h.stair, h.floor, h.unit,
      coalesce(h.place_since, ${localDay(s.county, sql`now()`)}), h.geom
    from unnest(${sql.param(ids.map(() => uuid()))}::uuid[], ${sql.param([...ids])}::uuid[])
      as n(id, household) join household h on h.county_id = ${s.county} and h.id = n.household`);
}

/**
 * Places get the new grids from today. Incidents that had no grid get the one that, as is now
 * known, was in force where and
 * when they happened; those that had one keep it.
 */
async function reassignFromGrids(tx: Runner, s: Staging): Promise<void> {
  const ground = sql`(select ST_SetSRID(ST_Extent(s.geom)::geometry, 4326) from import_row s
    where ${all(s, "staged", "changed")})`;
  await reassignPlaces(tx, s.county, ground);
  await tx.rows(sql`update incident t set grid_id = x.grid from (
      select t.id, (${gridAt(s.county, sql`t.geom`, localDay(s.county, sql`t.occurred_from`))})
        as grid from incident t where t.county_id = ${s.county} and t.grid_id is null
        and t.retired_at is null and t.geom && ${ground} offset 0) x
    where t.county_id = ${s.county} and t.id = x.id and x.grid is not null`);
}
