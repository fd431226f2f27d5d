import type { ImportRules } from "../import/import-rules.js";

const SINCE = "1900-01-01";

/** A drawn border that a file does not name gets the number of its row; it always was in force. */
export const gridImport: ImportRules = {
  fills: () => ["code", "name", "validFrom"],
  fill(values, { row }) {
    values["code"] ??= String(row);
    values["name"] ??= values["code"];
    values["valid_from"] ??= SINCE;
  },
};
