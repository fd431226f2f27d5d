import { sql } from "drizzle-orm";
import {
  answerer,
  groupException,
  groupPlan,
  groupRunPart,
  householdGroup,
  householdGroupMember,
} from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import type { GroupRules } from "./group-rules.js";

interface OfPlan {
  county: number;
  plan: string;
}

/** What a plan's row has beside what is declared, as its run begins. */
export const keepRun = (
  run: Runner,
  { county, plan }: OfPlan,
  begun: { villages: readonly string[]; rules: GroupRules; job: string },
): Promise<unknown> =>
  run.rows(sql`
    update ${groupPlan} set villages = ${sql.param([...begun.villages])}::text[],
      rules = ${JSON.stringify(begun.rules)}::jsonb, job_id = ${begun.job}::uuid
    where ${groupPlan.countyId} = ${county} and ${groupPlan.id} = ${plan}::uuid`);

export const keepFigures = (
  run: Runner,
  { county, plan }: OfPlan,
  figures: object,
): Promise<unknown> =>
  run.rows(sql`
    update ${groupPlan} set figures = ${JSON.stringify(figures)}::jsonb
    where ${groupPlan.countyId} = ${county} and ${groupPlan.id} = ${plan}::uuid`);

export const keepTradeOff = (
  run: Runner,
  { county, plan }: OfPlan,
  tradeOff: object,
): Promise<unknown> =>
  run.rows(sql`
    update ${groupPlan} set figures = ${groupPlan.figures} ||
      jsonb_build_object('tradeOff', ${JSON.stringify(tradeOff)}::jsonb)
    where ${groupPlan.countyId} = ${county} and ${groupPlan.id} = ${plan}::uuid
      and ${groupPlan.figures} is not null`);

/** Groups, members and exceptions of a plan that is being formed, as `plan-rows` wrote them. */
export async function putRows(
  run: Runner,
  { county, plan }: OfPlan,
  text: string,
  at: string,
): Promise<void> {
  await run.rows(sql`
    insert into ${householdGroup} (county_id, plan_id, id, number, code, village_code, grid_id,
      centre_household_id, locked, figures, cell, spokes)
    select ${county}, ${plan}::uuid, id, number, code, village, grid, centre, locked, figures,
      cell::geometry, spokes::geometry
    from json_to_recordset(${text}::json -> 'groups') as g(id uuid, number int, code text,
      village text, grid uuid, centre uuid, locked boolean, figures jsonb, cell text, spokes text)`);
  await run.rows(sql`
    insert into ${householdGroupMember} (county_id, plan_id, id, group_id, household_id, metres,
      isolated, since)
    select ${county}, ${plan}::uuid, id, "group", household, metres, isolated, ${at}::timestamptz
    from json_to_recordset(${text}::json -> 'members') as m(id uuid, "group" uuid,
      household uuid, metres float8, isolated boolean)`);
  await run.rows(sql`
    insert into ${groupException} (county_id, plan_id, household_id, reason)
    select ${county}, ${plan}::uuid, household, reason
    from json_to_recordset(${text}::json -> 'exceptions') as e(household uuid, reason jsonb)`);
  await run.rows(sql`
    insert into ${answerer} (county_id, plan_id, caller_id, answerer_id, rank, metres)
    select ${county}, ${plan}::uuid, caller, answerer, rank, metres
    from json_to_recordset(${text}::json -> 'answerers') as a(caller uuid, answerer uuid,
      rank int, metres float8)`);
}

/** What a run before left that died while it wrote. */
export async function dropRows(run: Runner, { county, plan }: OfPlan): Promise<void> {
  for (const table of [householdGroupMember, householdGroup, groupException, answerer])
    await run.rows(sql`
      delete from ${table} where ${table.countyId} = ${county} and ${table.planId} = ${plan}::uuid`);
}

export const keepParts = (
  run: Runner,
  { county, job }: { county: number; job: string },
  parts: ReadonlyMap<string, string>,
): Promise<unknown> =>
  run.rows(sql`
    insert into ${groupRunPart} (county_id, job_id, key, part)
    select ${county}, ${job}::uuid, key, part::jsonb
    from unnest(${sql.param([...parts.keys()])}::text[], ${sql.param([...parts.values()])}::text[])
      as p(key, part)
    on conflict (county_id, job_id, key) do update set part = excluded.part`);

/** Who was in which group of a plan, and whether that stays as it is. */
export const groupsBefore = (
  run: Runner,
  { county, plan }: OfPlan,
): Promise<{ household: string; group: string; locked: boolean }[]> =>
  run.rows(sql`
    select m.household_id as household, m.group_id as "group", g.locked
    from ${householdGroupMember} m join ${householdGroup} g
      on g.county_id = m.county_id and g.plan_id = m.plan_id and g.id = m.group_id
    where m.county_id = ${county} and m.plan_id = ${plan}::uuid and m.until is null
    order by m.household_id`);

/** As JSON text. */
export async function partsOf(
  run: Runner,
  { county, job }: { county: number; job: string },
): Promise<string[]> {
  const rows = await run.rows<{ text: string }>(sql`
    select ${groupRunPart.part}::text as text from ${groupRunPart}
    where ${groupRunPart.countyId} = ${county} and ${groupRunPart.jobId} = ${job}::uuid`);
  return rows.map((r) => r.text);
}

export const dropParts = (
  run: Runner,
  { county, job }: { county: number; job: string },
): Promise<unknown> =>
  run.rows(sql`
    delete from ${groupRunPart}
    where ${groupRunPart.countyId} = ${county} and ${groupRunPart.jobId} = ${job}::uuid`);
