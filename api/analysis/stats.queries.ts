import { type SQL, sql } from "drizzle-orm";
import { type WeekSegments, weekSegments } from "../../geo/hotspots/week-segments.js";
import { WEEK_MINUTES, type WeekSpan } from "../../geo/time/times-of-week.js";
import { fieldOf } from "../../schema/declaration.js";
import { TimesCounted } from "../../schema/incident-stats.js";
import type { CountBy } from "../../schema/inputs.js";
import type { Zone } from "../counties/counties.service.js";
import { gridOnDay } from "../grids/grid-in-force.js";
import { asked, type Filter, rowsOf } from "../layers/filter.js";
import { counted, type Grouping, groupingOf } from "../layers/groupings.js";
import { byOffset } from "../layers/local-time.js";
import type { Access } from "../policy/policy.js";
import { bothSpans } from "./week-conditions.js";
import { isWeekView, type WeekView } from "./week-parts.js";
import { minuteOfWeek, shareOfWeek, wallSeconds } from "./week-weights.js";

/** What was chosen in one view; that view does not obey it. */
export interface Brush {
  by: CountBy;
  filter: Filter;
  /** Of the time of the week, where intervals have shares of it; null: nothing. */
  spans: readonly WeekSpan[] | null;
}

/** What is counted: rows, under which brushes, in which views. */
export interface Counting {
  filter: Filter;
  spans: readonly WeekSpan[] | null;
  brushes: readonly Brush[];
  views: readonly CountBy[];
  times: TimesCounted;
  /** Grids are those in force on this day; null: when it happened. */
  gridsOn: string | null;
}

/** A group of a view by the view's place in the list; -1: all rows, of no view. */
export interface CountedRow {
  view: number;
  key: string;
  label: string | null;
  n: number;
  /** In all groups of the view, those beyond the limit too; of all rows: how many incidents. */
  whole: number;
  /** Of all rows: those whose moment is not known to the hour. */
  uncertain: number | null;
  /** Of segments of the week (`view` as `segmentView` has it): see SegmentSums. */
  from: number | null;
  to: number | null;
  rate: number | null;
  begun: number | null;
  ended: number | null;
}

/** Groups of the view at a place in the list, before they have keys: `values[i]` as text. */
export interface FoundGroups {
  view: number;
  counties: number[];
  values: (string | null)[];
  counts: number[];
}

/** Groups of a view that are answered. */
export const GROUP_LIMIT = 5000;

