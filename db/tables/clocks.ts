import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { identity, instant } from "./columns.js";

/**
 * 时限. Until when something is to be done with a subject. The rule it began with is kept with it;
 * when it is due is worked out from `startedAt`, `amount`, `unit`, `pauses` and the county's
 * calendar (civic/steps/clock.ts).
 */
export const clock = pgTable(
  "clock",
  {
    ...identity(),
    /** The declaration's name: "incidents". */
    subjectKind: text("subject_kind").notNull(),
    subjectId: uuid("subject_id").notNull(),
    /** What is to be done: accept, verify … */
    kind: text("kind").notNull(),
    /** running, paused; ended: met, missed, cancelled. */
    state: text("state").notNull(),
    startedAt: instant("started_at").notNull(),
    amount: integer("amount").notNull(),
    unit: text("unit").notNull(),
    /** [{ from, until }] in milliseconds since 1970; the last without `until` while it is paused. */
    pauses: jsonb("pauses").notNull().default([]),
    /** Share of its time at which it turns yellow; null: it never does. */
    warnShare: doublePrecision("warn_share"),
    /** Both null while it is paused. */
    warnAt: instant("warn_at"),
    dueAt: instant("due_at"),
    adviseBy: date("advise_by", { mode: "string" }),
    /** When it turned yellow and red, and how long after its time that was seen. */
    warnedAt: instant("warned_at"),
    overdueAt: instant("overdue_at"),
    lateMs: bigint("late_ms", { mode: "number" }),
    /** When the loop must look at it next; null: never again. */
    nextAt: instant("next_at"),
    endedAt: instant("ended_at"),
    /** Which rule it keeps, who made that rule, and whether it is law. */
    rule: text("rule").notNull(),
    source: text("source").notNull(),
    law: boolean("law").notNull(),
    /** Kind of the urgent job that follows when it runs out. */
    onOverdue: text("on_overdue"),
  },
  (t) => [
    primaryKey({ name: "clock_pk", columns: [t.countyId, t.id] }),
    uniqueIndex("clock_open")
      .on(t.countyId, t.subjectKind, t.subjectId, t.kind)
      .where(sql`${t.state} in ('running', 'paused')`),
    index("clock_subject").on(t.countyId, t.subjectKind, t.subjectId),
    index("clock_next").on(t.nextAt).where(sql`${t.nextAt} is not null`),
  ],
);
