import { type SQL, sql } from "drizzle-orm";
import type { CountBy } from "../../schema/inputs.js";
import type { Zone } from "../counties/counties.service.js";
import { asked, type Filter, rowsOf } from "../layers/filter.js";
import { counted, type Grouping, groupingOf } from "../layers/groupings.js";
import { byOffset } from "../layers/local-time.js";
import type { Access } from "../policy/policy.js";

/** What was chosen in one view; that view does not obey it. */
export interface Brush {
  by: CountBy;
  filter: Filter;
}

/** What is counted: rows, under which brushes, in which views. */
export interface Counting {
  filter: Filter;
  brushes: readonly Brush[];
  views: readonly CountBy[];
}

/** A group of a view by the view's place in the list; -1: all rows, of no view. */
export interface CountedRow {
  view: number;
  key: string;
  label: string | null;
  n: number;
  /** In all groups of the view, those beyond the limit too. */
  whole: number;
}

/** Groups of a view that are answered. */
export const GROUP_LIMIT = 5000;

const value = (i: number) => sql.identifier(`v${i}`);
const tally = (i: number) => sql.identifier(`n${i}`);
const brushed = (i: number) => sql.identifier(`b${i}`);

/** Rows hold under all brushes but one of them. */
function butFor(brushes: readonly Brush[], one: number): SQL {
  const others = brushes.flatMap((_, i) => (i === one ? [] : [sql`${brushed(i)}`]));
  return others.length === 0
    ? sql`count(*)`
    : sql`count(*) filter (where ${sql.join(others, sql` and `)})`;
}

/** Of brushes at most one does not hold: other rows are in no view. */
function nearlyAll(conditions: readonly SQL[]): SQL | null {
  if (conditions.length <= 1) return null;
  const failed = conditions.map((c) => sql`(${c} is not true)::int`);
  return sql`${sql.join(failed, sql` + `)} <= 1`;
}

/**
 * All views of a question in one scan of its rows: a row is read once, grouped by each view, and
 * counted for a view if it holds under the brushes of the others (grouping sets; of one county or
 * above an inner query they are legal on distributed tables too). Keys and labels are made of groups.
 */
export function countedViews(access: Access, zones: readonly Zone[], asking: Counting): SQL {
  const { filter, brushes, views } = asking;
  const groupings = views.map((by) => groupingOf(access.layer, by));
  const conditions = brushes.map(
    (b) => sql`(${sql.join([sql`true`, ...asked(access, b.filter)], sql` and `)})`,
  );
  const grouped = ({ field, value: made }: Grouping, by: CountBy): SQL => {
    const column = counted(access, by, field);
    return made?.(column, (each) => byOffset(column, zones, filter, each)) ?? column;
  };
  const values = groupings.map((g, i) => sql`${grouped(g, views[i]!)} as ${value(i)}`);
  const marks = conditions.map((c, i) => sql`${c} as ${brushed(i)}`);
  const most = nearlyAll(conditions);
  const sets = groupings.map((g, i) =>
    g.ownOfCounty ? sql`(county_id, ${value(i)})` : sql`(${value(i)})`,
  );
  const tallies = brushes.map((_, i) => sql`, ${butFor(brushes, i)} as ${tally(i)}`);
  const ofCounty = groupings.some((g) => g.ownOfCounty) ? sql`county_id` : sql`null::int`;
  const names = views.map((_, i) => value(i));
  const which = names.length === 0 ? sql`0` : sql`grouping(${sql.join(names, sql`, `)})`;
  const parts = [totalOf(views.length), ...groupings.map((g, i) => groupsOf(g, i, asking))];
  return sql`
    with r as (
      select ${sql.join([sql`county_id`, ...values, ...marks], sql`, `)}
      from ${sql.identifier(access.layer.table)}
      where ${rowsOf(access, filter)}${most ? sql` and ${most}` : sql``}
    ), counted as (
      select ${which} as which, ${sql.join([sql`${ofCounty} as county_id`, ...names], sql`, `)},
        ${butFor(brushes, -1)} as n ${sql.join(tallies, sql``)}
      from r group by grouping sets (${sql.join([...sets, sql`()`], sql`, `)})
    )
    ${sql.join(parts, sql` union all `)}`;
}

/** Bits of `grouping`: those of all views but one are set. */
const bits = (views: number, one: number): number =>
  views === 0 ? 0 : 2 ** views - 1 - (one < 0 ? 0 : 2 ** (views - 1 - one));

const totalOf = (views: number): SQL => sql`
  select -1 as view, '' as key, null::text as label, n::float8 as n, n::float8 as whole
  from counted where which = ${bits(views, -1)}::int`;

function groupsOf({ key, label }: Grouping, i: number, { brushes, views }: Counting): SQL {
  const own = brushes.findIndex((b) => b.by === views[i]);
  const n = own < 0 ? sql`n` : tally(own);
  return sql`(
    select ${i}::int, key, label, n, whole from (
      select coalesce(${key}, '') as key,
        ${label ? sql`min(${label.text})` : sql`null::text`} as label, sum(n)::float8 as n,
        (sum(sum(n)) over ())::float8 as whole
      from (select county_id, ${value(i)} as value, ${n} as n from counted
        where which = ${bits(views.length, i)}::int and ${n} > 0) g
      ${label ? sql`left join ${label.from}` : sql``}
      group by 1) k
    order by n desc, k.key collate "C" limit ${GROUP_LIMIT})`;
}
