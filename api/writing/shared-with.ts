import { ROLES } from "../../schema/roles.js";
import type { Fault } from "./command.js";

/** A misspelt role would share with nobody, and say nothing. */
export const sharedFaults = (role: string | null | undefined): Fault[] =>
  role == null || (ROLES as readonly string[]).includes(role)
    ? []
    : [{ field: "sharedWithRole", kind: "rule", reason: `is one of ${ROLES.join(", ")}` }];
