import type { ImportRules } from "../import/import-rules.js";

/** A township that a file does not name gets the number of its row. */
export const townshipImport: ImportRules = {
  fills: () => ["code", "name"],
  fill(values, { row }) {
    values["code"] ??= String(row);
    values["name"] ??= values["code"];
  },
};
