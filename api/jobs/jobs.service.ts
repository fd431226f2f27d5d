import { randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { faultOf } from "../../db/engine/fault.js";
import type { Database } from "../core/database.js";
import { formatId, type Identifier } from "../core/identifier.js";
import type { Log } from "../core/log.js";
import { Refusal } from "../core/refusal.js";
import type { At } from "../policy/actions.js";

export interface JobRow {
  county: number;
  id: string;
  kind: string;
  state: string;
  input: unknown;
  cursor: unknown;
  result: unknown;
  error: string | null;
  done: number;
  total: number | null;
  createdBy: string;
  createdAt: string;
  finishedAt: string | null;
}

/** What a handler gets: where it stood when a process died, and the way to say how far it is. */
export interface Progress {
  readonly cursor: unknown;
  /**
   * Keeps the place; throws when the job was cancelled, taken over or left by a closing process, so
   * that the handler ends.
   * Call it at least every second.
   */
  report(done: number, total: number | null, cursor?: unknown): Promise<void>;
}

export type Handler = (job: JobRow, progress: Progress) => Promise<unknown>;

/** Where a job is, and who started it: what the policy asks. */
export const placeOf = ({ county, createdBy }: JobRow): At => ({
  county,
  did: { creator: createdBy },
});

const CHANNEL = "hearthgrid_jobs";
/** A job whose holder has not reported for this long is taken over. */
const HOLD_S = 30;
const POLL_MS = 5000;

class Cancelled extends Error {}
class Left extends Error {}

const columns = sql`county_id as county, id, kind, state, input, cursor, result, error, done, total,
  created_by as "createdBy",
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "finishedAt"`;

/**
 * The one mechanism for long work: rows, taken by any process, resumed from their cursor after a
 * kill.
 */
export class Jobs {
  private readonly holder = randomUUID();
  private readonly handlers = new Map<string, Handler>();
  private readonly watchers = new Map<string, Set<() => void>>();
  private unlisten: (() => Promise<void>) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly log: Log,
  ) {}

  /** How many follow a job. */
  get open(): number {
    return [...this.watchers.values()].reduce((n, set) => n + set.size, 0);
  }

  handle(kind: string, handler: Handler): void {
    this.handlers.set(kind, handler);
  }

  async start(): Promise<void> {
    this.unlisten = await this.db.engine.listen(CHANNEL, (id) => {
      this.watchers.get(id)?.forEach((wake) => wake());
      this.work();
    });
    this.timer = setInterval(() => this.work(), POLL_MS);
    this.timer.unref();
    this.work();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.unlisten?.();
    await this.running;
  }

  async enqueue(
    kind: string,
    county: number,
    input: unknown,
    actor: string,
    runAt = new Date(),
  ): Promise<string> {
    const id = uuid();
    await this.db.rows(sql`
      insert into job (county_id, id, kind, state, input, run_at, created_at, created_by)
      values (${county}, ${id}::uuid, ${kind}, 'waiting', ${JSON.stringify(input ?? {})}::jsonb,
        ${runAt.toISOString()}::timestamptz, clock_timestamp(), ${actor})`);
    await this.db.engine.notify(CHANNEL, id);
    return formatId(county, id);
  }

  async get(at: Identifier): Promise<JobRow | null> {
    const [row] = await this.db.rows<JobRow>(
      sql`select ${columns} from job where county_id = ${at.county} and id = ${at.id}::uuid`,
    );
    return row ? tidy(row) : null;
  }

  /** Those of the ids that are jobs. */
  async named(ids: readonly Identifier[]): Promise<JobRow[]> {
    if (ids.length === 0) return [];
    const rows = await this.db.rows<JobRow>(sql`
      select ${columns} from job
      where county_id = any(${sql.param(ids.map((i) => i.county))}::int[])
        and id = any(${sql.param(ids.map((i) => i.id))}::uuid[])`);
    return rows.map(tidy);
  }

  async list(counties: readonly number[], first: number): Promise<JobRow[]> {
    return (
      await this.db.rows<JobRow>(
        sql`select ${columns} from job where county_id = any(${sql.param([...counties])}::int[])
          order by created_at desc, id limit ${first}`,
      )
    ).map(tidy);
  }

  async cancel(at: Identifier): Promise<void> {
    const [row] = await this.db.rows(sql`
      update job set cancel_requested = true,
        state = case when state = 'waiting' then 'cancelled' else state end,
        finished_at = case when state = 'waiting' then clock_timestamp() end
      where county_id = ${at.county} and id = ${at.id}::uuid and state in ('waiting', 'running')
      returning id`);
    if (!row) throw new Refusal("CONFLICT", "id: this job has ended.");
    await this.db.engine.notify(CHANNEL, at.id);
  }

  /** The job whenever it may have changed, until it ends. */
  async *watch(at: Identifier): AsyncGenerator<JobRow> {
    let wake = () => {};
    let pending = true;
    const notice = () => {
      pending = true;
      wake();
    };
    const set = this.watchers.get(at.id) ?? new Set();
    this.watchers.set(at.id, set.add(notice));
    try {
      for (let last = ""; ; ) {
        if (!pending)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        pending = false;
        const job = await this.get(at);
        if (!job) return;
        const text = JSON.stringify([job.state, job.done, job.total]);
        if (text !== last) yield job;
        last = text;
        if (job.state !== "waiting" && job.state !== "running") return;
      }
    } finally {
      set.delete(notice);
      if (set.size === 0) this.watchers.delete(at.id);
    }
  }

  private work(): void {
    if (this.running || this.stopping) return;
    this.running = this.drain()
      .catch((error: Error) => this.log(`jobs: ${error.message}`, "warn"))
      .finally(() => {
        this.running = undefined;
      });
  }

  private async drain(): Promise<void> {
    // What is taken is run: a closing process lets go of it at its first step.
    while (!this.stopping) {
      const job = await this.take();
      if (!job) return;
      await this.run(job);
    }
  }

  private async take(): Promise<JobRow | null> {
    const kinds = [...this.handlers.keys()];
    const [next] = await this.db.rows<{ county_id: number; id: string }>(sql`
      select county_id, id from job
      where kind = any(${sql.param(kinds)}::text[]) and run_at <= now()
        and (state = 'waiting' or (state = 'running' and held_until < now()))
      order by run_at, id limit 1`);
    if (!next) return null;
    const [row] = await this.db.rows<JobRow>(sql`
      update job set state = 'running', holder = ${this.holder},
        held_until = now() + make_interval(secs => ${HOLD_S})
      where county_id = ${next.county_id} and id = ${next.id}::uuid
        and (state = 'waiting' or (state = 'running' and held_until < now()))
      returning ${columns}`);
    return row ? tidy(row) : this.take();
  }

  private async run(job: JobRow): Promise<void> {
    const at = sql`county_id = ${job.county} and id = ${job.id}::uuid and holder = ${this.holder}`;
    const progress: Progress = {
      cursor: job.cursor,
      report: async (done, total, cursor) => {
        const [row] = await this.db.rows<{ cancel_requested: boolean }>(sql`
          update job set done = ${done}, total = ${total},
            cursor = coalesce(${cursor === undefined ? null : JSON.stringify(cursor)}::jsonb,
              cursor),
            held_until = now() + make_interval(secs => ${HOLD_S})
          where ${at} and state = 'running' returning cancel_requested`);
        if (!row || row.cancel_requested) throw new Cancelled();
        if (this.stopping) throw new Left();
        await this.db.engine.notify(CHANNEL, job.id);
      },
    };
    let state = "done",
      result: unknown = null,
      error: string | null = null;
    try {
      result = await this.handlers.get(job.kind)!(job, progress);
    } catch (fault) {
      if (this.stopping || faultOf(fault) === "DATABASE_UNREACHABLE") return this.leave(job.id, at);
      if (fault instanceof Cancelled) state = "cancelled";
      else {
        state = "failed";
        error =
          fault instanceof Refusal
            ? fault.message
            : "An internal error; the service's log has the rest.";
        this.log(`job ${job.kind} ${job.id} failed: ${(fault as Error).stack}`, "error");
      }
    }
    await this.db.rows(
      sql`update job set state = ${state},
        result = ${result === null ? null : JSON.stringify(result)}::jsonb, error = ${error},
        finished_at = clock_timestamp() where ${at}`,
    );
    await this.db.engine.notify(CHANNEL, job.id);
  }

  /**
   * A closing process leaves its job to the next one, at its cursor; so does one that lost the
   * database. Where even that cannot be written the hold runs out by itself.
   */
  private async leave(id: string, at: SQL): Promise<void> {
    await this.db
      .rows(sql`
        update job set state = 'waiting', holder = null, held_until = null
        where ${at} and state = 'running'`)
      .then(() => this.db.engine.notify(CHANNEL, id))
      .catch((error: Error) => this.log(`job ${id} could not be left: ${error.message}`, "warn"));
  }
}

/** int8 arrives as text. */
const tidy = (row: JobRow): JobRow => ({
  ...row,
  done: Number(row.done),
  total: row.total === null ? null : Number(row.total),
});

/** A job as GraphQL answers it: with the id that is unique over all counties. */
export const shownJob = (row: JobRow): JobRow => ({ ...row, id: formatId(row.county, row.id) });