const named = (name: string) => sql.identifier(name);
const listed = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `);
const all = (conditions: readonly SQL[]): SQL =>
  conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);

/** The brush that a view does not obey; -1: it has none. */
export const ownBrush = ({ brushes }: Counting, by: CountBy): number =>
  brushes.findIndex((b) => b.by === by);

/** Spans of the week that hold under all brushes but one. */
export const spansBut = ({ spans, brushes }: Counting, one: number): WeekSpan[] | null =>
  brushes.reduce<WeekSpan[] | null>(
    (both, b, i) => (i === one ? both : bothSpans(both, b.spans)),
    spans as WeekSpan[] | null,
  );

/** The week cut wherever a condition of the question begins or ends. */
export const segmentsOf = ({ spans, brushes }: Counting): WeekSegments =>
  weekSegments([...(spans ?? []), ...brushes.flatMap((b) => b.spans ?? [])]);

/** Is a view made of segments of the week? */
export const isOfWeek = ({ times }: Counting, by: CountBy): by is CountBy & WeekView =>
  times !== TimesCounted.KNOWN && isWeekView(by);

/** Rows of a segment view that are counted under all brushes but one are told with this number. */
export const segmentView = (own: number): number => -3 - own;

/**
 * All views of a question in one scan of its rows: a row is read once, grouped by each view, and
 * counted for a view if it holds under the brushes of the others (grouping sets; of one county or
 * above an inner query they are legal on distributed tables too). Keys and labels are made of groups.
 * Views of the time of the week are made of the segments in which intervals begin and end, unless
 * only known times count.
 */
export const countedViews = (access: Access, zones: readonly Zone[], asking: Counting): SQL =>
  new Scan(access, zones, asking).statement();

/** Groups (county_id, value, n) of a view with their keys and labels, the largest. */
const keyed = (view: number, { key, label }: Grouping, groups: SQL): SQL => sql`(
  select ${sql.raw(String(view))} as view, key, label, n, whole, null::int as uncertain,
    null::int as "from", null::int as "to", null::float8 as rate, null::float8 as begun,
    null::float8 as ended from (
    select coalesce(${key}, '') as key,
      ${label ? sql`min(${label.text})` : sql`null::text`} as label, sum(n)::float8 as n,
      (sum(sum(n)) over ())::float8 as whole
    from (${groups}) g
    ${label ? sql`left join ${label.from}` : sql``}
    group by 1) k
  order by n desc, k.key collate "C" limit ${GROUP_LIMIT})`;

/** The same for groups that no SQL made: each of a county, its value as text. */
export const keyedGroups = (access: Access, asking: Counting, found: readonly FoundGroups[]): SQL =>
  sql.join(
    found.map(({ view, counties, values, counts }) => {
      const how = groupingOf(access.layer, asking.views[view]!);
      const type = sql.raw(how.type ?? "text");
      return keyed(
        view,
        how,
        sql`select county_id, value::${type} as value, n from unnest(
          ${sql.param(counties)}::int[], ${sql.param(values)}::text[],
          ${sql.param(counts)}::float8[]) as f(county_id, value, n)`,
      );
    }),
    sql` union all `,
  );

class Scan {
  /** Views that are grouped by a value of the row, and how. */
  private readonly grouped: { by: CountBy; how: Grouping }[];
  /** Of views made of segments: which brushes they leave out. */
  private readonly owns: number[];
  private readonly segments: WeekSegments;

  constructor(
    private readonly access: Access,
    private readonly zones: readonly Zone[],
    private readonly asking: Counting,
  ) {
    const { views } = asking;
    this.grouped = views
      .filter((by) => !isOfWeek(asking, by))
      .map((by) => ({ by, how: groupingOf(access.layer, by) }));
    const ofWeek = views.filter((by) => isOfWeek(asking, by));
    this.owns = [...new Set(ofWeek.map((by) => ownBrush(asking, by)))];
    this.segments = segmentsOf(asking);
  }

  statement(): SQL {
    const keys = this.keys();
    const which = keys.length === 0 ? sql`0` : sql`grouping(${listed(keys)})`;
    const ofCounty = this.grouped.some(({ how }) => how.ownOfCounty);
    const columns = [
      sql`${which} as which`,
      sql`${ofCounty ? sql`county_id` : sql`null::int`} as county_id`,
      ...keys,
      ...(this.owns.length > 0 ? [sql`ends`] : []),
      ...[-1, ...this.asking.brushes.keys()].map((t) => sql`${this.tally(t)} as ${tally(t)}`),
      sql`count(*) filter (where ${this.met(-1)}) as met`,
      sql`count(*) filter (where ${this.vague()}) as vague`,
      ...this.owns.flatMap((t) => this.sums(t)),
    ];
    const sets = this.grouped.map(({ how }, i) =>
      how.ownOfCounty ? sql`(county_id, ${value(i)})` : sql`(${value(i)})`,
    );
    if (this.owns.length > 0) sets.push(sql`(begins, ends)`);
    const parts = [
      this.whole(),
      ...this.grouped.map((_, i) => this.groups(i)),
      ...this.owns.map((t) => this.found(t)),
    ];
    return sql`with r as (${this.rows()}),
      counted as (select ${listed(columns)} from r
        group by grouping sets (${listed([...sets, sql`()`])}))
      ${sql.join(parts, sql` union all `)}`;
  }

  /** What tells sets of groups apart. */
  private keys(): SQL[] {
    const segments = this.owns.length > 0 ? [sql`begins`] : [];
    return [...this.grouped.map((_, i) => sql`${value(i)}`), ...segments];
  }

  /** Bits of `grouping` in the set of one key; -1: in the set of all rows. */
  private bits(key: number): SQL {
    const { length } = this.keys();
    const bits = length === 0 ? 0 : 2 ** length - 1 - (key < 0 ? 0 : 2 ** (length - 1 - key));
    return sql.raw(`which = ${bits}`);
  }

  /** A row counts under all brushes but one. */
  private met(t: number): SQL {
    const { brushes, times } = this.asking;
    return all([
      ...brushes.flatMap((_, i) => (i === t ? [] : [sql`${brushed(i)}`])),
      ...(times === TimesCounted.KNOWN ? [sql`not vague`] : []),
      ...(this.weighs(t) ? [sql`${share(t)} > 0`] : []),
    ]);
  }

  private weighs = (t: number): boolean => spansBut(this.asking, t) !== null;

  /** How much is counted: rows, or what of them lies in the spans. */
  private tally(t: number): SQL {
    const met = this.met(t);
    return this.weighs(t) && this.asking.times === TimesCounted.SPREAD
      ? sql`coalesce(sum(${share(t)}) filter (where ${met}), 0)`
      : sql`count(*) filter (where ${met})`;
  }

  /** Rows whose moment is not known: those that count, or that would if it were. */
  private vague(): SQL {
    const { brushes, times } = this.asking;
    return times === TimesCounted.KNOWN
      ? all([...brushes.map((_, i) => sql`${brushed(i)}`), sql`vague`])
      : sql`${this.met(-1)} and vague`;
  }

  /** Of the segments all rows count that hold under the brushes, whatever their time of the week. */
  private sums(t: number): SQL[] {
    const { brushes } = this.asking;
    const held = all(brushes.flatMap((_, i) => (i === t ? [] : [sql`${brushed(i)}`])));
    const sum = (what: SQL, name: string) =>
      sql`sum(${what}) filter (where ${held} and ends is not null) as ${of(name, t)}`;
    return [
      sql`count(*) filter (where ${held}) as ${of("all", t)}`,
      sum(sql`1 / lasts`, "rate"),
      sum(sql`starts / lasts`, "begun"),
      sum(sql`(starts + lasts) / lasts`, "ended"),
    ];
  }

  /** The rows with all that is asked of each. */
  private rows(): SQL {
    const { layer } = this.access;
    const { filter, brushes } = this.asking;
    const conditions = brushes.map((b) => sql`(${all(asked(this.access, b.filter))})`);
    const failed = conditions.map((c) => sql`(${c} is not true)::int`);
    const base = [
      sql`county_id`,
      ...this.grouped.map(({ by, how }, i) => sql`${this.valueOfRow(by, how)} as ${value(i)}`),
      ...conditions.map((c, i) => sql`${c} as ${brushed(i)}`),
      sql`${this.until()} - ${this.from()} > interval '1 hour' as vague`,
    ];
    const table = sql`${named(layer.table)} where ${rowsOf(this.access, filter)}
      ${failed.length > 1 ? sql`and ${sql.join(failed, sql` + `)} <= 1` : sql``}`;
    const weighed = [-1, ...brushes.keys()].filter(this.weighs);
    if (weighed.length === 0 && this.owns.length === 0)
      return sql`select ${listed(base)} from ${table}`;
    const clock = [
      sql`${wallSeconds(this.from(), this.ahead(this.from()))} as "from"`,
      sql`${wallSeconds(this.until(), this.ahead(this.until()))} as until`,
    ];
    // Each is worked out once a row: without `offset 0` the planner writes it wherever it is named.
    return sql`
      select *, ${listed([
        ...this.ends(),
        ...weighed.map(
          (t) => sql`
        ${shareOfWeek(sql`starts`, sql`lasts`, spansBut(this.asking, t))!} as ${share(t)}`,
        ),
      ])}
      from (select *, ${minuteOfWeek(sql`"from"`)} as starts,
          floor((until - "from") / 60.0)::float8 as lasts
        from (select ${listed([...base, ...clock])} from ${table} offset 0) t offset 0) u`;
  }

  private ends(): SQL[] {
    const { marks } = this.segments;
    const at = (t: SQL) => sql`width_bucket(${t}, ${sql.param([...marks])}::float8[]) - 1`;
    const week = sql.raw(String(WEEK_MINUTES));
    // An interval that ends where a segment begins has nothing of that segment.
    return [
      sql`case when lasts < ${week} then ${at(sql`starts`)} end as begins`,
      sql`case when lasts > 1 and lasts < ${week}
        then ${at(sql`(starts + lasts - 1e-6)`)} end as ends`,
    ];
  }

  private column = (name: string): SQL => {
    const column = this.access.column(fieldOf(this.access.layer, name), "count");
    if (!column) throw new Error(`${name} is masked where incidents are counted`);
    return column;
  };
  private from = (): SQL => this.column("occurredFrom");
  private until = (): SQL => this.column("occurredUntil");

  private ahead(moment: SQL): SQL {
    const { from } = this.asking.filter;
    return byOffset(moment, this.zones, { from }, (seconds) => sql.raw(String(seconds)));
  }

  private valueOfRow(by: CountBy, { field, value: made }: Grouping): SQL {
    const column = counted(this.access, by, field);
    if (field === "grid" && this.asking.gridsOn !== null)
      return gridOnDay(sql`${this.asking.gridsOn}::date`, this.access.place("order"));
    const { zones, asking } = this;
    return made?.(column, (each) => byOffset(column, zones, asking.filter, each)) ?? column;
  }

  private whole(): SQL {
    return sql`select -1 as view, '' as key, null::text as label, n::float8 as n,
      met::float8 as whole, vague::int as uncertain, null::int as "from", null::int as "to",
      null::float8 as rate, null::float8 as begun, null::float8 as ended
      from counted where ${this.bits(-1)}`;
  }

  private groups(i: number): SQL {
    const { by, how } = this.grouped[i]!;
    const n = tally(ownBrush(this.asking, by));
    return keyed(
      this.asking.views.indexOf(by),
      how,
      sql`select county_id, ${value(i)} as value, ${n} as n from counted
          where ${this.bits(i)} and ${n} > 0`,
    );
  }

  private found(t: number): SQL {
    const view = sql.raw(String(segmentView(t)));
    return sql`select ${view}, '', null, ${of("all", t)}::float8, 0, null, begins, ends,
      ${of("rate", t)}, ${of("begun", t)}, ${of("ended", t)}
      from counted where ${this.bits(this.keys().length - 1)} and ${of("all", t)} > 0`;
  }
}

const value = (i: number) => named(`v${i}`);
const brushed = (i: number) => named(`b${i}`);
const of = (name: string, t: number) => named(t < 0 ? name : `${name}${t}`);
const share = (t: number) => of("w", t);
const tally = (t: number) => of("n", t);
