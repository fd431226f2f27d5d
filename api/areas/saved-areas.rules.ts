import type { savedAreas } from "../../schema/registers/saved-areas.js";
import { ROLES } from "../../schema/roles.js";
import type { Fault } from "../writing/command.js";
import type { Proposed, ProposedRow, WriteRules } from "../writing/rules.js";

/** A misspelt role would share with nobody, and say nothing. */
const checkShared = ({ values }: ProposedRow<Proposed<typeof savedAreas>>): Fault[] => {
  const role = values.sharedWithRole;
  return role == null || (ROLES as readonly string[]).includes(role)
    ? []
    : [{ field: "sharedWithRole", kind: "rule", reason: `is one of ${ROLES.join(", ")}` }];
};

export const savedAreaRules: WriteRules = { check: checkShared };
