import { type SQL, sql } from "drizzle-orm";
import {
  answerer,
  groupPlan,
  householdGroup,
  householdGroupMember,
} from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import { localDay } from "../counties/local-day.js";

/** A group that a card is of, with the households in it on a day; all ids are uuids. */
export interface CardGroup {
  id: string;
  plan: string;
  mode: "GROUPS" | "RINGS";
  code: string;
  number: number;
  name: string | null;
  village: string | null;
  grid: string | null;
  leader: string | null;
  deputy: string | null;
  members: string[];
}

/** Moments of a day that a membership holds in: now, or any of the county's day. */
const heldOn = (county: number, on: string | null): SQL =>
  on === null
    ? sql`m.until is null`
    : sql`${localDay(county, sql`m.since`)} <= ${on}::date
        and (m.until is null or ${localDay(county, sql`m.until`)} > ${on}::date)`;

const dayOf = (county: number, on: string | null): SQL =>
  on === null ? localDay(county, sql`now()`) : sql`${on}::date`;

const published = (plan: string, county: number, on: string | null): SQL => {
  const p = sql.identifier(plan);
  return sql`${p}.status = 'EFFECTIVE' and ${p}.effective_on <= ${dayOf(county, on)}
    and (${p}.ended_on is null or ${p}.ended_on > ${dayOf(county, on)})`;
};

/**
 * In force that day for the group's village: the latest that was published for it. One of many
 * villages goes on for the others when a later one takes some of them.
 */
const inForce = (county: number, on: string | null): SQL => sql`${published("p", county, on)}
  and not exists (select 1 from ${groupPlan} later where later.county_id = p.county_id
    and ${published("later", county, on)} and g.village_code = any(later.villages)
    and (later.effective_on, later.id) > (p.effective_on, p.id))`;

const columns = (county: number, on: string | null): SQL => sql`g.id::text as id,
  g.plan_id::text as plan, p.mode as mode, g.code as code, g.number as number, g.name as name,
  g.village_code as village, g.grid_id::text as grid, g.leader_household_id::text as leader,
  g.deputy_household_id::text as deputy,
  array(select m.household_id::text from ${householdGroupMember} m
    where m.county_id = g.county_id and m.plan_id = g.plan_id and m.group_id = g.id
      and ${heldOn(county, on)} order by m.household_id) as members`;

/** The group that a household is in on a day, or, null, now; null: in none. */
export async function groupInForce(
  run: Runner,
  county: number,
  household: string,
  on: string | null,
): Promise<CardGroup | null> {
  const [row] = await run.rows<CardGroup>(sql`
    select ${columns(county, on)}
    from ${householdGroupMember} m
    join ${householdGroup} g on g.county_id = m.county_id and g.plan_id = m.plan_id
      and g.id = m.group_id
    join ${groupPlan} p on p.county_id = g.county_id and p.id = g.plan_id
    where m.county_id = ${county} and m.household_id = ${household}::uuid
      and ${heldOn(county, on)} and ${inForce(county, on)}
    order by p.effective_on desc, p.id desc limit 1`);
  return row ?? null;
}

/** Groups of a plan, all or some, in their order; at most so many. */
export const groupsToPrint = (
  run: Runner,
  county: number,
  plan: string,
  groups: readonly string[] | null,
  most: number,
): Promise<CardGroup[]> =>
  run.rows<CardGroup>(sql`
    select ${columns(county, null)}
    from ${householdGroup} g
    join ${groupPlan} p on p.county_id = g.county_id and p.id = g.plan_id
    where g.county_id = ${county} and g.plan_id = ${plan}::uuid and p.status = 'EFFECTIVE'
      and ${groups === null ? sql`true` : sql`g.id = any(${sql.param([...groups])}::uuid[])`}
    order by g.number limit ${most}`);

/** Who is called when a household of a plan in rings calls, the nearest first. */
export async function ringOf(
  run: Runner,
  county: number,
  plan: string,
  caller: string,
): Promise<string[]> {
  const rows = await run.rows<{ id: string }>(sql`
    select ${answerer.answererId}::text as id from ${answerer}
    where ${answerer.countyId} = ${county} and ${answerer.planId} = ${plan}::uuid
      and ${answerer.callerId} = ${caller}::uuid order by ${answerer.rank}, 1`);
  return rows.map(({ id }) => id);
}
