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
  area: "jsonb",
  json: "jsonb",
  reference: "uuid",
};

export const sqlType = (field: Field): SQL => sql.raw(TYPES[field.type.kind]);

/**
 * The columns that a file, `--set` or a default provides; the others of an existing row stay as
 * they are.
 */
export function writtenColumns(layer: Layer, provided: ReadonlySet<string>): WrittenColumn[] {
  return layer.fields
    .filter((f) => !f.derived && provided.has(f.column))
    .map((field) => {
      const value = sql`(s.values->>${sql.raw(`'${field.column}'`)})::${sqlType(field)}`;
      const there = sql`t.${sql.identifier(field.column)}`;
      return {
        field,
        created: value,
        updated: field.kept ? sql`coalesce(${value}, ${there})` : value,
      };
    });
}
