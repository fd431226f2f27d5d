import { expect, test } from "vitest";
import type { Role } from "../gql/graphql.js";
import type { Session } from "../session/session-context.js";
import { workspaceAt } from "./workspaces.js";

const withRoles = (...roles: Role[]) => ({ viewer: { kind: "person", roles } }) as Session;

test("whoever only audits begins in the log; all others on the map, and an address wins", () => {
  expect(workspaceAt(withRoles("AUDITOR"), null).id).toBe("log");
  expect(workspaceAt(withRoles("AUDITOR"), "explore").id).toBe("explore");
  expect(workspaceAt(withRoles("AUDITOR", "ADMIN"), null).id).toBe("explore");
  expect(workspaceAt(withRoles("RESIDENT"), "log").id).toBe("explore");
  expect(workspaceAt(withRoles(), null).id).toBe("explore");
});
