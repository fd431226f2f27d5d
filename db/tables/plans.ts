import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  declaredKeys,
  editColumns,
  geometry,
  identity,
  instant,
  record,
  searchable,
} from "./columns.js";
import { grid } from "./layers.js";

/** 网格方案: the grids of whole villages as they shall be from a day on. */
export const gridPlan = pgTable(
  "grid_plan",
  {
    ...identity(),
    ...record(),
    ...searchable(),
    name: text("name").notNull(),
    status: text("status").notNull(),
    stateSince: instant("state_since").notNull(),
    effectiveOn: date("effective_on", { mode: "string" }),
    baseOn: date("base_on", { mode: "string" }).notNull(),
    forkOfId: uuid("fork_of_id"),
    edits: integer("edits").notNull().default(0),
  },
  (t) => [
    ...declaredKeys("grid_plan", t),
    index("grid_plan_status").on(t.countyId, t.status),
    foreignKey({
      name: "grid_plan_fork_of_fk",
      columns: [t.countyId, t.forkOfId],
      foreignColumns: [t.countyId, t.id],
    }),
  ],
);

const planKey = (name: string, t: { countyId: typeof gridPlan.countyId; planId: unknown }) =>
  foreignKey({
    name,
    columns: [t.countyId, t.planId as typeof gridPlan.id],
    foreignColumns: [gridPlan.countyId, gridPlan.id],
  });

/** The villages whose ground a plan divides. */
export const planVillage = pgTable(
  "plan_village",
  {
    countyId: integer("county_id").notNull(),
    planId: uuid("plan_id").notNull(),
    villageCode: text("village_code").notNull(),
  },
  (t) => [
    primaryKey({ name: "plan_village_pk", columns: [t.countyId, t.planId, t.villageCode] }),
    index("plan_village_code").on(t.countyId, t.villageCode),
    planKey("plan_village_plan_fk", t as never),
  ],
);

/**
 * The grids of a plan as they stand in it. `grid_id` is the identity that a grid keeps when it
 * comes into force: that of the grid in force that it was begun from, or its own.
 */
export const planGrid = pgTable(
  "plan_grid",
  {
    countyId: integer("county_id").notNull(),
    planId: uuid("plan_id").notNull(),
    gridId: uuid("grid_id").notNull(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    kind: text("kind"),
    villageCode: text("village_code"),
    complaintPhone: text("complaint_phone"),
    locked: boolean("locked").notNull().default(false),
    geom: geometry("MultiPolygon")("geom").notNull(),
  },
  (t) => [
    primaryKey({ name: "plan_grid_pk", columns: [t.countyId, t.planId, t.gridId] }),
    index("plan_grid_geom").using("gist", t.geom),
    planKey("plan_grid_plan_fk", t as never),
  ],
);

/**
 * What the register said of a plan's grids in force when it was begun: what the plan itself changed
 * is what differs. Apart from `plan_grid`, since a grid that was merged away may be brought back.
 */
export const planBegun = pgTable(
  "plan_begun",
  {
    countyId: integer("county_id").notNull(),
    planId: uuid("plan_id").notNull(),
    gridId: uuid("grid_id").notNull(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    kind: text("kind"),
    villageCode: text("village_code"),
    complaintPhone: text("complaint_phone"),
  },
  (t) => [
    primaryKey({ name: "plan_begun_pk", columns: [t.countyId, t.planId, t.gridId] }),
    planKey("plan_begun_plan_fk", t as never),
  ],
);

/**
 * 编辑: what was done to a plan, append-only. Undoing and redoing are edits too, so that what
 * happened is one line, and a reader who knows edit n can follow from n + 1.
 */
export const planEdit = pgTable("plan_edit", editColumns(), (t) => [
  primaryKey({ name: "plan_edit_pk", columns: [t.countyId, t.planId, t.number] }),
  uniqueIndex("plan_edit_key").on(t.countyId, t.planId, t.actor, t.key).where(sql`key is not null`),
  planKey("plan_edit_plan_fk", t as never),
]);

/** 批注: a word about a plan, at a place or about a grid. */
export const planComment = pgTable(
  "plan_comment",
  {
    ...identity(),
    planId: uuid("plan_id").notNull(),
    /** Of a grid of the plan; null: of a place or of the whole. */
    gridId: uuid("grid_id"),
    geom: geometry("Point")("geom"),
    text: text("text").notNull(),
    actor: text("actor").notNull(),
    at: instant("at").notNull(),
    resolvedBy: text("resolved_by"),
    resolvedAt: instant("resolved_at"),
  },
  (t) => [
    primaryKey({ name: "plan_comment_pk", columns: [t.countyId, t.id] }),
    index("plan_comment_plan").on(t.countyId, t.planId, t.at),
    planKey("plan_comment_plan_fk", t as never),
  ],
);

/** 沿革: which grid's ground went to which, when a plan came into force. */
export const gridLineage = pgTable(
  "grid_lineage",
  {
    ...identity(),
    planId: uuid("plan_id").notNull(),
    on: date("on", { mode: "string" }).notNull(),
    fromId: uuid("from_id"),
    toId: uuid("to_id"),
    /** `redrawn`, `split`, `merged`, `ground` (a piece changed hands), `founded`, `ended`. */
    kind: text("kind").notNull(),
  },
  (t) => [
    primaryKey({ name: "grid_lineage_pk", columns: [t.countyId, t.id] }),
    index("grid_lineage_from").on(t.countyId, t.fromId),
    index("grid_lineage_to").on(t.countyId, t.toId),
    planKey("grid_lineage_plan_fk", t as never),
    foreignKey({
      name: "grid_lineage_from_fk",
      columns: [t.countyId, t.fromId],
      foreignColumns: [grid.countyId, grid.id],
    }),
    foreignKey({
      name: "grid_lineage_to_fk",
      columns: [t.countyId, t.toId],
      foreignColumns: [grid.countyId, grid.id],
    }),
  ],
);
