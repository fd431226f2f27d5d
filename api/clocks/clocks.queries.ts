import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { PeriodUnit } from "../../civic/calendar/period.js";
import type { Pause } from "../../civic/steps/clock.js";
import { clock } from "../../db/tables/index.js";
import type { Runner, Transaction } from "../core/database.js";
import type { Standing } from "./standing.js";

/** Whose clock: a row of a declaration. */
export interface Subject {
  county: number;
  /** The declaration's name: "incidents". */
  subjectKind: string;
  subject: string;
}

/** A clock's row; moments are milliseconds since 1970. */
export interface ClockRow extends Subject, Omit<Standing, "state"> {
  id: string;
  kind: string;
  state: "running" | "paused" | "met" | "missed" | "cancelled";
  startedAt: number;
  n: number;
  unit: PeriodUnit;
  pauses: Pause[];
  warnShare: number | null;
  endedAt: number | null;
  rule: string;
  source: string;
  law: boolean;
  onOverdue: string | null;
}

const name = (column: PgColumn): SQL => sql`${sql.identifier(column.name)}`;
const ms = (column: PgColumn): SQL => sql`(extract(epoch from ${column}) * 1000)::float8`;

const COLUMNS = sql`${clock.countyId} as county, ${clock.id} as id,
  ${clock.subjectKind} as "subjectKind", ${clock.subjectId} as subject, ${clock.kind} as kind,
  ${clock.state} as state, ${ms(clock.startedAt)} as "startedAt", ${clock.amount} as n,
  ${clock.unit} as unit, ${clock.pauses} as pauses, ${clock.warnShare} as "warnShare",
  ${ms(clock.warnAt)} as "warnAt", ${ms(clock.dueAt)} as "dueAt",
  ${clock.adviseBy}::text as "adviseBy", ${ms(clock.warnedAt)} as "warnedAt",
  ${ms(clock.overdueAt)} as "overdueAt", ${clock.lateMs}::float8 as "lateMs",
  ${ms(clock.nextAt)} as "nextAt", ${ms(clock.endedAt)} as "endedAt", ${clock.rule} as rule,
  ${clock.source} as source, ${clock.law} as law, ${clock.onOverdue} as "onOverdue"`;

const OPEN = sql`${clock.state} in ('running', 'paused')`;
const at = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString());

/** Those of one subject, or of several of one kind. */
const ofSubjects = (county: number, subjectKind: string, ids: readonly string[]): SQL =>
  sql`${clock.countyId} = ${county} and ${clock.subjectKind} = ${subjectKind}
    and ${clock.subjectId} = any(${sql.param([...ids])}::uuid[])`;

const ofKinds = (kinds: readonly string[] | null): SQL =>
  kinds ? sql`and ${clock.kind} = any(${sql.param([...kinds])}::text[])` : sql``;

/** A row as jsonb_populate_recordset reads it: by the names of the table. */
const record = (row: Partial<ClockRow>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => {
      const [column, isMoment] = WRITTEN[key as keyof ClockRow];
      return [column.name, isMoment ? at(value as number | null) : value];
    }),
  );

const WRITTEN: Record<keyof ClockRow, readonly [PgColumn, boolean]> = {
  county: [clock.countyId, false],
  id: [clock.id, false],
  subjectKind: [clock.subjectKind, false],
  subject: [clock.subjectId, false],
  kind: [clock.kind, false],
  state: [clock.state, false],
  startedAt: [clock.startedAt, true],
  n: [clock.amount, false],
  unit: [clock.unit, false],
  pauses: [clock.pauses, false],
  warnShare: [clock.warnShare, false],
  warnAt: [clock.warnAt, true],
  dueAt: [clock.dueAt, true],
  adviseBy: [clock.adviseBy, false],
  warnedAt: [clock.warnedAt, true],
  overdueAt: [clock.overdueAt, true],
  lateMs: [clock.lateMs, false],
  nextAt: [clock.nextAt, true],
  endedAt: [clock.endedAt, true],
  rule: [clock.rule, false],
  source: [clock.source, false],
  law: [clock.law, false],
  onOverdue: [clock.onOverdue, false],
};

