import { type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { grid, gridMembership } from "../../db/tables/index.js";
import type { Layer } from "../../schema/layers/index.js";
import type { Runner } from "../core/database.js";
import { freshId } from "../core/fresh-id.js";
import { todayIn } from "../policy/policy.js";

const m = alias(gridMembership, "m");

/** Rows of these layers belong to a grid from day to day; an incident's grid is part of itself. */
const isMember = (layer: Layer): boolean => layer.placed === "today" || layer.joins !== undefined;

/**
 * Keeps the dated memberships in step with the grids that the subjects (a relation with `id`) have
 * now: another one ends the day before and begins today (or `since`), what is retired ends, and a membership
 * that held no whole day leaves nothing. One statement for any number of subjects; each is looked
 * up by itself (`limit 1`), since a table that grows has no statistics to plan a join by.
 */
export async function keepMemberships(
  tx: Runner,
  county: number,
  layer: Layer,
  subjects: SQL,
  since?: string,
): Promise<void> {
  if (!isMember(layer)) return;
  const today = since === undefined ? todayIn(county) : sql`${since}::date`;
  await tx.rows(sql`
    with member as materialized (
      select t.id, t.grid_id, t.present, open.id as membership,
        open.id is not null and t.present and open.grid_id is not distinct from t.grid_id as stays,
        open.valid_from < ${today} as held
      from (${subjects}) s
      cross join lateral (
        select x.id, x.grid_id, x.retired_at is null as present from ${sql.identifier(layer.table)} x
        where x.county_id = ${county} and x.id = s.id limit 1) t
      left join lateral (
        select ${m.id} as id, ${m.gridId} as grid_id, ${m.validFrom} as valid_from
        from ${gridMembership} ${m} where ${m.countyId} = ${county} and ${m.subjectId} = t.id
          and ${m.validTo} is null limit 1) open on true),
    ended as (
      update ${gridMembership} ${m} set valid_to = ${today} from member
      where ${m.countyId} = ${county} and ${m.id} = member.membership and not stays and held),
    never as (
      delete from ${gridMembership} ${m} using member
      where ${m.countyId} = ${county} and ${m.id} = member.membership and not stays and not held)
    insert into ${gridMembership} (county_id, id, layer, subject_id, grid_id, valid_from)
    select ${county}, ${freshId}, ${layer.name}, id, grid_id, ${today}
    from member where present and not stays`);
}

/**
 * The memberships of new subjects, which had none: from today, or, where one is known to have stood
 * there for longer, since its grid is in force there, and before that those of the earlier grids.
 * Each is looked up by its key alone: beside a partial index the planner may prefer to scan that.
 */
export async function beginMemberships(
  tx: Runner,
  county: number,
  layer: Layer,
  subjects: SQL,
): Promise<void> {
  if (!isMember(layer)) return;
  const today = todayIn(county);
  const since = layer.standsSince ? sql`x.${sql.identifier(layer.standsSince)}` : sql`null::date`;
  await tx.rows(sql`
    with stands as materialized (
      select t.*, now.valid_from as began
      from (${subjects}) s
      cross join lateral (
        select x.id, x.grid_id, x.${sql.identifier(layer.geometryColumn)} as place,
          case when ${since} < ${today} then ${since} end as since
        from ${sql.identifier(layer.table)} x
        where x.county_id = ${county} and x.id = s.id limit 1) t
      left join ${grid} now on now.county_id = ${county} and now.id = t.grid_id)
    insert into ${gridMembership}
      (county_id, id, layer, subject_id, grid_id, valid_from, valid_to)
    select ${county}::int, ${freshId}, ${layer.name}, id, grid_id,
      case when since is null or began is null then ${today} else greatest(since, began) end, null
    from stands
    union all
    select ${county}::int, ${freshId}, ${layer.name}, stands.id, was.id,
      greatest(was.valid_from, since), was.valid_to
    from stands cross join lateral (
      select distinct on (p.valid_from) coalesce(p.earlier_of_id, p.id) as id, p.valid_from, p.valid_to from ${grid} p
      where p.county_id = ${county} and p.retired_at is null and p.valid_to > since
        and p.valid_to <= coalesce(stands.began, ${today}) and ST_Covers(p.geom, stands.place)
      order by p.valid_from, p.code collate "C") was
    where since < coalesce(stands.began, ${today})`);
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
