import { integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.js";

/**
 * 步骤. What was done with a subject, append-only: the last one's `toState` is the state in its row,
 * and nothing else writes that. Of an imported subject the first tells that it came as it is.
 */
export const step = pgTable(
  "step",
  {
    countyId: integer("county_id").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: uuid("subject_id").notNull(),
    /** 1 for a subject's first. */
    number: integer("number").notNull(),
    /** Version of the subject that the step made. */
    version: integer("version").notNull(),
    /** Null: the step brought the subject here. */
    fromState: text("from_state"),
    toState: text("to_state").notNull(),
    action: text("action").notNull(),
    actor: text("actor").notNull(),
    at: instant("at").notNull(),
    reason: text("reason"),
    /** What its form said, by the names of its fields. */
    form: jsonb("form"),
  },
  (t) => [
    primaryKey({
      name: "step_pk",
      columns: [t.countyId, t.subjectKind, t.subjectId, t.number],
    }),
  ],
);
