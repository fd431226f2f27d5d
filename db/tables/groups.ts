import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
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
import {
  bytea,
  declaredKeys,
  editColumns,
  geometry,
  identity,
  instant,
  record,
  searchable,
} from "./columns.js";
import { household } from "./layers.js";

/** 分组方案: who answers whose call in some villages; formed, edited, in force from a day on. */
export const groupPlan = pgTable(
  "group_plan",
  {
    ...identity(),
    ...record(),
    ...searchable(),
    name: text("name").notNull(),
    status: text("status").notNull(),
    stateSince: instant("state_since").notNull(),
    /** GROUPS, or RINGS: each household's own nine. */
    mode: text("mode").notNull(),
    villages: text("villages").array().notNull(),
    /** What its run was asked for: sizes, responders, preset, seed. */
    rules: jsonb("rules").notNull(),
    forkOfId: uuid("fork_of_id"),
    effectiveOn: date("effective_on", { mode: "string" }),
    endedOn: date("ended_on", { mode: "string" }),
    /** Its run, and what came of it: figures of the report; null while it is being formed. */
    jobId: uuid("job_id"),
    figures: jsonb("figures"),
    edits: integer("edits").notNull().default(0),
  },
  (t) => [
    ...declaredKeys("group_plan", t),
    index("group_plan_status").on(t.countyId, t.status),
    foreignKey({
      name: "group_plan_fork_of_fk",
      columns: [t.countyId, t.forkOfId],
      foreignColumns: [t.countyId, t.id],
    }),
  ],
);

const keyOfPlan = (name: string, t: { countyId: AnyPgColumn; planId: AnyPgColumn }) =>
  foreignKey({
    name,
    columns: [t.countyId, t.planId],
    foreignColumns: [groupPlan.countyId, groupPlan.id],
  }).onDelete("cascade");

const keyOfHousehold = (name: string, county: AnyPgColumn, column: AnyPgColumn) =>
  foreignKey({
    name,
    columns: [county, column],
    foreignColumns: [household.countyId, household.id],
  });

/** 十户联防组: a group of a plan. It keeps its id from plan to plan while most of it stays. */
export const householdGroup = pgTable(
  "household_group",
  {
    ...identity(),
    planId: uuid("plan_id").notNull(),
    /** Running number in the plan: north to south, floor by floor. */
    number: integer("number").notNull(),
    code: text("code").notNull(),
    name: text("name"),
    villageCode: text("village_code"),
    gridId: uuid("grid_id"),
    centreHouseholdId: uuid("centre_household_id"),
    leaderHouseholdId: uuid("leader_household_id"),
    deputyHouseholdId: uuid("deputy_household_id"),
    locked: boolean("locked").notNull().default(false),
    /** Why it is to be repaired, and since when; null: it is whole. */
    openedBy: jsonb("opened_by"),
    openedAt: instant("opened_at"),
    /** Figures of the group as reported: walks, responders, ties, isolated homes. */
    figures: jsonb("figures").notNull(),
    /** Ground that is nearest to it, and lines from its homes to the centre: as exact as places. */
    cell: geometry("MultiPolygon")("cell"),
    spokes: geometry("MultiLineString")("spokes"),
  },
  (t) => [
    primaryKey({ name: "household_group_pk", columns: [t.countyId, t.planId, t.id] }),
    uniqueIndex("household_group_number").on(t.countyId, t.planId, t.number),
    index("household_group_cell").using("gist", t.cell),
    keyOfPlan("household_group_plan_fk", t),
  ],
);

/** Membership, with its days: one at a time in a plan. */
export const householdGroupMember = pgTable(
  "household_group_member",
  {
    ...identity(),
    planId: uuid("plan_id").notNull(),
    groupId: uuid("group_id").notNull(),
    householdId: uuid("household_id").notNull(),
    /** Metres of walk to the centre. */
    metres: doublePrecision("metres"),
    isolated: boolean("isolated").notNull().default(false),
    since: instant("since").notNull(),
    until: instant("until"),
    /** Why it came, and why it left: codes with parameters. */
    reason: jsonb("reason"),
    leftBy: jsonb("left_by"),
  },
  (t) => [
    primaryKey({ name: "household_group_member_pk", columns: [t.countyId, t.id] }),
    uniqueIndex("household_group_member_now")
      .on(t.countyId, t.planId, t.householdId)
      .where(sql`${t.until} is null`),
    index("household_group_member_group").on(t.countyId, t.planId, t.groupId),
    index("household_group_member_household").on(t.countyId, t.householdId),
    keyOfPlan("household_group_member_plan_fk", t),
    keyOfHousehold("household_group_member_household_fk", t.countyId, t.householdId),
  ],
);

