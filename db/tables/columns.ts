import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  customType,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

/**
 * A PostGIS geometry column in EPSG:4326. drizzle's own `geometry` drops the SRID and knows no
 * polygon, hence this one.
 * Values pass as SQL expressions (the layers compose them); a plain select gives hex EWKB.
 */
export const geometry = (kind: "Point" | "MultiLineString" | "MultiPolygon" | "Geometry") =>
  customType<{ data: string; driverData: string }>({ dataType: () => `geometry(${kind},4326)` });

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** `timestamptz`, always with a zone: days, hours and months are derived in the county's own. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/**
 * Identity of a county-owned row: the county leads every key, so that one database can become a
 * Citus cluster unchanged.
 */
export const identity = () => ({
  countyId: integer("county_id").notNull(),
  id: uuid("id").notNull(),
});

/**
 * Who wrote the row and when; retirement replaces deletion; `version` makes overwriting a conflict.
 */
export const record = () => ({
  version: integer("version").notNull().default(1),
  createdAt: instant("created_at").notNull().defaultNow(),
  createdBy: text("created_by").notNull(),
  updatedAt: instant("updated_at").notNull().defaultNow(),
  updatedBy: text("updated_by").notNull(),
  retiredAt: instant("retired_at"),
  /**
   * What an import recognises the row by: a column of the file, or a digest of the row's content.
   */
  importKey: text("import_key"),
});

/**
 * Names and pinyin of a row, as geo/search.ts writes them: what it is found by. No index reads them
 * but `search_tokens(search_text)`, the pairs of neighbouring characters as a tsvector
 * (docs/decisions/search-by-bigrams.md).
 */
export const searchable = () => ({
  searchText: text("search_text").notNull().default(""),
});

/**
 * Keys and indexes of every declared table, layer or register: (county_id, id), one row an import
 * key, the tokens it is found by, its place.
 */
export const declaredKeys = (name: string, t: Record<string, AnyPgColumn>, place?: AnyPgColumn) => [
  primaryKey({ name: `${name}_pk`, columns: [t.countyId!, t.id!] }),
  uniqueIndex(`${name}_import_key`)
    .on(t.countyId!, t.importKey!)
    .where(sql`${t.importKey!} is not null`),
  ...(place ? [index(`${name}_geom`).using("gist", place)] : []),
  ...(t.searchText
    ? [index(`${name}_tokens`).using("gin", sql`search_tokens(${t.searchText})`)]
    : []),
];

/** A log of edits of a plan, append-only: undoing and redoing are edits too (api/edits). */
export const editColumns = () => ({
  countyId: integer("county_id").notNull(),
  planId: uuid("plan_id").notNull(),
  /** From 1. */
  number: integer("number").notNull(),
  /** `do`, `undo` or `redo`; the others name the edit that they take back or do again. */
  kind: text("kind").notNull(),
  of: integer("of"),
  /** Version of the plan that it made. */
  version: integer("version").notNull(),
  actor: text("actor").notNull(),
  at: instant("at").notNull(),
  note: text("note"),
  /** Operations as they came, new ids and codes filled in. */
  operations: jsonb("operations"),
  /** What they changed, so that it can be taken back. */
  change: jsonb("change").notNull(),
  /** Key of the attempt: a retry answers the same edit. */
  key: text("key"),
  /** Digest of what that attempt asked for: the key of another request is refused. */
  request: text("request"),
});
