import { integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { identity, instant } from "./columns.js";

/** Who wrote, when, by which way and why: one for all that a command, an import or a job writes. */
export const changeSet = pgTable(
  "change_set",
  {
    ...identity(),
    at: instant("at").notNull(),
    actor: text("actor").notNull(),
    /** `graphql`, `import`, `demo`, `job` or `step`. */
    cause: text("cause").notNull(),
    reason: text("reason"),
    /** What it came to, of one that is reported on; the action, of one that is a step. */
    summary: jsonb("summary"),
  },
  (t) => [primaryKey({ name: "change_set_pk", columns: [t.countyId, t.id] })],
);

/**
 * One row a version of a subject. The first one holds no values: they are in the subject's row, and
 * of what changed since in the first `before` (docs/decisions/one-write-path.md).
 */
export const history = pgTable(
  "history",
  {
    countyId: integer("county_id").notNull(),
    subjectId: uuid("subject_id").notNull(),
    version: integer("version").notNull(),
    /** The declaration's name. */
    subjectKind: text("subject_kind").notNull(),
    action: text("action").notNull(),
    setId: uuid("set_id").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
  },
  (t) => [primaryKey({ name: "history_pk", columns: [t.countyId, t.subjectId, t.version] })],
);
