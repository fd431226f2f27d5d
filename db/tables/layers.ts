import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { declaredKeys, geometry, identity, instant, record, searchable } from "./columns.js";

/** 乡 / 镇 / 街道: the tier above villages; 9-digit code where the county's profile says so. */
export const township = pgTable(
  "township",
  {
    ...identity(),
    ...record(),
    ...searchable(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    nameEn: text("name_en"),
    kind: text("kind"),
    geom: geometry("MultiPolygon")("geom").notNull(),
  },
  (t) => [
    ...declaredKeys("township", t, t.geom),
    uniqueIndex("township_code").on(t.countyId, t.code).where(sql`retired_at is null`),
  ],
);

/** 村 / 社区: the unit a grid belongs to; 12-digit code where the county's profile says so. */
export const village = pgTable(
  "village",
  {
    ...identity(),
    ...record(),
    ...searchable(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    kind: text("kind"),
    townshipCode: text("township_code"),
    geom: geometry("MultiPolygon")("geom").notNull(),
  },
  (t) => [
    ...declaredKeys("village", t, t.geom),
    uniqueIndex("village_code").on(t.countyId, t.code).where(sql`retired_at is null`),
  ],
);

/** 网格: valid between two local days; `validTo` is the first day it no longer holds. */
export const grid = pgTable(
  "grid",
  {
    ...identity(),
    ...record(),
    ...searchable(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    kind: text("kind"),
    villageCode: text("village_code"),
    complaintPhone: text("complaint_phone"),
    validFrom: date("valid_from", { mode: "string" }).notNull(),
    validTo: date("valid_to", { mode: "string" }),
    /** Of a row that keeps the shape which a grid had before a plan: that grid. */
    earlierOfId: uuid("earlier_of_id"),
    geom: geometry("MultiPolygon")("geom").notNull(),
  },
  (t) => [
    ...declaredKeys("grid", t, t.geom),
    index("grid_earlier_of").on(t.countyId, t.earlierOfId),
    foreignKey({
      name: "grid_earlier_of_fk",
      columns: [t.countyId, t.earlierOfId],
      foreignColumns: [t.countyId, t.id],
    }),
    uniqueIndex("grid_code").on(t.countyId, t.code, t.validFrom).where(sql`retired_at is null`),
    index("grid_village").on(t.countyId, t.villageCode),
    check("grid_valid_order", sql`valid_to is null or valid_to > valid_from`),
  ],
);

export const building = pgTable(
  "building",
  {
    ...identity(),
    ...record(),
    ...searchable(),
    code: text("code"),
    name: text("name"),
    use: text("use"),
    address: text("address"),
    floors: integer("floors"),
    stairs: integer("stairs"),
    units: integer("units"),
    gridId: uuid("grid_id"),
    geom: geometry("MultiPolygon")("geom").notNull(),
  },
  (t) => [
    ...declaredKeys("building", t, t.geom),
    index("building_grid").on(t.countyId, t.gridId),
    check(
      "building_counts",
      sql`coalesce(floors, 1) between 0 and 300 and coalesce(stairs, 1) between 0 and 200 and coalesce(units, 1) between 0 and 20000`,
    ),
  ],
);

/**
 * A household's place today. Earlier places are in `household_place`. `coarse` is the place snapped
 * to a cell of about
 * 100 m: what callers without the right to the exact place see, filter by and order by, so that no
 * filter can find the rest.
 */
export const household = pgTable(
  "household",
  {
    ...identity(),
    ...record(),
    ...searchable(),
    code: text("code"),
    headName: text("head_name"),
    phone: text("phone"),
    members: integer("members"),
    responders: integer("responders"),
    residency: text("residency"),
    buildingId: uuid("building_id"),
    stair: text("stair"),
    floor: integer("floor"),
    unit: text("unit"),
    gridId: uuid("grid_id"),
    placeSince: date("place_since", { mode: "string" }),
    geom: geometry("Point")("geom").notNull(),
    coarse: geometry("Point")("coarse").notNull(),
  },
  (t) => [
    ...declaredKeys("household", t, t.geom),
    index("household_coarse").using("gist", t.coarse),
    index("household_building").on(t.countyId, t.buildingId),
    index("household_grid").on(t.countyId, t.gridId),
    foreignKey({
      name: "household_building_fk",
      columns: [t.countyId, t.buildingId],
      foreignColumns: [building.countyId, building.id],
    }),
    check("household_members", sql`coalesce(members, 1) between 0 and 99`),
  ],
);

/**
 * Acquaintance or kinship between two households; gone when either side withdraws. Never exported.
 */
export const tie = pgTable(
  "tie",
  {
    ...identity(),
    ...record(),
    fromId: uuid("from_id").notNull(),
    toId: uuid("to_id").notNull(),
    kind: text("kind").notNull(),
    gridId: uuid("grid_id"),
    geom: geometry("MultiLineString")("geom").notNull(),
  },
  (t) => [
    ...declaredKeys("tie", t, t.geom),
    uniqueIndex("tie_pair").on(t.countyId, t.fromId, t.toId, t.kind).where(sql`retired_at is null`),
    index("tie_to").on(t.countyId, t.toId),
    index("tie_grid").on(t.countyId, t.gridId),
    foreignKey({
      name: "tie_from_fk",
      columns: [t.countyId, t.fromId],
      foreignColumns: [household.countyId, household.id],
    }),
    foreignKey({
      name: "tie_to_fk",
      columns: [t.countyId, t.toId],
      foreignColumns: [household.countyId, household.id],
    }),
    check("tie_two_households", sql`from_id <> to_id`),
  ],
);

/**
 * 视频点位. Filing fields follow 国务院令 799 arts. 13-17; no stream address and no credential is kept
 * here.
 */
export const camera = pgTable(
  "camera",
  {
    ...identity(),
    ...record(),
    ...searchable(),
    code: text("code"),
    name: text("name").notNull(),
    kind: text("kind"),
    owner: text("owner"),
    legalBasis: text("legal_basis"),
    heading: doublePrecision("heading"),
    fieldOfView: doublePrecision("field_of_view"),
    range: doublePrecision("range_m"),
    installedOn: date("installed_on", { mode: "string" }),
    filingNumber: text("filing_number"),
    filedOn: date("filed_on", { mode: "string" }),
    signPosted: boolean("sign_posted"),
    retentionDays: integer("retention_days"),
    gridId: uuid("grid_id"),
    geom: geometry("Point")("geom").notNull(),
  },
  (t) => [
    ...declaredKeys("camera", t, t.geom),
    uniqueIndex("camera_code")
      .on(t.countyId, t.code)
      .where(sql`retired_at is null and code is not null`),
    index("camera_grid").on(t.countyId, t.gridId),
    check(
      "camera_view",
      sql`coalesce(heading, 0) between 0 and 360 and coalesce(field_of_view, 60) between 0 and 360 and coalesce(range_m, 30) between 0 and 5000`,
    ),
  ],
);

/**
 * 事件. Happened between `occurredFrom` and `occurredUntil` (equal when known). `gridId` is the grid
 * in force where and
 * when it happened: publishing a plan never rewrites it.
 */
export const incident = pgTable(
  "incident",
  {
    ...identity(),
    ...record(),
    ...searchable(),
    number: text("number"),
    title: text("title").notNull(),
    category: text("category").notNull(),
    level: integer("level").notNull().default(4),
    /** Written by its steps alone (db/tables/steps.ts), like all down to `outsideReference`. */
    status: text("status").notNull().default("REPORTED"),
    stateSince: instant("state_since").notNull().defaultNow(),
    closing: text("closing"),
    /** How often a result did not stand up to being verified. */
    rework: integer("rework").notNull().default(0),
    reopened: integer("reopened").notNull().default(0),
    pushedBack: integer("pushed_back").notNull().default(0),
    duplicateOfId: uuid("duplicate_of_id"),
    /** Whoever has it in hand. */
    organisationId: uuid("organisation_id"),
    outsideReference: text("outside_reference"),
    source: text("source"),
    description: text("description"),
    address: text("address"),
    reporterName: text("reporter_name"),
    reporterPhone: text("reporter_phone"),
    occurredFrom: instant("occurred_from").notNull(),
    occurredUntil: instant("occurred_until").notNull(),
    reportedAt: instant("reported_at").notNull(),
    gridId: uuid("grid_id"),
    geom: geometry("Point")("geom").notNull(),
    /**
     * Its place in the county's plane, metres, as geo/projection has it: cells are counted from
     * these alone. Null: written by an earlier release, and not measured yet.
     */
    xM: doublePrecision("x_m"),
    yM: doublePrecision("y_m"),
  },
  (t) => [
    ...declaredKeys("incident", t),
    index("incident_geom_time").using("gist", t.geom, t.occurredFrom),
    index("incident_time").on(t.countyId, t.occurredFrom, t.id).where(sql`retired_at is null`),
    index("incident_grid_time")
      .on(t.countyId, t.gridId, t.occurredFrom)
      .where(sql`retired_at is null`),
    index("incident_category_time")
      .on(t.countyId, t.category, t.occurredFrom)
      .where(sql`retired_at is null`),
    index("incident_retired")
      .on(t.countyId, t.occurredFrom, t.id)
      .where(sql`retired_at is not null`),
    index("incident_unmeasured").on(t.countyId, t.id).where(sql`x_m is null`),
    index("incident_duplicate_of")
      .on(t.countyId, t.duplicateOfId)
      .where(sql`duplicate_of_id is not null`),
    check("incident_interval", sql`occurred_until >= occurred_from`),
    check("incident_level", sql`level between 1 and 4`),
  ],
);

const ground = (name: string, kind: "MultiLineString" | "MultiPolygon" | "Point" | "Geometry") =>
  pgTable(
    name,
    {
      ...identity(),
      ...record(),
      ...searchable(),
      code: text("code"),
      name: text("name"),
      kind: text("kind"),
      geom: geometry(kind)("geom").notNull(),
    },
    (t) => declaredKeys(name, t, t.geom),
  );

/** The ground the layers stand on. Waters may be areas or lines, as surveys deliver both. */
export const street = ground("street", "MultiLineString");
export const water = ground("water", "Geometry");
export const parcel = ground("parcel", "MultiPolygon");
export const barrier = ground("barrier", "MultiLineString");
export const crossing = ground("crossing", "Point");

/** Where a household lived, from one local day until before another. */
export const householdPlace = pgTable(
  "household_place",
  {
    ...identity(),
    householdId: uuid("household_id").notNull(),
    buildingId: uuid("building_id"),
    stair: text("stair"),
    floor: integer("floor"),
    unit: text("unit"),
    validFrom: date("valid_from", { mode: "string" }),
    validTo: date("valid_to", { mode: "string" }),
    geom: geometry("Point")("geom").notNull(),
  },
  (t) => [
    primaryKey({ name: "household_place_pk", columns: [t.countyId, t.id] }),
    index("household_place_household").on(t.countyId, t.householdId),
    foreignKey({
      name: "household_place_fk",
      columns: [t.countyId, t.householdId],
      foreignColumns: [household.countyId, household.id],
    }),
  ],
);

/**
 * Which grid a building, household or camera belonged to, by local day. `layer` names the subject's
 * layer.
 */
export const gridMembership = pgTable(
  "grid_membership",
  {
    ...identity(),
    layer: text("layer").notNull(),
    subjectId: uuid("subject_id").notNull(),
    gridId: uuid("grid_id"),
    validFrom: date("valid_from", { mode: "string" }).notNull(),
    validTo: date("valid_to", { mode: "string" }),
  },
  (t) => [
    primaryKey({ name: "grid_membership_pk", columns: [t.countyId, t.id] }),
    index("grid_membership_subject").on(t.countyId, t.subjectId, t.validFrom),
  ],
);
