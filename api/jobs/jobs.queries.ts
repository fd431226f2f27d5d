import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { job } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";
import type { Identifier } from "../core/identifier.js";
import type { JobFault, JobLane, JobRow, JobState, NewJob } from "./job.js";

/** A column where SQL wants its bare name: what is inserted, what is set. */
const name = (column: PgColumn): SQL => sql`${sql.identifier(column.name)}`;
const instant = (column: PgColumn) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const columns = sql`${job.countyId} as county, ${job.id} as id, ${job.kind} as kind,
  ${job.lane} as lane, ${job.state} as state, ${job.input} as input, ${job.cursor} as cursor,
  ${job.result} as result, ${job.error} as error, ${job.fault} as fault, ${job.phase} as phase,
  ${job.done}::float8 as done, ${job.total}::float8 as total, ${job.phases} as phases,
  ${job.attempts} as attempts, ${job.maxAttempts} as "maxAttempts",
  ${job.createdBy} as "createdBy", ${instant(job.createdAt)} as "createdAt",
  ${instant(job.runAt)} as "runAt", ${instant(job.finishedAt)} as "finishedAt"`;

const isJob = (at: Identifier) =>
  sql`${job.countyId} = ${at.county} and ${job.id} = ${at.id}::uuid`;
const isOneOf = (ids: readonly string[]) => sql`${job.id} = any(${sql.param([...ids])}::uuid[])`;
const PROCESS_ENDED: JobFault = { code: "INTERNAL", reason: "process-ended" };
const HAS_NOT_ENDED = sql`${job.state} in ('waiting', 'running')`;
const json = (value: unknown) =>
  value === undefined || value === null ? sql`null::jsonb` : sql`${JSON.stringify(value)}::jsonb`;
const fromNow = (ms: number) => sql`clock_timestamp() + make_interval(secs => ${ms / 1000})`;

/** Writes a job, unless one with its unique key has not ended; answers the id of the one it is. */
export async function insertJob(run: Runner, id: string, asked: NewJob): Promise<string> {
  const { kind, county, input, actor, lane = "normal", runAt, uniqueKey, maxAttempts = 10 } = asked;
  for (;;) {
    const [made] = await run.rows<{ id: string }>(sql`
      insert into ${job} (${name(job.countyId)}, ${name(job.id)}, ${name(job.kind)},
        ${name(job.lane)}, ${name(job.state)}, ${name(job.input)}, ${name(job.runAt)},
        ${name(job.uniqueKey)}, ${name(job.maxAttempts)}, ${name(job.createdAt)},
        ${name(job.createdBy)})
      values (${county}, ${id}::uuid, ${kind}, ${lane}, 'waiting', ${json(input ?? {})},
        ${runAt ? sql`${runAt.toISOString()}::timestamptz` : sql`clock_timestamp()`},
        ${uniqueKey ?? null}, ${maxAttempts}, clock_timestamp(), ${actor})
      on conflict do nothing returning ${job.id} as id`);
    if (made) return made.id;
    const [known] = await run.rows<{ id: string }>(sql`
      select ${job.id} as id from ${job} where ${job.countyId} = ${county}
        and ${job.kind} = ${kind} and ${job.uniqueKey} = ${uniqueKey ?? null} and ${HAS_NOT_ENDED}`);
    // It ended between the two statements: then this one is the next.
    if (known) return known.id;
  }
}

/** The newest job under a unique key that waits, runs or is done. */
export async function jobUnder(
  run: Runner,
  { county, kind, uniqueKey }: { county: number; kind: string; uniqueKey: string },
): Promise<JobRow | null> {
  const under = (state: SQL) => sql`select ${columns} from ${job}
    where ${job.countyId} = ${county} and ${job.kind} = ${kind}
      and ${job.uniqueKey} = ${uniqueKey} and ${state}`;
  const [row] = await run.rows<JobRow>(sql`
    select * from (${under(HAS_NOT_ENDED)} union all ${under(sql`${job.state} = 'done'`)}) j
    order by "createdAt" desc limit 1`);
  return row ?? null;
}

