import { type SQL, sql } from "drizzle-orm";
import type { Field, Layer } from "../../schema/layers/index.js";

/**
 * A column that an import writes, as SQL over a staged row `s`: for a new row, and for an update of
 * `t`.
 */
export interface WrittenColumn {
  field: Field;
  created: SQL;
  updated: SQL;
}

const TYPES: Record<Field["type"]["kind"], string> = {
  text: "text",
  code: "text",
  integer: "int",
  number: "float8",
  boolean: "boolean",
  date: "date",
  instant: "timestamptz",
  reference: "uuid",
};

/** What stands in an empty cell's stead: these columns are never null. */
const DEFAULTS: Record<string, SQL> = {
  level: sql`4`,
  status: sql`'REPORTED'`,
  reported_at: sql`date_trunc('milliseconds', now())`,
};

/**
 * The columns that a file, `--set` or a default provides; the others of an existing row stay as
 * they are.
 */
export function writtenColumns(layer: Layer, provided: ReadonlySet<string>): WrittenColumn[] {
  return layer.fields
    .filter((f) => !f.derived && provided.has(f.column))
    .map((field) => {
      const value = sql`(s.values->>${sql.raw(`'${field.column}'`)})::${sql.raw(TYPES[field.type.kind])}`;
      const fallback = layer.name === "incidents" ? DEFAULTS[field.column] : undefined;
      return fallback
        ? {
            field,
            created: sql`coalesce(${value}, ${fallback})`,
            updated: sql`coalesce(${value}, t.${sql.identifier(field.column)})`,
          }
        : { field, created: value, updated: value };
    });
}
