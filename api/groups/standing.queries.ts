import { sql } from "drizzle-orm";
import {
  groupEdit,
  groupException,
  groupPlan,
  householdGroup,
  householdGroupMember,
} from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import { EditLog } from "../edits/edit-log.js";
import type { GroupsChange, StandingGroup } from "./groups-change.js";
import type { RedrawnGroup } from "./redraw-work.js";

export const groupEditLog = new EditLog<GroupsChange>(groupEdit);

const g = householdGroup;
const m = householdGroupMember;

/** Groups of a plan in some grids, or all of them, by number, with who is in them now. */
export const standingGroups = (
  run: Runner,
  { county, id }: { county: number; id: string },
  which: { grids: readonly string[] } | { groups: readonly string[] } | "all",
): Promise<StandingGroup[]> => {
  const some =
    which === "all"
      ? sql`true`
      : "grids" in which
        ? sql`${g.gridId} = any(${sql.param([...which.grids])}::uuid[])`
        : sql`${g.id} = any(${sql.param([...which.groups])}::uuid[])`;
  return run.rows<StandingGroup>(sql`
    select ${g.id} as id, ${g.number} as number, ${g.code} as code, ${g.villageCode} as village,
      ${g.gridId} as grid, ${g.leaderHouseholdId} as leader, ${g.deputyHouseholdId} as deputy,
      ${g.locked} as locked, ${g.openedBy} as "openedBy",
      to_char(${g.openedAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt",
      array(select ${m.householdId}::text from ${m} where ${m.countyId} = ${county}
        and ${m.planId} = ${id}::uuid and ${m.groupId} = ${g.id} and ${m.until} is null
        order by 1) as members
    from ${g} where ${g.countyId} = ${county} and ${g.planId} = ${id}::uuid and ${some}
    order by ${g.number}`);
};

/** The group that each household is in now; who is in none is missing. */
export async function groupsOfHouseholds(
  run: Runner,
  { county, id }: { county: number; id: string },
  households: readonly string[],
): Promise<Map<string, string>> {
  const rows = await run.rows<{ household: string; group: string }>(sql`
    select ${m.householdId} as household, ${m.groupId} as "group" from ${m}
    where ${m.countyId} = ${county} and ${m.planId} = ${id}::uuid and ${m.until} is null
      and ${m.householdId} = any(${sql.param([...households])}::uuid[])`);
  return new Map(rows.map((r) => [r.household, r.group]));
}

/** What new groups are called: numbers and codes that no group of the plan has. */
export async function freeNames(
  run: Runner,
  { county, id }: { county: number; id: string },
): Promise<{ nextNumber: number; nextCode: (village: string | null) => string }> {
  const rows = await run.rows<{ number: number; code: string }>(sql`
    select ${g.number} as number, ${g.code} as code from ${g}
    where ${g.countyId} = ${county} and ${g.planId} = ${id}::uuid`);
  const used = new Set(rows.map(({ code }) => code));
  const nextCode = (village: string | null): string => {
    for (let n = 1; ; n++) {
      const code = `${village ?? ""}-${String(n).padStart(3, "0")}`;
      if (used.has(code)) continue;
      used.add(code);
      return code;
    }
  };
  return { nextNumber: rows.reduce((most, { number }) => Math.max(most, number), 0) + 1, nextCode };
}

/** Households in no group of a plan for one of these reasons. */
export async function exceptionsHeld(
  run: Runner,
  { county, id }: { county: number; id: string },
  codes: readonly string[],
): Promise<string[]> {
  const rows = await run.rows<{ household: string }>(sql`
    select ${groupException.householdId} as household from ${groupException}
    where ${groupException.countyId} = ${county} and ${groupException.planId} = ${id}::uuid
      and ${groupException.reason} ->> 'code' = any(${sql.param([...codes])}::text[])`);
  return rows.map((r) => r.household);
}

