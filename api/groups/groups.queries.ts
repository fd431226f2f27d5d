import { type SQL, sql } from "drizzle-orm";
import {
  groupException,
  groupPlan,
  householdGroup,
  householdGroupMember,
} from "../../db/tables/index.js";
import { registerOf } from "../../schema/registers/index.js";
import type { Runner } from "../core/database.js";
import { instantSql } from "../layers/select.js";
import type { Ground } from "../policy/policy.js";
import type { GroupMode, GroupRules } from "./group-rules.js";
import type { GroupFigures, GroupVerdictRow } from "./verdict.js";

export const groupPlans = registerOf("groupPlans");

/** A plan as it is judged and read. */
export interface GroupPlanRow {
  county: number;
  id: string;
  state: string;
  version: number;
  mode: GroupMode;
  villages: string[];
  rules: GroupRules;
  jobId: string | null;
  figures: GroupVerdictRow | { failed: Record<string, unknown> } | null;
  createdBy: string;
  effectiveOn: string | null;
  endedOn: string | null;
  edits: number;
}

const PLAN = sql`${groupPlan.countyId} as county, ${groupPlan.id} as id, ${groupPlan.status} as state,
      ${groupPlan.version} as version, ${groupPlan.mode} as mode, ${groupPlan.villages} as villages,
      ${groupPlan.rules} as rules, ${groupPlan.jobId} as "jobId", ${groupPlan.figures} as figures,
      ${groupPlan.createdBy} as "createdBy", ${groupPlan.effectiveOn}::text as "effectiveOn",
      ${groupPlan.endedOn}::text as "endedOn",
      ${groupPlan.edits} as edits`;

/** In the order of their ids, so that two who lock the same rows do not wait for each other. */
export const groupPlanRows = (
  run: Runner,
  county: number,
  ids: readonly string[],
  { visible = sql`true`, lock = false }: { visible?: SQL; lock?: boolean } = {},
): Promise<GroupPlanRow[]> =>
  run.rows<GroupPlanRow>(sql`
    select ${PLAN}
    from ${groupPlan}
    where ${groupPlan.countyId} = ${county} and ${groupPlan.retiredAt} is null
      and ${groupPlan.id} = any(${sql.param([...ids])}::uuid[]) and (${visible})
    order by ${groupPlan.id} ${lock ? sql`for update` : sql``}`);

/** Plans of a county that are being formed, as far as they say. */
export const formingPlans = (run: Runner, county: number): Promise<GroupPlanRow[]> =>
  run.rows<GroupPlanRow>(sql`
    select ${PLAN} from ${groupPlan}
    where ${groupPlan.countyId} = ${county} and ${groupPlan.status} = 'FORMING'
      and ${groupPlan.retiredAt} is null order by ${groupPlan.id} limit 1000`);

/** Of each of these villages the plan of groups made last, a draft or in force; each plan once. */
export const latestPlans = (
  run: Runner,
  county: number,
  villages: readonly string[],
  visible: SQL,
): Promise<GroupPlanRow[]> =>
  run.rows<GroupPlanRow>(sql`
    select ${PLAN} from ${groupPlan} where ${groupPlan.countyId} = ${county} and (${visible})
      and ${groupPlan.id} in (
        select distinct on (v.village) p.id
        from ${groupPlan} p, unnest(p.villages) as v (village)
        where p.county_id = ${county} and p.retired_at is null and p.mode = 'GROUPS'
          and p.status in ('DRAFT', 'EFFECTIVE')
          and v.village = any(${sql.param([...villages])}::text[])
        order by v.village, p.created_at desc, p.id)
    order by ${groupPlan.createdAt} desc, ${groupPlan.id}`);

/** A group as its row keeps it; ids are uuids. */
export interface GroupRow {
  county: number;
  plan: string;
  id: string;
  number: number;
  code: string;
  name: string | null;
  villageCode: string | null;
  gridId: string | null;
  centre: string | null;
  leader: string | null;
  deputy: string | null;
  locked: boolean;
  openedBy: { code: string; params: unknown } | null;
  openedAt: string | null;
  figures: GroupFigures;
}

