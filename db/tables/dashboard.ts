import {
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { declaredKeys, geometry, identity, instant, record } from "./columns.js";
import { organisation } from "./registers.js";

/** 看板: tiles that somebody put together under a title; their own, or shared. */
export const dashboard = pgTable(
  "dashboard",
  {
    ...identity(),
    ...record(),
    title: text("title").notNull(),
    template: text("template").notNull(),
    layout: jsonb("layout").notNull(),
    sharedWithRole: text("shared_with_role"),
    sharedWithOrganisationId: uuid("shared_with_organisation_id"),
  },
  (t) => [
    ...declaredKeys("dashboard", t),
    index("dashboard_author").on(t.countyId, t.createdBy),
    foreignKey({
      name: "dashboard_shared_with_organisation_fk",
      columns: [t.countyId, t.sharedWithOrganisationId],
      foreignColumns: [organisation.countyId, organisation.id],
    }),
  ],
);

/**
 * 热点: hexagons that stood out together, as they were last seen. What a run sees again it
 * recognises by its cells, so that an age survives restarts.
 */
export const hotArea = pgTable(
  "hot_area",
  {
    ...identity(),
    /** A top-level code of the category table; "" of all kinds together. */
    kind: text("kind").notNull(),
    since: instant("since").notNull(),
    lastSeen: instant("last_seen").notNull(),
    incidents: integer("incidents").notNull(),
    /** What it may be called; null: one address, or nothing nearby that is anybody's to know. */
    name: text("name"),
    /** Side of the smaller cells in metres, and their places on the county's plane. */
    metres: doublePrecision("metres").notNull(),
    q: integer("q").array().notNull(),
    r: integer("r").array().notNull(),
    /** Grids and villages in which its incidents lay: who may see them all may see it. */
    grids: uuid("grids").array().notNull(),
    villages: text("villages").array().notNull(),
    /** Some of its incidents lay in no grid: only who sees the whole county may see it. */
    strays: integer("strays").notNull(),
    shape: geometry("MultiPolygon")("shape").notNull(),
    /** The least share of false discoveries at which one of its cells stands out. */
    peakQ: doublePrecision("peak_q").notNull(),
  },
  (t) => [
    primaryKey({ name: "hot_area_pk", columns: [t.countyId, t.id] }),
    index("hot_area_seen").on(t.countyId, t.lastSeen),
  ],
);

/** The last time that a county's hot areas were looked for. */
export const hotRun = pgTable("hot_run", {
  countyId: integer("county_id").primaryKey(),
  computedAt: instant("computed_at").notNull(),
  windowEnd: instant("window_end").notNull(),
  metres: doublePrecision("metres").notNull(),
  /** Of the incidents that it was made of. */
  dataVersion: text("data_version").notNull(),
});
