import {
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { geometry, identity, instant } from "./columns.js";

/**
 * The answer a creating mutation gave for a key, so that a retry gives it again instead of a second
 * object.
 */
export const idempotency = pgTable(
  "idempotency",
  {
    countyId: integer("county_id").notNull(),
    key: text("key").notNull(),
    actor: text("actor").notNull(),
    request: text("request").notNull(),
    subjectId: uuid("subject_id").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "idempotency_pk", columns: [t.countyId, t.actor, t.key] }),
    index("idempotency_at").on(t.at),
  ],
);

/**
 * The public release: what anonymous callers get. A month is released once and never again with
 * other areas, so two
 * releases cannot be subtracted (docs/decisions/public-release.md).
 */
export const release = pgTable(
  "release",
  {
    ...identity(),
    publishedAt: instant("published_at").notNull(),
    firstMonth: date("first_month", { mode: "string" }).notNull(),
    /** Null until the first month is published. */
    lastMonth: date("last_month", { mode: "string" }),
    /** Calendar months that one number of a category covers; a category not named: one. */
    every: jsonb("every").notNull().default({}),
  },
  (t) => [primaryKey({ name: "release_pk", columns: [t.countyId, t.id] })],
);

/**
 * An area of a release: grids (`partition` "grid") or fixed cells ("cell") merged until each holds
 * at least 20 households.
 */
export const releaseArea = pgTable(
  "release_area",
  {
    ...identity(),
    releaseId: uuid("release_id").notNull(),
    partition: text("partition").notNull(),
    name: text("name").notNull(),
    households: integer("households").notNull(),
    areaKm2: doublePrecision("area_km2").notNull(),
    geom: geometry("MultiPolygon")("geom").notNull(),
  },
  (t) => [
    primaryKey({ name: "release_area_pk", columns: [t.countyId, t.id] }),
    index("release_area_release").on(t.countyId, t.releaseId),
    foreignKey({
      name: "release_area_fk",
      columns: [t.countyId, t.releaseId],
      foreignColumns: [release.countyId, release.id],
    }),
  ],
);

/**
 * Incidents of one area, top-level category and period of calendar months. Suppressed counts have
 * no row, so none can be read by mistake.
 */
export const releaseCount = pgTable(
  "release_count",
  {
    countyId: integer("county_id").notNull(),
    areaId: uuid("area_id").notNull(),
    /** First month of the period, and how many it has. */
    month: date("month", { mode: "string" }).notNull(),
    months: integer("months").notNull().default(1),
    category: text("category").notNull(),
    count: integer("count").notNull(),
  },
  (t) => [
    uniqueIndex("release_count_key").on(t.countyId, t.areaId, t.month, t.category),
    foreignKey({
      name: "release_count_fk",
      columns: [t.countyId, t.areaId],
      foreignColumns: [releaseArea.countyId, releaseArea.id],
    }),
  ],
);

/** The last number given of a series (incidents) in a county and year. */
export const numbering = pgTable(
  "numbering",
  {
    countyId: integer("county_id").notNull(),
    series: text("series").notNull(),
    year: integer("year").notNull(),
    last: integer("last").notNull(),
  },
  (t) => [primaryKey({ name: "numbering_pk", columns: [t.countyId, t.series, t.year] })],
);

/** The database's own facts: its identity, the schema it was made for. */
export const setting = pgTable("setting", {
  name: text("name").primaryKey(),
  value: jsonb("value").notNull(),
});
