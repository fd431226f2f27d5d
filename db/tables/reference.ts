import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns.js";

/**
 * A county: its clock, its metric projection (transverse Mercator about a point) and what its codes
 * must look like.
 */
export const county = pgTable("county", {
  id: integer("id").primaryKey(),
  name: text("name").notNull(),
  nameEn: text("name_en"),
  timeZone: text("time_zone").notNull(),
  originLon: doublePrecision("origin_lon").notNull(),
  originLat: doublePrecision("origin_lat").notNull(),
  codeProfile: text("code_profile").notNull(),
  gridCodeTemplate: text("grid_code_template").notNull(),
  /** Last month of which anything was released: it is never released again over other areas. */
  releasedUntil: date("released_until", { mode: "string" }),
  isDemo: boolean("is_demo").notNull().default(false),
});

export const role = pgTable("role", {
  name: text("name").primaryKey(),
  nameZh: text("name_zh").notNull(),
  nameEn: text("name_en").notNull(),
});

export const account = pgTable(
  "account",
  {
    id: uuid("id").primaryKey(),
    login: text("login").notNull(),
    name: text("name").notNull(),
    passwordHash: text("password_hash"),
    isDemo: boolean("is_demo").notNull().default(false),
    disabledAt: instant("disabled_at"),
    lastSignInAt: instant("last_sign_in_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("account_login").on(t.login)],
);

/**
 * A role an account holds in a county (null: every county), narrowed to a grid, a village or an
 * organisation where the role says so.
 */
export const assignment = pgTable(
  "assignment",
  {
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => account.id),
    role: text("role")
      .notNull()
      .references(() => role.name),
    countyId: integer("county_id"),
    gridId: uuid("grid_id"),
    villageCode: text("village_code"),
    organisationId: uuid("organisation_id"),
    endedAt: instant("ended_at"),
  },
  (t) => [index("assignment_account").on(t.accountId)],
);

/** A signed-in session. Only the token's digest is kept. */
export const session = pgTable(
  "session",
  {
    tokenHash: bytea("token_hash").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => account.id),
    role: text("role"),
    createdAt: instant("created_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [index("session_account").on(t.accountId)],
);

/**
 * A one-time sign-in link. Used once, from the machine itself unless an operator made it for
 * another.
 */
export const signInLink = pgTable("sign_in_link", {
  tokenHash: bytea("token_hash").primaryKey(),
  accountId: uuid("account_id")
    .notNull()
    .references(() => account.id),
  loopbackOnly: boolean("loopback_only").notNull().default(true),
  expiresAt: instant("expires_at").notNull(),
  usedAt: instant("used_at"),
});

/**
 * How much of a budget of failed sign-ins is used, so that throttling holds across processes:
 * raised before a password is verified, and draining evenly, `most` within `seconds`.
 */
export const signInBudget = pgTable("sign_in_budget", {
  subject: text("subject").primaryKey(),
  used: doublePrecision("used").notNull(),
  most: integer("most").notNull(),
  seconds: integer("seconds").notNull(),
  at: instant("at").notNull(),
});

/** Where a login signed in before, as a keyed digest of both. */
export const signInPlace = pgTable("sign_in_place", {
  digest: text("digest").primaryKey(),
  at: instant("at").notNull(),
});

/**
 * An application: scopes are the classes of fields it may read, `purpose` is registered and logged
 * with each reading.
 */
export const apiKey = pgTable(
  "api_key",
  {
    id: uuid("id").primaryKey(),
    keyHash: bytea("key_hash").notNull(),
    name: text("name").notNull(),
    purpose: text("purpose").notNull(),
    scopes: text("scopes").array().notNull(),
    countyId: integer("county_id"),
    expiresAt: instant("expires_at"),
    /** To the hour: a use is no reason to write. */
    lastUsedAt: instant("last_used_at"),
    createdBy: text("created_by"),
    disabledAt: instant("disabled_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("api_key_hash").on(t.keyHash),
    // Its name is the actor of what it writes: two of one name at a time could not be told apart.
    uniqueIndex("api_key_name").on(t.name).where(sql`${t.disabledAt} is null`),
  ],
);

/**
 * One row a request that opened personal fields or exact places, written before it was answered.
 * `batch` is set when sealed. `countyId` is of rows written before one row could name several
 * counties; later rows have `counties`.
 */
export const accessLog = pgTable(
  "access_log",
  {
    id: uuid("id").primaryKey(),
    at: instant("at").notNull(),
    viewer: text("viewer").notNull(),
    roles: text("roles").array().notNull(),
    purpose: text("purpose").notNull(),
    outlet: text("outlet").notNull(),
    countyId: integer("county_id"),
    counties: integer("counties").array(),
    what: jsonb("what").notNull(),
    batch: integer("batch"),
  },
  (t) => [index("access_log_batch").on(t.batch), index("access_log_at").on(t.at)],
);

/**
 * A sealed batch: the digest covers the batch's rows and the digest before it, so a change anywhere
 * shows from there on.
 */
export const accessLogSeal = pgTable("access_log_seal", {
  batch: integer("batch").primaryKey(),
  sealedAt: instant("sealed_at").notNull(),
  rows: integer("rows").notNull(),
  previous: text("previous").notNull(),
  digest: text("digest").notNull(),
});
