import { type SQL, sql } from "drizzle-orm";
import { searchQuery } from "../../geo/search.js";
import {
  type ClockTimes,
  minuteOfDay,
  minutesIn,
  spansOfWeek,
  WEEK_MINUTES,
  WEEKS_BEFORE,
  type WeekSpan,
} from "../../geo/time/times-of-week.js";
import { type Field, fieldOf } from "../../schema/declaration.js";
import type { AreaInput, DayRangeInput, RangeInput } from "../../schema/inputs.js";
import { type FilterName, filterName, isFilterable } from "../../schema/layer-types.js";

import { parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { type Access, holdsOn } from "../policy/policy.js";
import { type AreaCondition, areaCondition } from "./area.js";
import { localTime } from "./local-time.js";
import { refuseTangled } from "./nested-filter.js";
import { notAt } from "./not-at.js";

/**
 * What a list, a count, an export or a subscription asks a layer for; keys as in the layer's
 * GraphQL filter.
 */
export interface Filter extends Record<string, unknown> {
  county?: number | null;
  area?: AreaInput | null;
  text?: string | null;
  from?: string | null;
  to?: string | null;
  hours?: number[] | null;
  weekdays?: number[] | null;
  clock?: readonly ClockTimes[] | null;
  on?: string | null;
  changedSince?: string | null;
  retired?: boolean | null;
  /** Of what else is asked for only these rows, or all but these: what somebody ticked in a list. */
  ids?: readonly string[] | null;
  except?: readonly string[] | null;
  /** Within a metre of none of these: what a geocoder put there is left out by a click. */
  notAt?: readonly (readonly number[])[] | null;
  /** All of these hold too; at least one of these; not this one. */
  and?: readonly Filter[] | null;
  or?: readonly Filter[] | null;
  not?: Filter | null;
}

const LIST_LIMIT = 2000;
/** More than this nobody ticks one by one. */
const TICKED_LIMIT = 10_000;
export const TEXT_LIMIT = 100;

const identifier = (name: string) => sql.identifier(name);

function clearColumn(
  access: Access,
  field: Field,
  name: string,
  use: "filter" | "search" = "filter",
): SQL {
  const column = access.column(field, use, name);
  if (column) return column;
  throw new Refusal(
    "FORBIDDEN",
    `${name}: this field is masked for you, so it cannot be filtered or ordered by.`,
    { field: name },
  );
}

/** Past, future and the record of changes are not for everybody. */
export function refusePast(access: Access, name: string): void {
  if (access.todayOnly)
    throw new Refusal(
      "UNAUTHENTICATED",
      `${name}: sign in first. Without signing in you see what is in force today.`,
      { field: name },
    );
}

function list<T>(value: unknown, name: string): T[] {
  const items = value as T[];
  if (items.length === 0 || items.length > LIST_LIMIT)
    throw badInput(name, `${name}: name between 1 and ${LIST_LIMIT}.`);
  return items;
}

function whole(values: number[], name: string, min: number, max: number): number[] {
  const items = list<number>(values, name);
  const wrong = items.find((v) => !Number.isInteger(v) || v < min || v > max);
  if (wrong !== undefined) throw badInput(name, `${name}: ${min} to ${max}, not ${wrong}.`);
  return asShare([...new Set(items)], max - min + 1);
}

/**
 * Values repeated until the list says how many of all there are. Of an expression PostgreSQL has no
 * statistics, and takes each value listed for one row in 200: it expected a ten-thousandth of the
 * rows on weekend nights, and read a million to sort them, not 3,700 in their order.
 */
const asShare = (values: readonly number[], of: number): number[] =>
  Array.from(
    { length: Math.max(values.length, Math.round((200 * values.length) / of)) },
    (_, i) => values[i % values.length]!,
  );

/** Two digits are a level-one code and take all that begins with them. */
function codes(column: SQL, values: string[]): SQL {
  const top = values.filter((v) => /^\d{2}$/.test(v)).map((v) => `${v}%`);
  const exact = sql`${column} = any(${sql.param(values)}::text[])`;
  return top.length ? sql`(${exact} or ${column} like any(${sql.param(top)}::text[]))` : exact;
}

/** What a filter asks under a key's name of today, or under the one it had before. */
function askedFor(filter: Filter, { name, before }: FilterName): unknown {
  const old = before === undefined ? null : filter[before];
  if (old != null && filter[name] != null)
    throw badInput(before!, `${before}: is called ${name} now; give one of the two.`);
  return filter[name] ?? old;
}

function fieldConditions(access: Access, filter: Filter): SQL[] {
  const conditions: SQL[] = [];
  for (const field of access.layer.fields.filter(isFilterable)) {
    const use = (key: FilterName, condition: (value: never, column: SQL) => SQL) => {
      const { name } = key;
      const value = askedFor(filter, key);
      if (value === undefined || value === null) return;
      conditions.push(condition(value as never, clearColumn(access, field, name)));
    };
    const key = filterName(access.layer, field);
    const { name } = key;
    switch (field.type.kind) {
      case "code":
        use(key, (v: string[], column) => codes(column, list(v, name)));
        break;
      case "text":
        use(
          key,
          (v: string[], column) => sql`${column} = any(${sql.param(list(v, name))}::text[])`,
        );
        break;
      case "reference":
        use(
          key,
          (v: string[], column) =>
            sql`${column} =
              any(${sql.param(list<string>(v, name).map((id) => parseId(id, name).id))}::uuid[])`,
        );
        break;
      case "boolean":
        use(key, (v: boolean, column) => sql`${column} = ${v}`);
        break;
      case "date":
        use(key, (v: DayRangeInput, column) => {
          if (v.from == null && v.before == null)
            throw badInput(name, `${name}: give from, before or both.`);
          const bounds = [
            v.from == null ? null : sql`${column} >= ${v.from}::date`,
            v.before == null ? null : sql`${column} < ${v.before}::date`,
          ].filter((b) => b !== null);
          return sql.join(bounds, sql` and `);
        });
        // What the two ends were called until the release after this one.
        use({ name: `${name}From` }, (v: string, column) => sql`${column} >= ${v}::date`);
        use({ name: `${name}To` }, (v: string, column) => sql`${column} < ${v}::date`);
        break;
      case "integer":
      case "number":
        use(key, (v: RangeInput, column) => {
          if (v.min == null && v.max == null)
            throw badInput(field.name, `${field.name}: give min, max or both.`);
          const bounds = [
            v.min == null ? null : sql`${column} >= ${v.min}::float8`,
            v.max == null ? null : sql`${column} <= ${v.max}::float8`,
          ].filter((b) => b !== null);
          return sql.join(bounds, sql` and `);
        });
        break;
    }
  }
  return conditions;
}

function timeConditions(access: Access, filter: Filter): SQL[] {
  const { time } = access.layer;
  if (!time) return [];
  const conditions: SQL[] = [];
  const named = (["from", "to", "hours", "weekdays", "clock"] as const).filter(
    (k) => filter[k] != null,
  );
  if (named.length === 0) return [];
  for (const name of named) clearColumn(access, fieldOf(access.layer, "occurredFrom"), name);
  const from = sql`${identifier(time.from)}`;
  if (filter.from != null && filter.to != null && filter.from > filter.to)
    throw badInput("to", "to: must not lie before from.");
  if (filter.from != null) conditions.push(sql`${from} >= ${filter.from}::timestamptz`);
  if (filter.to != null) conditions.push(sql`${from} < ${filter.to}::timestamptz`);
  if (filter.hours != null)
    conditions.push(
      sql`date_part('hour', ${localTime(access, from)}) =
        any(${sql.param(whole(filter.hours, "hours", 0, 23))}::float8[])`,
    );
  if (filter.weekdays != null)
    conditions.push(
      sql`date_part('isodow', ${localTime(access, from)}) =
        any(${sql.param(whole(filter.weekdays, "weekdays", 1, 7))}::float8[])`,
    );
  if (filter.clock != null)
    conditions.push(duringWeek(localTime(access, from), spansAsked(filter.clock)));
  return conditions;
}

const CLOCK_LIMIT = 50;

/** Times of the week as they were asked for; refuses what is none. */
export function spansAsked(clock: readonly ClockTimes[]): WeekSpan[] {
  if (clock.length === 0 || clock.length > CLOCK_LIMIT)
    throw badInput("clock", `clock: name between 1 and ${CLOCK_LIMIT}.`);
  for (const { weekdays, from, to } of clock) {
    if (minuteOfDay(from) === null || from === "24:00")
      throw badInput("clock.from", "clock.from: a time like 22:00, 00:00 to 23:59.");
    if (minuteOfDay(to) === null)
      throw badInput("clock.to", "clock.to: a time like 06:00, up to 24:00.");
    if (weekdays?.length === 0 || weekdays?.some((d) => !Number.isInteger(d) || d < 1 || d > 7))
      throw badInput("clock.weekdays", "clock.weekdays: 1 Monday to 7 Sunday, at least one.");
  }
  return spansOfWeek(clock);
}

/** A local time lies in some spans of the week; it is worked out once a row. */
function duringWeek(time: SQL, spans: readonly WeekSpan[]): SQL {
  const marks = spans.flatMap(([from, to]) => [from * 60, to * 60]);
  const inside = asShare(
    spans.map((_, i) => 2 * i + 1),
    Math.max(1, (spans.length * WEEK_MINUTES) / Math.max(1, minutesIn(spans))),
  );
  return sql`width_bucket((floor(date_part('epoch', ${time}))::bigint + ${sql.raw(
    String(WEEKS_BEFORE),
  )}) % 604800, ${sql.param(marks)}::bigint[]) = any(${sql.param(inside)}::int[])`;
}

function textCondition(access: Access, text: string): SQL {
  if (access.layer.search.length === 0)
    throw badInput("text", `text: ${access.layer.label.en} have no names to search.`);
  for (const name of access.layer.search)
    clearColumn(access, fieldOf(access.layer, name), "text", "search");
  if (text.length > TEXT_LIMIT) throw badInput("text", `text: at most ${TEXT_LIMIT} characters.`);
  const query = searchQuery(text);
  if (!query) throw badInput("text", "text: give at least one character.");
  const needle = query.needle.replace(/[\\%_]/g, "\\$&");
  const like = sql`search_text like ${`%${needle}%`}`;
  return query.tokens === null
    ? like
    : sql`(search_tokens(search_text) @@ ${query.tokens}::tsquery and ${like})`;
}

function ticked(ids: readonly string[], name: "ids" | "except"): SQL {
  if (ids.length > TICKED_LIMIT) throw badInput(name, `${name}: at most ${TICKED_LIMIT}.`);
  return sql`id = any(${sql.param(ids.map((id) => parseId(id, name).id))}::uuid[])`;
}

/** Of which rows there are at all is said once, outside. */
const OUTSIDE = ["county", "retired", "on"] as const;

/** Refuses in a part of a question what holds of all of it. */
export function refuseInside(filter: Filter, of: string): void {
  for (const name of OUTSIDE)
    if (filter[name] != null) throw badInput(name, `${name}: say it outside of ${of}.`);
}

function nested(access: Access, filter: Filter): SQL {
  refuseInside(filter, "and, or and not");
  const conditions = asked(access, filter);
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}

function combined(access: Access, { and, or, not }: Filter): SQL[] {
  const conditions = (and ?? []).map((filter) => nested(access, filter));
  if (or) {
    if (or.length === 0) throw badInput("or", "or: name at least one.");
    const some = or.map((filter) => nested(access, filter));
    conditions.push(sql`(${sql.join(some, sql` or `)})`);
  }
  // Of what is not known it is not true either: all rows are in a filter or in its opposite.
  if (not) conditions.push(sql`(${nested(access, not)} is not true)`);
  return conditions;
}

/** What a filter asks of a row, beside whether the viewer may see it and whether it is retired. */
export function asked(access: Access, filter: Filter, area = areaAsked(access, filter)): SQL[] {
  const { counties, condition } = area;
  const conditions = [
    ...(counties ? [sql`county_id = any(${sql.param([...counties])}::int[])`] : []),
    ...(condition ? [condition] : []),
    ...timeConditions(access, filter),
    ...fieldConditions(access, filter),
  ];
  if (filter.ids) conditions.push(ticked(filter.ids, "ids"));
  if (filter.except?.length) conditions.push(sql`not ${ticked(filter.except, "except")}`);
  if (filter.notAt?.length) conditions.push(notAt(access, filter.notAt));
  if (filter.text != null) conditions.push(textCondition(access, filter.text));
  if (filter.changedSince != null) {
    refusePast(access, "changedSince");
    conditions.push(sql`updated_at >= ${filter.changedSince}::timestamptz`);
  }
  return [...conditions, ...combined(access, filter)];
}

const areaAsked = (access: Access, { area }: Filter): AreaCondition =>
  area ? areaCondition(access, area) : {};

/** Rows of a layer that the viewer may see and that a filter asks for. */
export function rowsOf(access: Access, filter: Filter = {}): SQL {
  refuseTangled(filter);
  const { counties, condition } = areaAsked(access, filter);
  const conditions = [
    access.rows(filter.county == null ? counties : [filter.county]),
    filter.retired ? sql`retired_at is not null` : sql`retired_at is null`,
    ...asked(access, filter, condition ? { condition } : {}),
  ];
  for (const name of ["retired", "on"] as const)
    if (filter[name] != null && filter[name] !== false) refusePast(access, name);
  if (access.layer.dated) {
    const day =
      filter.on != null ? sql`${filter.on}::date` : sql`${localTime(access, sql`now()`)}::date`;
    conditions.push(holdsOn(access.layer, day));
  }
  return sql.join(conditions, sql` and `);
}