const populated = (rows: readonly Partial<ClockRow>[]): SQL =>
  sql`jsonb_populate_recordset(null::${clock}, ${JSON.stringify(rows.map(record))}::jsonb)`;

/** Starts clocks; where a subject has one of the kind that is open, that one goes on. */
export function insertClocks(tx: Transaction, rows: readonly ClockRow[]): void {
  tx.send(sql`
    insert into ${clock} select * from ${populated(rows)}
    on conflict (${name(clock.countyId)}, ${name(clock.subjectKind)}, ${name(clock.subjectId)},
      ${name(clock.kind)}) where ${name(clock.state)} in ('running', 'paused') do nothing`);
}

/** The open clocks of subjects, held until the transaction ends. */
export const lockOpenClocks = (
  run: Runner,
  county: number,
  subjectKind: string,
  ids: readonly string[],
  kinds: readonly string[] | null,
): Promise<ClockRow[]> =>
  run.rows<ClockRow>(sql`
    select ${COLUMNS} from ${clock}
    where ${ofSubjects(county, subjectKind, ids)} ${ofKinds(kinds)} and ${OPEN}
    order by ${clock.id} for update`);

/** The columns that change while a clock is open. */
const MOVING = [
  "state",
  "n",
  "unit",
  "pauses",
  "warnShare",
  "warnAt",
  "dueAt",
  "adviseBy",
  "warnedAt",
  "overdueAt",
  "lateMs",
  "nextAt",
  "rule",
  "source",
  "law",
  "onOverdue",
] as const satisfies (keyof ClockRow)[];

/** Writes what moved of clocks that the caller holds. */
export async function updateClocks(run: Runner, rows: readonly ClockRow[]): Promise<void> {
  if (rows.length === 0) return;
  const set = MOVING.map((key) => name(WRITTEN[key][0])).map((c) => sql`${c} = moved.${c}`);
  const kept = rows.map(({ county, id, ...row }) => ({
    county,
    id,
    ...Object.fromEntries(MOVING.map((key) => [key, row[key]])),
  }));
  await run.rows(sql`
    update ${clock} set ${sql.join(set, sql`, `)} from ${populated(kept)} moved
    where ${clock.countyId} = moved.${name(clock.countyId)}
      and ${clock.id} = moved.${name(clock.id)}`);
}

/** Ends the open clocks of subjects: done in time or not, or no longer to be done. */
export async function endClocks(
  run: Runner,
  county: number,
  subjectKind: string,
  ids: readonly string[],
  kinds: readonly string[] | null,
  outcome: "done" | "cancelled",
): Promise<void> {
  const wasLate = sql`(${clock.overdueAt} is not null or ${clock.dueAt} <= clock_timestamp())`;
  await run.rows(sql`
    update ${clock} set ${name(clock.endedAt)} = clock_timestamp(), ${name(clock.nextAt)} = null,
      ${name(clock.state)} = ${
        outcome === "cancelled"
          ? sql`'cancelled'`
          : sql`case when ${wasLate} then 'missed' else 'met' end`
      }
    where ${ofSubjects(county, subjectKind, ids)} ${ofKinds(kinds)} and ${OPEN}`);
}

/** All clocks of subjects, in the order in which they began. */
export const clocksOfSubjects = (
  run: Runner,
  county: number,
  subjectKind: string,
  ids: readonly string[],
): Promise<ClockRow[]> =>
  run.rows<ClockRow>(sql`
    select ${COLUMNS} from ${clock} where ${ofSubjects(county, subjectKind, ids)}
    order by ${clock.startedAt}, ${clock.id}`);

/**
 * Running clocks of a county that count days, after one of them, held; in the order of their ids.
 */