/** Who is in no group, and why. */
export const groupException = pgTable(
  "group_exception",
  {
    countyId: integer("county_id").notNull(),
    planId: uuid("plan_id").notNull(),
    householdId: uuid("household_id").notNull(),
    reason: jsonb("reason").notNull(),
  },
  (t) => [
    primaryKey({ name: "group_exception_pk", columns: [t.countyId, t.planId, t.householdId] }),
    keyOfPlan("group_exception_plan_fk", t),
    keyOfHousehold("group_exception_household_fk", t.countyId, t.householdId),
  ],
);

/** 一呼九应: who is called, in which order, when a household calls. Of plans in rings. */
export const answerer = pgTable(
  "answerer",
  {
    countyId: integer("county_id").notNull(),
    planId: uuid("plan_id").notNull(),
    callerId: uuid("caller_id").notNull(),
    answererId: uuid("answerer_id").notNull(),
    rank: integer("rank").notNull(),
    metres: doublePrecision("metres").notNull(),
  },
  (t) => [
    primaryKey({
      name: "answerer_pk",
      columns: [t.countyId, t.planId, t.callerId, t.answererId],
    }),
    index("answerer_answers").on(t.countyId, t.planId, t.answererId),
    keyOfPlan("answerer_plan_fk", t),
    keyOfHousehold("answerer_caller_fk", t.countyId, t.callerId),
    keyOfHousehold("answerer_answerer_fk", t.countyId, t.answererId),
  ],
);

/** Parts of a run as they were solved, so that a run that died goes on; gone when it ended. */
export const groupRunPart = pgTable(
  "group_run_part",
  {
    countyId: integer("county_id").notNull(),
    jobId: uuid("job_id").notNull(),
    key: text("key").notNull(),
    part: jsonb("part").notNull(),
  },
  (t) => [primaryKey({ name: "group_run_part_pk", columns: [t.countyId, t.jobId, t.key] })],
);

/** 编辑: what was done to a plan, append-only; undoing is an edit too. */
export const groupEdit = pgTable("group_edit", editColumns(), (t) => [
  primaryKey({ name: "group_edit_pk", columns: [t.countyId, t.planId, t.number] }),
  uniqueIndex("group_edit_key")
    .on(t.countyId, t.planId, t.actor, t.key)
    .where(sql`key is not null`),
  keyOfPlan("group_edit_plan_fk", t),
]);

/**
 * 同意: what a person agreed to, for which purpose, as the text then stood (PIPL 14, 15, 29, 31).
 * Withdrawn, never changed. Of a person's phone, which only its digest tells apart.
 */
export const consent = pgTable(
  "consent",
  {
    ...identity(),
    purpose: text("purpose").notNull(),
    householdId: uuid("household_id").notNull(),
    /** As on the card; personal. */
    personName: text("person_name"),
    phone: text("phone"),
    phoneDigest: bytea("phone_digest").notNull(),
    /** Comes when somebody calls; may be rung; may call. */
    answers: boolean("answers").notNull(),
    textVersion: text("text_version").notNull(),
    /** `link` or `paper`; with paper who wrote it down, and where its sheet lies. */
    channel: text("channel").notNull(),
    sheet: text("sheet"),
    guardian: text("guardian"),
    givenBy: text("given_by").notNull(),
    givenAt: instant("given_at").notNull(),
    withdrawnBy: text("withdrawn_by"),
    withdrawnAt: instant("withdrawn_at"),
    /** Withdrawn by whom it is of, by a move, or by leaving: a code. */
    withdrawnFor: text("withdrawn_for"),
  },
  (t) => [
    primaryKey({ name: "consent_pk", columns: [t.countyId, t.id] }),
    uniqueIndex("consent_holds")
      .on(t.countyId, t.purpose, t.phoneDigest)
      .where(sql`${t.withdrawnAt} is null`),
    index("consent_household").on(t.countyId, t.householdId),
    keyOfHousehold("consent_household_fk", t.countyId, t.householdId),
  ],
);

/** A one-time code on a card that binds one device to a household. Only its digest is kept. */
export const householdCode = pgTable(
  "household_code",
  {
    ...identity(),
    codeHash: bytea("code_hash").notNull(),
    householdId: uuid("household_id").notNull(),
    /** A digest of its home when the card was printed: after a move the code is good no more. */
    householdHome: text("household_home").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [
    primaryKey({ name: "household_code_pk", columns: [t.countyId, t.id] }),
    uniqueIndex("household_code_hash").on(t.codeHash),
    index("household_code_household").on(t.countyId, t.householdId),
    keyOfHousehold("household_code_household_fk", t.countyId, t.householdId),
  ],
);