const figure = (name: keyof GroupFigures): SQL =>
  sql`(${householdGroup.figures} ->> ${name})::float8`;
const lacks = sql`case when (${householdGroup.figures} ->> 'thin')::boolean then 0 else 1 end`;

export const GROUP_ORDERS = {
  WORST: sql`${figure("forbiddenPairs")} desc, ${lacks}, ${figure("isolated")} desc,
    ${figure("maxMetres")} desc`,
  FARTHEST: sql`${figure("maxMetres")} desc`,
  NO_TIE: sql`${figure("withoutTie")} desc`,
  FEWEST: sql`${figure("size")}`,
  ISOLATED: sql`${figure("isolated")} desc`,
  NUMBER: sql`${householdGroup.number}`,
} as const;
export type GroupOrder = keyof typeof GROUP_ORDERS;

/** Those groups of a plan that lie in the viewer's ground. */
export const inGround = (ground: Ground | null): SQL =>
  ground
    ? sql`(${householdGroup.villageCode} = any(${sql.param([...ground.villages])}::text[])
        or ${householdGroup.gridId} = any(${sql.param([...ground.grids])}::uuid[]))`
    : sql`true`;

export interface GroupsAsked {
  ground: Ground | null;
  order: GroupOrder;
  first: number;
  offset: number;
  grid?: string | null;
  id?: string | null;
}

/** A page of a plan's groups, and how many there are. */
export async function groupRows(
  run: Runner,
  { county, id: plan }: Pick<GroupPlanRow, "county" | "id">,
  { ground, order, first, offset, grid = null, id = null }: GroupsAsked,
): Promise<{ totalCount: number; rows: GroupRow[] }> {
  const g = householdGroup;
  const which = sql`${g.countyId} = ${county} and ${g.planId} = ${plan}::uuid
    and ${inGround(ground)} ${grid === null ? sql`` : sql`and ${g.gridId} = ${grid}::uuid`}
    ${id === null ? sql`` : sql`and ${g.id} = ${id}::uuid`}`;
  const rows = await run.rows<GroupRow>(sql`
    select ${g.countyId} as county, ${g.planId} as plan, ${g.id} as id, ${g.number} as number,
      ${g.code} as code, ${g.name} as name, ${g.villageCode} as "villageCode",
      ${g.gridId} as "gridId", ${g.centreHouseholdId} as centre, ${g.leaderHouseholdId} as leader,
      ${g.deputyHouseholdId} as deputy, ${g.locked} as locked, ${g.openedBy} as "openedBy",
      ${instantSql(sql`${g.openedAt}`)} as "openedAt", ${g.figures} as figures
    from ${g} where ${which}
    order by ${GROUP_ORDERS[order]}, ${g.number} limit ${first} offset ${offset}`);
  const [count] = await run.rows<{ n: number }>(sql`
    select count(*)::int as n from ${g} where ${which}`);
  return { totalCount: count!.n, rows };
}

export interface MemberRow {
  group: string;
  household: string;
  metres: number | null;
  isolated: boolean;
  since: string;
}

/** Who is in some groups of a county's plans, by walk. */
export const membersOf = (
  run: Runner,
  county: number,
  keys: readonly { plan: string; group: string }[],
): Promise<(MemberRow & { plan: string })[]> => {
  const m = householdGroupMember;
  return run.rows(sql`
    select ${m.planId} as plan, ${m.groupId} as "group", ${m.householdId} as household,
      ${m.metres} as metres, ${m.isolated} as isolated, ${instantSql(sql`${m.since}`)} as since
    from ${m} where ${m.countyId} = ${county} and ${m.until} is null
      and (${m.planId}, ${m.groupId}) in (select * from unnest(
        ${sql.param(keys.map((k) => k.plan))}::uuid[],
        ${sql.param(keys.map((k) => k.group))}::uuid[]))
    order by ${m.metres}, ${m.householdId}`);
};

