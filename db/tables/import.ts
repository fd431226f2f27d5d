import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { geometry } from "./columns.js";

/** Rows of an import before they are all known to be good. */
export const importRow = pgTable(
  "import_row",
  {
    countyId: integer("county_id").notNull(),
    importId: uuid("import_id").notNull(),
    row: integer("row").notNull(),
    key: text("key").notNull(),
    /** The row of the layer that it makes, or that it was recognised as. */
    subjectId: uuid("subject_id").notNull(),
    /** Values by column; a reference as the file has it, until it is resolved. */
    values: jsonb("values").notNull(),
    geom: geometry("Geometry")("geom"),
    /** `staged` (new), `changed`, `unchanged` or `refused`. */
    state: text("state").notNull().default("staged"),
    /** Why it is refused: the field, the kind of mistake, and the sentence. */
    field: text("field"),
    kind: text("kind"),
    reason: text("reason"),
  },
  (t) => [
    primaryKey({ name: "import_row_pk", columns: [t.countyId, t.importId, t.row] }),
    index("import_row_key").on(t.countyId, t.importId, t.key),
  ],
);
