import type { WriteRules } from "../writing/rules.js";
import { codesChanged } from "./categories.service.js";

/** A code changed is offered to the next who asks this process; to others within seconds. */
export const codeRules: WriteRules = {
  check: ({ values: { code, parent } }) =>
    parent != null && parent === code
      ? [{ field: "parent", kind: "rule", reason: "is the code itself; give the one above it" }]
      : [],
  async after(tx) {
    tx.afterCommit(async () => codesChanged());
  },
};