/** Outlines and spokes of some groups, GeoJSON text. */
export const shapesOf = (
  run: Runner,
  county: number,
  keys: readonly { plan: string; group: string }[],
): Promise<{ plan: string; group: string; cell: string | null; spokes: string | null }[]> => {
  const g = householdGroup;
  return run.rows(sql`
    select ${g.planId} as plan, ${g.id} as "group", ST_AsGeoJSON(${g.cell}, 7) as cell,
      ST_AsGeoJSON(${g.spokes}, 7) as spokes
    from ${g} where ${g.countyId} = ${county}
      and (${g.planId}, ${g.id}) in (select * from unnest(
        ${sql.param(keys.map((k) => k.plan))}::uuid[],
        ${sql.param(keys.map((k) => k.group))}::uuid[]))`);
};

export interface ExceptionRow {
  household: string;
  reason: { code: string; params: unknown };
}

/** How many of a plan's households are in no group, by reason; most first. */
export const exceptionCounts = (
  run: Runner,
  { county, id }: Pick<GroupPlanRow, "county" | "id">,
): Promise<{ code: string; count: number }[]> =>
  run.rows(sql`
    select ${groupException.reason} ->> 'code' as code, count(*)::int as count
    from ${groupException} where ${groupException.countyId} = ${county}
      and ${groupException.planId} = ${id}::uuid
    group by 1 order by 2 desc, 1`);

/**
 * Those of them whose homes are seen (`seen`: as what to select from), in the order of their ids.
 */
export const exceptionRows = (
  run: Runner,
  { county, id }: Pick<GroupPlanRow, "county" | "id">,
  seen: SQL,
  first: number,
): Promise<ExceptionRow[]> =>
  run.rows(sql`
    select ${groupException.householdId} as household, ${groupException.reason} as reason
    from ${groupException} join ${seen} h on h.id = ${groupException.householdId}
    where ${groupException.countyId} = ${county} and ${groupException.planId} = ${id}::uuid
    order by 1 limit ${first}`);

/** Other published plans that have a village in common with one and have not ended. */
export async function publishedBeside(
  run: Runner,
  { county, id, villages }: GroupPlanRow,
): Promise<GroupPlanRow[]> {
  const rows = await run.rows<{ id: string }>(sql`
    select ${groupPlan.id} as id from ${groupPlan}
    where ${groupPlan.countyId} = ${county} and ${groupPlan.id} <> ${id}::uuid
      and ${groupPlan.retiredAt} is null and ${groupPlan.status} = 'EFFECTIVE'
      and ${groupPlan.endedOn} is null
      and ${groupPlan.villages} && ${sql.param([...villages])}::text[]`);
  const ids = rows.map((r) => r.id);
  return groupPlanRows(run, county, ids, { lock: true });
}

export interface PublishedMember {
  plan: string;
  group: string;
  grid: string | null;
  household: string;
  since: string;
}

/** Members of groups of published plans that have not ended, or some of them. */
export const publishedMembers = (
  run: Runner,
  county: number,
  households: readonly string[] | null,
): Promise<PublishedMember[]> => {
  const [m, g] = [householdGroupMember, householdGroup];
  const some =
    households === null
      ? sql`true`
      : sql`${m.householdId} = any(${sql.param([...households])}::uuid[])`;
  return run.rows<PublishedMember>(sql`
    select ${m.planId} as plan, ${m.groupId} as "group", ${g.gridId} as grid,
      ${m.householdId} as household, ${instantSql(sql`${m.since}`)} as since
    from ${m} join ${g} on ${g.countyId} = ${county} and ${g.planId} = ${m.planId}
      and ${g.id} = ${m.groupId}
    join ${groupPlan} on ${groupPlan.countyId} = ${county} and ${groupPlan.id} = ${m.planId}
      and ${groupPlan.status} = 'EFFECTIVE' and ${groupPlan.endedOn} is null
      and ${groupPlan.retiredAt} is null
    where ${m.countyId} = ${county} and ${m.until} is null and ${some}`);
};
