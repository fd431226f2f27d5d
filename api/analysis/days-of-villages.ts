import { sql } from "drizzle-orm";
import { CountBy } from "../../schema/inputs.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import { type Filter, rowsOf } from "../layers/filter.js";
import { counted, groupingOf } from "../layers/groupings.js";
import { byOffset, timestamp } from "../layers/local-time.js";
import { keptStatement } from "./kept-statement.js";

/** Days of one village that had incidents, and how many: all of the day, and up to an hour of it. */
export interface DaysOfVillage {
  county: number;
  /** Null: incidents in no grid of a village. */
  village: string | null;
  name: string | null;
  /** Days since 1970-01-01 on the wall, rising. */
  days: number[];
  counts: number[];
  soFar: number[];
}

/**
 * Incidents of each village by day of the wall clock, from a moment on; `soFar` are those before
 * `minute` of their day. One scan, kept until incidents change.
 */
export async function daysOfVillages(
  context: Context,
  filter: Filter,
  minute: number,
): Promise<readonly DaysOfVillage[]> {
  const layer = layerOf("incidents");
  const access = context.access(layer);
  const zones = await context.services.counties.zones(access.counties);
  const { key, label } = groupingOf(layer, CountBy.VILLAGE);
  const grid = counted(access, CountBy.VILLAGE, "grid");
  const from = counted(access, CountBy.DAY, "occurredFrom");
  const ahead = byOffset(from, zones, filter, (s) => sql.raw(`interval '${s} seconds'`));
  const wall = sql`(${from} + ${ahead} - ${timestamp(0)})`;
  return keptStatement<DaysOfVillage>(
    context,
    access,
    sql`select county_id as county, village, max(name) as name,
        array_agg(day order by day) as days, array_agg(n order by day) as counts,
        array_agg(so_far order by day) as "soFar"
      from (
        select g.county_id, ${key} as village, ${label!.text} as name, day, sum(n)::int as n,
          sum(so_far)::int as so_far
        from (
          select county_id, value, (second / 86400)::int as day, count(*) as n,
            count(*) filter (where second % 86400 < ${minute * 60}) as so_far
          from (
            select county_id, ${grid} as value, floor(date_part('epoch', ${wall}))::bigint as second
            from ${sql.identifier(layer.table)} where ${rowsOf(access, filter)}) r
          group by 1, 2, 3) g
        left join ${label!.from}
        group by 1, 2, 3, 4) v
      group by 1, 2 order by 1, 2`,
  );
}
