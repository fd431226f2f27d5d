import type { RoleName } from "../../schema/roles.js";
import { writeLine } from "../access-log/write-line.js";
import type { Runner } from "../core/database.js";
import { Refusal } from "../core/refusal.js";
import { countiesWhere } from "../policy/actions.js";
import { rolesOf, type Viewer } from "../policy/viewer.js";

/** Who keeps accounts and keys, and of which counties. */
export interface Administrator {
  actor: string;
  roles: readonly RoleName[];
  outlet: "graphql" | "command";
  /** Undefined: every county, and what belongs to none. */
  counties?: readonly number[];
  accountId?: string;
}

/** Who runs a command on the machine itself, who could change the files anyway. */
export const OPERATOR: Administrator = { actor: "operator", roles: [], outlet: "command" };

export function administratorOf(viewer: Viewer): Administrator {
  const counties = countiesWhere(viewer, "account.keep");
  if (counties.length === 0)
    throw viewer.kind === "anonymous"
      ? new Refusal("UNAUTHENTICATED", "accounts: sign in as an administrator first.")
      : new Refusal("FORBIDDEN", "accounts: only for administrators of a county.");
  return {
    actor: viewer.actor,
    roles: rolesOf(viewer),
    outlet: "graphql",
    counties,
    ...(viewer.kind === "person" ? { accountId: viewer.accountId } : {}),
  };
}

/**
 * A line in the access log, for those who audit the counties concerned: who may read what is
 * decided here.
 */
export async function logAdministration(
  tx: Runner,
  by: Administrator,
  counties: readonly number[],
  what: { did: string; [detail: string]: unknown },
): Promise<void> {
  for (const county of counties.length > 0 ? counties : [0])
    await writeLine(tx, {
      viewer: by.actor,
      roles: by.roles,
      purpose: "administration",
      outlet: by.outlet,
      counties: [county],
      what,
    });
}
