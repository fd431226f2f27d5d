import { type SQL, sql } from "drizzle-orm";
import { household } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import type { Identifier } from "../core/identifier.js";
import { formatId } from "../core/identifier.js";
import { villagesOfGrids } from "../grids/grids.service.js";
import type { Access } from "../policy/policy.js";

/** Where a present household lives, for those who ask by what right, and whether it moved. */
export interface Home {
  gridId: string | null;
  villageCode: string | null;
  /** Of its exact place and its door: another after a move, and nothing can be read from it. */
  digest: string;
}

/** Homes by GraphQL id; a household that is retired or unknown has none. */
export async function homesOf(
  run: Runner,
  households: readonly Identifier[],
): Promise<Map<string, Home>> {
  if (households.length === 0) return new Map();
  const { countyId, id, gridId, geom, buildingId, stair, floor, unit, retiredAt } = household;
  const rows = await run.rows<Omit<Home, "villageCode"> & Identifier>(sql`
    select ${countyId} as county, ${id} as id, ${gridId} as "gridId",
      encode(sha256(ST_AsBinary(${geom}) || convert_to(
        concat_ws('/', ${id}, ${buildingId}, ${stair}, ${floor}, ${unit}), 'UTF8')), 'hex') as digest
    from ${household}
    where (${countyId}, ${id}) in (select * from unnest(
        ${sql.param(households.map((h) => h.county))}::int[],
        ${sql.param(households.map((h) => h.id))}::uuid[]))
      and ${retiredAt} is null`);
  const villages = await villagesOfGrids(
    run,
    rows.flatMap((r) => r.gridId ?? []),
  );
  return new Map(
    rows.map(({ county, id: at, gridId: grid, digest }) => [
      formatId(county, at),
      { gridId: grid, villageCode: (grid && villages.get(grid)) ?? null, digest },
    ]),
  );
}

/** Present households of buildings: how many of them there are. */
export async function countLivingIn(
  run: Runner,
  county: number,
  buildings: readonly string[],
): Promise<number> {
  const [found] = await run.rows<{ n: number }>(sql`
    select count(*)::int as n from ${household}
    where ${household.countyId} = ${county} and ${household.retiredAt} is null
      and ${household.buildingId} = any(${sql.param([...buildings])}::uuid[])`);
  return found!.n;
}

/** Of buildings, those in which at least so many present households live. */
export async function livedInByMany(
  run: Runner,
  county: number,
  buildings: readonly string[],
  least: number,
): Promise<Set<string>> {
  const rows = await run.rows<{ id: string }>(sql`
    select ${household.buildingId} as id from ${household}
    where ${household.countyId} = ${county} and ${household.retiredAt} is null
      and ${household.buildingId} = any(${sql.param([...buildings])}::uuid[])
    group by 1 having count(*) >= ${least}`);
  return new Set(rows.map(({ id }) => id));
}

/** Present homes of a county as what to select from: `id`, `grid_id`, the exact `geom`. */
export const homes = (county: number): SQL => sql`(
  select ${household.id}, ${household.gridId}, ${household.geom} from ${household}
  where ${household.countyId} = ${county} and ${household.retiredAt} is null)`;

/** Of a household that a row names, its grid or its exact place, for set SQL of its relatives. */
export const ofHousehold = (county: number, named: SQL, what: "gridId" | "geom"): SQL => sql`(
  select ${household[what]} from ${household}
  where ${household.countyId} = ${county} and ${household.id} = ${named})`;

/**
 * How many live where a planner may know of them: in a building, when at least so many live there,
 * else at a coarse place in a grid in force, which is all that their list tells of each.
 */
export interface LivingAt {
  buildingId: string | null;
  /** Of the coarse place, degrees; of a building null. */
  lon: number | null;
  lat: number | null;
  gridId: string | null;
  households: number;
  people: number;
}

/**
 * Present households with their people within a box of coarse places (degrees), in figures alone.
 */
export const livingWithin = (
  run: Runner,
  county: number,
  [w, s, e, n]: readonly [number, number, number, number],
  few: number,
): Promise<LivingAt[]> =>
  run.rows<LivingAt>(sql`
    with home as (
      select ${household.buildingId} as building, ${household.coarse} as coarse,
        ${household.gridId} as grid, coalesce(${household.members}, 0) as members,
        ${household.buildingId} is not null
          and count(*) over (partition by ${household.buildingId}) >= ${few} as many
      from ${household}
      where ${household.countyId} = ${county} and ${household.retiredAt} is null
        and ${household.coarse} && ST_MakeEnvelope(${w}, ${s}, ${e}, ${n}, 4326))
    select case when many then building end as "buildingId",
      case when not many then ST_X(coarse) end as lon,
      case when not many then ST_Y(coarse) end as lat,
      case when not many then grid end as "gridId",
      count(*)::int as households, sum(members)::int as people
    from home group by 1, 2, 3, 4`);

