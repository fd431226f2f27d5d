import { sql } from "drizzle-orm";
import {
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { declaredKeys, identity, record, searchable } from "./columns.js";
import { grid, village } from "./layers.js";

/** 组织机构: who answers for places and matters; a tree by `parent`. People are not kept here. */
export const organisation = pgTable(
  "organisation",
  {
    ...identity(),
    ...record(),
    ...searchable(),
    code: text("code"),
    name: text("name").notNull(),
    kind: text("kind").notNull(),
    parentId: uuid("parent_id"),
    phone: text("phone"),
  },
  (t) => [
    ...declaredKeys("organisation", t),
    uniqueIndex("organisation_code")
      .on(t.countyId, t.code)
      .where(sql`retired_at is null and code is not null`),
    index("organisation_parent").on(t.countyId, t.parentId),
    foreignKey({
      name: "organisation_parent_fk",
      columns: [t.countyId, t.parentId],
      foreignColumns: [t.countyId, t.id],
    }),
    check("organisation_not_its_own_parent", sql`parent_id <> id`),
  ],
);

/** 管辖范围: one grid or one village that an organisation answers for. */
export const jurisdiction = pgTable(
  "jurisdiction",
  {
    ...identity(),
    ...record(),
    organisationId: uuid("organisation_id").notNull(),
    gridId: uuid("grid_id"),
    villageId: uuid("village_id"),
  },
  (t) => [
    ...declaredKeys("jurisdiction", t),
    uniqueIndex("jurisdiction_grid")
      .on(t.countyId, t.gridId, t.organisationId)
      .where(sql`retired_at is null and grid_id is not null`),
    uniqueIndex("jurisdiction_village")
      .on(t.countyId, t.villageId, t.organisationId)
      .where(sql`retired_at is null and village_id is not null`),
    index("jurisdiction_organisation").on(t.countyId, t.organisationId),
    foreignKey({
      name: "jurisdiction_organisation_fk",
      columns: [t.countyId, t.organisationId],
      foreignColumns: [organisation.countyId, organisation.id],
    }),
    foreignKey({
      name: "jurisdiction_grid_fk",
      columns: [t.countyId, t.gridId],
      foreignColumns: [grid.countyId, grid.id],
    }),
    foreignKey({
      name: "jurisdiction_village_fk",
      columns: [t.countyId, t.villageId],
      foreignColumns: [village.countyId, village.id],
    }),
    check("jurisdiction_one_place", sql`num_nonnulls(grid_id, village_id) = 1`),
  ],
);

/** 节假日: a day of the county's working calendar that is not what its weekday says. */
export const holiday = pgTable(
  "holiday",
  {
    ...identity(),
    ...record(),
    day: date("day", { mode: "string" }).notNull(),
    kind: text("kind").notNull(),
    name: text("name"),
    source: text("source").notNull(),
  },
  (t) => [
    ...declaredKeys("holiday", t),
    uniqueIndex("holiday_day").on(t.countyId, t.day).where(sql`retired_at is null`),
  ],
);

/** 已存范围: an area that somebody keeps under a name; their own, or shared. */
export const savedArea = pgTable(
  "saved_area",
  {
    ...identity(),
    ...record(),
    name: text("name").notNull(),
    area: jsonb("area").notNull(),
    sharedWithRole: text("shared_with_role"),
    sharedWithOrganisationId: uuid("shared_with_organisation_id"),
  },
  (t) => [
    ...declaredKeys("saved_area", t),
    index("saved_area_author").on(t.countyId, t.createdBy),
    foreignKey({
      name: "saved_area_shared_with_organisation_fk",
      columns: [t.countyId, t.sharedWithOrganisationId],
      foreignColumns: [organisation.countyId, organisation.id],
    }),
  ],
);

/** 已存问题: a question of statistics that somebody keeps under a title; their own, or shared. */
export const savedQuestion = pgTable(
  "saved_question",
  {
    ...identity(),
    ...record(),
    title: text("title").notNull(),
    question: jsonb("question").notNull(),
    view: jsonb("view"),
    sharedWithRole: text("shared_with_role"),
    sharedWithOrganisationId: uuid("shared_with_organisation_id"),
  },
  (t) => [
    ...declaredKeys("saved_question", t),
    index("saved_question_author").on(t.countyId, t.createdBy),
    foreignKey({
      name: "saved_question_shared_with_organisation_fk",
      columns: [t.countyId, t.sharedWithOrganisationId],
      foreignColumns: [organisation.countyId, organisation.id],
    }),
  ],
);

/**
 * 代码表: code tables are data, each county's own: `kind` names the table (incident, building-use …),
 * `parent` the code one level up.
 */
export const category = pgTable(
  "category",
  {
    ...identity(),
    ...record(),
    ...searchable(),
    kind: text("kind").notNull(),
    code: text("code").notNull(),
    parent: text("parent"),
    nameZh: text("name_zh").notNull(),
    nameEn: text("name_en").notNull(),
    position: integer("position"),
  },
  (t) => [
    ...declaredKeys("category", t),
    uniqueIndex("category_code").on(t.countyId, t.kind, t.code).where(sql`retired_at is null`),
  ],
);

/** 时限规则: a county's own rule for a clock, instead of the one that the domain declares. */
export const clockRule = pgTable(
  "clock_rule",
  {
    ...identity(),
    ...record(),
    subjectKind: text("subject_kind").notNull(),
    kind: text("kind").notNull(),
    category: text("category"),
    levelMax: integer("level_max"),
    amount: integer("amount").notNull(),
    unit: text("unit").notNull(),
    warnShare: doublePrecision("warn_share"),
    source: text("source").notNull(),
  },
  (t) => [
    ...declaredKeys("clock_rule", t),
    uniqueIndex("clock_rule_one")
      .on(
        t.countyId,
        t.subjectKind,
        t.kind,
        sql`coalesce(category, '')`,
        sql`coalesce(level_max, 0)`,
      )
      .where(sql`retired_at is null`),
  ],
);
