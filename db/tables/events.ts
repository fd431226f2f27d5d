import { type SQL, sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { geometry, identity, instant } from "./columns.js";

/** A transaction's number that never comes again; as text, beyond 2^53. */
const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => "xid8" });
const xid8s = customType<{ data: string; driverData: string }>({ dataType: () => "xid8[]" });

/**
 * What happened, in the field's words: rows are added and never changed, but for what must be
 * forgotten. Who reads on from a position finds by `xid` what was committed since, however late
 * (docs/decisions/event-log.md).
 */
export const event = pgTable(
  "event",
  {
    ...identity(),
    xid: xid8("xid").notNull().default(sql`pg_current_xact_id()`),
    /** `incident.reported`, `grid.redrawn`; `camera.updated` where no better word is known. */
    kind: text("kind").notNull(),
    /** The declaration's name: "incidents", "organisations". */
    subjectKind: text("subject_kind").notNull(),
    /** Null: many rows at once, see `count`. */
    subjectId: uuid("subject_id"),
    action: text("action").notNull(),
    version: integer("version"),
    at: instant("at").notNull(),
    actor: text("actor").notNull(),
    /** Which fields are others now. */
    fields: text("fields").array().notNull().default([]),
    /** Both places of a move; of many rows the ground they lie on. */
    place: geometry("Geometry")("place"),
    /** The row that is gone, of a layer that keeps nothing: who may be told is read from it. */
    gone: jsonb("gone"),
    /** How many rows, where it tells of many. */
    count: integer("count"),
    /** Written together: one command, one import, one plan. */
    setId: uuid("set_id"),
  },
  (t) => [
    primaryKey({ name: "event_pk", columns: [t.countyId, t.id] }),
    index("event_xid").on(t.xid),
    index("event_subject").on(t.countyId, t.subjectId),
  ],
);

/** One row: by what name positions know this log, and whose transaction numbers it has. */
export const eventLog = pgTable("event_log", {
  one: boolean("one").primaryKey().default(true),
  id: uuid("id").notNull(),
  cluster: text("cluster").notNull(),
});

const noTransactions = sql`'{}'` as SQL<string>;

/** How far a named reader has come. Nothing it has not seen is taken out of the log. */
export const eventConsumer = pgTable("event_consumer", {
  name: text("name").primaryKey(),
  /** As api/events/position.ts writes it; all before `next` and not in `gaps` is behind it. */
  position: text("position").notNull(),
  next: xid8("next").notNull(),
  gaps: xid8s("gaps").notNull().default(noTransactions),
  at: instant("at").notNull(),
});

/** Where the log stood at a moment; behind the one that is `pruned` nothing is kept. */
export const eventMark = pgTable("event_mark", {
  at: instant("at").primaryKey(),
  next: xid8("next").notNull(),
  gaps: xid8s("gaps").notNull().default(noTransactions),
  pruned: instant("pruned"),
});

/**
 * How often a kind of subject was changed in a county: the sum over its rows. Each writer raises a
 * row that nobody else holds, so none waits for another.
 */
export const dataVersion = pgTable(
  "data_version",
  {
    countyId: integer("county_id").notNull(),
    subjectKind: text("subject_kind").notNull(),
    slot: uuid("slot").notNull(),
    version: bigint("version", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ name: "data_version_pk", columns: [t.countyId, t.subjectKind, t.slot] })],
);
