import type { ImportRules } from "../import/import-rules.js";
import { reserveNumbers } from "../numbering/numbering.service.js";
import { incidentNumbers } from "./incident-numbers.js";

const TITLE = "导入事件";
/** 其他 Other, of the standard code table. */
const CATEGORY = "9901";

/** Files of points tell where and when, and often nothing else. */
export const incidentImport: ImportRules = {
  fills: (profile) => (profile === "free" ? ["title", "category"] : ["title"]),
  fill(values, { profile, nameOf }) {
    // What is told of none is called an imported incident, and not «other».
    values["title"] ??= nameOf("incident", String(values["category"])) ?? TITLE;
    values["category"] ??= profile === "free" ? CATEGORY : null;
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
