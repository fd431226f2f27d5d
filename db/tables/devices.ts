import { integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns.js";

/**
 * A thing that is a viewer of its own: bound to a household, or to a wall (no household). Only its
 * token's digest is kept.
 */
export const device = pgTable(
  "device",
  {
    id: uuid("id").primaryKey(),
    countyId: integer("county_id").notNull(),
    tokenHash: bytea("token_hash").notNull(),
    name: text("name").notNull(),
    householdId: uuid("household_id"),
    /** A digest of its home when it was bound: after a move the device is good no more. */
    householdHome: text("household_home"),
    /** Of a wall: codes of the townships and villages that it shows; null: the whole county. */
    areas: text("areas").array(),
    /** Of a wall: the dashboard that it shows; null: the one that every wall has. */
    dashboardId: uuid("dashboard_id"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at"),
    revokedAt: instant("revoked_at"),
    revokedBy: text("revoked_by"),
  },
  (t) => [uniqueIndex("device_token").on(t.tokenHash)],
);