/** A household that stands in the ground of another grid than it belongs to. */
export interface InAnother {
  id: string;
  from: string | null;
  to: string;
}

/**
 * Households that the viewer may see and whose exact place lies in the ground of another of these
 * grids than they belong to, in the order of their ids. Of two that share a border, the first
 * counts.
 */
export const householdsInOthers = (
  run: Runner,
  access: Access,
  county: number,
  grids: readonly { gridId: string; shape: string }[],
  { first, after }: { first: number; after: string | null },
): Promise<InAnother[]> =>
  run.rows<InAnother>(sql`
    select id, "from", "to" from (
      select distinct on (id) id, grid_id as "from", ground as "to" from ${household}
      join (select ground, number, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) as outline
        from unnest(${sql.param(grids.map((g) => g.gridId))}::uuid[],
          ${sql.param(grids.map((g) => g.shape))}::text[])
          with ordinality as g(ground, shape, number)) g
        on ${access.where("householdsMoving", (place) => sql`ST_Covers(outline, ${place})`)}
      where county_id = ${county} and retired_at is null and (${access.rows([county])})
        and id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000'::uuid)
      order by id, number) h
    where "to" is distinct from "from" order by id limit ${first}`);

/** How many households live in each of some grids today, by the grids' uuids; none: not there. */
export async function householdsOfGrids(
  run: Runner,
  county: number,
  grids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await run.rows<{ grid: string; n: number }>(sql`
    select ${household.gridId}::text as grid, count(*)::int as n from ${household}
    where ${household.countyId} = ${county} and ${household.retiredAt} is null
      and ${household.gridId} = any(${sql.param([...grids])}::uuid[]) group by 1`);
  return new Map(rows.map(({ grid, n }) => [grid, n]));
}

/**
 * A present household as groups are formed from it: its exact place, and what it says of itself.
 */
export interface HouseholdToGroup {
  id: string;
  lon: number;
  lat: number;
  gridId: string;
  buildingId: string | null;
  stair: string | null;
  floor: number | null;
  residency: string | null;
  responders: number | null;
  people: number;
}

/**
 * Present households of some grids (uuids) in the order of their ids, so many after one of them;
 * for the county's own duty: whoever asks has it in the access log.
 */
export const householdsToGroup = (
  run: Runner,
  county: number,
  grids: readonly string[],
  { after, most }: { after: string | null; most: number },
): Promise<HouseholdToGroup[]> =>
  run.rows<HouseholdToGroup>(sql`
    select ${household.id} as id, ST_X(${household.geom}) as lon, ST_Y(${household.geom}) as lat,
      ${household.gridId} as "gridId", ${household.buildingId} as "buildingId",
      ${household.stair} as stair, ${household.floor} as floor,
      ${household.residency} as residency, ${household.responders} as responders,
      coalesce(${household.members}, 0) as people
    from ${household} where ${household.countyId} = ${county} and ${household.retiredAt} is null
      and ${household.gridId} = any(${sql.param([...grids])}::uuid[])
      and ${household.id} > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000'::uuid)
    order by ${household.id} limit ${most}`);

/** Present households whose exact place the viewer sees, as what to select from: `id`. */
export function homesSeen(access: Access, county: number): SQL {
  // Composed for what it notes: whoever asks with it opens places.
  access.place();
  return sql`(select id from ${household} where county_id = ${county} and retired_at is null
    and (${access.rows([county])}) and (${access.exact().rows}))`;
}

/** Of some households (uuids), those whose exact place the viewer sees. */
export async function whoseHomesAreSeen(
  run: Runner,
  access: Access,
  county: number,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0 || !access.exact().some) return new Set();
  const rows = await run.rows<{ id: string }>(sql`
    select id from ${homesSeen(access, county)} h where id = any(${sql.param([...ids])}::uuid[])`);
  return new Set(rows.map((r) => r.id));
}

/** Of some households (uuids) where they stand now, retired ones too. */
export const householdsStanding = (
  run: Runner,
  county: number,
  ids: readonly string[],
): Promise<{ id: string; gridId: string | null; residency: string | null; retired: boolean }[]> =>
  run.rows(sql`
    select ${household.id} as id, ${household.gridId} as "gridId",
      ${household.residency} as residency, ${household.retiredAt} is not null as retired
    from ${household} where ${household.countyId} = ${county}
      and ${household.id} = any(${sql.param([...ids])}::uuid[])`);

/**
 * Present households that no grid has and whose exact place lies in some ground (`geom`): uuids.
 */
export async function householdsWithoutGrid(
  run: Runner,
  county: number,
  ground: SQL,
  most: number,
): Promise<string[]> {
  const rows = await run.rows<{ id: string }>(sql`
    select ${household.id} as id from ${household}
    where ${household.countyId} = ${county} and ${household.retiredAt} is null
      and ${household.gridId} is null
      and exists (select 1 from ${ground} v where ST_Covers(v.geom, ${household.geom}))
    order by 1 limit ${most}`);
  return rows.map(({ id }) => id);
}