export async function jobOf(run: Runner, at: Identifier): Promise<JobRow | null> {
  const [row] = await run.rows<JobRow>(sql`select ${columns} from ${job} where ${isJob(at)}`);
  return row ?? null;
}

/** Those of the ids that are jobs. */
export async function jobsNamed(run: Runner, ids: readonly Identifier[]): Promise<JobRow[]> {
  if (ids.length === 0) return [];
  return await run.rows<JobRow>(sql`
    select ${columns} from ${job}
    where ${job.countyId} = any(${sql.param(ids.map((i) => i.county))}::int[])
      and ${isOneOf(ids.map((i) => i.id))}`);
}

export interface JobFilter {
  states?: readonly string[] | null | undefined;
  lanes?: readonly string[] | null | undefined;
  kinds?: readonly string[] | null | undefined;
}

/** How many jobs there are in each state. */
export const countJobs = (run: Runner): Promise<{ state: JobState; n: number }[]> =>
  run.rows(sql`select ${job.state} as state, count(*)::int as n from ${job} group by 1`);

export async function listJobs(
  run: Runner,
  counties: readonly number[],
  first: number,
  filter: JobFilter = {},
): Promise<JobRow[]> {
  const among = (column: PgColumn, values: readonly string[] | null | undefined) =>
    values ? sql`and ${column} = any(${sql.param([...values])}::text[])` : sql``;
  return await run.rows<JobRow>(sql`
    select ${columns} from ${job}
    where ${job.countyId} = any(${sql.param([...counties])}::int[])
      ${among(job.state, filter.states)} ${among(job.lane, filter.lanes)}
      ${among(job.kind, filter.kinds)}
    order by ${job.createdAt} desc, ${job.id} limit ${first}`);
}

/** How a job ends by a person's word; false: it had ended. A running one is told by its holder. */
export async function requestCancel(run: Runner, at: Identifier): Promise<boolean> {
  const rows = await run.rows(sql`
    update ${job} set ${name(job.cancelRequested)} = true,
      ${name(job.state)} = case ${job.state} when 'waiting' then 'cancelled' else ${job.state} end,
      ${name(job.finishedAt)} = case ${job.state} when 'waiting' then clock_timestamp() end
    where ${isJob(at)} and ${HAS_NOT_ENDED} returning ${job.id}`);
  return rows.length > 0;
}

/** Gives a job that ended badly its attempts anew; false: it did not end so. It keeps its place. */
export async function requestRetry(run: Runner, at: Identifier): Promise<JobLane | null> {
  const [row] = await run.rows<{ lane: JobLane }>(sql`
    update ${job} set ${name(job.state)} = 'waiting', ${name(job.attempts)} = 0,
      ${name(job.runAt)} = clock_timestamp(), ${name(job.finishedAt)} = null,
      ${name(job.cancelRequested)} = false
    where ${isJob(at)} and ${job.state} in ('failed', 'dead') returning ${job.lane} as lane`);
  return row?.lane ?? null;
}

/**
 * Takes what is due, at most `room` of each lane, in the order of its time. First it is looked for
 * and then taken by a conditional update, county by county: `for update skip locked` does not go
 * over the shards of a cluster. Of two processes that found the same one takes it.
 */
export async function takeDue(
  run: Runner,
  { holder, holdMs, kinds }: { holder: string; holdMs: number; kinds: readonly string[] },
  room: ReadonlyMap<JobLane, number>,
): Promise<{ taken: JobRow[]; found: Map<JobLane, number> }> {
  const due = [...room].map(
    ([lane, places]) => sql`(select ${job.countyId} as county, ${job.id} as id, ${job.lane} as lane
      from ${job} where ${job.state} = 'waiting' and ${job.lane} = ${lane}
        and ${job.kind} = any(${sql.param([...kinds])}::text[]) and ${job.runAt} <= now()
      order by ${job.runAt}, ${job.id} limit ${places})`,
  );
  const rows = await run.rows<{ county: number; id: string; lane: JobLane }>(
    sql.join(due, sql` union all `),
  );
  const found = new Map<JobLane, number>();
  const byCounty = new Map<number, string[]>();
  for (const { county, id, lane } of rows) {
    found.set(lane, (found.get(lane) ?? 0) + 1);
    byCounty.set(county, [...(byCounty.get(county) ?? []), id]);
  }
  const taken: JobRow[] = [];
  for (const [county, ids] of byCounty)
    taken.push(
      ...(await run.rows<JobRow>(sql`
        update ${job} set ${name(job.state)} = 'running', ${name(job.holder)} = ${holder},
          ${name(job.heldUntil)} = ${fromNow(holdMs)},
          ${name(job.attempts)} = ${job.attempts} + 1,
          ${name(job.startedAt)} = clock_timestamp()
        where ${job.countyId} = ${county} and ${isOneOf(ids)} and ${job.state} = 'waiting'
          and ${job.runAt} <= now()
        returning ${columns}`)),
    );
  return { taken, found };
}

