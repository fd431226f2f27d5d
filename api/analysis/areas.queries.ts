import { type SQL, sql } from "drizzle-orm";
import { fieldOf } from "../../schema/declaration.js";
import { TimesCounted } from "../../schema/incident-stats.js";
import { type AreaInput, CountBy } from "../../schema/inputs.js";
import type { Zone } from "../counties/counties.service.js";
import { inAnyArea, inEachArea } from "../layers/areas-at-once.js";
import { rowsOf } from "../layers/filter.js";
import { groupingOf } from "../layers/groupings.js";
import { byOffset } from "../layers/local-time.js";
import type { Access } from "../policy/policy.js";
import type { Counting } from "./stats.queries.js";
import { minuteOfWeek, shareOfWeek, wallSeconds } from "./week-weights.js";

/**
 * Incidents that lie in the same of the areas (`mask`, a bit an area), or of one local day (`day`,
 * where days were asked for).
 */
export interface AreasRow {
  mask: number | null;
  day: string | null;
  n: number;
  incidents: number;
  uncertain: number;
  /** Of a day: what lies in each area. */
  sums: number[] | null;
}

const listed = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `);
const bit = (i: number): SQL => sql.raw(String(2 ** i));

/**
 * What lies in each of some areas, in one scan. A row is laid on the areas once; the sets of areas
 * that were met are few, and tell of each area, of all together and of each pair.
 */
export function countedInAreas(
  access: Access,
  zones: readonly Zone[],
  { filter, spans, times }: Pick<Counting, "filter" | "spans" | "times">,
  areas: readonly AreaInput[],
  byDay: boolean,
): SQL {
  const column = (name: string) => {
    const found = access.column(fieldOf(access.layer, name), "count");
    if (!found) throw new Error(`${name} is masked where incidents are counted`);
    return found;
  };
  const [from, until] = [column("occurredFrom"), column("occurredUntil")];
  const inside = inEachArea(access, areas);
  const mask = sql.join(
    inside.map((c, i) => sql`case when ${c} then ${bit(i)} else 0 end`),
    sql` + `,
  );
  const { value, key } = groupingOf(access.layer, CountBy.DAY);
  const ahead = (made: (seconds: number) => SQL) => byOffset(from, zones, filter, made);
  const seconds = (moment: SQL) =>
    wallSeconds(
      moment,
      byOffset(moment, zones, { from: filter.from ?? null }, (s) => sql.raw(String(s))),
    );
  const columns = [
    sql`${mask} as mask`,
    sql`${until} - ${from} > interval '1 hour' as vague`,
    ...(byDay ? [sql`${value!(from, ahead)} as value`] : []),
    ...(spans ? [sql`${seconds(from)} as "from"`, sql`${seconds(until)} as until`] : []),
  ];
  const rows = sql`select ${listed(columns)} from ${sql.identifier(access.layer.table)}
    where ${rowsOf(access, filter)} and ${inAnyArea(inside)}`;
  const weighed = spans
    ? sql`select *, ${shareOfWeek(sql`starts`, sql`lasts`, spans)!} as share
        from (select *, ${minuteOfWeek(sql`"from"`)} as starts,
            floor((until - "from") / 60.0)::float8 as lasts
          from (${rows} offset 0) t offset 0) u`
    : rows;
  const met = sql.join(
    [
      ...(times === TimesCounted.KNOWN ? [sql`not vague`] : []),
      ...(spans ? [sql`share > 0`] : []),
      sql`true`,
    ],
    sql` and `,
  );
  const tally = (where: SQL) =>
    spans && times === TimesCounted.SPREAD
      ? sql`coalesce(sum(share) filter (where ${where}), 0)`
      : sql`count(*) filter (where ${where})`;
  const vague = times === TimesCounted.KNOWN ? sql`vague` : sql`${met} and vague`;
  const sums = areas.map((_, i) => tally(sql`${met} and mask & ${bit(i)} > 0`));
  const day = byDay ? sql`value` : sql`null::timestamptz as value`;
  return sql`select mask, ${key} as day, n, incidents, uncertain, sums from (
    select mask, ${day}, ${tally(met)}::float8 as n, count(*) filter (where ${met})::int as incidents,
      count(*) filter (where ${vague})::int as uncertain,
      ${byDay ? sql`case when grouping(value) = 0 then array[${listed(sums)}]::float8[] end` : sql`null::float8[]`} as sums
    from (${weighed}) r group by ${byDay ? sql`grouping sets ((mask), (value))` : sql`mask`}) g`;
}
