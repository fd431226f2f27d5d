import { type SQL, sql } from "drizzle-orm";
import { grid } from "../../db/tables/index.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import { badInput } from "../core/refusal.js";
import { holdsOn, todayIn } from "../policy/policy.js";

/**
 * Present grids of a county, each named by its code or its id; of several with one code the one in
 * force, else the next. Refuses a name that no grid has.
 */
export async function gridsNamed(
  run: Runner,
  county: number,
  names: readonly string[],
): Promise<{ id: string; code: string }[]> {
  if (names.length === 0) return [];
  const rows = await run.rows<{ id: string; code: string }>(sql`
    select id, code from grid
    where county_id = ${county} and retired_at is null
      and (valid_to is null or valid_to > ${todayIn(county)})
      and (code = any(${sql.param([...names])}::text[])
        or county_id || '-' || id = any(${sql.param([...names])}::text[]))
    order by valid_from, id`);
  return names.map((name) => {
    const grid = rows.find((r) => r.code === name || `${county}-${r.id}` === name);
    if (!grid) throw badInput("grid", `grid: there is no grid ${name} in county ${county}.`);
    return grid;
  });
}

/** Codes by uuid, also of retired grids. */
export async function codesOfGrids(
  run: Runner,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await run.rows<{ id: string; code: string }>(
    sql`select id, code from grid where id = any(${sql.param([...ids])}::uuid[])`,
  );
  return new Map(rows.map((r) => [r.id, r.code]));
}

/** Codes of the villages that grids lie in, by the grids' uuids. */
export async function villagesOfGrids(
  run: Runner,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await run.rows<{ id: string; village: string }>(sql`
    select id, village_code as village from grid
    where id = any(${sql.param([...new Set(ids)])}::uuid[]) and village_code is not null`);
  return new Map(rows.map((r) => [r.id, r.village]));
}

/** Uuids of the grids that ever lay in villages, by the villages' codes, retired grids too. */
export async function gridsOfVillages(
  run: Runner,
  counties: readonly number[],
  villages: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await run.rows<{ village: string; ids: string[] }>(sql`
    select ${grid.villageCode} as village, array_agg(${grid.id}::text) as ids from ${grid}
    where ${grid.countyId} = any(${sql.param([...counties])}::int[])
      and ${grid.villageCode} = any(${sql.param([...villages])}::text[]) group by 1`);
  return new Map(rows.map((r) => [r.village, r.ids]));
}

/** Present grids of villages: how many. */
export async function countGridsOf(
  run: Runner,
  county: number,
  villages: readonly string[],
): Promise<number> {
  const [found] = await run.rows<{ n: number }>(sql`
    select count(*)::int as n from ${grid} where ${grid.countyId} = ${county}
      and ${grid.villageCode} = any(${sql.param([...villages])}::text[])
      and ${grid.retiredAt} is null`);
  return found!.n;
}

/**
 * A county's grids in force today as what to select from: `id`, `version`, `name`,
 * `code`, `geom`.
 */
export const gridsToday = (county: number): SQL => sql`(
  select id, version, name, code, geom from ${grid} where county_id = ${county} and retired_at is null
    and ${holdsOn(layerOf("grids"), todayIn(county))})`;

/**
 * A county's grids in force on a day (today without one) as what to select from: `id`, `code`,
 * `name`, `geom`; an earlier shape stands for its grid.
 */
export const gridsOfDay = (county: number, day: string | null): SQL => sql`(
  select coalesce(${grid.earlierOfId}, ${grid.id}) as id, ${grid.code} as code,
    ${grid.name} as name, ${grid.geom} as geom
  from ${grid} where ${grid.countyId} = ${county} and ${grid.retiredAt} is null
    and ${holdsOn(layerOf("grids"), day === null ? todayIn(county) : sql`${day}::date`)})`;

/**
 * Of the grids in force on a day those whose border never moved: `grid` (uuid), `code`. What belongs
 * to one of them lies in it.
 */
export const unmovedGrids = (county: number, day: string | null): SQL => sql`(
  select g.id as grid, g.code from ${gridsOfDay(county, day)} g
  where g.id not in (select ${grid.earlierOfId} from ${grid}
    where ${grid.countyId} = ${county} and ${grid.earlierOfId} is not null))`;

/** The villages that grids belong to, whenever: `grid` (uuid), `code`. */
export const villageOfGrid = (county: number): SQL => sql`(
  select ${grid.id} as grid, ${grid.villageCode} as code from ${grid}
  where ${grid.countyId} = ${county} and ${grid.villageCode} is not null)`;

/** What the register says of a grid beside its border and its days. */
export interface RegisteredGrid {
  /** Uuid. */
  gridId: string;
  code: string;
  name: string;
  kind: string | null;
  villageCode: string | null;
  complaintPhone: string | null;
}

