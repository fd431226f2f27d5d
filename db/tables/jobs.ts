import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { identity, instant } from "./columns.js";

/**
 * Work that nobody's request waits for: its input, where it stands (`cursor`), who holds it until
 * when, and how often it was tried (docs/decisions/jobs.md).
 */
export const job = pgTable(
  "job",
  {
    ...identity(),
    kind: text("kind").notNull(),
    /** urgent, normal or heavy: each has its own places in a process, so none waits for another. */
    lane: text("lane").notNull().default("normal"),
    /** waiting, running, done, failed (refused), dead (gave up), cancelled. */
    state: text("state").notNull(),
    input: jsonb("input").notNull(),
    cursor: jsonb("cursor"),
    result: jsonb("result"),
    /** Of the last attempt, in a sentence that may be shown. */
    error: text("error"),
    /** The same for who says it in another language: `code`, and what a refusal tells besides. */
    fault: jsonb("fault"),
    /** What it is doing, by a code of its kind; `done` and `total` are this phase's. */
    phase: text("phase"),
    done: bigint("done", { mode: "number" }).notNull().default(0),
    total: bigint("total", { mode: "number" }),
    /** The phases before this one: [{ phase, done, total }]. */
    phases: jsonb("phases").notNull().default([]),
    /** How often it was taken; with `holder` it tells one run from every other. */
    attempts: integer("attempts").notNull().default(0),
    maxAttempts: integer("max_attempts").notNull().default(10),
    /** Of the jobs of a kind that have not ended, one has this key. */
    uniqueKey: text("unique_key"),
    cancelRequested: boolean("cancel_requested").notNull().default(false),
    runAt: instant("run_at").notNull(),
    holder: text("holder"),
    heldUntil: instant("held_until"),
    createdAt: instant("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    /** Of the last attempt. */
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
  },
  (t) => [
    primaryKey({ name: "job_pk", columns: [t.countyId, t.id] }),
    index("job_due").on(t.lane, t.runAt, t.id).where(sql`${t.state} = 'waiting'`),
    index("job_held").on(t.heldUntil).where(sql`${t.state} = 'running'`),
    index("job_done_key")
      .on(t.countyId, t.kind, t.uniqueKey)
      .where(sql`${t.uniqueKey} is not null and ${t.state} = 'done'`),
    index("job_ended").on(t.finishedAt).where(sql`${t.finishedAt} is not null`),
    index("job_newest").on(t.countyId, t.createdAt),
    uniqueIndex("job_unique_key")
      .on(t.countyId, t.kind, t.uniqueKey)
      .where(sql`${t.uniqueKey} is not null and ${t.state} in ('waiting', 'running')`),
  ],
);

/** When a county's repeated work is due next. County 0: the service's own. */
export const schedule = pgTable(
  "schedule",
  {
    countyId: integer("county_id").notNull(),
    name: text("name").notNull(),
    /** As it was when `nextAt` was worked out: another rule is worked out anew. */
    rule: text("rule").notNull(),
    nextAt: instant("next_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "schedule_pk", columns: [t.countyId, t.name] }),
    index("schedule_due").on(t.nextAt),
  ],
);
