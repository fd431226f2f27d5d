import { type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { gridPlan, planEdit, planGrid, planVillage } from "../../db/tables/index.js";
import { actorName } from "../accounts/actor-name.js";
import type { Runner } from "../core/database.js";
import type { Access } from "../policy/policy.js";

/** A plan as steps and edits judge it. */
export interface PlanRow {
  county: number;
  id: string;
  state: string;
  version: number;
  retired: boolean;
  createdBy: string;
  edits: number;
  baseOn: string;
  effectiveOn: string | null;
  villages: string[];
  /** Who drew in it. */
  editors: string[];
  overtaken: boolean;
}

const other = alias(gridPlan, "other");
const theirs = alias(planVillage, "theirs");
const ours = alias(planVillage, "ours");

/** Plans that share ground with the row of `grid_plan` at hand, as something to select 1 from. */
const sharing = (county: number, conditions: SQL): SQL => sql`
  select 1 from ${gridPlan} other
  join ${planVillage} theirs on ${theirs.countyId} = ${county} and ${theirs.planId} = ${other.id}
  join ${planVillage} ours on ${ours.countyId} = ${county} and ${ours.planId} = ${gridPlan.id}
    and ${ours.villageCode} = ${theirs.villageCode}
  where ${other.countyId} = ${county} and ${other.id} <> ${gridPlan.id}
    and ${other.retiredAt} is null and ${conditions}`;

/** In the order of their ids, so that two who lock the same rows do not wait for each other. */
export const planRows = (
  run: Runner,
  visible: SQL,
  county: number,
  ids: readonly string[],
  lock: boolean,
): Promise<PlanRow[]> =>
  run.rows<PlanRow>(sql`
    select ${gridPlan.countyId} as county, ${gridPlan.id} as id, ${gridPlan.status} as state,
      ${gridPlan.version} as version, ${gridPlan.retiredAt} is not null as retired,
      ${gridPlan.createdBy} as "createdBy", ${gridPlan.edits} as edits,
      ${gridPlan.baseOn}::text as "baseOn", ${gridPlan.effectiveOn}::text as "effectiveOn",
      array(select ${planVillage.villageCode} from ${planVillage}
        where ${planVillage.countyId} = ${county} and ${planVillage.planId} = ${gridPlan.id}
        order by 1) as villages,
      array(select distinct ${planEdit.actor} from ${planEdit}
        where ${planEdit.countyId} = ${county} and ${planEdit.planId} = ${gridPlan.id}) as editors,
      exists (${sharing(
        county,
        sql`${other.status} in ('EFFECTIVE', 'RETIRED')
          and ${other.effectiveOn} > ${gridPlan.baseOn}`,
      )}) as overtaken
    from ${gridPlan}
    where ${gridPlan.countyId} = ${county}
      and ${gridPlan.id} = any(${sql.param([...ids])}::uuid[]) and (${visible})
    order by ${gridPlan.id} ${lock ? sql`for update` : sql``}`);

/** Another plan that shares ground with one. */
export interface OtherPlan {
  id: string;
  name: string;
  status: string;
  effectiveOn: string | null;
  villages: string[];
  begunBy: string | null;
  begunByName: string | null;
}

/** Plans in these states that divide a village which this one divides too, as the viewer sees them. */
export const plansBeside = (
  run: Runner,
  access: Access,
  { county, id }: { county: number; id: string },
  states: readonly string[],
): Promise<OtherPlan[]> =>
  run.rows<OtherPlan>(sql`
    select * from (
      select ${gridPlan.countyId} || '-' || ${gridPlan.id} as id, ${gridPlan.name} as name,
        ${gridPlan.status} as status, ${gridPlan.effectiveOn}::text as "effectiveOn",
        array(select ${ours.villageCode} from ${planVillage} ours
          join ${planVillage} theirs on ${theirs.countyId} = ${county}
            and ${theirs.planId} = ${id}::uuid and ${theirs.villageCode} = ${ours.villageCode}
          where ${ours.countyId} = ${county} and ${ours.planId} = ${gridPlan.id}
          order by 1) as villages,
        ${access.who(sql`${gridPlan.createdBy}`)} as "begunBy",
        ${actorName(access, sql`${gridPlan.createdBy}`)} as "begunByName"
      from ${gridPlan}
      where ${gridPlan.countyId} = ${county} and ${gridPlan.id} <> ${id}::uuid
        and ${gridPlan.retiredAt} is null and (${access.rows([county])})
        and ${gridPlan.status} = any(${sql.param([...states])}::text[])) p
    where villages <> '{}' order by "effectiveOn" nulls last, id limit 100`);

/** Is another plan, approved or in force, to take some of the plan's ground on that day? */
export async function dayIsTaken(
  run: Runner,
  county: number,
  plan: string,
  day: string,
): Promise<boolean> {
  const [row] = await run.rows(sql`
    select 1 as one from ${gridPlan} where ${gridPlan.countyId} = ${county}
      and ${gridPlan.id} = ${plan}::uuid and exists (${sharing(
        county,
        sql`${other.status} in ('APPROVED', 'EFFECTIVE') and ${other.effectiveOn} = ${day}::date`,
      )})`);
  return row !== undefined;
}

/** Plans in force whose whole ground later ones in force have taken. */
export const replacedPlans = (run: Runner, county: number): Promise<{ id: string }[]> =>
  run.rows<{ id: string }>(sql`
    select ${gridPlan.id} as id from ${gridPlan}
    where ${gridPlan.countyId} = ${county} and ${gridPlan.status} = 'EFFECTIVE'
      and not exists (
        select 1 from ${planVillage} ours where ${ours.countyId} = ${county}
          and ${ours.planId} = ${gridPlan.id} and not exists (
            select 1 from ${gridPlan} other
            join ${planVillage} theirs on ${theirs.countyId} = ${county}
              and ${theirs.planId} = ${other.id}
            where ${other.countyId} = ${county} and ${other.status} = 'EFFECTIVE'
              and ${other.effectiveOn} > ${gridPlan.effectiveOn}
              and ${theirs.villageCode} = ${ours.villageCode}))
    order by ${gridPlan.id} for update`);

export async function insertVillages(
  run: Runner,
  county: number,
  plan: string,
  villages: readonly string[],
): Promise<void> {
  await run.rows(sql`
    insert into ${planVillage} (county_id, plan_id, village_code)
    select ${county}, ${plan}::uuid, code
    from unnest(${sql.param([...villages])}::text[]) as n(code)`);
}

/** A grid as it stands in a plan; `shape` is GeoJSON text of a polygon or several, EPSG:4326. */
export interface PlanGridRow {
  gridId: string;
  code: string;
  name: string;
  kind: string | null;
  villageCode: string | null;
  complaintPhone: string | null;
  locked: boolean;
  shape: string;
}

export const gridsOfPlan = (run: Runner, county: number, plan: string): Promise<PlanGridRow[]> =>
  run.rows<PlanGridRow>(sql`
    select ${planGrid.gridId} as "gridId", ${planGrid.code} as code, ${planGrid.name} as name,
      ${planGrid.kind} as kind, ${planGrid.villageCode} as "villageCode",
      ${planGrid.complaintPhone} as "complaintPhone", ${planGrid.locked} as locked,
      ST_AsGeoJSON(${planGrid.geom}, 7) as shape
    from ${planGrid}
    where ${planGrid.countyId} = ${county} and ${planGrid.planId} = ${plan}::uuid
    order by ${planGrid.code} collate "C", ${planGrid.gridId}`);

const texts = (rows: readonly PlanGridRow[], key: keyof PlanGridRow): SQL =>
  sql`${sql.param(rows.map((row) => row[key]))}`;

/** Writes grids of a plan as they stand now; those that are there already are replaced. */
export function putGrids(
  run: Runner,
  county: number,
  plan: string,
  rows: readonly PlanGridRow[],
): Promise<unknown> {
  return run.rows(sql`
    insert into ${planGrid} (county_id, plan_id, grid_id, code, name, kind, village_code,
      complaint_phone, locked, geom)
    select ${county}, ${plan}::uuid, id, code, name, kind, village, phone, locked,
      ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326))
    from unnest(${texts(rows, "gridId")}::uuid[], ${texts(rows, "code")}::text[],
      ${texts(rows, "name")}::text[], ${texts(rows, "kind")}::text[],
      ${texts(rows, "villageCode")}::text[], ${texts(rows, "complaintPhone")}::text[],
      ${texts(rows, "locked")}::boolean[], ${texts(rows, "shape")}::text[])
      as n(id, code, name, kind, village, phone, locked, shape)
    on conflict (county_id, plan_id, grid_id) do update set code = excluded.code,
      name = excluded.name, kind = excluded.kind, village_code = excluded.village_code,
      complaint_phone = excluded.complaint_phone, locked = excluded.locked, geom = excluded.geom`);
}

export const dropGrids = (
  run: Runner,
  county: number,
  plan: string,
  ids: readonly string[],
): Promise<unknown> =>
  run.rows(sql`
    delete from ${planGrid} where ${planGrid.countyId} = ${county}
      and ${planGrid.planId} = ${plan}::uuid
      and ${planGrid.gridId} = any(${sql.param([...ids])}::uuid[])`);

/** A grid of the latest approved plan that is to be in force at a point on a day. */
export async function plannedAt(
  run: Runner,
  access: Access,
  [lon, lat]: readonly [number, number],
  day: string,
): Promise<(Omit<PlanGridRow, "gridId" | "locked"> & { id: string; plan: string }) | undefined> {
  const [row] = await run.rows<never>(sql`
    select p.county_id || '-' || ${planGrid.gridId} as id, ${planGrid.code} as code,
      ${planGrid.name} as name, ${planGrid.kind} as kind,
      ${planGrid.villageCode} as "villageCode", ${planGrid.complaintPhone} as "complaintPhone",
      ST_AsGeoJSON(${planGrid.geom}, 7) as shape, p.county_id || '-' || p.id as plan
    from (select county_id, id, effective_on from ${gridPlan}
      where status = 'APPROVED' and retired_at is null and effective_on <= ${day}::date
        and (${access.rows()})) p
    join ${planGrid} on ${planGrid.countyId} = p.county_id and ${planGrid.planId} = p.id
      and ST_Covers(${planGrid.geom}, ST_SetSRID(ST_MakePoint(${lon}, ${lat}), 4326))
    order by p.effective_on desc, ${planGrid.code} collate "C" limit 1`);
  return row;
}

/** The grids of another plan, as they stand in it, for a fork. */
export const copyGrids = (
  run: Runner,
  county: number,
  from: string,
  to: string,
): Promise<unknown> =>
  run.rows(sql`
    insert into ${planGrid} (county_id, plan_id, grid_id, code, name, kind, village_code,
      complaint_phone, locked, geom)
    select county_id, ${to}::uuid, grid_id, code, name, kind, village_code, complaint_phone,
      locked, geom
    from ${planGrid} where ${planGrid.countyId} = ${county}
      and ${planGrid.planId} = ${from}::uuid`);

/** West, south, east, north in degrees of a plan's grids, or of those in villages; null: none. */
export async function boxOfPlan(
  run: Runner,
  county: number,
  plan: string,
  villages: readonly string[] | null = null,
): Promise<[number, number, number, number] | null> {
  const [row] = await run.rows<{ box: [number, number, number, number] | null }>(sql`
    select case when count(*) > 0 then array[ST_XMin(ST_Extent(geom)), ST_YMin(ST_Extent(geom)),
      ST_XMax(ST_Extent(geom)), ST_YMax(ST_Extent(geom))] end as box
    from ${planGrid} where ${planGrid.countyId} = ${county}
      and ${planGrid.planId} = ${plan}::uuid
      ${
        villages
          ? sql`and coalesce(${planGrid.villageCode}, '') = any(${sql.param([...villages])}::text[])`
          : sql``
      }`);
  return row!.box;
}