export const FACTS = ["code", "name", "kind", "villageCode", "complaintPhone"] as const;

/** A grid in force as a plan begins from it; `shape` is GeoJSON text, EPSG:4326. */
export interface GridInForce extends RegisteredGrid {
  shape: string;
}

const REGISTERED = sql`${grid.id} as "gridId", ${grid.code} as code, ${grid.name} as name,
  ${grid.kind} as kind, ${grid.villageCode} as "villageCode",
  ${grid.complaintPhone} as "complaintPhone"`;

/** What the register says of present grids by their uuids. */
export const registeredGrids = (
  run: Runner,
  county: number,
  ids: readonly string[],
): Promise<RegisteredGrid[]> =>
  run.rows<RegisteredGrid>(sql`
    select ${REGISTERED} from ${grid} where ${grid.countyId} = ${county}
      and ${grid.retiredAt} is null and ${grid.id} = any(${sql.param([...ids])}::uuid[])`);

const inForceOn = (county: number, day: string, which: SQL): SQL => sql`
  select ${REGISTERED}, ST_AsGeoJSON(${grid.geom}, 7) as shape
  from ${grid}
  where ${grid.countyId} = ${county} and ${grid.retiredAt} is null and ${which}
    and ${holdsOn(layerOf("grids"), sql`${day}::date`)}
  order by ${grid.code} collate "C"`;

/** The grids of some villages (`""`: of none) that are in force on a day. */
export const gridsInForce = (
  run: Runner,
  county: number,
  villages: readonly string[],
  day: string,
): Promise<GridInForce[]> =>
  run.rows<GridInForce>(
    inForceOn(
      county,
      day,
      sql`coalesce(${grid.villageCode}, '') = any(${sql.param([...villages])}::text[])`,
    ),
  );

/** The grids in force on a day that have one of these codes or uuids. */
export const gridsKnownAs = (
  run: Runner,
  county: number,
  day: string,
  { codes, ids }: { codes: readonly string[]; ids: readonly string[] },
): Promise<GridInForce[]> =>
  run.rows<GridInForce>(
    inForceOn(
      county,
      day,
      sql`(${grid.code} = any(${sql.param([...codes])}::text[])
        or ${grid.id} = any(${sql.param([...ids])}::uuid[]))`,
    ),
  );

/** Outlines of grids, retired ones too; GeoJSON text, EPSG:4326. */
export const gridShapes = (
  run: Runner,
  county: number,
  ids: readonly string[],
): Promise<{ id: string; shape: string }[]> =>
  run.rows<{ id: string; shape: string }>(sql`
    select ${grid.id} as id, ST_AsGeoJSON(${grid.geom}, 7) as shape from ${grid}
    where ${grid.countyId} = ${county} and ${grid.id} = any(${sql.param([...ids])}::uuid[])`);

/** Every code that grids of these villages ever had: none is given twice. */
export async function codesEverUsed(
  run: Runner,
  county: number,
  villages: readonly string[],
): Promise<string[]> {
  const rows = await run.rows<{ code: string }>(sql`
    select distinct ${grid.code} as code from ${grid} where ${grid.countyId} = ${county}
      and coalesce(${grid.villageCode}, '') = any(${sql.param([...villages])}::text[])`);
  return rows.map(({ code }) => code);
}

/** Of codes that grids shall have, those that another grid of the county has or once had. */
export async function codesOfOthers(
  run: Runner,
  county: number,
  wanted: readonly { code: string; gridId: string }[],
): Promise<string[]> {
  const rows = await run.rows<{ code: string }>(sql`
    select distinct w.code from unnest(${sql.param(wanted.map((w) => w.code))}::text[],
      ${sql.param(wanted.map((w) => w.gridId))}::uuid[]) as w(code, id)
    join ${grid} on ${grid.countyId} = ${county} and ${grid.code} = w.code
      and coalesce(${grid.earlierOfId}, ${grid.id}) <> w.id`);
  return rows.map(({ code }) => code);
}

/** The ground of some grids in one piece, as SQL. */
export const groundOf = (county: number, ids: readonly string[]): SQL => sql`(
  select ST_Multi(ST_UnaryUnion(ST_Collect(${grid.geom}))) from ${grid}
  where ${grid.countyId} = ${county} and ${grid.id} = any(${sql.param([...ids])}::uuid[]))`;

/** The one sentence for who writes a grid and who imports one. */
export const noSuchVillage = {
  field: "villageCode",
  kind: "reference",
  reason:
    "there is no village with this code. A grid belongs to a village or community, never to a " +
    "town or county",
} as const;