/** Writes what a change leaves: groups, who is in them since when, and how they were redrawn. */
export async function writeChange(
  run: Runner,
  { county, id }: { county: number; id: string },
  { groups, members }: GroupsChange,
  redrawn: readonly RedrawnGroup[],
): Promise<void> {
  const there = groups.flatMap(({ id: group, after }) => (after ? [{ id: group, ...after }] : []));
  const gone = groups.flatMap(({ id: group, after }) => (after ? [] : [group]));
  const here = sql`county_id = ${county} and plan_id = ${id}::uuid`;
  if (gone.length > 0)
    await run.rows(sql`delete from ${g} where ${here} and id = any(${sql.param(gone)}::uuid[])`);
  if (there.length > 0)
    await run.rows(sql`
      insert into ${g} (county_id, plan_id, id, number, code, village_code, grid_id,
        leader_household_id, deputy_household_id, locked, opened_by, opened_at, figures)
      select ${county}, ${id}::uuid, id, number, code, village, grid, leader, deputy, locked,
        "openedBy", "openedAt", '{}'
      from json_to_recordset(${JSON.stringify(there)}::json) as t(id uuid, number int, code text,
        village text, grid uuid, leader uuid, deputy uuid, locked boolean, "openedBy" jsonb,
        "openedAt" timestamptz)
      on conflict (county_id, plan_id, id) do update set number = excluded.number,
        leader_household_id = excluded.leader_household_id,
        deputy_household_id = excluded.deputy_household_id, locked = excluded.locked,
        opened_by = excluded.opened_by, opened_at = excluded.opened_at`);
  if (members.length > 0) await writeMembers(run, { county, id }, members);
  if (redrawn.length > 0) await writeRedrawn(run, { county, id }, redrawn);
  if (members.length === 0) return;
  await retell(run, { county, id });
  await forgetBorders(run, { county, id }, { groups, members });
}

const figure = (name: string) => sql`(${g.figures} ->> ${name})::float8`;

/** Figures of the whole plan from its groups; what its run proved is of the groups it found. */
async function retell(run: Runner, { county, id }: { county: number; id: string }): Promise<void> {
  const target = sql`(p.rules ->> 'target')::float8`;
  await run.rows(sql`
    update ${groupPlan} p set figures = p.figures || jsonb_build_object(
        'groups', told.groups, 'isolated', told.isolated, 'thin', told.thin,
        'metresPerHousehold', told.metres, 'maxMetres', told.most, 'p95Metres', walked.p95,
        'violations', told.violations, 'exceptions', apart.n,
        'shareNearTarget', told.near / nullif(told.groups, 0), 'sizes', told.sizes,
        'searchGap', null, 'priceOfWishes', null, 'boundIs', null)
    from (
      select count(*)::int as groups, coalesce(sum(${figure("isolated")}), 0) as isolated,
        count(*) filter (where (figures ->> 'thin')::boolean)::int as thin,
        round(coalesce(sum(${figure("metres")}) / nullif(sum(${figure("size")}), 0), 0)::numeric, 1)
          as metres,
        coalesce(max(${figure("maxMetres")}), 0) as most,
        coalesce(sum(${figure("forbiddenPairs")}), 0) as violations,
        (count(*) filter (where abs(${figure("size")} - rules.target) <= rules.target / 10))::float8
          as near,
        (select coalesce(jsonb_agg(jsonb_build_object('size', s.size, 'count', s.n) order by s.size),
            '[]') from (select (figures ->> 'size')::int as size, count(*)::int as n from ${g}
            where ${g.countyId} = ${county} and ${g.planId} = ${id}::uuid group by 1) s) as sizes
      from ${g}, (select ${target} as target from ${groupPlan} p
        where p.county_id = ${county} and p.id = ${id}::uuid) rules
      where ${g.countyId} = ${county} and ${g.planId} = ${id}::uuid) told,
      (select coalesce(percentile_disc(0.95) within group (order by ${m.metres}), 0) as p95 from ${m}
        where ${m.countyId} = ${county} and ${m.planId} = ${id}::uuid and ${m.until} is null) walked,
      (select count(*)::int as n from ${groupException}
        where ${groupException.countyId} = ${county}
          and ${groupException.planId} = ${id}::uuid) apart
    where p.county_id = ${county} and p.id = ${id}::uuid`);
}

