import { expect, vi } from "vitest";
import { parseId } from "../../api/core/identifier.js";
import type { Services } from "../../api/core/services.js";
import { enqueue } from "../../api/jobs/enqueue.js";
import type { Handler, HandlerOptions } from "../../api/jobs/handlers.js";
import type { JobRow, NewJob } from "../../api/jobs/job.js";
import { Jobs, type JobTimes } from "../../api/jobs/jobs.js";
import { jobOf } from "../../api/jobs/jobs.queries.js";
import type { Schedule } from "../../api/jobs/schedules.js";
import { COUNTY } from "../fixtures/small-county.js";

export type At = ReturnType<typeof parseId>;

/** What comes about by itself, on a machine that has much to do. */
export const soon = <T>(seen: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(seen, { timeout: 20_000, interval: 10 });

/** Several processes' jobs on one database, with short times, and what a spec asks of them. */
export class Processes {
  private readonly running: Jobs[] = [];
  readonly said: string[] = [];
  zones: { id: number; timeZone: string }[] = [{ id: COUNTY, timeZone: "Asia/Shanghai" }];

  constructor(private readonly servicesOf: () => Services) {}

  private get db() {
    return this.servicesOf().db;
  }

  /** What another process has: its own jobs on the same database. */
  async start(
    handlers: Record<string, Handler | [Handler, HandlerOptions]>,
    times: Partial<JobTimes> = {},
    schedules: readonly Schedule[] = [],
  ): Promise<Jobs> {
    const jobs = new Jobs(
      this.db,
      (line) => this.said.push(line),
      async () => this.zones,
      {
        holdMs: 1_000,
        renewMs: 200,
        lookMs: 100,
        pause: () => 20,
        ...times,
      },
    );
    for (const [kind, handler] of Object.entries(handlers))
      if (Array.isArray(handler)) jobs.handle(kind, ...handler);
      else jobs.handle(kind, handler);
    for (const schedule of schedules) jobs.repeat(schedule);
    this.running.push(jobs);
    await jobs.start();
    return jobs;
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.splice(0).map((jobs) => jobs.stop()));
    this.said.length = 0;
  }

  async enqueue(kind: string, asked: Partial<NewJob> = {}): Promise<At> {
    const id = await this.db.transaction((tx) =>
      enqueue(tx, { kind, county: COUNTY, input: {}, actor: "person:a", ...asked }),
    );
    return parseId(id);
  }

  async get(at: At): Promise<JobRow> {
    return (await jobOf(this.db, at))!;
  }

  async becomes(at: At, state: string): Promise<JobRow> {
    return await soon(async () => {
      const job = await this.get(at);
      expect(job.state, job.error ?? "").toBe(state);
      return job;
    });
  }
}
