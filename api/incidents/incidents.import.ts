import type { ImportRules } from "../import/import-rules.js";
import { reserveNumbers } from "../numbering/numbering.service.js";
import { incidentNumbers } from "./incident-numbers.js";

const TITLE = "导入事件";
const CATEGORY = "OTHER";

/** Files of points tell where and when, and often nothing else. */
export const incidentImport: ImportRules = {
  fills: (profile) => (profile === "free" ? ["title", "category"] : ["title"]),
  fill(values, { profile, nameOf }) {
    values["category"] ??= profile === "free" ? CATEGORY : null;
    values["title"] ??= nameOf("incident", String(values["category"])) ?? TITLE;
  },
  numbered: {
    column: "number",
    reserve: (run, county, many) => reserveNumbers(run, incidentNumbers(county), many),
  },
  told: {
    category:
      `category: the file has none, so rows get ${CATEGORY}; ` +
      "--set category=CODE gives another",
  },
};