/**
 * What a border costs is of the groups that its run found beside it: of others it tells nothing.
 */
async function forgetBorders(
  run: Runner,
  { county, id }: { county: number; id: string },
  { groups, members }: Pick<GroupsChange, "groups" | "members">,
): Promise<void> {
  const touched = members.flatMap(({ from, to }) => [from, to].filter((group) => group !== null));
  const known = groups.flatMap(({ before, after }) => [before?.grid, after?.grid]);
  await run.rows(sql`
    update ${groupPlan} p set figures = p.figures || jsonb_build_object('borders', (
        select coalesce(jsonb_agg(b.border order by b.n), '[]')
        from jsonb_array_elements(p.figures -> 'borders') with ordinality as b (border, n)
        where not b.border -> 'grids' ?| changed.grids))
    from (select coalesce(array_agg(grid::text), '{}') as grids from (
        select ${g.gridId} as grid from ${g} where ${g.countyId} = ${county}
          and ${g.planId} = ${id}::uuid and ${g.id} = any(${sql.param(touched)}::uuid[])
        union select unnest(${sql.param(known.filter((grid) => grid != null))}::uuid[])) one
      where grid is not null) changed
    where p.county_id = ${county} and p.id = ${id}::uuid and p.figures ? 'borders'`);
}

async function writeMembers(
  run: Runner,
  { county, id }: { county: number; id: string },
  members: GroupsChange["members"],
): Promise<void> {
  const moved = sql`json_to_recordset(${JSON.stringify(members)}::json)
    as t(household uuid, "from" uuid, "to" uuid, reason jsonb)`;
  await run.rows(sql`
    update ${m} set until = clock_timestamp(), left_by = t.reason from ${moved}
    where ${m.countyId} = ${county} and ${m.planId} = ${id}::uuid and ${m.until} is null
      and ${m.householdId} = t.household and t."from" is not null`);
  await run.rows(sql`
    insert into ${m} (county_id, plan_id, id, group_id, household_id, since, reason)
    select ${county}, ${id}::uuid, gen_random_uuid(), t."to", t.household, clock_timestamp(),
      t.reason
    from ${moved} where t."to" is not null`);
  await run.rows(sql`
    delete from ${groupException} x using ${moved}
    where x.county_id = ${county} and x.plan_id = ${id}::uuid
      and x.household_id = t.household and t."to" is not null`);
  await run.rows(sql`
    insert into ${groupException} (county_id, plan_id, household_id, reason)
    select ${county}, ${id}::uuid, t.household,
      coalesce(t.reason, '{"code": "left-group", "params": {}}')
    from ${moved} where t."to" is null
    on conflict (county_id, plan_id, household_id) do update set reason = excluded.reason`);
}

async function writeRedrawn(
  run: Runner,
  { county, id }: { county: number; id: string },
  redrawn: readonly RedrawnGroup[],
): Promise<void> {
  const text = JSON.stringify(redrawn);
  await run.rows(sql`
    update ${g} set centre_household_id = t.centre, figures = t.figures, cell = t.cell::geometry,
      spokes = t.spokes::geometry
    from json_to_recordset(${text}::json) as t(id uuid, centre uuid, figures jsonb, cell text,
      spokes text)
    where ${g.countyId} = ${county} and ${g.planId} = ${id}::uuid and ${g.id} = t.id`);
  await run.rows(sql`
    update ${m} set metres = t.metres, isolated = t.isolated
    from json_to_recordset(${JSON.stringify(redrawn.flatMap((r) => r.members))}::json)
      as t(household uuid, metres float8, isolated boolean)
    where ${m.countyId} = ${county} and ${m.planId} = ${id}::uuid and ${m.until} is null
      and ${m.householdId} = t.household`);
}
