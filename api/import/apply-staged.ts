import { type SQL, sql } from "drizzle-orm";
import { searchText } from "../../geo/search.js";
import { inputName } from "../../schema/layer-types.js";
import type { Transaction } from "../core/database.js";
import { freshId } from "../core/fresh-id.js";
import { localDay } from "../counties/local-day.js";
import { gridOfRow } from "../grids/grid-in-force.js";
import { followPlaces, redrawGrids } from "../grids/places.js";
import type { ChangeSet } from "../writing/change-set.js";
import { all, ranges, type Staging, staged } from "./stage.queries.js";
import type { WrittenColumn } from "./written-columns.js";

export interface Applied {
  written: number;
  updated: number;
}

const APPLY_CHUNK = 10_000;

/** The grid of a staged row; of what joins two households, that of the first. */
function gridOf(s: Staging): SQL | null {
  if (s.layer.joins)
    return sql`(select h.grid_id from household h
      where h.county_id = ${s.county} and h.id = ${idsOf("from_id")})`;
  if (!s.layer.placed) return null;
  return gridOfRow(s.county, s.layer, {
    place: sql`s.geom`,
    time: sql`(s.values->>'occurred_from')::timestamptz`,
  });
}

/**
 * Writes the staged rows and what follows from them. Runs inside one transaction: all of an import,
 * or nothing.
 */
export async function applyStaged(
  tx: Transaction,
  s: Staging,
  written: readonly WrittenColumn[],
  set: ChangeSet,
  progress: (done: number) => void,
): Promise<Applied> {
  const applied: Applied = { written: 0, updated: 0 };
  const replaced = await replacedBorders(tx, s);
  for (const range of ranges(s, APPLY_CHUNK)) {
    applied.written += await insertRange(tx, s, range, written, set);
    applied.updated += await updateRange(tx, s, range, written, set);
    progress(range[1]);
  }
  if (s.layer.name === "grids" && applied.written + applied.updated > 0)
    await redrawGrids(tx, s.county, changedFaces(s, replaced), { set });
  return applied;
}

const idsOf = (column: string) => sql`(s.values->>${sql.raw(`'${column}'`)})::uuid`;

async function insertRange(
  tx: Transaction,
  s: Staging,
  range: [number, number],
  written: readonly WrittenColumn[],
  set: ChangeSet,
): Promise<number> {
  const { layer } = s;
  const grid = gridOf(s);
  const columns = new Map<string, SQL>([
    ["county_id", sql`s.county_id`],
    ["id", idsOf("id")],
    ["created_by", sql`${set.actor}`],
    ["updated_by", sql`${set.actor}`],
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
  const [n] = await tx.rows<{ n: number }>(
    sql`with i as (${insert} returning 1) select count(*)::int as n from i`,
  );
  const subjects = subjectsOf(s, range, "staged");
  if (layer.name === "households") await openPlaces(tx, s, subjects);
  await followPlaces(tx, s.county, layer, subjects, { set });
  return n!.n;
}

const subjectsOf = (s: Staging, range: [number, number], state: string): SQL =>
  sql`select ${idsOf("id")} as id from import_row s where ${staged(s, ...range, state)}`;

async function updateRange(
  tx: Transaction,
  s: Staging,
  range: [number, number],
  written: readonly WrittenColumn[],
  set: ChangeSet,
): Promise<number> {
  const { layer } = s;
  const [any] = await tx.rows(
    sql`select 1 as one from import_row s where ${staged(s, ...range, "changed")} limit 1`,
  );
  if (!any) return 0;
  const grid = gridOf(s);
  const sets = [
    ...written.map((w) => sql`${sql.identifier(w.field.column)} = ${w.updated}`),
    sql`${sql.identifier(layer.geometryColumn)} = s.geom`,
    sql`version = t.version + 1`,
    sql`updated_at = now()`,
    sql`updated_by = ${set.actor}`,
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
  const searched = layer.search.map((name) => layer.fields.find((f) => f.name === name)!);
  const rows = await tx.rows<Record<string, string | null> & { id: string }>(sql`
    update ${sql.identifier(layer.table)} t set ${sql.join(sets, sql`, `)} from import_row s
    where ${staged(s, ...range, "changed")} and t.county_id = s.county_id and t.id = ${idsOf("id")}
    returning ${sql.join(
      [
        sql`t.id`,
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
  if (movedPlace.length > 0) {
    const ids = movedPlace.map((r) => r.id);
    await tx.rows(sql`update household_place p
      set valid_to = greatest(coalesce(h.place_since, ${localDay(s.county, sql`now()`)}),
        p.valid_from)
      from household h
      where h.county_id = p.county_id and h.id = p.household_id and p.county_id = ${s.county}
        and p.household_id = any(${sql.param(ids)}::uuid[]) and p.valid_to is null`);
    await openPlaces(tx, s, sql`select id from unnest(${sql.param(ids)}::uuid[]) as n(id)`);
  }
  await followPlaces(tx, s.county, layer, subjectsOf(s, range, "changed"), { set });
  return rows.length;
}

const PLACE = new Set(["building_id", "stair", "floor", "unit", "place_since"]);

async function updateSearch(
  tx: Transaction,
  s: Staging,
  rows: readonly { id: string; text: string }[],
): Promise<void> {
  await tx.rows(sql`update ${sql.identifier(s.layer.table)} t
    set search_text = n.text
    from unnest(${sql.param(rows.map((r) => r.id))}::uuid[],
      ${sql.param(rows.map((r) => r.text))}::text[]) as n(id, text)
    where t.county_id = ${s.county} and t.id = n.id`);
}

/** The first place of households, or the next after one that ended. */
async function openPlaces(tx: Transaction, s: Staging, households: SQL): Promise<void> {
  await tx.rows(sql`insert into household_place (county_id, id, household_id, building_id, stair,
      floor, unit, valid_from, geom)
    select h.county_id, ${freshId}, h.id, h.building_id, h.stair, h.floor, h.unit,
      coalesce(h.place_since, ${localDay(s.county, sql`now()`)}), h.geom
    from (${households}) n join household h on h.county_id = ${s.county} and h.id = n.id`);
}

/** Borders that the file replaces, as they still are. */
async function replacedBorders(tx: Transaction, s: Staging): Promise<string[]> {
  if (s.layer.name !== "grids") return [];
  const rows = await tx.rows<{ geom: string }>(sql`
    select t.geom from import_row s join grid t on t.county_id = s.county_id
      and t.id = ${idsOf("id")} where ${all(s, "changed")}`);
  return rows.map((r) => r.geom);
}

const changedFaces = (s: Staging, replaced: readonly string[]): SQL => sql`
  select s.geom as face from import_row s where ${all(s, "staged", "changed")}
  union all select face::geometry from unnest(${sql.param([...replaced])}::text[]) as n(face)`;
