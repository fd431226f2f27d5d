import { sql } from "drizzle-orm";
import { planComment } from "../../db/tables/index.js";
import { personName } from "../accounts/actor-name.js";
import type { Runner } from "../core/database.js";
import { instantSql } from "../layers/select.js";

export interface CommentRow {
  id: string;
  grid: string | null;
  place: [number, number] | null;
  text: string;
  actor: string;
  /** What that person is called; null for others. */
  actorName: string | null;
  at: string;
  resolvedBy: string | null;
  resolvedByName: string | null;
}

/** Words about a plan, oldest first; the newest 500. */
export const commentsOf = (run: Runner, county: number, plan: string): Promise<CommentRow[]> =>
  run.rows<CommentRow>(sql`
    select * from (
      select ${county}::int || '-' || ${planComment.id} as id,
        ${county}::int || '-' || ${planComment.gridId} as grid,
        case when ${planComment.geom} is not null
          then array[ST_X(${planComment.geom}), ST_Y(${planComment.geom})] end as place,
        ${planComment.text} as text, ${planComment.actor} as actor,
        ${personName(sql`${planComment.actor}`)} as "actorName",
        ${personName(sql`${planComment.resolvedBy}`)} as "resolvedByName",
        ${instantSql(sql`${planComment.at}`)} as at, ${planComment.resolvedBy} as "resolvedBy"
      from ${planComment} where ${planComment.countyId} = ${county}
        and ${planComment.planId} = ${plan}::uuid
      order by ${planComment.at} desc, ${planComment.id} desc limit 500) c
    order by at, id`);

export interface NewComment {
  county: number;
  id: string;
  plan: string;
  grid: string | null;
  place: readonly number[] | null;
  text: string;
  actor: string;
}

export const insertComment = (
  run: Runner,
  { county, id, plan, grid, place, text, actor }: NewComment,
): Promise<unknown> =>
  run.rows(sql`
    insert into ${planComment} (county_id, id, plan_id, grid_id, geom, text, actor, at)
    values (${county}, ${id}::uuid, ${plan}::uuid, ${grid}::uuid,
      ${place ? sql`ST_SetSRID(ST_MakePoint(${place[0]}, ${place[1]}), 4326)` : sql`null`},
      ${text}, ${actor}, clock_timestamp())`);

/** Settles a word of a plan; false: there is none, or it is settled. */
export async function settleComment(
  run: Runner,
  { county, plan, id, actor }: Pick<NewComment, "county" | "plan" | "id" | "actor">,
): Promise<boolean> {
  const rows = await run.rows(sql`
    update ${planComment} set resolved_by = ${actor}, resolved_at = clock_timestamp()
    where ${planComment.countyId} = ${county} and ${planComment.planId} = ${plan}::uuid
      and ${planComment.id} = ${id}::uuid and ${planComment.resolvedBy} is null
    returning 1 as one`);
  return rows.length > 0;
}