export const lockRunningClocks = (
  run: Runner,
  county: number,
  after: string | null,
  limit: number,
): Promise<ClockRow[]> =>
  run.rows<ClockRow>(sql`
    select ${COLUMNS} from ${clock}
    where ${clock.countyId} = ${county} and ${clock.state} = 'running'
      and ${clock.unit} not in ('minute', 'hour')
      and (${after}::uuid is null or ${clock.id} > ${after}::uuid)
    order by ${clock.id} limit ${limit} for update`);

/** Counties where clocks are due, and how long until the next one is; null: none runs. */
export async function dueCounties(
  run: Runner,
): Promise<{ counties: number[]; nextMs: number | null }> {
  const [found] = await run.rows<{ counties: number[] | null; nextMs: number | null }>(sql`
    select array(select distinct ${clock.countyId} from ${clock}
        where ${clock.nextAt} <= clock_timestamp()) as counties,
      (select extract(epoch from min(${clock.nextAt}) - clock_timestamp()) * 1000 from ${clock}
        where ${clock.nextAt} > clock_timestamp())::float8 as "nextMs"`);
  return { counties: found!.counties ?? [], nextMs: found!.nextMs };
}

/** A clock that fired now. */
export interface Fired extends Subject {
  id: string;
  kind: string;
  lamp: "due-soon" | "overdue";
  lateMs: number;
  onOverdue: string | null;
}

/**
 * Fires the clocks of a county that are due, at most so many, in the order of their time. What
 * another process has in hand is left to it, and what it fired meanwhile is no longer due.
 */
export async function fireDue(run: Runner, county: number, limit: number): Promise<Fired[]> {
  const isOverdue = sql`(${clock.dueAt} <= due.now)`;
  const late = sql`(extract(epoch from due.now - ${clock.dueAt}) * 1000)::bigint`;
  return await run.rows<Fired>(sql`
    with due as (
      select ${clock.id} as id, clock_timestamp() as now from ${clock}
      where ${clock.countyId} = ${county} and ${clock.nextAt} <= clock_timestamp()
      order by ${clock.nextAt}, ${clock.id} limit ${limit} for update skip locked)
    update ${clock} set
      ${name(clock.nextAt)} = case when ${isOverdue} then null else ${clock.dueAt} end,
      ${name(clock.warnedAt)} = coalesce(${clock.warnedAt},
        case when ${clock.warnShare} is not null then due.now end),
      ${name(clock.overdueAt)} = case when ${isOverdue} then due.now end,
      ${name(clock.lateMs)} = case when ${isOverdue} then ${late} end
    from due where ${clock.countyId} = ${county} and ${clock.id} = due.id
      and ${clock.nextAt} <= due.now
    returning ${clock.countyId} as county, ${clock.subjectKind} as "subjectKind",
      ${clock.subjectId} as subject, ${clock.id} as id, ${clock.kind} as kind,
      case when ${clock.overdueAt} is null then 'due-soon' else 'overdue' end as lamp,
      (extract(epoch from due.now - case when ${clock.overdueAt} is null then ${clock.warnAt}
        else ${clock.dueAt} end) * 1000)::float8 as "lateMs", ${clock.onOverdue} as "onOverdue"`);
}

/** A subject of which a clock ran out, and when the first one did, in ms since 1970. */
export interface LateSubject {
  county: number;
  subject: string;
  dueAt: number;
}

/** Subjects of one kind that are late at a moment, those that became so last first. */
export const lateSubjects = (
  run: Runner,
  counties: readonly number[],
  subjectKind: string,
  at: number,
  most: number,
): Promise<LateSubject[]> =>
  run.rows<LateSubject>(sql`
    select ${clock.countyId} as county, ${clock.subjectId}::text as subject,
      (date_part('epoch', min(${clock.dueAt})) * 1000)::float8 as "dueAt"
    from ${clock} where ${clock.countyId} = any(${sql.param([...counties])}::int[])
      and ${clock.subjectKind} = ${subjectKind} and ${clock.state} = 'running'
      and ${clock.dueAt} <= ${new Date(at).toISOString()}::timestamptz
    group by 1, 2 order by 3 desc, 2 limit ${most}`);