/** Milliseconds until the next job is due that these kinds are for; null when none waits. */
export async function untilNextDue(run: Runner, kinds: readonly string[]): Promise<number | null> {
  const [row] = await run.rows<{ ms: number | null }>(sql`
    select (extract(epoch from min(${job.runAt}) - clock_timestamp()) * 1000)::float8 as ms
    from ${job} where ${job.state} = 'waiting' and ${job.runAt} > now()
      and ${job.kind} = any(${sql.param([...kinds])}::text[])`);
  return row!.ms === null ? null : Math.max(0, row!.ms);
}

/**
 * What processes that died had in hand waits again, at its cursor; what has killed as many as it
 * may is dead, so that it does not kill the next.
 */
export async function freeOrphans(run: Runner): Promise<{ id: string; state: JobState }[]> {
  const spent = sql`${job.attempts} >= ${job.maxAttempts}`;
  const ended = sql`(${spent} or ${job.cancelRequested})`;
  return await run.rows<{ id: string; state: JobState }>(sql`
    update ${job} set ${name(job.state)} = case when ${job.cancelRequested} then 'cancelled'
        when ${spent} then 'dead' else 'waiting' end,
      ${name(job.finishedAt)} = case when ${ended} then clock_timestamp() end,
      ${name(job.error)} = case when ${spent} and not ${job.cancelRequested}
        then 'The process that ran it ended each time.' else ${job.error} end,
      ${name(job.fault)} = case when ${spent} and not ${job.cancelRequested}
        then ${json(PROCESS_ENDED)} else ${job.fault} end,
      ${name(job.holder)} = null, ${name(job.heldUntil)} = null
    where ${job.state} = 'running' and ${job.heldUntil} < now()
    returning ${job.id} as id, ${job.state} as state`);
}

/** One run of a job: what it writes is written only while it has the job. */
export interface Hold {
  county: number;
  id: string;
  holder: string;
  attempt: number;
}

const isHeld = ({ holder, attempt, ...at }: Hold) =>
  sql`${isJob(at)} and ${job.holder} = ${holder} and ${job.attempts} = ${attempt}
    and ${job.state} = 'running'`;

/** Prolongs all holds of a process at once; answers those it still has. */
export async function renewHolds(
  run: Runner,
  holder: string,
  ids: readonly string[],
  holdMs: number,
): Promise<{ id: string; attempt: number; cancelled: boolean }[]> {
  return await run.rows(sql`
    update ${job} set ${name(job.heldUntil)} = ${fromNow(holdMs)}
    where ${isOneOf(ids)} and ${job.holder} = ${holder} and ${job.state} = 'running'
    returning ${job.id} as id, ${job.attempts} as attempt,
      ${job.cancelRequested} as cancelled`);
}

export interface Kept {
  phase: string | null;
  done: number;
  total: number | null;
  phases: unknown;
  cursor?: unknown;
}

/** Keeps how far a run is; null when it has the job no more. */
export async function keepProgress(
  run: Runner,
  hold: Hold,
  kept: Kept,
  holdMs: number,
): Promise<{ cancelled: boolean } | null> {
  const cursor = kept.cursor === undefined ? sql`${job.cursor}` : json(kept.cursor);
  const [row] = await run.rows<{ cancelled: boolean }>(sql`
    update ${job} set ${name(job.phase)} = ${kept.phase}, ${name(job.done)} = ${kept.done},
      ${name(job.total)} = ${kept.total}, ${name(job.phases)} = ${json(kept.phases)},
      ${name(job.cursor)} = ${cursor}, ${name(job.heldUntil)} = ${fromNow(holdMs)}
    where ${isHeld(hold)} returning ${job.cancelRequested} as cancelled`);
  return row ?? null;
}

