import { type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { gridMembership } from "../../db/tables/index.js";
import type { Layer } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import { freshId } from "../core/fresh-id.js";
import { todayIn } from "../policy/policy.js";

const m = alias(gridMembership, "m");

/** Rows of these layers belong to a grid from day to day; an incident's grid is part of itself. */
const isMember = (layer: Layer): boolean => layer.placed === "today" || layer.joins !== undefined;

/**
 * Keeps the dated memberships in step with the grids that the subjects (a relation with `id`) have
 * now: another one ends the day before and begins today, what is retired ends, and a membership
 * that held no whole day leaves nothing. One statement for any number of subjects.
 */
export async function keepMemberships(
  tx: Runner,
  county: number,
  layer: Layer,
  subjects: SQL,
): Promise<void> {
  if (!isMember(layer)) return;
  const today = todayIn(county);
  await tx.rows(sql`
    with member as materialized (
      select t.id, t.grid_id, t.retired_at is null as present
      from (${subjects}) s join ${sql.identifier(layer.table)} t
        on t.county_id = ${county} and t.id = s.id),
    past as materialized (
      select ${m.id} as id, ${m.validFrom} < ${today} as held
      from member join ${gridMembership} ${m} on ${m.countyId} = ${county}
        and ${m.subjectId} = member.id and ${m.validTo} is null
      where ${m.gridId} is distinct from member.grid_id or not member.present),
    ended as (
      update ${gridMembership} ${m} set valid_to = ${today} from past
      where ${m.countyId} = ${county} and ${m.id} = past.id and past.held),
    never as (
      delete from ${gridMembership} ${m} using past
      where ${m.countyId} = ${county} and ${m.id} = past.id and not past.held)
    insert into ${gridMembership} (county_id, id, layer, subject_id, grid_id, valid_from)
    select ${county}, ${freshId}, ${layer.name}, member.id, member.grid_id, ${today}
    from member where member.present and not exists (
      select 1 from ${gridMembership} ${m} where ${m.countyId} = ${county}
        and ${m.subjectId} = member.id and ${m.validTo} is null
        and ${m.gridId} is not distinct from member.grid_id)`);
}

/** Of what keeps nothing, no membership stays either. */
export async function forgetMemberships(
  tx: Runner,
  county: number,
  subjects: readonly string[],
): Promise<void> {
  await tx.rows(sql`
    delete from ${gridMembership} where ${gridMembership.countyId} = ${county}
      and ${gridMembership.subjectId} = any(${sql.param([...subjects])}::uuid[])`);
}