/** Locks a run's job until the transaction ends: nobody takes it over meanwhile. */
export async function lockHold(run: Runner, hold: Hold): Promise<{ cancelled: boolean } | null> {
  const [row] = await run.rows<{ cancelled: boolean }>(sql`
    select ${job.cancelRequested} as cancelled from ${job} where ${isHeld(hold)} for update`);
  return row ?? null;
}

/** Why an attempt failed: in a sentence, and for who has words. */
export interface Failure {
  error: string;
  fault: JobFault;
}

/** How a run ends. */
export type End =
  | { state: "done"; result: unknown }
  | ({ state: "failed" | "dead" } & Failure)
  | { state: "cancelled" };

/** Null: the run has the job no more, and has not ended it. */
export async function endRun(
  run: Runner,
  hold: Hold,
  end: End,
): Promise<{ cancelled: boolean } | null> {
  const { error, fault } = "error" in end ? end : { error: null, fault: null };
  const [row] = await run.rows<{ cancelled: boolean }>(sql`
    update ${job} set ${name(job.state)} = ${end.state}, ${name(job.error)} = ${error},
      ${name(job.fault)} = ${json(fault)},
      ${name(job.result)} = ${"result" in end ? json(end.result) : sql`${job.result}`},
      ${name(job.finishedAt)} = clock_timestamp(), ${name(job.heldUntil)} = null
    where ${isHeld(hold)} returning ${job.cancelRequested} as cancelled`);
  return row ?? null;
}

/** A job that is not kept, in the transaction that ended it. */
export async function forgetEnded(run: Runner, hold: Hold): Promise<void> {
  await run.rows(sql`delete from ${job} where ${isJob(hold)}`);
}

/** A run whose job is not kept. */
export async function forgetRun(run: Runner, hold: Hold): Promise<void> {
  await run.rows(sql`delete from ${job} where ${isHeld(hold)}`);
}

/** Whom a person cancelled meanwhile does not come again. */
const restsAgain = sql`
  ${name(job.state)} = case when ${job.cancelRequested} then 'cancelled' else 'waiting' end,
  ${name(job.finishedAt)} = case when ${job.cancelRequested} then clock_timestamp() end,
  ${name(job.holder)} = null, ${name(job.heldUntil)} = null`;

/** A failed run's job waits for its next attempt. */
export async function pauseRun(
  run: Runner,
  hold: Hold,
  { error, fault, ms }: Failure & { ms: number },
): Promise<void> {
  await run.rows(sql`
    update ${job} set ${restsAgain}, ${name(job.error)} = ${error},
      ${name(job.fault)} = ${json(fault)},
      ${name(job.runAt)} = ${fromNow(ms)}
    where ${isHeld(hold)}`);
}

/** A run that its process gives up for no fault of the job: it was no attempt. */
export async function leaveRun(run: Runner, hold: Hold): Promise<void> {
  await run.rows(sql`
    update ${job} set ${restsAgain}, ${name(job.attempts)} = ${job.attempts} - 1
    where ${isHeld(hold)}`);
}

/** What went well goes before what did not; rows of one statement, so that it stays short. */
const PRUNED_AT_ONCE = 5_000;

/** Deletes jobs that ended long ago; answers how many. */
export async function pruneJobs(run: Runner): Promise<number> {
  const kept = sql`case when ${job.state} in ('failed', 'dead') then interval '90 days'
    when ${job.lane} = 'urgent' then interval '1 day' else interval '30 days' end`;
  const gone = await run.rows(sql`
    delete from ${job} where (${job.countyId}, ${job.id}) in (
      select ${job.countyId}, ${job.id} from ${job}
      where ${job.finishedAt} < now() - interval '1 day' and ${job.finishedAt} < now() - ${kept}
      order by ${job.finishedAt} limit ${PRUNED_AT_ONCE})
    returning ${job.id}`);
  return gone.length;
}
